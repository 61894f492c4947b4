#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "entente/alignment/series.h"

/// Pairs drawn from the model, with what nobody sees in truth. For tests and benchmarks.
namespace entente::alignment {

struct SimulatedBreak {
  std::int32_t day = 0;
  double size = 0;
};

/// Draws pairs one after the other.
class Simulator {
 public:
  Simulator(const Parameters& parameters, std::uint64_t seed)
      : parameters_(parameters), random_(seed) {}

  /// One pair from day 0 on, with `days` observed days at mean distance `gap`, on each one or more
  /// observations (a geometric number of mean `reports`) of weights between 0.5 and 1.5, and these
  /// breaks. Returns its alignment on the observed days.
  std::vector<double> add(Pairs& pairs, std::size_t days, double gap, double reports = 1.5,
                          const std::vector<SimulatedBreak>& breaks = {}) {
    std::exponential_distribution<double> distance(1 / gap);
    std::geometric_distribution<int> more(1 / reports);
    std::uniform_real_distribution<double> weight(0.5, 1.5);
    std::vector<double> truth;
    double z = parameters_.spread * normal_(random_);
    std::int32_t day = 0;
    for (std::size_t i = 0; i < days; ++i) {
      const std::int32_t step = 1 + std::int32_t(distance(random_));
      day += step;
      const double keep = std::exp(-step / parameters_.reversion);
      z = keep * z + parameters_.spread * std::sqrt(1 - keep * keep) * normal_(random_);
      double level = parameters_.mean;
      for (const SimulatedBreak& b : breaks)
        if (b.day <= day) level += b.size;
      truth.push_back(level + z);
      const double of_day = level + z + parameters_.day_noise * normal_(random_);
      seen_.clear();
      for (int k = more(random_); k >= 0; --k) {
        const double w = weight(random_);
        seen_.push_back({day, of_day + parameters_.noise / std::sqrt(w) * normal_(random_), w});
      }
      pairs.days.push_back(fold(seen_).front());
    }
    pairs.close();
    return truth;
  }

 private:
  Parameters parameters_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::vector<Observation> seen_;
};

}  // namespace entente::alignment
