#pragma once

#include <string_view>

#include "entente/model/claim.h"
#include "entente/reading/tree.h"

namespace entente::reading {

/// Constructions around a clause that change what it asserts (codebook section 5), told by the tree
/// and a closed set of words. What a single word does to its complement stands in operators.tsv.
struct Frame {
  model::AuxSet aux = 0;
  std::string_view why;
};

/// What the word at `above` makes of the clause at `below` that hangs from it: "is far from arming
/// B", "came close to arming B", "it is hard to see A arming B", "in the event that A arms B".
Frame frame_around(const Tree& tree, int below, int above);

/// The clause at `below` is so whatever is said of the word above: "let us not forget that A arms
/// B", "I should add that", "it is no secret that".
bool is_so_anyway(const Tree& tree, int below, int above);

/// "called for an end to A's attacks", "urged A to stop arming B": what is to be stopped is done.
bool is_to_be_stopped(const Tree& tree, int below, int above);

/// "I would like to condemn B", "allow me to thank B": who begs leave to say so has said it.
bool is_done_by_saying(const Tree& tree, int below, int above);

/// "to sign", "to be signed".
bool is_infinitive(const Tree& tree, int verb);

/// "kept its promise to sign", "made good on its threat to leave": what was promised is done.
bool is_carried_out(const Tree& tree, int below, int above);

/// "not", "never", "nobody", "no … is": the word is denied by what stands right beside it.
bool is_denied(const Tree& tree, int word);

/// "Not only did A arm B", "not just", "not merely": nothing is denied.
bool is_more(const Tree& tree, int negation);

/// "declined to comment on it", "refused to say whether", "would not confirm that", "neither
/// confirmed nor denied", "has not claimed responsibility": what hangs from the verb is neither
/// told nor denied.
bool is_silence(const Tree& tree, int verb);

/// Words whose denial says that the clause below is so: "no doubt that", "cannot deny that".
bool is_plain_when_denied(std::string_view lemma);

/// "has not ruled out": what is not excluded may be, and need not.
bool is_kept_open(std::string_view lemma);

}  // namespace entente::reading
