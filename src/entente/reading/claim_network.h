#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <vector>

#include "entente/base/mapped_file.h"
#include "entente/base/result.h"
#include "entente/reading/claim_view.h"
#include "entente/text/annotator_network.h"

namespace entente::reading {

/// The other half of what is learnt: how likely each type is between two actors by all words of
/// their sentence. Each word is what the annotator makes of it, beside whether it is an actor's and
/// of what it may tell; one more layer of the annotator's kind tells it of its neighbours. Two
/// actors together look for the words that tell (attention, Bahdanau et al. 2015, in four heads),
/// by what the words are and by where they stand in the tree to the two. That adds to what the
/// trees (plausibility.h) find: the network is trained on top of theirs.
///
/// The file (models/claims.network, written by tools/train_network.py) is a header and the weights
/// as they stand below.
class ClaimNetwork {
 public:
  static constexpr int kWidth = text::kHalf, kHeads = 4, kHeadWidth = kWidth / kHeads;
  static constexpr int kOutputs = 32;  ///< kNetworkTypes, rounded up
  static constexpr int kFeatureRows = [] {
    int rows = 0;
    for (const int size : kPairFeatureSizes) rows += size;
    return rows;
  }();
  using Vector = std::array<text::Sum, kWidth>;

  struct Weights {
    text::CoarseDense<static_cast<int>(text::kTokenStates), kWidth> word;
    Vector marks[kWordMarks];
    Vector triggers[kNetworkTypes];
    text::Recurrence<kWidth> layer;
    text::CoarseDense<kWidth, 2 * kWidth> key_value;   ///< of each word
    text::Dense<kWidth, 2 * kWidth> actor, recipient;  ///< query and what the word itself says
    text::Dense<kWidth, kWidth> told;                  ///< what the words found tell
    Vector features[kFeatureRows];
    text::Dense<kWidth, kOutputs> types;
    float role_value[kWordRoles][kWidth];  ///< what a role tells beside the word in it
    float role_bias[kWordRoles][kHeads];
    /// Of each type: by how much the trees' log odds count, and what is added for every candidate
    /// and for one that a row proposes.
    float trees[kNetworkTypes], candidate[kNetworkTypes], by_row[kNetworkTypes];
  };

  static base::Result<ClaimNetwork> open(const std::filesystem::path& path);

  /// Log odds of each type in each of the view's groups, before what the trees say; those of a
  /// group without pairs are NaN.
  using Scores = std::vector<std::array<float, kNetworkTypes>>;
  [[nodiscard]] Scores scores(const ClaimView& view,
                              std::span<const text::Activation> states) const;
  /// Log odds that a candidate is what the sentence says.
  [[nodiscard]] float log_odds(float score, int type, float by_trees, bool by_row) const;

 private:
  explicit ClaimNetwork(base::MappedFile file);
  base::MappedFile file_;
  const Weights* weights_;
  std::array<std::array<float, kWordRoles>, kHeads> role_shares_;  ///< e to the role_bias
};

}  // namespace entente::reading
