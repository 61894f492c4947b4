#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "entente/base/result.h"

namespace entente::scenario {

/// A cross-impact system (Weimer-Jehle, "Cross-impact balances", Technological Forecasting and
/// Social Change 73, 2006): descriptors that have one of several states each, and how much each
/// state promotes or hinders each other.
///
/// A configuration is one state for each descriptor: a span of places among the descriptor's
/// states. Configurations are numbered in the order in which the last descriptor changes fastest.
struct CrossImpact {
  struct Descriptor {
    std::string name;
    std::vector<std::string> states;
    std::uint32_t first;  ///< place of its first state among all states of all descriptors
  };

  std::string name;
  std::vector<Descriptor> descriptors;
  std::uint32_t states = 0;           ///< of all descriptors
  std::vector<std::int32_t> impacts;  ///< [influencing state][influenced state]

  /// Reads the .scw layout of ScenarioWizard 3 and 4. Errors name file and line.
  static base::Result<CrossImpact> load(const std::filesystem::path& path);
  static base::Result<CrossImpact> parse(std::string_view text, const std::string& name);

  /// How many configurations there are; 2^63 - 1 for more than that.
  [[nodiscard]] std::uint64_t configurations() const;
  [[nodiscard]] std::vector<std::uint8_t> configuration(std::uint64_t number) const;
  [[nodiscard]] std::uint64_t number(std::span<const std::uint8_t> configuration) const;

  /// The impact score of every state: the sum of what the states of the configuration do to it.
  [[nodiscard]] std::vector<std::int32_t> scores(std::span<const std::uint8_t> configuration) const;
  /// Total impact score: the scores of the states of the configuration, added up.
  [[nodiscard]] std::int64_t total_score(std::span<const std::uint8_t> configuration) const;
  /// Where all descriptors move at once, each to its state of the best score; on a tie the present
  /// state stays, else the first of the best wins (global succession).
  [[nodiscard]] std::vector<std::uint8_t> successor(
      std::span<const std::uint8_t> configuration) const;
  /// By how much the best score of a descriptor exceeds that of its present state, at worst; 0 for
  /// a consistent scenario.
  [[nodiscard]] std::int32_t inconsistency(std::span<const std::uint8_t> configuration) const;
};

}  // namespace entente::scenario
