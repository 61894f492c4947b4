#include "entente/scenario/file_place.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>

namespace entente::scenario {

namespace {

Texts words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

std::optional<Moment> moment_of(const std::string& text) {
  const auto date = base::Date::parse(text);
  if (!date || text.size() > 7) return std::nullopt;
  const auto civil = date->civil();
  return Moment{civil.year * 12 + civil.month - 1, text.size() == 4};
}

/// "2 years": months; 0 when it is none.
int months_of(const std::string& count, const std::string& unit) {
  const std::string one = unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
  const int months = one == "year" ? 12 : one == "quarter" ? 3 : one == "month" ? 1 : 0;
  if (count.empty() || count.size() > 4 || count.find_first_not_of("0123456789") != count.npos)
    return 0;
  return std::stoi(count) * months;
}

}  // namespace

std::vector<Place> Place::list(std::string_view expected) const {
  if (!is_list() && !is_text()) fail(fmt::format("expected {}: a list", expected));
  std::vector<Place> places;
  for (Yaml& item : yaml_.items()) places.emplace_back(std::move(item));
  return places;
}

std::vector<std::pair<Place, Place>> Place::entries(std::string_view expected) const {
  if (!is_map()) fail(fmt::format("expected {}: lines of 'NAME: …'", expected));
  std::vector<std::pair<Place, Place>> places;
  std::set<std::string> names;
  for (auto& [key, value] : yaml_.entries()) {
    places.emplace_back(Place(std::move(key)), Place(std::move(value)));
    const Place& place = places.back().first;
    const std::string name = place.text("a name");
    if (!names.insert(name).second) place.fail(fmt::format("'{}' stands here twice", name));
  }
  return places;
}

int Place::one_of(const Texts& names, std::string_view kind) const {
  const std::string name = text(fmt::format("the name of a {}", kind));
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return int(found - names.begin());
  yaml_.unknown(kind, name, names);
  throw Broken{{}};
}

int choice(const Place& node, std::string_view kind, const Texts& choices) {
  return node.one_of(choices, kind);
}

Moment moment(const Place& node) {
  constexpr const char* kExpected = "a year or a month, such as 2024 or 2024-05";
  const std::string text = node.text(kExpected);
  if (const auto found = moment_of(text)) return *found;
  node.fail(fmt::format("expected {}, found '{}'", kExpected, text));
}

base::Date day(const Place& node) {
  const std::string text = node.text("a day such as 2022-04-01");
  if (const auto date = base::Date::parse(text)) return *date;
  node.fail(fmt::format("expected a day such as 2022-04-01, found '{}'", text));
}

Weight weight(const Place& node) {
  const std::string text = node.is_text() ? node.text("a weight") : "";
  const Texts words = words_of(text);
  const auto number = [&](const std::string& word) {
    std::size_t used = 0;
    int value = kHeaviest + 1;
    try {
      value = std::stoi(word, &used);
    } catch (const std::exception&) {
    }
    if (used != word.size() || value < -kHeaviest || value > kHeaviest)
      node.fail(
          fmt::format("expected a weight, a whole number from -{} to {} or a range such as "
                      "1 to 3, found '{}'",
                      kHeaviest, kHeaviest, text));
    return value;
  };
  if (words.size() == 3 && words[1] == "to") {
    const Weight range{number(words[0]), number(words[2])};
    if (range.low > range.high)
      node.fail(fmt::format("the range '{}' begins above its end", text),
                fmt::format("write {} to {}", range.high, range.low));
    return range;
  }
  const int value = number(words.size() == 1 ? words[0] : "");
  return {value, value};
}

Tempo tempo(const Place& node, int step_months) {
  const std::string text = node.text("a tempo");
  const Texts words = words_of(text);
  Tempo result;
  if (words.size() == 1 && words[0] == "never") return {Tempo::Kind::never, 0, 0};
  if (words.size() == 2) {
    result.kind = Tempo::Kind::on_average;
    result.months = months_of(words[0], words[1]);
  } else if (words.size() == 5 && words[0] == "every" && words[3] == "from") {
    const auto first = moment_of(words[4]);
    result = {Tempo::Kind::calendar, first ? months_of(words[1], words[2]) : 0,
              first ? first->months : 0};
  }
  if (result.months == 0)
    node.fail(
        fmt::format("expected a tempo, such as '2 years', 'every 5 years from 2023' or 'never', "
                    "found '{}'",
                    text));
  if (result.months < step_months)
    node.fail(fmt::format("the tempo '{}' is shorter than the scenario's step", text),
              "give a shorter step, or leave the tempo out: then it is each step");
  if (result.kind == Tempo::Kind::on_average && result.months == step_months) return {};
  return result;
}

}  // namespace entente::scenario
