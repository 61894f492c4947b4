#pragma once

#include <cstdint>
#include <vector>

#include "entente/base/progress.h"
#include "entente/base/result.h"
#include "entente/scenario/cross_impact.h"

namespace entente::scenario {

/// A configuration that succession does not leave.
struct ConsistentScenario {
  std::uint32_t configuration;
  std::uint32_t weight;  ///< how many of all configurations end here, itself included
};

/// Configurations that succeed one another for ever: no scenario.
struct Cycle {
  std::vector<std::uint32_t> configurations;  ///< in the order of succession, the lowest first
  std::uint64_t weight;                       ///< how many of all configurations end in it
};

/// Where global succession leads from every configuration of a system. The weights of all
/// scenarios and cycles add up to `configurations`.
struct Succession {
  std::uint64_t configurations = 0;
  std::vector<ConsistentScenario> scenarios;  ///< ascending by configuration
  std::vector<Cycle> cycles;                  ///< ascending by their lowest configuration
};

/// Systems of more configurations than this are refused: they take 4 bytes each.
constexpr std::uint64_t kMostConfigurations = std::uint64_t(1) << 30;

/// Follows every configuration to its end. Exact; all cores; 4 bytes for each configuration.
base::Result<Succession> succession(const CrossImpact& system, base::Progress* progress = nullptr);

/// The successor of every configuration, by number: the first half of `succession`.
base::Result<std::vector<std::uint32_t>> successors(const CrossImpact& system,
                                                    base::Progress* progress = nullptr);

}  // namespace entente::scenario
