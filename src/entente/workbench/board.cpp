#include "entente/workbench/board.h"

namespace entente::workbench {

using base::Result;
using std::chrono::steady_clock;
using Shown = std::shared_ptr<const Board::View>;

namespace {

constexpr auto kPatience = std::chrono::seconds(2);

/// Keeps parameters that were estimated for this view, so that the next need not estimate again.
Result<void> keep_fit(Desk& desk, const record::Record& record, const alignment::StoredFit& fit) {
  const auto stored = alignment::stored_fit(record);
  if (!stored) return tl::unexpected(stored.error());
  if (*stored && (*stored)->at == fit.at) return {};
  const auto writing = desk.writing();
  return alignment::store(record, fit);
}

}  // namespace

Shown Board::kept_view(Kept& kept, bool is_worked_on) const {
  const std::scoped_lock lock(kept.mutex);
  if (!kept.view || kept.version != desk_.version()) return nullptr;
  const bool is_fresh = kept.growth == desk_.growth();
  const bool is_young = steady_clock::now() - kept.at < kPatience;
  return is_fresh || is_young || is_worked_on ? kept.view : nullptr;
}

Result<Shown> Board::work_out(const record::Record& record, std::optional<model::Layer> layer) {
  auto standings = alignment::Standings::load(record, desk_.home(), {.layer = layer});
  if (!standings) return tl::unexpected(standings.error());
  if (auto stored = keep_fit(desk_, record, standings->fit); !stored)
    return tl::unexpected(stored.error());
  auto points = alignment::turning_points(standings->observed.series, standings->parameters());
  auto rows = record.connection().query(
      "SELECT greatest((SELECT max(coalesce(date, read_at::DATE)) FROM documents), "
      "(SELECT max(date) FROM coded_claims))");
  if (!rows) return tl::unexpected(rows.error());
  const base::Date last = rows->next() ? rows->date(0).value_or(base::Date{}) : base::Date{};
  auto view = std::make_shared<View>();
  view->standings = std::move(*standings);
  view->turning_points = std::move(points);
  view->last = last;
  return view;
}

Result<Shown> Board::view(const record::Record& record, std::optional<model::Layer> layer) {
  Kept* kept = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    kept = &kept_[layer ? int(*layer) : -1];
  }
  if (auto view = kept_view(*kept, false)) return view;
  std::unique_lock working(kept->working, std::try_to_lock);
  if (!working) {  // somebody is at it: what there is will do, but after a review
    if (auto view = kept_view(*kept, true)) return view;
    working.lock();
    if (auto view = kept_view(*kept, true)) return view;
  }
  const std::uint64_t version = desk_.version(), growth = desk_.growth();
  auto view = work_out(record, layer);
  if (!view) return view;
  const std::scoped_lock lock(kept->mutex);
  kept->version = version;
  kept->growth = growth;
  kept->at = steady_clock::now();
  kept->view = *view;
  return view;
}

}  // namespace entente::workbench
