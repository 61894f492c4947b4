#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "entente/text/annotator_network.h"
#include "entente/text/sentence.h"

namespace entente::text {

struct Arc {
  int head = -1;  ///< -1 for the root's dependent
  Relation relation = Relation::root;
};

/// The best tree over a sentence's words. Every word is scored as every other's head by an inner
/// product (Dozat and Manning 2017) plus what its dependent thinks of the distance; the relation is
/// chosen for each arc of the tree. Time is quadratic in the number of words.
///
/// `parts`, one number a word, parts the sentence: words of one part hang together, but for the one
/// that ties them to another part. Empty where nothing parts it.
void parse(const Network& network, const Encoding& sentence, std::span<const std::uint8_t> parts,
           std::vector<Arc>& arcs);

}  // namespace entente::text
