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
static_assert(ArcScores::kBits == kQueryBits + kActivationBits);

Activation query_of(Sum sum) {
  constexpr int kMost = std::numeric_limits<Activation>::max();
  return static_cast<Activation>(std::clamp(sum >> (kSumBits - kQueryBits), -kMost, kMost));
}

/// Makes arcs between parts so dear that the best tree has no more of them than it must.
void part_arcs(std::span<const std::uint8_t> parts, std::span<Sum> scores) {
  constexpr Sum kDear = 64 << ArcScores::kBits;
  const std::size_t words = parts.size();
  for (std::size_t d = 0; d < words; ++d) {
    for (std::size_t h = 0; h < words; ++h) {
      if (parts[h] != parts[d]) scores[d * (words + 1) + h] -= kDear;
    }
  }
}

}  // namespace

std::span<Sum> ArcScores::of_heads(const Network& network, const Encoding& sentence) {
  const std::size_t words = sentence.words(), heads = words + 1;  // the root is the last
  multiply(network.dependent, sentence.levels(), words, sums_);
  activations_.resize(sums_.size());
  squash(sums_, activations_.data());
  multiply(network.agreement, activations_.data(), words, sums_);
  queries_.resize(sums_.size());
  std::ranges::transform(sums_, queries_.begin(), query_of);

  multiply(network.head, sentence.levels(), words, sums_);
  activations_.resize(heads * kArcWidth);
  squash(sums_, activations_.data());
  std::ranges::copy(network.root, activations_.begin() + words * kArcWidth);
  const std::size_t outputs = (heads + kBlock - 1) / kBlock * kBlock;
  candidates_.assign(outputs * kArcWidth, 0);
  for (int h = 0; h < static_cast<int>(heads); ++h) {
    const Activation* head = activations_.data() + static_cast<std::ptrdiff_t>(h) * kArcWidth;
    for (int i = 0; i < kArcWidth; ++i) candidates_[weight_at(i, h, kArcWidth)] = head[i];
  }
  padded_scores_.resize(words * outputs);
  multiply({candidates_.data(), nullptr, nullptr, kArcWidth, static_cast<int>(outputs)},
           queries_.data(), kArcWidth, words, padded_scores_.data());

  multiply(network.distance, sentence.levels(), words, sums_);
  scores_.resize(words * heads);
  for (int d = 0; d < static_cast<int>(words); ++d) {
    const Sum* distances = sums_.data() + static_cast<std::ptrdiff_t>(d) * kDistances;
    const Sum* padded = padded_scores_.data() + d * outputs;
    Sum* scores = scores_.data() + d * heads;
    for (int h = 0; h < static_cast<int>(words); ++h) {
      const Sum distance = h == d ? 0 : distances[distance_class(d, h)];
      scores[h] = padded[h] + (distance >> (kSumBits - kBits));
    }
    scores[words] = padded[words];
  }
  return scores_;
}

std::span<const Sum> ArcScores::of_relations(const Network& network, const Encoding& sentence,
                                             std::span<const int> heads) {
  const std::size_t words = sentence.words();
  multiply(network.relation_dependent, sentence.levels(), words, sums_);
  multiply(network.relation_head, sentence.levels(), words, head_sums_);
  activations_.resize(words * kRelationWidth);
  for (std::size_t d = 0; d < words; ++d) {
    const bool is_root = heads[d] == static_cast<int>(words);
    const Sum* head = head_sums_.data() + (is_root ? d : heads[d]) * kRelationWidth;
    Sum* pair = sums_.data() + d * kRelationWidth;
    for (int i = 0; i < kRelationWidth; ++i) pair[i] += head[i];
  }
  squash(sums_, activations_.data());
  multiply(network.relation, activations_.data(), words, sums_);
  return sums_;
}

void parse(const Network& network, const Encoding& sentence, std::span<const std::uint8_t> parts,
           std::vector<Arc>& arcs) {
  thread_local ArcScores scores;
  thread_local std::vector<int> heads;
  const std::size_t words = sentence.words();
  const std::span<Sum> of_heads = scores.of_heads(network, sentence);
  if (!parts.empty()) part_arcs(parts, of_heads);
  heads.resize(words);
  best_tree(of_heads, heads);
  const std::span<const Sum> of_relations = scores.of_relations(network, sentence, heads);
  arcs.assign(words, {});
  for (std::size_t d = 0; d < words; ++d) {
    if (heads[d] == static_cast<int>(words)) continue;
    const Sum* votes = of_relations.data() + d * kRelationOutputs;
    // Only the root's dependent is a root.
    const auto best = std::max_element(votes + 1, votes + kRelations) - votes;
    arcs[d] = {heads[d], static_cast<Relation>(best)};
  }
}

}  // namespace entente::text
