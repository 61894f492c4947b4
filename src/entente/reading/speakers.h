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

/// "Q." and, while a question has the floor, "A." at the head of a sentence: gives the floor. False
/// elsewhere.
bool give_floor_by_letter(std::span<const text::Token> tokens, Discourse& discourse);

/// The state that gives a briefing: the one with which the answers ("A:", "Spokesperson:") open
/// again and again, "China firmly opposes …"; empty where that is not clear.
std::string_view host_of(std::span<const text::Sentence> sentences, const Actors& actors,
                         const Names& names);

}  // namespace entente::reading
