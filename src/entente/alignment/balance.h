#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "entente/alignment/signed_network.h"

/// Structural balance: "the friend of my friend is my friend, the enemy of my enemy is my friend"
/// (D. Cartwright and F. Harary, "Structural Balance: A Generalization of Heider's Theory",
/// Psychological Review 63 (1956), 277–293). A triad is balanced when it has an even number of
/// negative ties.
namespace entente::alignment {

/// How balanced a whole network is. The degrees run from 0 to 1; 1 is a network that falls into two
/// camps. Nothing where a measure has nothing to go by. Notation of S. Aref and M. C. Wilson,
/// "Measuring partial balance in signed networks", Journal of Complex Networks 6 (2018), 566–595.
/// Their normalised line index, 1 - 2 L / m, needs the least frustration L: see frustration.h.
struct Balance {
  /// Triads by their number of negative ties: 0 and 2 are balanced.
  std::array<std::int64_t, 4> triads{};
  /// The triangle index T: the share of balanced triads.
  std::optional<double> triangles;
  /// The same, each triad weighed by the product of its ties' sizes: relative 3-balance D_3 of the
  /// weighted matrix, (tr A³ + tr |A|³) / 2 tr |A|³.
  std::optional<double> weighted_triangles;
  /// Closed walks of every length, weighed by 1 / length!: K = tr exp(A) / tr exp(|A|) with the
  /// signs alone as A (E. Estrada and M. Benzi, "Walk-based measure of balance in signed networks",
  /// Physical Review E 90 (2014), 042802). The share of balanced ones is (K + 1) / 2.
  std::optional<double> walks;
  /// The least eigenvalue of the signed Laplacian |D| - A of the signs, "algebraic conflict": 0
  /// when every component is balanced, more the further from it (J. Kunegis et al., "Spectral
  /// analysis of signed graphs", SDM 2010). No degree.
  std::optional<double> conflict;
};

/// The largest network whose eigenvalues `balance` works out: they take time in nodes³.
inline constexpr int kMostSpectralNodes = 1500;

Balance balance(const SignedGraph& network);

/// How the two others of a triad pull at a tie, or at a pair without one.
struct Pull {
  std::int32_t third;     ///< the node whose two ties pull
  std::int64_t strength;  ///< the lesser of their sizes; positive pulls the pair together (both
                          ///< ties of one sign), negative apart
};

/// Everyone who pulls at a pair, strongest first.
std::vector<Pull> pulls(const SignedGraph& network, int a, int b);

/// What all triads do to one tie.
struct Pressure {
  std::int64_t together = 0, apart = 0;       ///< sums of strengths, neither negative
  std::int32_t balanced = 0, unbalanced = 0;  ///< triads

  [[nodiscard]] std::int64_t net() const { return together - apart; }
};

/// Of every tie, in the order of network.ties(). A tie is under pressure when the net pull goes
/// against its sign.
std::vector<Pressure> pressures(const SignedGraph& network);

/// An unbalanced triad; its ties are indices into network.ties().
struct Triad {
  std::array<std::int32_t, 3> nodes;  ///< ascending
  std::array<std::int32_t, 3> ties;   ///< of nodes 0 and 1, 0 and 2, 1 and 2
  std::int64_t strength;              ///< the least size of the three
};

/// The strongest unbalanced triads, at most `limit`, strongest first; with `node` only its own
/// (-1: all). Balance::triads counts them all.
std::vector<Triad> unbalanced(const SignedGraph& network, std::size_t limit, int node = -1);

}  // namespace entente::alignment
