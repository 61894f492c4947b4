#include "entente/text/parser.h"

#include <algorithm>
#include <array>
#include <limits>

#include "entente/text/parser_tree.h"

namespace entente::text {
namespace {

static_assert(kRelations <= kRelationOutputs);

/// Halves the range of a sum so that products of it with activations can be summed up.
constexpr int kQueryBits = 8;
constexpr int kScoreBits = kQueryBits + kActivationBits;

Weight query_of(Sum sum) {
  constexpr int kMost = std::numeric_limits<Weight>::max();
  return static_cast<Weight>(std::clamp(sum >> (kSumBits - kQueryBits), -kMost, kMost));
}

class Parser {
 public:
  void parse(const Network& network, const Encoding& sentence, std::vector<Arc>& arcs) {
    words_ = static_cast<int>(sentence.words());
    score_arcs(network, sentence);
    heads_.resize(words_);
    best_tree(scores_, heads_);
    arcs.resize(words_);
    name_arcs(network, sentence, arcs);
  }

 private:
  void score_arcs(const Network& network, const Encoding& sentence) {
    const std::size_t words = sentence.words(), heads = words + 1;
    multiply(network.dependent, sentence.vectors(), words, sums_);
    activations_.resize(sums_.size());
    std::ranges::transform(sums_, activations_.begin(), squashed);
    multiply(network.agreement, activations_.data(), words, sums_);
    queries_.resize(sums_.size());
    std::ranges::transform(sums_, queries_.begin(), query_of);

    multiply(network.head, sentence.vectors(), words, sums_);
    // The root stands behind the last word; heads are padded to whole fours for multiply().
    const std::size_t rows = (heads + 3) / 4 * 4;
    activations_.assign(rows * kArcWidth, 0);
    std::ranges::transform(sums_, activations_.begin(), squashed);
    std::ranges::copy(network.root, activations_.begin() + words * kArcWidth);
    zeros_.assign(rows, 0);
    padded_scores_.resize(words * rows);
    multiply(activations_.data(), zeros_.data(), kArcWidth, static_cast<int>(rows), queries_.data(),
             kArcWidth, words, padded_scores_.data());

    multiply(network.distance, sentence.vectors(), words, sums_);
    scores_.resize(words * heads);
    for (int d = 0; d < words_; ++d) {
      const Sum* distances = sums_.data() + static_cast<std::ptrdiff_t>(d) * kDistances;
      const Sum* padded = padded_scores_.data() + d * rows;
      Sum* scores = scores_.data() + d * heads;
      for (int h = 0; h < words_; ++h) {
        const Sum distance = h == d ? 0 : distances[distance_class(d, h)];
        scores[h] = padded[h] + (distance >> (kSumBits - kScoreBits));
      }
      scores[words] = padded[words];
    }
  }

  void name_arcs(const Network& network, const Encoding& sentence, std::vector<Arc>& arcs) {
    const std::size_t words = sentence.words();
    multiply(network.relation_dependent, sentence.vectors(), words, sums_);
    multiply(network.relation_head, sentence.vectors(), words, head_sums_);
    activations_.resize(words * kRelationWidth);
    for (std::size_t d = 0; d < words; ++d) {
      const bool is_root = heads_[d] == words_;
      const Sum* dependent = sums_.data() + d * kRelationWidth;
      const Sum* head = head_sums_.data() + (is_root ? d : heads_[d]) * kRelationWidth;
      Activation* pair = activations_.data() + d * kRelationWidth;
      for (int i = 0; i < kRelationWidth; ++i) pair[i] = squashed(dependent[i] + head[i]);
    }
    multiply(network.relation, activations_.data(), words, sums_);
    for (std::size_t d = 0; d < words; ++d) {
      arcs[d] = {};
      if (heads_[d] == words_) continue;
      const Sum* votes = sums_.data() + d * kRelationOutputs;
      // Only the root's dependent is a root.
      const auto best = std::max_element(votes + 1, votes + kRelations) - votes;
      arcs[d] = {heads_[d], static_cast<Relation>(best)};
    }
  }

  int words_ = 0;
  std::vector<Sum> sums_, head_sums_, padded_scores_, scores_, zeros_;
  std::vector<Activation> activations_;
  std::vector<Weight> queries_;
  std::vector<int> heads_;
};

}  // namespace

void parse(const Network& network, const Encoding& sentence, std::vector<Arc>& arcs) {
  thread_local Parser parser;
  parser.parse(network, sentence, arcs);
}

}  // namespace entente::text
