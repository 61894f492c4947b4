#pragma once

#include "entente/model/claim.h"

namespace entente::formats {

/// PLOVER's four classes of events, in the order of its manual.
enum class Quad {
  verbal_cooperation = 1,
  material_cooperation,
  verbal_conflict,
  material_conflict
};

/// The class of an event; a TIE, which is none, has no meaningful one.
[[nodiscard]] constexpr Quad quad(model::ClaimType type) {
  using enum model::ClaimType;
  if (type <= concede) return Quad::verbal_cooperation;
  if (type <= retreat) return Quad::material_cooperation;
  return type <= threaten ? Quad::verbal_conflict : Quad::material_conflict;
}

/// True for what is done with another or for it, false for what is done against it. A TIE is as its
/// sign says.
[[nodiscard]] constexpr bool is_cooperative(model::ClaimType type) {
  return type <= model::ClaimType::retreat;
}

}  // namespace entente::formats
