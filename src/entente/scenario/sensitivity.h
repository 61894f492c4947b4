#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "entente/scenario/projection.h"

/// Which assumptions a scenario's result hangs on: each is changed by itself, and the scenario run
/// again on the same random numbers.
namespace entente::scenario {

/// One assumption, changed.
struct Change {
  std::string what;          ///< "weight of the east pays → pipeline: built"
  std::string now, instead;  ///< "2", "3"
  int line = 0;              ///< in the file; 0 for beta
  Scenario scenario;         ///< with the change
};

/// Weights one up and one down, or a range at either end; starts with each other value; tempos
/// halved and doubled; leanings all yes and all no; red lines left out; beta halved and doubled.
/// Calls `use` for each, so that only one scenario is there at a time.
void each_change(const Scenario& scenario, const std::function<void(const Change&)>& use);
std::size_t number_of_changes(const Scenario& scenario);

/// What a change does to the end: to the value that it moves most, or to the one that was asked
/// for.
struct Effect {
  std::string what, now, instead;
  int line = 0;
  int slot = 0, value = 0;
  Estimate difference;
};

struct Target {
  int slot = 0, value = 0;
};

/// Effects on the last step, the largest first. `done` is told how many changes were run.
std::vector<Effect> sensitivity(const Scenario& scenario, std::optional<Target> target,
                                const std::function<void(std::size_t)>& done = {});

}  // namespace entente::scenario
