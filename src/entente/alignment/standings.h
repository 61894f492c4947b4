#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "entente/alignment/fit.h"
#include "entente/alignment/observations.h"
#include "entente/alignment/since.h"
#include "entente/alignment/turning_points.h"
#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/record/record.h"

/// How the actors of a record stand: what other stages ask.
///
///     const auto standings = Standings::load(record, home, {.actors = {"CHN", "PAK", "RUS"}});
///     for (std::size_t pair = 0; const Standing& standing : standings->at(date)) {
///       const auto& [a, b] = standings->observed.pairs[pair];     // indices into observed.actors
///       use(standing.mean, standing.deviation(), standings->observed.claims_of(pair));
///       ++pair;
///     }
///
/// Nothing is stored but the parameters: everything else is worked out from the record when it is
/// asked for, so that it is never older than the claims.
namespace entente::alignment {

/// The parameters of a record, and what they were estimated from.
struct StoredFit {
  Fit fit;
  Parameters between_breaks;        ///< what turning points are looked for with
  std::int64_t claims = 0;          ///< read and coded, in the record then
  std::int64_t reader_version = 0;  ///< of the program that estimated
  std::string weights;              ///< hash of knowledge/alignment.tsv
  std::string at;                   ///< UTC, "2024-05-01 12:30:00"

  /// True when the record has grown by a tenth since, or the table of weights is another one.
  [[nodiscard]] bool is_outdated(std::int64_t claims_now, const std::string& weights_now) const;
};

/// What the record has; nothing when nobody has estimated yet, or only for another model.
base::Result<std::optional<StoredFit>> stored_fit(const record::Record& record);
/// Estimates from all pairs of the record, all layers together.
base::Result<StoredFit> estimate(const record::Record& record, const Weights& weights);
/// The same of what has been observed of all pairs already.
base::Result<StoredFit> estimate(const record::Record& record, const Weights& weights,
                                 const Observed& all);
/// Puts it into the record's table `meta`; the record is open for writing.
base::Result<void> store(const record::Record& record, const StoredFit& fit);
/// What is stored, unless it is outdated or missing: then what is estimated now (`store` keeps it).
base::Result<StoredFit> current_fit(const record::Record& record, const Weights& weights);
/// Only what is stored; nothing when it is outdated or missing.
base::Result<std::optional<StoredFit>> valid_fit(const record::Record& record,
                                                 const Weights& weights);

/// A claim and how much it carries of a pair's mean at a date.
struct Evidence {
  std::size_t claim = 0;  ///< into Observed::claims and Observed::observations
  double share = 0;       ///< d mean / d value: 0 to 1; what is missing to 1 is the level's
  double pull = 0;        ///< share * (value - level): how far it moves the mean from the level
};

/// The level's part in a pair's mean at a date, and the measures that set it.
struct LevelEvidence {
  double level = 0, share = 1;
  std::vector<std::size_t> measured;  ///< those that hold, into Observed::measured
};

/// Pairs of a record with the parameters under which they are seen.
struct Standings {
  Observed observed;
  StoredFit fit;

  /// The pairs of the selection that have claims or measures. Of all others nothing is known: mean
  /// `parameters().mean`, variance `parameters().variance()`.
  static base::Result<Standings> load(const record::Record& record,
                                      const std::filesystem::path& home,
                                      const Selection& selection);

  [[nodiscard]] const Parameters& parameters() const { return fit.fit.parameters; }
  /// One for each of `observed.pairs`, in their order; `draw` in series.h takes them. With them go
  /// at any date all claims, also later ones (that is what smoothing is).
  [[nodiscard]] std::vector<Standing> at(base::Date date) const;
  /// A pair on each of the dates, which ascend.
  [[nodiscard]] std::vector<Standing> course(std::size_t pair,
                                             const std::vector<base::Date>& dates) const;
  /// On which side of 0 a pair stands at a date, and since when, from its first day of claims on.
  [[nodiscard]] Since since(std::size_t pair, base::Date date) const;
  /// The claims of a pair that carry its mean at a date, those with most share first.
  [[nodiscard]] std::vector<Evidence> evidence(std::size_t pair, base::Date date) const;
  [[nodiscard]] LevelEvidence level_evidence(std::size_t pair, base::Date date) const;
};

/// Divides influences of days (series.h, turning_points.h) among the pair's claims, largest first.
std::vector<Evidence> shares(const Observed& observed, std::size_t pair,
                             const Parameters& parameters,
                             const std::vector<Influence>& influences);

/// The claims that carry a turning point, those first that add most to its size: their pull is
/// their share times how far they lie beyond the middle between before and after.
std::vector<Evidence> carriers(const Standings& standings, const TurningPoint& point);

}  // namespace entente::alignment
