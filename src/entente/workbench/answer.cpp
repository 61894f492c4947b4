#include "entente/workbench/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace entente::workbench {

Json to_json(const Problem& problem) {
  return {{"error", problem.error.what},
          {"where", problem.error.where},
          {"advice", problem.error.advice}};
}

std::string text_member(const Json& body, const char* name) {
  const auto found = body.find(name);
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<base::Date> last_day(std::string_view text) {
  const auto first = base::Date::parse(text);
  if (!first || text.size() == 10) return first;
  return first->plus_months(text.size() == 4 ? 12 : 1) - 1;
}

std::optional<std::string> Query::text(std::string_view name) const {
  for (const auto& [key, value] : values_)
    if (key == name && !value.empty()) return value;
  return std::nullopt;
}

std::vector<std::string> Query::list(std::string_view name) const {
  std::vector<std::string> all;
  for (const auto& [key, value] : values_) {
    if (key != name) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      if (!one.empty()) all.emplace_back(one);
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    }
  }
  return all;
}

std::vector<std::string> Query::all(std::string_view name) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : values_)
    if (key == name) values.push_back(value);
  return values;
}

bool Query::flag(std::string_view name) const {
  const auto value = text(name);
  return value && *value != "0" && *value != "false";
}

Answer<std::int64_t> Query::number(std::string_view name, std::int64_t otherwise,
                                   std::int64_t least, std::int64_t most) const {
  const auto value = text(name);
  if (!value) return otherwise;
  std::int64_t number = 0;
  const char* end = value->data() + value->size();
  const auto [stopped, error] = std::from_chars(value->data(), end, number);
  if (error != std::errc() || stopped != end || number < least || number > most)
    return refuse(400, fmt::format("a number from {} to {} was expected", least, most),
                  fmt::format("{}={}", name, *value));
  return number;
}

Answer<std::optional<base::Date>> Query::date(std::string_view name, bool last) const {
  const auto value = text(name);
  if (!value) return std::optional<base::Date>();
  const auto date = last ? last_day(*value) : base::Date::parse(*value);
  if (!date)
    return refuse(400, "a date like 2017, 2017-09 or 2017-09-05 was expected",
                  fmt::format("{}={}", name, *value));
  return date;
}

std::optional<std::string> Query::unknown(const std::vector<std::string_view>& known) const {
  for (const auto& [key, value] : values_)
    if (std::ranges::find(known, key) == known.end()) return key;
  return std::nullopt;
}

}  // namespace entente::workbench
