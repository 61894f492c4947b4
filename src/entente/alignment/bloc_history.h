#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Which bloc is which: partitions number their blocs as they please, and blocs keep their identity
/// by whom they have in common.
namespace entente::alignment {

/// The column of each row that maximises the sum of gain[row * columns + column], every column
/// taken once at most; -1 for a row that gets none, of which there are some only when rows are more
/// than columns. Exact: the Hungarian method (J. Munkres, "Algorithms for the Assignment and
/// Transportation Problems", J. SIAM 5 (1957), 32–38), O(n³).
std::vector<int> best_assignment(std::span<const double> gain, int rows, int columns);

/// Numbers the blocs of partitions that come one after the other, so that a bloc has the same
/// number as long as it shares more of its weight with its former self than with any other: the
/// assignment of blocs to former blocs that keeps most weight in place. What counts is where each
/// actor has stood in all partitions so far, the latest most (kMemory), so that one step in which
/// the camps are unclear does not exchange their numbers for good. A bloc that shares nothing with
/// the former one that would be left for it gets a number that no bloc had before.
class BlocLabels {
 public:
  /// `actors` are what stays the same between partitions (ids, in any numbering of the caller's,
  /// from 0), `blocs` the bloc of each as a partition numbers it, `weights` how much each counts,
  /// none negative. Returns the lasting number of each one's bloc. In the first partition blocs are
  /// numbered from 0 in the order of their weight, the heaviest first.
  std::vector<int> next(std::span<const int> actors, std::span<const int> blocs,
                        std::span<const double> weights);

 private:
  static constexpr double kMemory = 0.7;  // what a partition counts when one more has come
  // By actor, then by lasting number: the partitions in which it stood there, so weighed.
  std::vector<std::vector<double>> stood_;
  int used_ = 0;  // lasting numbers
};

}  // namespace entente::alignment
