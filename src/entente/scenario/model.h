#pragma once

#include <cstdint>
#include <vector>

#include "entente/scenario/scenario.h"

/// A scenario as flat tables, ready to be run (engine.h). All arithmetic from here on is on whole
/// numbers, so that results do not depend on the machine.
namespace entente::scenario {

/// Paths that are run side by side. They share one draw of the weights that are ranges.
inline constexpr int kBlock = 256;

/// A chance in units of 2^-32; 2^32 is certainty.
using Chance = std::uint64_t;
inline constexpr Chance kCertain = Chance(1) << 32;

struct Model {
  /// Goes to the score of one value while a condition holds.
  struct Push {
    std::int32_t condition;  ///< -1: always
    std::int32_t value;
    std::int32_t assumption;
    std::int32_t influence;
  };

  struct ChoiceTables {
    int slot = 0;
    std::vector<Push> pushes;
    std::vector<int> conditions;  ///< that its pushes and needs ask for, each once
    std::vector<int> needs;       ///< by value: a condition, or -1
    bool has_needs = false;
  };

  struct BallotTables {
    /// How likely a member is to vote yes, and yes or abstain.
    struct Leaning {
      int condition;  ///< -1: always
      Chance yes, not_no;
    };
    int slot = 0;
    int when = -1;
    std::vector<std::vector<Leaning>> members;  ///< the first whose condition holds counts
    Chamber chamber;
    std::vector<bool> is_veto;        ///< by condition of the chamber
    std::uint32_t first_counter = 0;  ///< of the random numbers of its members
  };

  struct FlowTables {
    int slot = 0;
    std::vector<int> open;            ///< conditions, one a link that may be shut
    std::vector<std::uint8_t> value;  ///< by which of them hold (bit i: open[i])
  };

  struct RedLineTables {
    int when = -1;
    std::vector<std::pair<int, int>> then;  ///< slot, value; not those of slots that are held
  };

  int slots = 0, steps = 0;
  Moves moves = Moves::together;
  bool is_greedy = false;  ///< beta is infinite
  std::vector<std::uint32_t>
      odds;  ///< 2^26 e^(-beta d) by the distance d to the best score; ends with 0
  std::vector<std::vector<Term>> conditions;  ///< each once
  std::vector<Weight> weights;                ///< by assumption
  std::vector<int> values;                    ///< how many, by slot
  std::vector<int> choice_slots;              ///< slots of that kind, those that are held included
  std::vector<std::uint32_t> offset;          ///< of a slot's first value among all values
  std::uint32_t all_values = 0;
  std::vector<Shares> start;                ///< cumulative shares by slot
  std::vector<std::uint32_t> final_values;  ///< by slot, a bit a value
  std::vector<Chance> due;                  ///< [step - 1][slot]
  std::vector<ChoiceTables> choices;        ///< in the order of slots; not those that are held
  std::vector<BallotTables> ballots;
  std::vector<FlowTables> flows;
  std::vector<RedLineTables> red_lines;
  std::uint32_t counters = 0;  ///< random numbers of a step
};

/// Where a slot's value stands in a configuration (engine.h): a word and its bits, of which no
/// slot's lie across two words.
struct Packing {
  int slot, word, bit, width;
};
inline constexpr int kConfigurationWords = 4;
/// Of slots with so many values each, in their order. More than 256 bits do not fit.
std::vector<Packing> packing(const std::vector<int>& slots, const std::vector<int>& values);

/// The tables of a scenario, whose starts are all known.
Model compile(const Scenario& scenario);

/// The scenario with what a variant says instead.
Scenario vary(Scenario scenario, const Variant& variant);

}  // namespace entente::scenario
