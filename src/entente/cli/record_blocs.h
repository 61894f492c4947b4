#pragma once

#include <limits>
#include <string>
#include <vector>

#include "entente/alignment/bloc_history.h"
#include "entente/alignment/blocs.h"
#include "entente/alignment/frustration.h"
#include "entente/cli/context.h"
#include "entente/cli/record_network.h"

namespace CLI {
class Option;
}

/// Blocs of a record's actors, at a date or over time.
namespace entente::cli {

struct RecordBlocsOptions {
  NetworkOptions network;
  std::string actor;           ///< of whom it is asked
  std::string from, to, step;  ///< over time when one of them is given
  int blocs = 2;               ///< 0: as many as it takes
  double seconds = std::numeric_limits<double>::infinity();
  int draws = 500;
  std::size_t claims = 1;   ///< behind each tie that is shown
  std::int64_t limit = -1;  ///< ties to show; -1: what suits the format
};

/// Adds the options of NetworkOptions, and --actor, --draws, --claims, --from, --to and --step;
/// none of them goes with `file`.
void add_record_blocs_options(CLI::App& command, RecordBlocsOptions& options, CLI::Option& file);

/// Blocs at one date: the best partition, and who stands with whom in draws of the ties.
struct BlocsAt {
  base::Date date;
  alignment::UncertainNetwork uncertain;
  std::int64_t lower = 0, upper = 0;  ///< frustration
  std::vector<int> bloc;              ///< of each node, from 0; the heaviest bloc first
  std::vector<int> label;             ///< of each bloc, the same over time
  std::vector<int> heart;             ///< of each bloc: the node that most ties bind to it
  alignment::Membership membership;
  std::vector<std::int64_t> holds;  ///< of each node, for two blocs: what a move would cost

  [[nodiscard]] const alignment::SignedNetwork& network() const { return uncertain.network; }
  [[nodiscard]] int blocs() const { return int(label.size()); }
  [[nodiscard]] bool is_together(const alignment::SignedGraph::Tie& tie) const {
    return bloc[std::size_t(tie.a)] == bloc[std::size_t(tie.b)];
  }
  [[nodiscard]] double own(int node) const {
    return membership.probability(node, bloc[std::size_t(node)]);
  }
};

/// "A", "B", … "Z", "AA": how people are shown a label.
std::string bloc_name(int label);

/// Below this probability of standing with its bloc an actor swings.
inline constexpr double kSwing = 0.8;

/// Keeps the labels of blocs from one date to the next.
class BlocsOverTime {
 public:
  BlocsOverTime(const NetworkView& view, const RecordBlocsOptions& options)
      : view_(view), options_(options) {}
  base::Result<BlocsAt> at(base::Date date);

 private:
  int number_of(const std::string& actor);
  void take_labels(BlocsAt& found, const std::vector<double>& bond);
  const NetworkView& view_;
  const RecordBlocsOptions& options_;
  alignment::BlocLabels labels_;
  std::vector<std::string> actors_;  // by the number that labels_ knows them by
};

base::Result<Exit> record_blocs(const RecordBlocsOptions& options, Context& context);
/// Over time, one step after the other.
base::Result<Exit> bloc_course(const NetworkView& view, const RecordBlocsOptions& options,
                               Context& context);

}  // namespace entente::cli
