#include "entente/workbench/board.h"

namespace entente::workbench {

base::Result<std::shared_ptr<const Board::View>> Board::view(const record::Record& record,
                                                             std::optional<model::Layer> layer) {
  Kept* kept = nullptr;
  {
    const std::scoped_lock lock(mutex_);
    kept = &kept_[layer ? int(*layer) : -1];
  }
  const std::scoped_lock lock(kept->mutex);
  const std::uint64_t version = desk_.version();
  if (kept->view && kept->version == version) return kept->view;
  auto standings = alignment::Standings::load(record, desk_.home(), {.layer = layer});
  if (!standings) return tl::unexpected(standings.error());
  auto points = alignment::turning_points(standings->observed.series, standings->parameters());
  auto rows = record.connection().query(
      "SELECT greatest((SELECT max(coalesce(date, read_at::DATE)) FROM documents), "
      "(SELECT max(date) FROM coded_claims))");
  if (!rows) return tl::unexpected(rows.error());
  const base::Date last = rows->next() ? rows->date(0).value_or(base::Date{}) : base::Date{};
  kept->view = std::make_shared<const View>(View{std::move(*standings), std::move(points), last});
  kept->version = version;
  return kept->view;
}

}  // namespace entente::workbench
