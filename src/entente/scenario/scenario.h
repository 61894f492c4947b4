#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/scenario/body.h"
#include "entente/scenario/links.h"

/// A scenario as it is written (docs/scenarios.md): names are resolved to positions, patterns to
/// the influences that they stand for. Positions count from 0 in the order of the file.
namespace entente::scenario {

/// On what an assumption rests.
struct Source {
  enum class Kind : std::uint8_t { judgement, claim, measure };
  Kind kind = Kind::judgement;
  std::vector<std::string>
      texts;  ///< claim ids; or one text that says which measure, whose judgement
};

/// One slot has one of some values.
struct Term {
  int slot = 0;
  std::uint32_t values = 0;  ///< bit v: value v will do
  friend bool operator==(const Term&, const Term&) = default;
};
/// All of its terms hold; true without any. In the order of the file.
using Condition = std::vector<Term>;

/// Whole numbers from low to high, all equally likely.
struct Weight {
  int low = 0, high = 0;
  [[nodiscard]] bool is_range() const { return low != high; }
  friend bool operator==(const Weight&, const Weight&) = default;
};

/// When a slot is reconsidered.
struct Tempo {
  enum class Kind : std::uint8_t { each_step, on_average, calendar, never };
  Kind kind = Kind::each_step;
  int months = 0;  ///< between two times: on average, or exactly
  int first = 0;   ///< calendar: the first time, in months since the year 0
};

/// How likely each value is at the start, in relation to the others.
using Shares = std::vector<std::uint32_t>;

/// A start that comes from the record: the standing of two actors on a day.
struct AlignmentStart {
  std::string actors[2];  // NOLINT: a pair
  base::Date at;
  std::string layer;                 ///< empty: all layers together
  std::vector<double> lower_bounds;  ///< of each value, ascending; the first is -infinity
  std::vector<int> values;           ///< the value of each band
};

struct Slot {
  enum class Kind : std::uint8_t { choice, vote, flow };
  std::string name, about;
  int line = 0;
  Kind kind = Kind::choice;
  std::vector<std::string> values;
  Shares start;  ///< one a value; empty while it is to come from `alignment`
  std::optional<AlignmentStart> alignment;
  Tempo tempo;
  std::vector<std::optional<Condition>> needs;  ///< one a value: what it takes to enter it
  std::uint32_t final_values = 0;               ///< bit v: v is never left
  std::string actors[2];                        ///< of a tie; else empty
  std::vector<int> signs;                       ///< of a tie: +1, -1 or 0 by value
  Source source;
  bool held = false;  ///< by a variant: stays at its start, whatever happens
};

/// The values of a vote, in this order.
enum class Outcome : std::uint8_t { none, passed, failed, vetoed };

/// How members vote while a condition holds: chances of yes, abstention and no, as shares.
struct Leaning {
  int line = 0;
  std::vector<int> members;  ///< places in the chamber
  Condition when;
  std::uint32_t yes = 0, abstain = 0, no = 0;
  Source source;
};

/// What gives the value of a slot of kind vote.
struct Ballot {
  int slot = 0;
  std::string body;  ///< its id
  Chamber chamber;
  Condition when;
  std::vector<Leaning> leanings;  ///< for each member the first that names it and holds
};

/// What gives the value of a slot of kind flow.
struct Flow {
  int slot = 0;
  std::shared_ptr<const Links> links;
  std::vector<std::uint32_t> from, to;  ///< nodes
  base::Date at;                        ///< the day whose statuses hold for links not in `open`
  struct Opening {
    std::vector<std::uint32_t> links;
    Condition when;
  };
  std::vector<Opening> open;
  std::vector<std::int64_t> lower_bounds;  ///< thousandths, of the values after "none", ascending
  std::vector<std::uint32_t> blocked;      ///< links that are shut, by a variant
};

/// A weight as the file has it: one assumption, whether it works through one influence or many.
struct Assumption {
  std::string name;  ///< "the east pays → pipeline: built"
  int line = 0;
  Weight weight;
};

/// `assumption`'s weight goes to the score of a slot's value.
struct Push {
  int slot = 0, value = 0, assumption = 0;
};

struct Influence {
  std::string name;   ///< "the east pays"; of a pattern "enemy of my enemy: PAK, RUS, IND"
  std::string group;  ///< by which variants know it: the name, or that of the pattern
  int line = 0;
  Condition when;
  std::vector<Push> pushes;
  Source source;
};

struct RedLine {
  std::string name;
  int line = 0;
  Condition when;
  std::vector<std::pair<int, int>> then;  ///< slot, value
  Source source;
};

struct Variant {
  std::string name, about;
  int line = 0;
  std::vector<std::pair<int, Shares>> start;
  std::vector<std::pair<int, int>> fix;                 ///< slot, value
  std::vector<std::pair<std::string, Weight>> weights;  ///< by group
  std::vector<std::string> without;                     ///< groups and red lines
  std::vector<std::string> block;                       ///< links
};

enum class Moves : std::uint8_t { together, in_turn, one };
enum class Step : std::uint8_t { year, quarter, month };

struct Scenario {
  std::string file, title, question, about;
  std::string hash;      ///< of all that the result depends on: the file and those it names
  int from = 0, to = 0;  ///< months since the year 0
  bool by_year = false;  ///< `from` was given as a year, and steps are years
  Step step = Step::year;
  double beta = 1;  ///< may be infinite
  Moves moves = Moves::together;
  std::uint64_t paths = 100000, seed = 1;
  std::string judgement;  ///< the file's own, or empty
  std::vector<Slot> slots;
  std::vector<Ballot> ballots;
  std::vector<Flow> flows;
  std::vector<Assumption> assumptions;
  std::vector<Influence> influences;
  std::vector<RedLine> red_lines;
  std::vector<Variant> variants;

  [[nodiscard]] int months_per_step() const;
  /// How many steps follow the start.
  [[nodiscard]] int steps() const { return (to - from) / months_per_step(); }
  /// "2027", or "2027-04".
  [[nodiscard]] std::string step_name(int step) const;
  /// "patron: east, sanctions: none or threatened".
  [[nodiscard]] std::string to_text(const Condition& condition) const;
};

inline constexpr int kMostValues = 32;    // of a slot: Term::values has a bit for each
inline constexpr int kHeaviest = 99;      // the largest weight
inline constexpr int kMostOpenings = 12;  // of a flow
inline constexpr int kMostSteps = 1200;   // a century of months

/// Reads a scenario. `file` is its name in errors, and other files that it names lie beside it;
/// bodies that it names lie in `home`/knowledge/bodies.
base::Result<Scenario> read_scenario(const std::string& text, const std::string& file,
                                     const std::filesystem::path& home);
base::Result<Scenario> load_scenario(const std::filesystem::path& file,
                                     const std::filesystem::path& home);

}  // namespace entente::scenario
