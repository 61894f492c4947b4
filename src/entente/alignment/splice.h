#pragma once

#include <string>

#include "entente/alignment/observations.h"

namespace entente::alignment {

/// Puts what is observed of one pair now, `now`, in the place of what was: afterwards `all` is what
/// `observe` would give anew, when nothing but this pair's claims and measures has changed. `now`
/// is observed with a selection of the two actors, else as `all`; it has no pair when nothing is
/// left of it. Names that nobody uses any more stay, and `left_out` is not counted anew.
void splice(Observed& all, const Observed& now, const std::string& a, const std::string& b);

}  // namespace entente::alignment
