#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/scenario/engine.h"
#include "entente/scenario/scenario.h"

/// What a run of a scenario says, with all that it takes to show it and to repeat it. Parts of a
/// run that were made on several machines add up to the projection of the whole.
namespace entente::scenario {

/// On what a scenario's assumptions rest: how many on each kind of source.
struct Basis {
  int judgements = 0, claims = 0, measures = 0;
  [[nodiscard]] int assumptions() const { return judgements + claims + measures; }
};
/// Starts with tempos, influences, leanings and red lines; a pattern is one assumption.
Basis basis_of(const Scenario& scenario);

/// A probability with its two errors.
struct Estimate {
  double share = 0;
  double low = 0, high = 1;  ///< 95 % interval of sampling: it shrinks with more paths
  /// Standard deviation of the share over the draws of those weights that are ranges: it does not
  /// shrink. 0 without ranges.
  double spread = 0;
};

/// Wilson's 95 % interval (1927) of a share, n times observed.
Estimate wilson(double share, double n);

/// A configuration in which paths ended.
struct End {
  Configuration values{};
  std::uint64_t paths = 0;
  /// No slot would do better elsewhere, with each range at its middle and no vote held.
  bool is_consistent = false;
  friend bool operator==(const End&, const End&) = default;
};

struct Projection {
  struct SlotHead {
    std::string name;
    Slot::Kind kind = Slot::Kind::choice;
    std::vector<std::string> values;
  };
  struct Head {
    std::string title, question, variant;  ///< variant: empty for the scenario itself
    std::string hash, version;             ///< of the scenario; of the program
    std::uint64_t seed = 0, paths = 0;     ///< of the whole run
    std::string beta, moves;
    bool has_ranges = false;
    Basis basis;
    std::string judgement;           ///< the file's own
    std::vector<std::string> steps;  ///< "2024", …; the start is the first
    std::vector<SlotHead> slots;
    std::vector<std::string> red_lines;
  } head;
  std::uint64_t part = 1, parts = 1;
  Tally tally;            ///< its `ends` are in `ends`
  std::vector<End> ends;  ///< the most frequent first

  /// The place of a value in the tally's tables.
  [[nodiscard]] std::size_t cell(int step, int slot, int value) const;
  [[nodiscard]] Estimate estimate(int step, int slot, int value) const;
  [[nodiscard]] Estimate crossed(int step, int red_line) const;
  /// The value of a slot (a choice) in an end.
  [[nodiscard]] int value_in(const End& end, int slot) const;
};

Projection::Head head_of(const Scenario& scenario, const std::string& variant,
                         const std::string& version);

/// Runs part `part` of `parts`. `variant` is the name of the one that was applied, if one was.
Projection project(const Scenario& scenario, const std::string& variant, const std::string& version,
                   std::uint64_t part = 1, std::uint64_t parts = 1, const BlocksDone& done = {});

/// One line of JSON that `read_part` reads.
std::string part_text(const Projection& projection);
base::Result<Projection> read_part(std::string_view text, const std::string& file);
/// The whole run. Its parts must be of one run, each there once; `files` are their names in errors.
base::Result<Projection> merge(const std::vector<Projection>& parts,
                               const std::vector<std::string>& files);

/// Share and errors of the paths that have a value: a cell of the tables.
Estimate estimate(const Tally& tally, bool has_ranges, std::size_t cell);
/// By how much more of the paths have a value (a cell of the tables) in the second run, −1 to 1:
/// with common random numbers, far more exact than the difference of two estimates.
Estimate difference(const PairTally& pair, bool has_ranges, std::size_t cell);

}  // namespace entente::scenario
