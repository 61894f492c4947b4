#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"

namespace entente::scenario {

/// A value in a YAML file that people write (bodies, link networks, scenarios): text, a list, or a
/// set of keys, each with its line.
///
/// What is wrong with the file is noted where it is found, the first time only, and reading goes on
/// with empty values; whoever reads asks `outcome` once, at the end:
///
///     auto file = Yaml::load("unsc.yaml");
///     if (!file) return tl::unexpected(file.error());
///     file->only({"body", "name"});
///     body.id = file->at("body").text();
///     if (auto read = file->outcome(); !read) return tl::unexpected(read.error());
class Yaml {
 public:
  /// Nothing: it has no text, no items, no keys.
  Yaml() = default;

  /// One YAML document. `name` is what errors call the file.
  static base::Result<Yaml> parse(const std::string& text, std::string name);
  static base::Result<Yaml> load(const std::filesystem::path& path);

  /// False for what is not in the file.
  explicit operator bool() const { return there_; }
  [[nodiscard]] bool is_text() const { return there_ && node_.IsScalar(); }
  [[nodiscard]] bool is_list() const { return there_ && node_.IsSequence(); }
  [[nodiscard]] bool is_map() const { return there_ && node_.IsMap(); }

  /// What stands under a key; nothing when the key is not there.
  [[nodiscard]] Yaml get(std::string_view key) const;
  /// The same for a key that has to be there.
  [[nodiscard]] Yaml at(std::string_view key) const;
  /// Notes an error when there are other keys than these, one twice, or this is no set of keys.
  void only(std::initializer_list<std::string_view> keys) const;
  /// Keys and what stands under them, in the order of the file.
  [[nodiscard]] std::vector<std::pair<Yaml, Yaml>> entries() const;
  /// The items of a list; a value that is no list is a list of one.
  [[nodiscard]] std::vector<Yaml> items() const;

  /// A text of one character at least; blanks at its ends are not part of it.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::string text_or(std::string_view otherwise) const;
  /// "yes", "no", "true", "false".
  [[nodiscard]] bool flag() const;
  /// A whole number; "_" may group its digits.
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] double number(double least, double most) const;
  /// "2016-01-01", "2016-01" or "2016": its first day, or its last.
  [[nodiscard]] base::Date first_day() const;
  [[nodiscard]] base::Date last_day() const;

  [[nodiscard]] int line() const { return line_; }
  /// "FILE:LINE"
  [[nodiscard]] std::string where() const;
  /// Notes an error at this value's line.
  void fail(std::string what, std::string advice = {}) const;
  /// Notes that a word is none of those that can stand here, and suggests the nearest.
  void unknown(std::string_view what, std::string_view word,
               std::span<const std::string> known) const;
  /// The first error noted anywhere in the file.
  [[nodiscard]] base::Result<void> outcome() const;

 private:
  struct File {
    std::string name;
    std::optional<base::Error> error;
  };
  Yaml(YAML::Node node, std::shared_ptr<File> file, int line, std::string what)
      : node_(std::move(node)),
        file_(std::move(file)),
        line_(line),
        what_(std::move(what)),
        there_(true) {}
  [[nodiscard]] Yaml inside(const YAML::Node& node, std::string what) const;
  [[nodiscard]] Yaml missing(std::string_view key) const;

  YAML::Node node_;
  std::shared_ptr<File> file_;
  int line_ = 0;      // from 1
  std::string what_;  // "'quota'", for errors
  bool there_ = false;
};

/// The known word that was probably meant: one that few letters tell apart.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> known);

/// A decimal number without rounding: "12.4" is 12400 with 3 places. Nothing when it is no number,
/// is negative, has more places, or is beyond 10^15 units of the last place.
std::optional<std::int64_t> parse_decimal(std::string_view text, int places);

}  // namespace entente::scenario
