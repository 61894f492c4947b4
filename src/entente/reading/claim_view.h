#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "entente/reading/claims.h"

namespace entente::reading {

/// The types that the network tells apart: those of events, a friendly and a hostile TIE.
inline constexpr int kNetworkTypes = 18;
[[nodiscard]] int network_type(const Trigger& row);

/// Small numbers about two actors of a sentence, each below the size that stands here: how far and
/// on which side the recipient stands from the actor, how many others stand between (and whether
/// the two are of one list), arcs from the actor up to where their ways meet and from there down to
/// the recipient; then of either: kind, preposition, relation.
inline constexpr std::array kPairFeatureSizes = {15, 12, 10, 10, 21, 21, 33, 33, 51, 51};
inline constexpr int kPairFeatures = kPairFeatureSizes.size();

/// What a word is to two actors: inside one of them; on the way between them, above it, or hanging
/// from it (eleven kinds); each before, between and behind the two.
inline constexpr int kWordRoles = 33;
/// What a word is by itself: nothing, inside an actor, or an actor's own word, of one of its kinds.
inline constexpr int kWordMarks = 23;

/// What the network sees of a sentence: its words, and every two of its actors of whom something
/// may be claimed.
struct ClaimView {
  /// Two actors, whatever words the sentence has for them.
  struct Group {
    Referent actor, recipient;
    int turned = -1;  ///< the group of the same two the other way round, if there is one
  };
  struct Pair {
    int group;
    int actor, recipient;  ///< words
    std::array<std::uint8_t, kPairFeatures> features;
  };
  int words = 0;
  std::vector<std::uint8_t> marks;      ///< of each word
  std::vector<std::uint32_t> triggers;  ///< of each word: bit t where it may tell of type t
  std::vector<Group> groups;
  std::vector<Pair> pairs;          ///< in the order of their groups
  std::vector<std::uint8_t> roles;  ///< pairs × words

  ClaimView() = default;
  /// `judged` tells of each candidate whether the network is to judge it. Without it all actors of
  /// the sentence are paired, for the network to learn from.
  ClaimView(const Tree& tree, const References& references, const Candidates& candidates,
            std::span<const std::uint8_t> judged = {});
  /// The group of these two; -1 when the sentence has no words for one of them.
  [[nodiscard]] int group_of(const Referent& actor, const Referent& recipient) const;
};

}  // namespace entente::reading
