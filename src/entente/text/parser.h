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

/// What the network thinks of a sentence's arcs. Spans hold until the next call.
class ArcScores {
 public:
  /// In 1/2^kBits: words × (words + 1), how well each word hangs from each other and, last, from
  /// the root.
  static constexpr int kBits = 20;
  std::span<Sum> of_heads(const Network& network, const Encoding& sentence);
  /// In 1/2^kSumBits: words × kRelationOutputs, how well each relation names the arc from each
  /// word's head; those of the root's dependents mean nothing.
  std::span<const Sum> of_relations(const Network& network, const Encoding& sentence,
                                    std::span<const int> heads);

 private:
  std::vector<Sum> sums_, head_sums_, padded_scores_, scores_;
  std::vector<Activation> activations_, queries_;
  std::vector<Weight> candidates_;
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
