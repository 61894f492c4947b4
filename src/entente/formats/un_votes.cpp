// Votes of the UN General Assembly: roll calls as the unvotes package gives them (after Voeten),
// and the ideal points estimated from them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

#include "entente/formats/format.h"

namespace entente::formats {

namespace {

using base::Date;
using base::fail;
using base::Result;
using record::Measure;

constexpr std::string_view kRollCalls = "un_roll_calls.csv";

/// Year by roll call, from the table that lies beside the votes.
Result<std::unordered_map<std::int64_t, int>> years(const File& file) {
  const auto folder = std::filesystem::path(file.path).parent_path();
  auto path = folder / kRollCalls;
  if (!std::filesystem::exists(path)) path += ".gz";
  if (file.path == "-" || !std::filesystem::exists(path))
    return fail(
        fmt::format("the days of the roll calls are missing: {} has to lie beside it", kRollCalls),
        file.path);
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  const auto block = input->rest();
  if (!block) return tl::unexpected(block.error());
  std::string_view rest = block->text;
  CommaSplitter splitter;
  constexpr std::array<std::string_view, 2> kNames{"rcid", "date"};
  const auto header = splitter.next(rest);
  auto columns = header ? Columns::find(kNames, *header) : fail("has no header");
  if (!columns) {
    columns.error().where = path.string();
    return tl::unexpected(columns.error());
  }
  std::unordered_map<std::int64_t, int> years;
  while (!rest.empty()) {
    const auto cells = splitter.next(rest);
    if (!cells || cells->size() != columns->width()) continue;
    const auto rcid = whole_from(columns->cell(*cells, 0));
    const auto day = day_from(columns->cell(*cells, 1));
    if (rcid && day) years[*rcid] = day->civil().year;
  }
  return years;
}

/// Agreement of each pair in each year: the mean of 1 − |a − b| over the roll calls in which both
/// voted, with yes 1, abstention ½, no 0 (Lijphart 1963, “The Analysis of Bloc Voting”).
class VotesTable : public TableReader {
 public:
  VotesTable(const Knowledge& knowledge, std::unordered_map<std::int64_t, int> years)
      : names_(knowledge.names), years_(std::move(years)) {}

  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 3> kNames{"rcid", "?country", "?vote"};
    return kNames;
  }

  Outcome read(const TableRow& row, const MeasureSink&) override {
    if (!row.columns.has(1) || !row.columns.has(2))
      return Outcome::left_out("no vote: it tells of roll calls, and is read beside the votes");
    const auto rcid = whole_from(row[0]);
    if (!rcid) return Outcome::malformed("the roll call is no number");
    const int halves = row[2] == "yes" || row[2] == "1"       ? 2
                       : row[2] == "abstain" || row[2] == "2" ? 1
                       : row[2] == "no" || row[2] == "3"      ? 0
                                                              : -1;
    if (halves < 0) return Outcome::malformed("the vote is none of yes, abstain, no");
    const auto year = years_.find(*rcid);
    if (year == years_.end()) return Outcome::malformed("the roll call's day is not known");
    if (row[1].empty()) return Outcome::malformed("no country");
    calls_[{year->second, *rcid}].push_back({country(row[1]), halves});
    return {};
  }

  void finish(const MeasureSink& sink) override {
    const std::size_t n = countries_.size();
    std::vector<std::uint32_t> halves(n * n), shared(n * n);
    for (auto call = calls_.begin(); call != calls_.end();) {
      const int year = call->first.first;
      std::ranges::fill(halves, 0);
      std::ranges::fill(shared, 0);
      for (; call != calls_.end() && call->first.first == year; ++call)
        for (const Vote& a : call->second)
          for (const Vote& b : call->second) {
            if (a.country >= b.country) continue;
            halves[a.country * n + b.country] += std::uint32_t(2 - std::abs(a.halves - b.halves));
            ++shared[a.country * n + b.country];
          }
      for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = a + 1; b < n; ++b)
          if (shared[a * n + b] > 0)
            emit(year, a, b, double(halves[a * n + b]) / (2.0 * shared[a * n + b]), sink);
    }
  }

 private:
  struct Vote {
    std::size_t country;
    int halves;  // of a yes
  };
  struct Country {
    std::string name;
    Named named;
  };

  std::size_t country(std::string_view name) {
    const auto [found, is_new] = numbers_.try_emplace(std::string(name), countries_.size());
    if (is_new) countries_.push_back({std::string(name), names_.by_name(name)});
    note(countries_[found->second].named);
    return found->second;
  }

  void emit(int year, std::size_t a, std::size_t b, double agreement, const MeasureSink& sink) {
    const Date first = Date::from_civil(year, 1, 1), middle = Date::from_civil(year, 7, 1);
    const std::string actor = names_.state_at(countries_[a].named.id, middle);
    const std::string recipient = names_.state_at(countries_[b].named.id, middle);
    Measure measure;
    measure.kind = "votes.agreement";
    measure.actor = actor;
    measure.actor_name = countries_[a].name;
    measure.recipient = recipient;
    measure.recipient_name = countries_[b].name;
    measure.from = first;
    measure.to = first.plus_months(12) - 1;
    measure.value = agreement;
    sink(measure);
  }

  const Names& names_;
  std::unordered_map<std::int64_t, int> years_;
  std::map<std::pair<int, std::int64_t>, std::vector<Vote>> calls_;  // by year and roll call
  std::vector<Country> countries_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

class IdealPointsTable : public TableReader {
 public:
  explicit IdealPointsTable(const Knowledge& knowledge) : names_(knowledge.names) {}

  [[nodiscard]] std::span<const std::string_view> columns() const override {
    static constexpr std::array<std::string_view, 4> kNames{
        "ccode", "session", "IdealPoint|IdealPointAll", "?Countryname"};
    return kNames;
  }

  Outcome read(const TableRow& row, const MeasureSink& sink) override {
    const auto number = whole_from(row[0]), session = whole_from(row[1]);
    const auto point = number_from(row[2]);
    if (!number || *number < 1 || *number > 999)
      return Outcome::malformed("the state is no number");
    if (!session || *session < 1 || *session > 1000)
      return Outcome::malformed("the session is no number");
    if (!point && (row[2].empty() || row[2] == "NA")) return Outcome::left_out("no ideal point");
    if (!point) return Outcome::malformed("the ideal point is no number");
    const Date first = Date::from_civil(int(*session) + 1945, 1, 1);  // the first met in 1946
    const Named named = names_.cow(int(*number), first.plus_months(9));
    note(named);
    Measure measure;
    measure.row = row.line;
    measure.kind = "votes.ideal_point";
    measure.actor = named.id;
    measure.actor_name = row[3].empty() ? row[0] : row[3];
    measure.from = first;
    measure.to = first.plus_months(12) - 1;
    measure.value = *point;
    sink(measure);
    return {};
  }

 private:
  const Names& names_;
};

}  // namespace

Table un_votes(const Knowledge& knowledge, const File& file) {
  auto days = years(file);
  if (!days) return tl::unexpected(days.error());
  return std::make_unique<VotesTable>(knowledge, std::move(*days));
}

Table ideal_points(const Knowledge& knowledge, const File&) {
  return std::make_unique<IdealPointsTable>(knowledge);
}

}  // namespace entente::formats
