#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/base/date.h"
#include "entente/scenario/scenario.h"
#include "entente/scenario/yaml.h"

namespace entente::scenario {

using Texts = std::vector<std::string>;

/// Reading goes no further: an error has been noted in the file, or is in another that it names.
/// Caught where the reading began.
struct Broken {
  std::optional<base::Error> elsewhere;
};

/// A value of the file whose readers either give what was expected or note what is wrong and stop.
class Place {
 public:
  explicit Place(Yaml yaml) : yaml_(std::move(yaml)) {}

  [[nodiscard]] int line() const { return yaml_.line(); }
  [[nodiscard]] bool is_map() const { return yaml_.is_map(); }
  [[nodiscard]] bool is_list() const { return yaml_.is_list(); }
  [[nodiscard]] bool is_text() const { return yaml_.is_text(); }
  [[nodiscard]] const Yaml& yaml() const { return yaml_; }

  [[noreturn]] void fail(std::string what, std::string advice = {}) const {
    yaml_.fail(std::move(what), std::move(advice));
    throw Broken{{}};
  }
  /// `expected` says what it should be: "a value".
  [[nodiscard]] std::string text(std::string_view expected) const {
    if (!is_text()) fail(fmt::format("expected {}", expected));
    return checked(yaml_.text());
  }
  [[nodiscard]] std::int64_t integer(std::int64_t low, std::int64_t high) const {
    return checked(yaml_.integer(low, high));
  }
  [[nodiscard]] double number(double low, double high) const {
    return checked(yaml_.number(low, high));
  }
  /// A text alone is a list of one.
  [[nodiscard]] std::vector<Place> list(std::string_view expected) const;
  /// Names and what stands under them; no name twice.
  [[nodiscard]] std::vector<std::pair<Place, Place>> entries(std::string_view expected) const;
  void only(std::initializer_list<std::string_view> keys) const {
    yaml_.only(keys);
    check();
  }
  [[nodiscard]] std::optional<Place> find(std::string_view key) const {
    Yaml value = yaml_.get(key);
    if (!value) return std::nullopt;
    return Place(std::move(value));
  }
  [[nodiscard]] Place require(std::string_view key) const {
    Yaml value = yaml_.at(key);
    check();
    return Place(std::move(value));
  }
  /// The position of this text among `names`; `kind` says what they are: "slot".
  [[nodiscard]] int one_of(const Texts& names, std::string_view kind) const;

 private:
  void check() const {
    if (!yaml_.outcome()) throw Broken{{}};
  }
  template <class Value>
  Value checked(Value value) const {
    check();
    return value;
  }
  Yaml yaml_;
};

/// The position of a word among `choices`; `kind` says what they are: "step".
int choice(const Place& node, std::string_view kind, const Texts& choices);

/// "2024" or "2024-05".
struct Moment {
  int months = 0;  // since the year 0
  bool year_only = false;
};
Moment moment(const Place& node);

/// "2022-04-01".
base::Date day(const Place& node);

/// "2", "+2" or "1 to 3".
Weight weight(const Place& node);

/// "2 years", "every 5 years from 2023" or "never".
Tempo tempo(const Place& node, int step_months);

}  // namespace entente::scenario
