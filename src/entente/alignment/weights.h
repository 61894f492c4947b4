#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/model/claim.h"

/// How much a claim tells of how its two actors stand: knowledge/alignment.tsv, whose head explains
/// its rows. An analyst who disagrees edits the table; nothing is compiled.
namespace entente::alignment {

/// A claim taken as a noisy observation of a pair's alignment.
struct Weighed {
  float value = 0;   ///< in [-10, 10]
  float weight = 0;  ///< as Observation::weight: 1 is a plain report that is sure; 0 tells nothing
};

/// What of a claim decides how much it tells.
struct Said {
  model::ClaimType type = model::ClaimType::tie;
  std::string_view mode{};
  model::Sign sign = model::Sign::none;
  model::Trend trend = model::Trend::none;
  model::AuxSet aux = 0;
  std::string_view actor{}, recipient{}, actor_sector{}, recipient_sector{}, claimant{};
  float confidence = 1;  ///< multiplies the weight
  int days = 1;          ///< how many it is about
};

/// What a measure says of the level.
struct MeasureRule {
  float neutral = 0, slope = 0, weight = 0;
  [[nodiscard]] double level(double measure) const { return slope * (measure - neutral); }
};

class Weights {
 public:
  /// Reads `home`/knowledge/alignment.tsv, and which actors are states. Errors name file and line.
  static base::Result<Weights> load(const std::filesystem::path& home);
  /// Reads the table itself; no actor is a state then.
  static base::Result<Weights> read(const std::filesystem::path& table);

  [[nodiscard]] Weighed weigh(const Said& said) const;
  /// What the weight of coded claims of a format is multiplied by.
  [[nodiscard]] float dataset(std::string_view format) const;
  /// What the weight of a document's claims is multiplied by.
  [[nodiscard]] float source(std::string_view source, std::string_view url) const;
  /// By kind; kinds that set no level are not there.
  [[nodiscard]] const std::map<std::string, MeasureRule, std::less<>>& measures() const {
    return measures_;
  }
  /// The level of two actors of whom nothing else is known: that of states when both are states.
  [[nodiscard]] double base_level(std::string_view a, std::string_view b) const;
  /// Whether an actor is a state, past ones included.
  [[nodiscard]] bool is_state(std::string_view id) const { return states_.contains(id); }
  /// The actors over which a spread is taken unless the user names others.
  [[nodiscard]] const std::vector<std::string>& powers() const { return powers_; }
  /// The table's content hash: parameters belong to one table.
  [[nodiscard]] const std::string& hash() const { return hash_; }

 private:
  friend class WeightsTable;
  struct Factor {
    float value = 1, weight = 1;
  };
  using ByName = std::map<std::string, float, std::less<>>;

  std::array<Weighed, model::kClaimTypes> events_{};
  std::array<std::map<std::string, Weighed, std::less<>>, model::kClaimTypes> modes_;
  std::array<std::array<Weighed, 4>, 3> ties_{};  // by sign and trend
  std::array<std::array<Factor, 4>, 2> aux_{};    // of events and of ties, by auxiliary mode
  float author_ = 1, unnamed_ = 1, party_ = 1, third_ = 1;
  float half_weight_days_ = 365;
  ByName datasets_, sources_, sectors_;
  std::map<std::string, MeasureRule, std::less<>> measures_;
  std::vector<std::string> powers_;
  float states_level_ = 0;
  std::set<std::string, std::less<>> states_;  // ids of knowledge/countries.tsv
  std::string hash_;
};

}  // namespace entente::alignment
