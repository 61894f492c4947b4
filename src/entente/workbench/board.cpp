#include "entente/workbench/board.h"

#include <algorithm>
#include <vector>

#include "entente/alignment/splice.h"

namespace entente::workbench {

using base::Result;
using std::chrono::steady_clock;

namespace {

constexpr auto kPatience = std::chrono::seconds(2);
/// So many pairs are worked out one by one in the time of an answer; with more, all of them are.
constexpr std::size_t kFewPairs = 24;

/// Keeps parameters that were estimated for this view, so that the next need not estimate again.
Result<void> keep_fit(Desk& desk, const record::Record& record, const alignment::StoredFit& fit) {
  const auto stored = alignment::stored_fit(record);
  if (!stored) return tl::unexpected(stored.error());
  if (*stored && (*stored)->at == fit.at) return {};
  const auto writing = desk.writing();
  return alignment::store(record, fit);
}

/// The last day of documents and coded claims that are dated, and how many claims there are.
struct Extent {
  std::optional<base::Date> last;
  std::int64_t claims = 0;
};
Result<Extent> extent(const record::Record& record) {
  auto rows = record.connection().query(
      "SELECT greatest((SELECT max(date) FROM documents), "
      "(SELECT max(date) FROM coded_claims)), "
      "(SELECT count(*) FROM claims) + (SELECT count(*) FROM coded_claims)");
  if (!rows) return tl::unexpected(rows.error());
  if (!rows->next()) return Extent();
  return Extent{rows->date(0), rows->number(1)};
}

/// The first and the last day that the view tells of.
void set_days(Board::View& view, std::optional<base::Date> last) {
  const std::vector<alignment::Day>& days = view.standings.observed.series.days;
  const auto [first, latest] = std::ranges::minmax_element(days, {}, &alignment::Day::day);
  if (days.empty()) {
    view.first = view.last = last.value_or(base::Date{});
  } else {
    view.last = last.value_or(base::Date{latest->day});
    view.first = std::min(view.last, base::Date{first->day});
  }
}

}  // namespace

Result<void> Board::work_out(Kept& kept, const record::Record& record,
                             std::optional<model::Layer> layer) {
  kept.behind.clear();
  kept.all_behind = false;
  const auto weights = alignment::Weights::load(desk_.home());
  if (!weights) return tl::unexpected(weights.error());
  const auto table = ledger_.table(record);
  if (!table) return tl::unexpected(table.error());
  kept.stage = "how all pairs stand is being worked out";
  auto observed = alignment::observe(record, **table, (*table)->rows, *weights, {.layer = layer});
  if (!observed) return tl::unexpected(observed.error());
  auto fit = alignment::valid_fit(record, *weights);
  if (!fit) return tl::unexpected(fit.error());
  if (!*fit) {
    kept.stage = "the model's parameters are being estimated from all pairs, once for a record";
    auto estimated = layer ? alignment::estimate(record, *weights)
                           : alignment::estimate(record, *weights, *observed);
    if (!estimated) return tl::unexpected(estimated.error());
    if (auto stored = keep_fit(desk_, record, *estimated); !stored) return stored;
    *fit = std::move(*estimated);
  }
  const auto extent = workbench::extent(record);
  if (!extent) return tl::unexpected(extent.error());
  View view;
  view.standings = {std::move(*observed), std::move(**fit)};
  const alignment::Pairs& series = view.standings.observed.series;
  view.searches = alignment::search_breaks(series, view.standings.fit.between_breaks);
  view.turning_points =
      alignment::turning_points(series, view.standings.fit.between_breaks, view.searches);
  set_days(view, extent->last);
  const std::unique_lock lock(kept.mutex);
  kept.view = std::move(view);
  kept.is_small = kept.view->standings.observed.claims.size() < small_;
  kept.is_shown = true;
  kept.at = steady_clock::now();
  return {};
}

/// Puts what is observed of a pair now into the view, but for the turning points of all.
void Board::replace(View& view, const alignment::Observed& now, const std::string& a,
                    const std::string& b) {
  alignment::Observed& observed = view.standings.observed;
  const auto before = observed.find(a, b);
  alignment::splice(observed, now, a, b);
  const auto after = observed.find(a, b);
  if (before && !after) view.searches.erase(view.searches.begin() + std::ptrdiff_t(*before));
  if (!after) return;
  if (!before) view.searches.emplace(view.searches.begin() + std::ptrdiff_t(*after));
  view.searches[*after] =
      alignment::search_breaks(observed.series[*after], view.standings.fit.between_breaks);
}

Result<void> Board::work_out(Kept& kept, const record::Record& record,
                             std::optional<model::Layer> layer, const Pairs& pairs) {
  const auto weights = alignment::Weights::load(desk_.home());
  if (!weights) return tl::unexpected(weights.error());
  const auto extent = workbench::extent(record);
  if (!extent) return tl::unexpected(extent.error());
  View& view = *kept.view;  // nobody else changes it: we hold `working`
  if (view.standings.fit.is_outdated(extent->claims, weights->hash()))
    return work_out(kept, record, layer);
  const auto table = ledger_.table(record);
  if (!table) return tl::unexpected(table.error());
  std::vector<std::pair<const Pairs::value_type*, alignment::Observed>> observed;
  for (const auto& pair : pairs) {
    auto now =
        alignment::observe(record, **table, Ledger::between(**table, pair.first, pair.second),
                           *weights, {.actors = {pair.first, pair.second}, .layer = layer});
    if (!now) return tl::unexpected(now.error());
    observed.emplace_back(&pair, std::move(*now));
  }
  const std::unique_lock lock(kept.mutex);
  for (const auto& [pair, now] : observed) replace(view, now, pair->first, pair->second);
  view.turning_points = alignment::turning_points(view.standings.observed.series,
                                                  view.standings.fit.between_breaks, view.searches);
  set_days(view, extent->last);
  view.drawn->answers.clear();
  view.drawn->places.clear();
  return {};
}

Result<void> Board::catch_up(Kept& kept, const record::Record& record,
                             std::optional<model::Layer> layer) {
  const auto changes = desk_.changes_since(kept.changes);
  Pairs reviewed;
  kept.is_behind = true;
  for (const Desk::Change& change : changes) {
    kept.all_behind |= change.all;
    if (change.is_review) kept.takes_review_in = true;
    for (const auto& [a, b] : change.pairs)
      if (a != b) (change.is_review ? reviewed : kept.behind).insert(std::minmax(a, b));
  }
  kept.changes += changes.size();
  const auto done = [&]() -> Result<void> {
    if (!kept.view || kept.view->standings.observed.claims.size() < small_)
      return work_out(kept, record, layer);
    const bool is_time = steady_clock::now() - kept.at >= kPatience;
    const bool many = kept.all_behind || kept.behind.size() > kFewPairs;
    if (many && is_time) return work_out(kept, record, layer);
    if (!many) reviewed.merge(std::exchange(kept.behind, {}));
    return reviewed.empty() ? Result<void>() : work_out(kept, record, layer, reviewed);
  }();
  kept.takes_review_in = false;
  kept.is_behind = kept.all_behind || !kept.behind.empty();
  return done;
}

bool Board::is_behind(const Kept& kept) const {
  return kept.is_behind || kept.changes < desk_.changes();
}

bool Board::owes_review(const Kept& kept) const {
  return kept.takes_review_in ||
         std::ranges::any_of(desk_.changes_since(kept.changes), &Desk::Change::is_review);
}

Board::Kept& Board::kept(std::optional<model::Layer> layer) {
  const std::scoped_lock lock(mutex_);
  return kept_[layer ? int(*layer) : -1];
}

Result<Board::Shown> Board::view(const record::Record& record, std::optional<model::Layer> layer) {
  auto view = view_within(std::chrono::hours(1), record, layer);
  if (!view) return tl::unexpected(view.error());
  if (!*view) return base::fail("the alignments of all pairs take too long");
  return std::move(**view);
}

Result<std::optional<Board::Shown>> Board::view_within(std::chrono::milliseconds patience,
                                                       const record::Record& record,
                                                       std::optional<model::Layer> layer) {
  Kept& kept = this->kept(layer);
  if (is_behind(kept)) {
    std::unique_lock working(kept.working, std::try_to_lock);
    // Somebody is at it: what there is will do, but after a review, and where it is done at once.
    if (!working && !kept.is_shown && !working.try_lock_for(patience)) return std::nullopt;
    if (!working && (kept.is_small || owes_review(kept))) working.lock();
    if (working && is_behind(kept))
      if (auto done = catch_up(kept, record, layer); !done) return tl::unexpected(done.error());
  }
  std::shared_lock reading(kept.mutex);
  return Shown(std::move(reading), *kept.view);
}

}  // namespace entente::workbench
