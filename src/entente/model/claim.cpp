#include "entente/model/claim.h"

#include <array>

namespace entente::model {

namespace {

constexpr std::array<std::string_view, kClaimTypes> kTypeNames{
    "AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
    "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT", "TIE"};
constexpr std::array<std::string_view, kLayers> kLayerNames{
    "political", "military",     "arms",        "economic",  "energy",
    "transport", "intelligence", "territorial", "patronage", "membership"};
constexpr std::array<std::string_view, 3> kSignNames{"", "+", "-"};
constexpr std::array<std::string_view, 4> kTrendNames{"", "standing", "closer", "apart"};
constexpr std::array<std::string_view, 4> kAuxNames{"negation", "future", "hypothetical",
                                                    "historical"};

template <class Value, std::size_t N>
std::optional<Value> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<Value>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name(ClaimType type) { return kTypeNames[std::size_t(type)]; }
std::string_view name(Layer layer) { return kLayerNames[std::size_t(layer)]; }
std::string_view name(Sign sign) { return kSignNames[std::size_t(sign)]; }
std::string_view name(Trend trend) { return kTrendNames[std::size_t(trend)]; }

std::optional<ClaimType> claim_type_from_name(std::string_view name) {
  return find<ClaimType>(kTypeNames, name);
}
std::optional<Layer> layer_from_name(std::string_view name) {
  return find<Layer>(kLayerNames, name);
}
std::optional<Sign> sign_from_name(std::string_view name) { return find<Sign>(kSignNames, name); }
std::optional<Trend> trend_from_name(std::string_view name) {
  return find<Trend>(kTrendNames, name);
}

std::optional<Aux> aux_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kAuxNames.size(); ++i)
    if (kAuxNames[i] == name) return static_cast<Aux>(1u << i);
  return std::nullopt;
}

std::string names(AuxSet aux, std::string_view separator) {
  std::string joined;
  for (std::size_t i = 0; i < kAuxNames.size(); ++i) {
    if ((aux >> i & 1) == 0) continue;
    if (!joined.empty()) joined += separator;
    joined += kAuxNames[i];
  }
  return joined;
}

}  // namespace entente::model
