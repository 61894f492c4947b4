#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "entente/alignment/series.h"
#include "entente/alignment/signed_network.h"
#include "entente/alignment/standings.h"

/// The blocs of actors of whom a record tells, and how sure they are: partitions of a network whose
/// ties are known as distributions.
namespace entente::alignment {

/// Which of a record's actors and pairs make a network.
struct Choice {
  std::vector<std::string> actors{};  ///< ids; empty: the `most` whom most claims are about
  std::size_t most = 20;
  /// Of whom those `most` are taken, if there are two of them; nothing: of all.
  std::function<bool(const std::string&)> suits{};
  /// A pair makes a tie when this much of its prior variance is gone, or measures say how it
  /// stands.
  double informed = 1.0 / 3;
  /// … and when its sign is at least so probable.
  double sure = 0.5;
  /// The alignment that is neither friendly nor hostile. Nothing: how these actors stand to one
  /// another on the whole, so that the weights of all ties sum up to 0. Most of what is reported
  /// between states is cooperation; camps are who does more of it with whom than usual.
  std::optional<double> neutral{};
};

/// Actors at a date. The weight of a tie is what the record says of it beyond neutral, in
/// thousandths of a point (`decimals` 3), never 0: alignment - (1 - r) mean - r neutral, where r is
/// the share of the prior variance that is gone and `mean` that of pairs of its kind without
/// claims. Of a pair of which nothing is known it is 0, as if pairs stood at `neutral` beforehand.
struct UncertainNetwork {
  SignedNetwork network;
  std::vector<Standing> standings;  ///< by tie of the network: its weight in points, a distribution
  std::vector<double> alignments;   ///< by tie: the mean alignment itself
  double neutral = 0;
  std::vector<std::size_t> pairs;  ///< by tie: index into Observed::pairs
  std::size_t pairs_seen = 0;      ///< between the chosen actors, with claims or measures
  std::size_t actors_seen = 0;     ///< in the record, with a pair of any kind
  /// Chosen actors without a chain of ties to the others: nothing tells how they stand to those.
  std::vector<std::string> apart;
};

/// The largest part that hangs together of the network of the chosen actors.
base::Result<UncertainNetwork> network_at(const Standings& standings, base::Date date,
                                          const Choice& choice);

/// How each actor of a network stands to the blocs of a partition.
struct Membership {
  int blocs = 0;
  int draws = 0;
  /// Row i: the share of draws in which node i stands with each bloc; nodes × blocs, rows sum up to
  /// 1, or to less where a draw has more blocs than the partition.
  std::vector<double> with_bloc;
  /// The share of draws in which two nodes stand in one bloc; nodes × nodes. Needs no matching.
  std::vector<double> together;
  /// The share of draws in which everybody stands as in the partition.
  double unchanged = 0;

  [[nodiscard]] double probability(int node, int bloc) const {
    return with_bloc[std::size_t(node * blocs + bloc)];
  }
};

/// Partitions a graph: the bloc of each node, from 0.
using Partition = std::function<std::vector<int>(const SignedGraph&)>;

/// Draws the ties from their distributions `draws` times, partitions each draw, and counts who
/// stands with whom. Which bloc of a draw is which of the `reference`, is decided by the assignment
/// that leaves most tie weight in place (bloc_history.h). The same network, seed and number of
/// draws give the same counts on any number of threads.
Membership membership(const UncertainNetwork& uncertain, const std::vector<int>& reference,
                      const Partition& partition, int draws, std::uint64_t seed = 1);

/// A tie that would tip two blocs: were it at `value`, all others at their means, another partition
/// would frustrate as little as this one, and beyond it less.
struct Tipping {
  std::int32_t tie = 0;
  std::int64_t value = 0;     ///< a weight of the network
  double probability = 0;     ///< that the tie is beyond it as things are
  std::vector<int> movers{};  ///< who would change sides: nodes, the lighter side of the change
};

struct Tippings {
  std::vector<Tipping> ties;  ///< most probable first
  std::size_t examined = 0;   ///< ties; those that are more easily tipped by their ends first
};

/// For two sides, which have to frustrate no more than any. Each tie is tried both ways: one that
/// the sides respect may weaken, one that they frustrate may grow.
Tippings tippings(const UncertainNetwork& uncertain, const Sides& sides,
                  const std::function<Sides(const SignedGraph&)>& partition,
                  std::size_t most = 1000);

/// By how much frustration grows when node i alone changes sides: what holds it. Nobody's is
/// negative in a best partition.
std::vector<std::int64_t> holds(const SignedGraph& graph, const Sides& sides);

}  // namespace entente::alignment
