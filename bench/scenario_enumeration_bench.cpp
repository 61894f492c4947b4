// Cross-impact systems with random impacts from -3 to 3, such as experts give: configurations per
// second of the enumeration alone, and of the whole way to scenarios, cycles and their weights.
// TBB uses all cores; `taskset -c 0` measures one.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <stdexcept>

#include "entente/scenario/succession.h"

namespace {

using entente::scenario::CrossImpact;

/// `count` descriptors of `states` states each; one impact in three is not 0.
CrossImpact random_system(std::uint32_t count, std::uint32_t states) {
  CrossImpact system;
  std::uint64_t random = 1;
  for (std::uint32_t d = 0; d < count; ++d) {
    system.descriptors.push_back({"", std::vector<std::string>(states), system.states});
    system.states += states;
  }
  for (std::uint32_t a = 0; a < system.states; ++a)
    for (std::uint32_t b = 0; b < system.states; ++b) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      const auto draw = std::int32_t(random >> 33) % 21 - 10;
      system.impacts.push_back(a / states == b / states || draw < -3 || draw > 3 ? 0 : draw);
    }
  return system;
}

void rate(benchmark::State& state, const CrossImpact& system) {
  state.counters["configurations/s"] =
      benchmark::Counter(double(system.configurations()) * double(state.iterations()),
                         benchmark::Counter::kIsRate, benchmark::Counter::kIs1000);
}

void successors(benchmark::State& state) {
  const auto system = random_system(std::uint32_t(state.range(0)), std::uint32_t(state.range(1)));
  for (auto _ : state) {
    auto next = entente::scenario::successors(system);
    if (!next) throw std::runtime_error(next.error().message());
    benchmark::DoNotOptimize(next->data());
  }
  rate(state, system);
}

void succession(benchmark::State& state) {
  const auto system = random_system(std::uint32_t(state.range(0)), std::uint32_t(state.range(1)));
  std::size_t scenarios = 0;
  for (auto _ : state) scenarios = entente::scenario::succession(system)->scenarios.size();
  rate(state, system);
  state.counters["scenarios"] = double(scenarios);
}

// 3^15 = 14.3 million configurations, 2^24 = 16.8 million, 5^10 = 9.8 million.
#define SYSTEMS Args({15, 3})->Args({24, 2})->Args({10, 5})
BENCHMARK(successors)->SYSTEMS->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(succession)->SYSTEMS->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
