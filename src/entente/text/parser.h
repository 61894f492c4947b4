#pragma once

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
void parse(const Network& network, const Encoding& sentence, std::vector<Arc>& arcs);

}  // namespace entente::text
