#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "entente/base/date.h"

namespace entente::model {

/// A stretch of a document's text: bytes [begin, end). Program output translates it to code points.
struct Span {
  std::uint32_t begin = 0, end = 0;
  [[nodiscard]] bool empty() const { return begin == end; }
  [[nodiscard]] std::string_view of(std::string_view text) const {
    return text.substr(begin, end - begin);
  }
  friend auto operator<=>(const Span&, const Span&) = default;
};

/// The sixteen event types of PLOVER 0.8, and TIE (codebook sections 3 and 4).
enum class ClaimType : std::uint8_t {
  agree,
  consult,
  support,
  concede,
  cooperate,
  aid,
  retreat,
  request,
  accuse,
  reject,
  threaten,
  protest,
  sanction,
  mobilize,
  coerce,
  assault,
  tie
};
inline constexpr int kClaimTypes = 17;

/// What a tie, or an event's main context, is about (codebook section 4).
enum class Layer : std::uint8_t {
  political,
  military,
  arms,
  economic,
  energy,
  transport,
  intelligence,
  territorial,
  patronage,
  membership
};
inline constexpr int kLayers = 10;

enum class Sign : std::uint8_t { none, plus, minus };               ///< only a TIE has one
enum class Trend : std::uint8_t { none, standing, closer, apart };  ///< only a TIE has one

/// The auxiliary modes of codebook section 5, as a set.
enum Aux : std::uint8_t { negation = 1, future = 2, hypothetical = 4, historical = 8 };
using AuxSet = std::uint8_t;

/// True when actor and recipient may change places (codebook section 3, "Direction").
[[nodiscard]] constexpr bool is_symmetric(ClaimType type) {
  return type == ClaimType::agree || type == ClaimType::consult || type == ClaimType::cooperate ||
         type == ClaimType::tie;
}

/// "AGREE" … "ASSAULT", "TIE"; "political"; "+"; "closer". The names of the contract in DESIGN.md
/// section 4. `none` is the empty string.
[[nodiscard]] std::string_view name(ClaimType type);
[[nodiscard]] std::string_view name(Layer layer);
[[nodiscard]] std::string_view name(Sign sign);
[[nodiscard]] std::string_view name(Trend trend);
[[nodiscard]] std::optional<ClaimType> claim_type_from_name(std::string_view name);
[[nodiscard]] std::optional<Layer> layer_from_name(std::string_view name);
[[nodiscard]] std::optional<Sign> sign_from_name(std::string_view name);
[[nodiscard]] std::optional<Trend> trend_from_name(std::string_view name);
[[nodiscard]] std::optional<Aux> aux_from_name(std::string_view name);
/// "future,hypothetical": the set's names in the codebook's order, joined by `separator`.
[[nodiscard]] std::string names(AuxSet aux, std::string_view separator = ",");

/// One end of a claim, or its claimant: who, in what capacity, and the words that say so.
struct Party {
  std::string id;      ///< ISO alpha-3, an id of knowledge/, "author", "unnamed" or "UNK"
  std::string sector;  ///< PLOVER sector ("GOV", "MIL", …) or empty
  Span mention;        ///< empty when no words stand for it (claimant "author")
  friend bool operator==(const Party&, const Party&) = default;
};

/// What one sentence says that one actor did, does, will do or may do toward another, or how two
/// actors stand (codebook section 1). Spans are bytes of the document's text.
struct Claim {
  Span sentence;
  Party actor, recipient;
  ClaimType type = ClaimType::tie;
  std::string mode;  ///< PLOVER mode, or empty
  Layer layer = Layer::political;
  Sign sign = Sign::none;
  Trend trend = Trend::none;
  AuxSet aux = 0;
  Party claimant;
  Span trigger;
  std::optional<base::Interval> date;
  Span date_mention;        ///< the words that date it; empty when the document's date does
  float confidence = 0.5f;  ///< probability that the claim is what the sentence says
  std::string pattern;      ///< the rule that fired, "triggers.tsv:88": where to mend it
};

}  // namespace entente::model
