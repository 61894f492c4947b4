#pragma once

#include "entente/reading/references.h"

namespace entente::reading {

/// Tokens of the label that begins a sentence, its colon included: "MR. PRICE:", "QUESTION:",
/// "Kuwait:"; 0 when there is none.
int speaker_label(std::span<const text::Token> tokens);

/// Gives the floor to whom the label names: a state, a person in office, whoever of those named
/// before when it is a mere title ("MS. ORTIZ:"), nobody for who asks ("QUESTION:").
void give_floor(std::span<const text::Token> label, const Actors& actors, const Names& names,
                Discourse& discourse);

}  // namespace entente::reading
