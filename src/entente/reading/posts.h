#pragma once

#include <vector>

#include "entente/reading/mentions.h"
#include "entente/reading/references.h"

namespace entente::reading {

/// Who is whose: persons whom knowledge/ does not know, by the post that the sentence gives them
/// beside their name. "Jean Bamanisa, a spokesman for the Kenyan government," and "Jean Bamanisa,
/// head of Kenya's delegation," act for Kenya (codebook 2), here and by their surname from here on;
/// so does "the governor, Jean Bamanisa," whose governor he is the text has told before.
void introduce_holders(std::vector<Mention>& mentions, const Tree& tree,
                       const References& references, Names& names);

}  // namespace entente::reading
