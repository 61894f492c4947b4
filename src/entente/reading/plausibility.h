#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "entente/base/result.h"

namespace entente::reading {

/// What the model sees of a possible claim, a small number each (claim_features.h fills them in).
/// The names are the model file's; a file whose names differ is refused.
inline constexpr std::string_view kClaimFeatureNames[] = {
    // the trigger and the row of knowledge/ that makes it one
    "type", "valence", "as", "tag", "passive", "relation", "head_tag", "needs", "row_rank",
    "mutual", "depth",
    // what the rows propose
    "by_row", "row_here", "other_row_here", "actor_agrees", "recipient_agrees", "turned",
    "proposals",
    // the two ends
    "actor_slot", "actor_up", "actor_down", "actor_first", "actor_last", "actor_preposition",
    "actor_clauses", "actor_through", "actor_distance", "actor_names", "actor_verbs",
    "actor_commas", "actor_kind", "actor_role", "actor_sector", "actor_state", "actor_place",
    "actor_certainty", "actor_list", "actor_relation", "recipient_slot", "recipient_up",
    "recipient_down", "recipient_first", "recipient_last", "recipient_preposition",
    "recipient_clauses", "recipient_through", "recipient_distance", "recipient_names",
    "recipient_verbs", "recipient_commas", "recipient_kind", "recipient_role", "recipient_sector",
    "recipient_state", "recipient_place", "recipient_certainty", "recipient_list",
    "recipient_relation",
    // the ends together
    "order", "apart", "between_up", "between_down", "between_names", "same_list", "same_country",
    "rivals",
    // the sentence
    "words", "names", "verbs"};
inline constexpr std::size_t kClaimFeatures = std::size(kClaimFeatureNames);
using ClaimFeatureRow = std::array<std::int16_t, kClaimFeatures>;

/// One half of what is learnt: how likely it is that a claim which the patterns make possible is
/// what the sentence says, by where its words stand. Gradient-boosted trees (Friedman 2001) over
/// the features above.
///
/// The file (models/claims.model, written by tools/train_claims.py) is text: a line of feature
/// names; a line with the constant term; then a line a node: feature, threshold, left, right,
/// value. A row goes left when its feature is at most the threshold. Leaves have the feature -1; a
/// tree, of at most 32 leaves, starts where the one before it ends; children are counted from the
/// start of the tree.
///
/// Trees are not walked down (QuickScorer, Lucchese et al. 2015, for several rows at once, Lucchese
/// et al. 2016): each has a bit for each of its leaves, from left to right, and every question that
/// a row answers with "more" takes away the leaves to the left of it. The first that is left is the
/// one that the row would reach. Questions are asked feature by feature, in the order of their
/// thresholds, up to the first that no row answers so.
class Plausibility {
 public:
  static base::Result<Plausibility> load(const std::filesystem::path& path);
  /// Of each row.
  [[nodiscard]] std::vector<float> log_odds(std::span<const ClaimFeatureRow> rows) const;

 private:
  static constexpr std::size_t kMostLeaves = 32;
  using Leaves = std::int32_t;
  static constexpr std::size_t kAbreast = 8;  ///< rows, side by side in a register
  class TreeReader;
  struct Question {
    std::int32_t feature, threshold;
    std::uint32_t tree;
    Leaves stay;  ///< where it is answered with "more"
  };
  Plausibility() = default;
  void ask(std::span<const ClaimFeatureRow> rows, Leaves* left) const;
  float constant_ = 0;
  std::vector<Question> questions_;
  std::array<std::size_t, kClaimFeatures + 1> of_feature_{};  ///< where its questions begin
  std::vector<Leaves> leaves_;                                ///< of each tree
  std::vector<float> values_;                                 ///< kMostLeaves a tree
};

}  // namespace entente::reading
