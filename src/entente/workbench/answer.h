#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/model/claim.h"

/// What is asked of the workbench over HTTP, and what it answers.
namespace entente::workbench {

using Json = nlohmann::json;

/// Why a question has no answer, and the HTTP status that says so (RFC 9110): 400 it makes no
/// sense, 404 there is no such thing, 409 it no longer fits, 500 the program failed, 503 not yet.
struct Problem {
  int status = 400;
  base::Error error;
  std::chrono::seconds retry_after{0};  ///< when it will have one; 0: nobody knows
};

template <class T>
using Answer = tl::expected<T, Problem>;

inline tl::unexpected<Problem> refuse(int status, std::string what, std::string where = {},
                                      std::string advice = {}) {
  return tl::unexpected<Problem>(
      {status, {std::move(what), std::move(where), std::move(advice)}, {}});
}

/// The program's own failure as a problem: what stages report is mostly not the asker's fault.
inline tl::unexpected<Problem> failed(base::Error error, int status = 500) {
  return tl::unexpected<Problem>({status, std::move(error), {}});
}

/// {"error": what, "where": …, "advice": …}: RFC 9457's idea in the words of base::Error.
Json to_json(const Problem& problem);

/// A member of a body that is a text; empty when it is not there.
std::string text_member(const Json& body, const char* name);

/// The last day of "2017", "2017-09" or "2017-09-05"; nothing for anything else.
std::optional<base::Date> last_day(std::string_view text);

/// The parameters of a URL: names may repeat. Each is read by one of these; what cannot be read is
/// a problem that names the parameter.
class Query {
 public:
  void add(std::string name, std::string value) {
    values_.emplace_back(std::move(name), std::move(value));
  }
  [[nodiscard]] std::optional<std::string> text(std::string_view name) const;
  /// All values of a name, those with commas taken apart; empty ones are left out.
  [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
  /// All values of a name, as they are.
  [[nodiscard]] std::vector<std::string> all(std::string_view name) const;
  [[nodiscard]] bool flag(std::string_view name) const;
  [[nodiscard]] Answer<std::int64_t> number(std::string_view name, std::int64_t otherwise,
                                            std::int64_t least, std::int64_t most) const;
  /// "2017", "2017-09", "2017-09-05"; `last` gives the last day of the year or month instead.
  [[nodiscard]] Answer<std::optional<base::Date>> date(std::string_view name,
                                                       bool last = false) const;
  /// The first parameter that is none of `known`.
  [[nodiscard]] std::optional<std::string> unknown(
      const std::vector<std::string_view>& known) const;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

/// Enumerators by name; a name that is none is a problem.
template <class Enum>
Answer<std::vector<Enum>> named(const Query& query, std::string_view parameter,
                                std::optional<Enum> (*from_name)(std::string_view)) {
  std::vector<Enum> values;
  for (const std::string& name : query.list(parameter)) {
    const auto value = from_name(name);
    if (!value) return refuse(400, "there is no such value", std::string(parameter) + "=" + name);
    values.push_back(*value);
  }
  return values;
}

}  // namespace entente::workbench
