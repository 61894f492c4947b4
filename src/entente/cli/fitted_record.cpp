#include "entente/cli/fitted_record.h"

#include "entente/base/json.h"
#include "entente/cli/home.h"
#include "entente/cli/working.h"

namespace entente::cli {

using alignment::StoredFit;
using alignment::Weights;
using base::Result;
using record::Access;
using record::Record;

namespace {

Result<bool> is_up_to_date(const Record& record, const Weights& weights) {
  const auto stored = alignment::stored_fit(record);
  if (!stored) return tl::unexpected(stored.error());
  const auto summary = record.summary();
  if (!summary) return tl::unexpected(summary.error());
  return *stored &&
         !(*stored)->is_outdated(summary->claims + summary->coded_claims, weights.hash());
}

Result<void> estimate_and_store(const std::string& path, const Weights& weights) {
  const auto record = Record::open(path, Access::write);
  if (!record) return tl::unexpected(record.error());
  const Working working("estimating the parameters of alignment from all pairs");
  const auto fit = alignment::estimate(*record, weights);
  if (!fit) return tl::unexpected(fit.error());
  return alignment::store(*record, *fit);
}

}  // namespace

Result<Record> open_fitted(const Context& context, bool again) {
  const auto weights = Weights::load(home_folder());
  if (!weights) return tl::unexpected(weights.error());
  {
    auto record = Record::open(context.record, Access::read);
    if (!record) return record;
    const auto fresh = is_up_to_date(*record, *weights);
    if (!fresh) return tl::unexpected(fresh.error());
    if (*fresh && !again) return record;
  }
  const auto stored = estimate_and_store(context.record, *weights);
  if (!stored && again) return tl::unexpected(stored.error());
  return Record::open(context.record, Access::read);
}

std::string in_words(const StoredFit& fit) {
  const alignment::Parameters& p = fit.fit.parameters;
  return fmt::format(
      "mean {:+.2f}, lasting {:.2f}, spread {:.2f}, reversion {:.0f} days, noise {:.2f} a report "
      "and {:.2f} a day; between breaks spread {:.2f}; from {} of {} pairs, {} claims in the "
      "record, {} (reader {})",
      p.mean, p.lasting, p.spread, p.reversion, p.noise, p.day_noise, fit.between_breaks.spread,
      fit.fit.observations, fit.fit.pairs, fit.claims, fit.at, fit.reader_version);
}

namespace {

std::string json(const alignment::Parameters& p) {
  return fmt::format(
      R"("mean":{:.6g},"lasting":{:.6g},"spread":{:.6g},"reversion_days":{:.6g},"noise":{:.6g},)"
      R"("day_noise":{:.6g})",
      p.mean, p.lasting, p.spread, p.reversion, p.noise, p.day_noise);
}

}  // namespace

std::string json(const std::optional<StoredFit>& fit) {
  if (!fit) return "null";
  return fmt::format(R"({{{},"between_breaks":{{{},"freedom":{:.6g}}},)"
                     R"("pairs":{},"observations":{},"claims":{},"reader_version":{},"weights":{},)"
                     R"("estimated_at":{},"converged":{}}})",
                     json(fit->fit.parameters), json(fit->between_breaks),
                     fit->between_breaks.freedom, fit->fit.pairs, fit->fit.observations,
                     fit->claims, fit->reader_version, base::json_text(fit->weights),
                     base::json_text(fit->at), fit->fit.converged);
}

}  // namespace entente::cli
