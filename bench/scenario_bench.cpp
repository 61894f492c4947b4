// A million paths of a scenario with 30 slots of three values and 20 yearly steps, all reconsidered
// each year, six influences on every slot; and the same with weights that are ranges.

#include <benchmark/benchmark.h>

#include <sstream>
#include <stdexcept>

#include "entente/scenario/engine.h"

namespace {

using namespace entente::scenario;

Model model_of(const char* weight) {
  std::ostringstream text;
  text << "scenario: bench\nfrom: 2000\nto: 2020\njudgement: made for a benchmark\nslots:\n";
  for (int slot = 0; slot < 30; ++slot)
    text << "  s" << slot << ": {values: [x, y, z], start: {x: 1, y: 1, z: 1}}\n";
  text << "influences:\n";
  for (int slot = 0; slot < 30; ++slot)
    for (int i = 1; i <= 6; ++i)
      text << "  - {when: {s" << (slot + 5 * i) % 30 << ": "
           << "xyz"[i % 3] << "}, then: {s" << slot << ": {"
           << "xyz"[(i + slot) % 3] << ": " << weight << "}}}\n";
  const auto scenario = read_scenario(text.str(), "bench.yaml", ENTENTE_SOURCE_DIR);
  if (!scenario) throw std::runtime_error(scenario.error().message());
  return compile(*scenario);
}

void run_million(benchmark::State& state, const char* weight) {
  const Model model = model_of(weight);
  constexpr std::uint64_t kPaths = 1'000'000;
  for (auto _ : state) benchmark::DoNotOptimize(run(model, Portion::part(1, kPaths, 1, 1)).paths);
  state.SetItemsProcessed(state.iterations() * std::int64_t(kPaths));
}
BENCHMARK_CAPTURE(run_million, weights, "1")->UseRealTime()->Unit(benchmark::kSecond);
BENCHMARK_CAPTURE(run_million, ranges, "-1 to 3")->UseRealTime()->Unit(benchmark::kSecond);

}  // namespace

BENCHMARK_MAIN();
