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

Activation query_of(Sum sum) {
  constexpr int kMost = std::numeric_limits<Activation>::max();
  return static_cast<Activation>(std::clamp(sum >> (kSumBits - kQueryBits), -kMost, kMost));
}

class Parser {
 public:
  void parse(const Network& network, const Encoding& sentence, std::span<const std::uint8_t> parts,
             std::vector<Arc>& arcs) {
    words_ = static_cast<int>(sentence.words());
    score_arcs(network, sentence);
    if (!parts.empty()) part_arcs(parts);
    heads_.resize(words_);
    best_tree(scores_, heads_);
    arcs.resize(words_);
    name_arcs(network, sentence, arcs);
  }

 private:
  void score_arcs(const Network& network, const Encoding& sentence) {
    const std::size_t words = sentence.words(), heads = words + 1;  // the root is the last
    multiply(network.dependent, sentence.vectors(), words, sums_);
    activations_.resize(sums_.size());
    squash(sums_, activations_.data());
    multiply(network.agreement, activations_.data(), words, sums_);
    queries_.resize(sums_.size());
    std::ranges::transform(sums_, queries_.begin(), query_of);

    multiply(network.head, sentence.vectors(), words, sums_);
    activations_.resize(heads * kArcWidth);
    squash(sums_, activations_.data());
    std::ranges::copy(network.root, activations_.begin() + words * kArcWidth);
    const std::size_t outputs = (heads + kBlock - 1) / kBlock * kBlock;
    candidates_.assign(outputs * kArcWidth, 0);
    for (int h = 0; h <= words_; ++h) {
      const Activation* head = activations_.data() + static_cast<std::ptrdiff_t>(h) * kArcWidth;
      for (int i = 0; i < kArcWidth; ++i) candidates_[weight_at(i, h, kArcWidth)] = head[i];
    }
    padded_scores_.resize(words * outputs);
    multiply(candidates_.data(), nullptr, kArcWidth, static_cast<int>(outputs), queries_.data(),
             kArcWidth, words, padded_scores_.data());

    multiply(network.distance, sentence.vectors(), words, sums_);
    scores_.resize(words * heads);
    for (int d = 0; d < words_; ++d) {
      const Sum* distances = sums_.data() + static_cast<std::ptrdiff_t>(d) * kDistances;
      const Sum* padded = padded_scores_.data() + d * outputs;
      Sum* scores = scores_.data() + d * heads;
      for (int h = 0; h < words_; ++h) {
        const Sum distance = h == d ? 0 : distances[distance_class(d, h)];
        scores[h] = padded[h] + (distance >> (kSumBits - kScoreBits));
      }
      scores[words] = padded[words];
    }
  }

  /// Makes arcs between parts so dear that the best tree has no more of them than it must.
  void part_arcs(std::span<const std::uint8_t> parts) {
    constexpr Sum kDear = 64 << kScoreBits;
    for (int d = 0; d < words_; ++d) {
      Sum* scores = scores_.data() + static_cast<std::size_t>(d) * (words_ + 1);
      for (int h = 0; h < words_; ++h)
        if (parts[h] != parts[d]) scores[h] -= kDear;
    }
  }

  void name_arcs(const Network& network, const Encoding& sentence, std::vector<Arc>& arcs) {
    const std::size_t words = sentence.words();
    multiply(network.relation_dependent, sentence.vectors(), words, sums_);
    multiply(network.relation_head, sentence.vectors(), words, head_sums_);
    activations_.resize(words * kRelationWidth);
    for (std::size_t d = 0; d < words; ++d) {
      const bool is_root = heads_[d] == words_;
      const Sum* head = head_sums_.data() + (is_root ? d : heads_[d]) * kRelationWidth;
      Sum* pair = sums_.data() + d * kRelationWidth;
      for (int i = 0; i < kRelationWidth; ++i) pair[i] += head[i];
    }
    squash(sums_, activations_.data());
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
  std::vector<Sum> sums_, head_sums_, padded_scores_, scores_;
  std::vector<Activation> activations_, queries_;
  std::vector<Weight> candidates_;
  std::vector<int> heads_;
};

}  // namespace

void parse(const Network& network, const Encoding& sentence, std::span<const std::uint8_t> parts,
           std::vector<Arc>& arcs) {
  thread_local Parser parser;
  parser.parse(network, sentence, parts, arcs);
}

}  // namespace entente::text
