#pragma once

#include "entente/reading/arguments.h"

namespace entente::reading {

/// How a sentence puts what stands at one of its words: asserted or not, and on whose word.
struct Standing {
  model::AuxSet aux = 0;
  bool by_author = true;  ///< nobody else vouches for it
  Referents claimants;    ///< the innermost speaker; empty with by_author false: unnamed
  bool lapsed = false;    ///< "no longer": it held once
  model::Sign sign = model::Sign::none;  ///< what the words above make of a tie
  model::Trend trend = model::Trend::none;
  bool is_change = false;  ///< one word says both: "mended", and not "volatile" and "escalated"
};

struct Trace;

/// Climbs from `trigger` to the root through modals, negation, conditions, complements of wish,
/// plan and speech (codebook sections 5 and 6). A `trace` takes down the words that it meets.
Standing standing_of(int trigger, const Tree& tree, const Arguments& arguments,
                     const References& references, const Patterns& patterns,
                     Trace* trace = nullptr);

}  // namespace entente::reading
