#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "entente/base/date.h"
#include "entente/model/claim.h"

namespace entente::record {

/// How an event is put: as a fact, as a plan, as a possibility.
enum class Realis : std::uint8_t { asserted, future, hypothetical };

/// A claim as clustering sees it: a report of an event, or a denial of one. Names are numbers.
struct Report {
  std::uint32_t actor = 0, recipient = 0;  ///< in a fixed order where direction does not count
  model::ClaimType type = model::ClaimType::tie;
  model::Trend trend = model::Trend::none;
  model::Layer layer = model::Layer::political;
  Realis realis = Realis::asserted;
  bool denies = false;         ///< of a standing tie: calls it hostile
  bool is_background = false;  ///< historical
  bool has_own_date = false;   ///< words date it, not the document's date
  bool on_named_word = false;  ///< `voice` is a named claimant, not a publisher
  bool is_wanted = true;       ///< passes the filter
  float confidence = 0;
  std::optional<base::Interval> date;
  std::optional<base::Date> published;  ///< the document's date
  std::uint32_t document = 0, position = 0;
  std::uint32_t voice = 0;
  std::uint64_t sentence = 0;  ///< hash of its letters
  std::uint64_t id = 0;
  std::uint32_t row = 0;  ///< index in the claims that were given

  [[nodiscard]] bool is_standing_tie() const { return trend == model::Trend::standing; }
};

/// True when two claims can be about the same thing by their layers: equal ones, or one of them
/// `political`, the default.
bool same_context(model::Layer a, model::Layer b);

/// How exactly a claim is dated, in days; the less the more exact, at the end those without a date.
std::int32_t inexactness(const Report& report);

/// For each report the number of the report that is the anchor of its event (events.h has the
/// rule). Denials are nobody's anchor but their own. Takes n log n steps.
std::vector<std::uint32_t> anchors(std::span<const Report> reports);

}  // namespace entente::record
