// Joint military exercises (Bernhardt and D'Orazio's MME, D'Orazio's JME) and visits of the heads
// of the US armed services, as the troopdata package gives them.
#include <algorithm>
#include <array>

#include "entente/base/ascii.h"
#include "entente/formats/format.h"

namespace entente::formats {

namespace {

using base::Date;
using record::Measure;

/// A day from its parts; a month or day that is not a number is the first, or at an end the last.
std::optional<Date> partial(std::string_view year, std::string_view month, std::string_view day,
                            bool is_end) {
  const auto y = whole_from(year), m = whole_from(month), d = whole_from(day);
  if (!y || *y < 1 || *y > 9998) return std::nullopt;
  const int in_month = m && *m >= 1 && *m <= 12 ? int(*m) : is_end ? 12 : 1;
  const int last = base::days_in_month(int(*y), in_month);
  const int in_day = d && *d >= 1 && *d <= last ? int(*d) : is_end ? last : 1;
  return Date::from_civil(int(*y), in_month, in_day);
}

/// The same from "07/xx/2007".
std::optional<Date> partial(std::string_view text, bool is_end) {
  const std::size_t first = text.find('/'), second = text.rfind('/');
  if (first == text.npos || second == first) return std::nullopt;
  return partial(text.substr(second + 1), text.substr(0, first),
                 text.substr(first + 1, second - first - 1), is_end);
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// Every pair of those who took part.
class ExercisesTable : public TableReader {
 public:
  explicit ExercisesTable(const Knowledge& knowledge) : names_(knowledge.names) {}

  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 8> kNames{"s.year",
                                                            "s.month",
                                                            "s.day",
                                                            "?e.year",
                                                            "?e.month",
                                                            "?e.day",
                                                            "?StartDate|Start Date",
                                                            "?EndDate|enddate"};
    return kNames;
  }

  void header(std::span<const std::string_view> header) override {
    // "StateA" to "StateAM", "State A" to "State AM"
    for (std::size_t i = 0; i < header.size(); ++i) {
      std::string_view rest = header[i];
      if (!rest.starts_with("State")) continue;
      rest = trimmed(rest.substr(5));
      if (!rest.empty() && rest.size() <= 2 && std::ranges::all_of(rest, base::is_upper))
        states_.push_back(i);
    }
  }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    auto from = partial(row[0], row[1], row[2], false);
    if (!from) from = partial(row[6], false);
    if (!from) return Outcome::left_out("no year");
    auto to = partial(row[3], row[4], row[5], true);
    if (!to) to = partial(row[7], true);
    if (!to || *to < *from) to = from;
    parties_.clear();
    for (const std::size_t column : states_) {
      const std::string_view name = trimmed(row.cells[column]);
      if (name.empty() || name == "-9" || name == "NA") continue;
      Named named = names_.by_name(name, from);
      note(named);
      named.id = names_.state_at(named.id, *from);
      parties_.push_back({std::move(named.id), name});
    }
    if (parties_.size() < 2) return Outcome::left_out("not two states");
    Measure measure;
    measure.row = row.line;
    measure.kind = "exercise";
    measure.layer = model::Layer::military;
    measure.from = from;
    measure.to = to;
    measure.value = 1;
    for (std::size_t i = 0; i < parties_.size(); ++i)
      for (std::size_t j = i + 1; j < parties_.size(); ++j) {
        measure.actor = parties_[i].id;
        measure.actor_name = parties_[i].name;
        measure.recipient = parties_[j].id;
        measure.recipient_name = parties_[j].name;
        sink(measure);
      }
    return {};
  }

 private:
  struct Party {
    std::string id;
    std::string_view name;
  };
  const Names& names_;
  std::vector<std::size_t> states_;  // columns
  std::vector<Party> parties_;
};

class VisitsTable : public TableReader {
 public:
  explicit VisitsTable(const Knowledge& knowledge) : names_(knowledge.names) {}

  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 8> kNames{
        "Title",      "State Visit", "Start Day", "Start Month",
        "Start Year", "End Day",     "End Month", "End Year"};
    return kNames;
  }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    const auto from = partial(row[4], row[3], row[2], false);
    if (!from) return Outcome::left_out("no year");
    auto to = partial(row[7], row[6], row[5], true);
    if (!to || *to < *from) to = from;
    const std::string_view place = trimmed(row[1]);
    if (place.empty() || place == "-9") return Outcome::left_out("no state visited");
    const Named visited = names_.by_name(place, from);
    note(visited);
    if (visited.id == "USA") return Outcome::left_out("a visit at home");
    Measure measure;
    measure.row = row.line;
    measure.kind = "visit";
    measure.layer = model::Layer::military;
    measure.actor = "USA";
    measure.actor_name = row[0];
    measure.recipient = visited.id;
    measure.recipient_name = place;
    measure.from = from;
    measure.to = to;
    measure.value = 1;
    sink(measure);
    return {};
  }

 private:
  const Names& names_;
};

}  // namespace

Table exercises(const Knowledge& knowledge, const File&) {
  return std::make_unique<ExercisesTable>(knowledge);
}

Table visits(const Knowledge& knowledge, const File&) {
  return std::make_unique<VisitsTable>(knowledge);
}

}  // namespace entente::formats
