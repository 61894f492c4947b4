#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <unordered_map>
#include <vector>

#include "entente/scenario/model.h"

/// Runs a scenario forward. Paths are independent, random numbers depend on (seed, path, step,
/// slot) alone, and results are counts: however the paths are divided, they add up to the same.
namespace entente::scenario {

/// Paths of a run, in blocks of kBlock: `blocks` of them from `first`; the last may be cut short.
struct Portion {
  std::uint64_t seed = 1;
  std::uint64_t paths = 0;  ///< of the whole run
  std::uint64_t first = 0, blocks = 0;

  /// Part `k` of `n` of a run, from 1: parts differ by one block at most.
  static Portion part(std::uint64_t seed, std::uint64_t paths, std::uint64_t k, std::uint64_t n);
};

/// The values of all slots, packed: each slot takes the bits that its number of values needs.
using Configuration = std::array<std::uint64_t, kConfigurationWords>;
struct ConfigurationHash {
  std::size_t operator()(const Configuration& c) const;
};

/// What was counted. Tables are [step][value], values in the order of Model::offset; step 0 is the
/// start.
struct Tally {
  std::uint64_t paths = 0;
  std::uint64_t full_blocks = 0;       ///< blocks of kBlock paths
  std::vector<std::uint64_t> counts;   ///< paths that have the value
  std::vector<std::uint64_t> in_full;  ///< paths of full blocks that have it
  std::vector<std::uint64_t> squares;  ///< sum over full blocks of (paths that have the value)²
  std::vector<std::uint64_t> crossed;  ///< [step][red line]: paths that have crossed it by then
  /// Final configurations, by the values of choice slots. Empty with `too_many_ends`.
  std::unordered_map<Configuration, std::uint64_t, ConfigurationHash> ends;
  bool too_many_ends = false;  ///< more than kMostEnds different ones

  void add(const Tally& other);
  void drop_too_many_ends();
};
inline constexpr std::size_t kMostEnds = 1 << 20;

/// Two runs on the same random numbers, path by path.
struct PairTally {
  Tally first, second;
  /// [step][value]: paths that have the value in the second run and not in the first; and in the
  /// first and not in the second.
  std::vector<std::uint64_t> gained, lost;
  /// Sums over full blocks of gained − lost, and of its square.
  std::vector<std::int64_t> in_full;
  std::vector<std::uint64_t> squares;

  void add(const PairTally& other);
};

/// Called now and then from any thread with the number of blocks that are done.
using BlocksDone = std::function<void(std::uint64_t)>;

Tally run(const Model& model, const Portion& portion, const BlocksDone& done = {});
/// The models come from one scenario and its variants: the same slots, values and steps.
PairTally run_pair(const Model& first, const Model& second, const Portion& portion,
                   const BlocksDone& done = {});

/// The values that all slots have at the last step: [block][slot][path of kBlock].
std::vector<std::uint8_t> last_step(const Model& model, const Portion& portion);
/// As run_pair, where the last step of the first run is known. Only `first`'s numbers of paths and
/// the last step's cells of what compares the two are counted.
PairTally run_beside(const std::vector<std::uint8_t>& first, const Model& second,
                     const Portion& portion);

/// Why slots moved: how often each changed from one value to another, and which influences held
/// then.
struct Trace {
  struct Move {
    int slot, from, to;
    std::uint64_t count = 0, forced = 0;  ///< by red lines among them
    /// By influence: moves in which it held, and the sum of what it added to the score of `to`
    /// minus what it added to that of `from`.
    std::vector<std::uint64_t> held;
    std::vector<std::int64_t> push;
  };
  std::vector<Move> moves;  ///< those that happened, by slot, from, to
};
Trace trace(const Model& model, const Portion& portion, std::size_t influences);

}  // namespace entente::scenario
