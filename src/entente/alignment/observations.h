#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/alignment/series.h"
#include "entente/alignment/weights.h"
#include "entente/base/result.h"
#include "entente/model/claim.h"
#include "entente/record/claim_table.h"
#include "entente/record/record.h"

/// What a record tells of pairs of actors: its claims, those read and those coded, as observations
/// of the pairs' alignment, and its measures as their levels.
///
/// **Which claims.** Those between two different known actors (sectors do not count; `UNK` is
/// nobody; what happens inside a country is left out) that a date can be given to:
///  - what is asserted or denied stands at its own date, else at its document's;
///  - a plan, a possibility, or anything dated to after its document, tells of the day on which it
///    was said: its document's date, else its own;
///  - background (`historical`) stands at its own date, or is left out.
/// A period (a week, "in 2014", "since 2002") counts as its middle day, or its document's if that
/// is earlier, for less the longer it is.
///
/// **Once each.** Reports of one event (record/events.h) weigh together as the heaviest of them,
/// and so does a standing tie that one document tells several times on one word. Rows of coded
/// claims are events of their data sets already; what stands in text and is coded too, or is coded
/// in two data sets, counts twice: nothing tells that they mean the same. The series' day noise
/// bounds what one day can do in any case.
namespace entente::alignment {

inline constexpr std::int32_t kForever = 1 << 29;  ///< a day after all days

/// Which pairs, and what of them.
struct Selection {
  std::vector<std::string> actors{};    ///< ids: both ends are among these; empty: all
  std::string around{};                 ///< if not empty: one end is this actor
  std::optional<model::Layer> layer{};  ///< nothing: all layers together
  bool measures = true;                 ///< false: the level is 0 whatever measures say
  bool sources = false;                 ///< with `ObservedClaim::source`
};

/// Where a claim comes from, and what it is, beside its Observation.
struct ObservedClaim {
  std::uint64_t row = 0;       ///< of a coded claim: its line in the data set's file
  std::int32_t dataset = 0;    ///< `datasets.number` of a coded claim; 0: the claim was read
  std::uint32_t claimant = 0;  ///< into Observed::names
  std::uint32_t source = 0;    ///< into Observed::names: the document's source, or who was coded
  model::ClaimType type = model::ClaimType::tie;
  bool backward = false;  ///< the acting one is the pair's second actor
  bool repeated = false;  ///< others report the same event: they share its weight

  /// The id of a claim that was read.
  [[nodiscard]] std::string id() const;
};

/// A measure that held for a pair. What holds on the last day of its kind in its data set goes on.
struct Measured {
  std::uint32_t kind = 0;      ///< into Observed::names
  std::int32_t from = 0;       ///< first day
  std::int32_t to = kForever;  ///< last day
  double value = 0;            ///< the measure's own
  double level = 0;            ///< to which it draws the pair
  double weight = 0;           ///< against 1 for the level of those without measures
};

/// Two actors, as indices into Observed::actors; a < b.
struct Pair {
  std::uint32_t a = 0, b = 0;
  friend auto operator<=>(const Pair&, const Pair&) = default;
};

/// Claims that were not taken.
struct LeftOut {
  std::int64_t undated = 0;  ///< no date, and their document has none (or they are background)
  std::int64_t void_ = 0;    ///< they tell nothing of the standing (alignment.tsv)
};

/// Pairs with claims or measures, and all that was observed of them, each in one piece. The claims
/// of pair i are [claim_begin[i], claim_begin[i + 1]), earliest first; `observations` and `claims`
/// run side by side.
struct Observed {
  std::vector<std::string> actors;  ///< ids, in the order of the alphabet
  std::vector<Pair> pairs;          ///< ascending
  Pairs series;                     ///< days and steps of each pair, for series.h
  std::vector<Observation> observations;
  std::vector<ObservedClaim> claims;
  std::vector<std::size_t> claim_begin;
  std::vector<Measured> measured;
  std::vector<std::size_t> measured_begin;
  std::vector<std::string> names;
  LeftOut left_out;

  /// The index of the pair of two actors, in either order; nothing when it is not there.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view a, std::string_view b) const;
  [[nodiscard]] std::size_t claims_of(std::size_t pair) const {
    return claim_begin[pair + 1] - claim_begin[pair];
  }
};

/// The level that measures set over time: where kinds of weights w draw to levels l (the mean of a
/// kind's own) and the pair without them to `base`, (base + Σ w l) / (1 + Σ w). Ordered by day; 0
/// before the first.
std::vector<Step> steps(std::span<const Measured> measured, double base);

/// Reads what a record tells of the pairs of a selection. Deterministic.
base::Result<Observed> observe(const record::Record& record, const Weights& weights,
                               const Selection& selection);
/// The same with claims that were read being in memory: `rows`, whose names and documents are the
/// table's, are all that there are, of all layers, of the pairs that the selection asks for, and of
/// no other pair.
base::Result<Observed> observe(const record::Record& record, const record::ClaimTable& table,
                               std::span<const record::ClaimRow> rows, const Weights& weights,
                               const Selection& selection);

}  // namespace entente::alignment
