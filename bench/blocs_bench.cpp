// The partition into two blocs that frustrates least: networks of ../shared/expected/frustration
// where that is at hand, beside Cbc with the XOR model and triangle rows (Aref, Mason and Wilson
// 2020) where that is installed, and made ones: sparse with 100,000 ties, dense with 170 nodes, and
// complete ones whose signs are drawn by lot.
//
// A bench over several networks says the time of all of them together.

#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>
#include <stdexcept>

#include "entente/alignment/frustration.h"
#include "entente/formats/tie_list.h"

namespace {

namespace fs = std::filesystem;
using entente::alignment::SignedGraph;
using Tie = SignedGraph::Tie;

const fs::path kExpected = fs::path(ENTENTE_SOURCE_DIR) / "../shared/expected/frustration";

SignedGraph read(const fs::path& path) {
  const auto list = entente::formats::read_ties(path.string());
  if (!list) throw std::runtime_error(list.error().message());
  std::vector<Tie> ties;
  for (const auto& tie : list->ties) ties.push_back({tie.a, tie.b, tie.weight});
  return SignedGraph::make(int(list->names.size()), ties).value();
}

std::vector<SignedGraph> read_all(const std::string& name) {
  std::vector<SignedGraph> graphs;
  if (!fs::exists(kExpected)) return graphs;
  if (name == "cow") {
    std::set<fs::path> files;
    for (const auto& file : fs::directory_iterator(kExpected / "cow")) files.insert(file.path());
    for (const auto& file : files) graphs.push_back(read(file));
  } else {
    graphs.push_back(read(kExpected / (name + ".csv")));
  }
  return graphs;
}

/// Two camps, with each tie's sign wrong at a chance of `noise`.
SignedGraph made(int nodes, std::size_t ties, double noise, int heaviest) {
  std::mt19937_64 random(1);
  std::bernoulli_distribution is_wrong(noise);
  std::map<std::pair<int, int>, std::int64_t> weights;
  while (weights.size() < ties) {
    int a = int(random() % unsigned(nodes)), b = int(random() % unsigned(nodes));
    if (a == b) continue;
    if (a > b) std::swap(a, b);
    const int sign = ((a % 2 == b % 2) != is_wrong(random)) ? 1 : -1;
    weights[{a, b}] = sign * int(1 + random() % unsigned(heaviest));
  }
  std::vector<Tie> list;
  for (const auto& [pair, weight] : weights) list.push_back({pair.first, pair.second, weight});
  return SignedGraph::make(nodes, list).value();
}

void solve(benchmark::State& state, const std::vector<SignedGraph>& graphs) {
  if (graphs.empty()) return state.SkipWithError("../shared is not here");
  std::int64_t lower = 0, upper = 0;
  for (auto _ : state) {
    lower = upper = 0;
    for (const auto& graph : graphs) {
      const auto found = least_frustration(graph, {.seconds = 60});
      lower += found.lower;
      upper += found.upper;
    }
  }
  state.counters["lower"] = double(lower);
  state.counters["upper"] = double(upper);
}

void expected(benchmark::State& state, const std::string& name) { solve(state, read_all(name)); }

void upper_bound_alone(benchmark::State& state, const std::string& name) {
  const auto graphs = read_all(name);
  if (graphs.empty()) return state.SkipWithError("../shared is not here");
  std::int64_t upper = 0;
  for (auto _ : state) {
    upper = 0;
    for (const auto& graph : graphs) upper += little_frustration(graph).upper;
  }
  state.counters["upper"] = double(upper);
}

void partitions(benchmark::State& state, const std::string& name) {
  const auto graphs = read_all(name);
  if (graphs.empty()) return state.SkipWithError("../shared is not here");
  std::vector<entente::alignment::Frustration> found;
  for (const auto& graph : graphs) found.push_back(least_frustration(graph));
  double count = 0;
  for (auto _ : state) {
    count = 0;
    for (std::size_t i = 0; i < graphs.size(); ++i)
      count += double(optimal_partitions(graphs[i], found[i], 1).count);
  }
  state.counters["partitions"] = count;
}

/// The XOR model with a row for each negative triangle, as a linear program's file.
void write_model(const SignedGraph& graph, const fs::path& path) {
  std::ofstream file(path);
  file << "Minimize\n obj:";
  for (std::size_t i = 0; i < graph.ties().size(); ++i)
    file << fmt::format(" + {} f{}\n", std::abs(graph.ties()[i].weight), i);
  file << "Subject To\n";
  for (std::size_t i = 0; i < graph.ties().size(); ++i) {
    const auto [a, b, weight] = graph.ties()[i];
    if (weight > 0)
      file << fmt::format(" f{0} - x{1} + x{2} >= 0\n f{0} + x{1} - x{2} >= 0\n", i, a, b);
    else
      file << fmt::format(" f{0} - x{1} - x{2} >= -1\n f{0} + x{1} + x{2} >= 1\n", i, a, b);
    for (const auto& end : graph.ends(a))
      for (const auto& other : graph.ends(b))
        if (end.node == other.node && end.node > b &&
            (weight < 0) ^ (end.weight < 0) ^ (other.weight < 0))
          file << fmt::format(" f{} + f{} + f{} >= 1\n", i, end.tie, other.tie);
  }
  file << "Binaries\n";
  for (std::size_t i = 0; i < graph.ties().size(); ++i) file << " f" << i << "\n";
  for (int i = 0; i < graph.nodes(); ++i) file << " x" << i << "\n";
  file << "End\n";
}

/// What Cbc takes, without the making of the files.
void by_cbc(benchmark::State& state, const std::string& name) {
  const auto graphs = read_all(name);
  if (graphs.empty()) return state.SkipWithError("../shared is not here");
  if (std::system("command -v cbc > /dev/null") != 0)
    return state.SkipWithError("cbc is not installed (Debian: coinor-cbc)");
  const auto folder = fs::temp_directory_path() / fmt::format("blocs_bench_{}", ::getpid());
  fs::create_directory(folder);
  for (std::size_t i = 0; i < graphs.size(); ++i)
    write_model(graphs[i], folder / fmt::format("{}.lp", i));
  double upper = 0;
  for (auto _ : state) {
    upper = 0;
    for (std::size_t i = 0; i < graphs.size(); ++i) {
      const std::string command = fmt::format(
          "cd {0} && cbc {1}.lp sec 120 solve solu {1}.txt > /dev/null", folder.string(), i);
      if (std::system(command.c_str()) != 0) throw std::runtime_error("cbc failed");
    }
  }
  for (std::size_t i = 0; i < graphs.size(); ++i) {  // "Optimal - objective value 17.00000000"
    std::ifstream file(folder / fmt::format("{}.txt", i));
    std::string line;
    std::getline(file, line);
    upper += std::stod(line.substr(line.rfind(' ')));
  }
  fs::remove_all(folder);
  state.counters["upper"] = upper;
}

BENCHMARK_CAPTURE(expected, cow_26, "cow")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(expected, bitcoinalpha, "bitcoinalpha")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(expected, unga_s15, "unga_s15")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(expected, unga_s74, "unga_s74")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(upper_bound_alone, cow_26, "cow")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(upper_bound_alone, bitcoinalpha, "bitcoinalpha")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(upper_bound_alone, unga_s74, "unga_s74")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(partitions, cow_26, "cow")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(partitions, bitcoinalpha, "bitcoinalpha")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(by_cbc, cow_26, "cow")->Unit(benchmark::kMillisecond)->Iterations(1);

void sparse(benchmark::State& state) {
  solve(state, {made(20'000, 100'000, double(state.range(0)) / 100, 1)});
}
void dense(benchmark::State& state) {
  solve(state, {made(170, 170 * 169 / 2, double(state.range(0)) / 100, 100)});
}
void by_lot(benchmark::State& state) {
  const auto nodes = std::size_t(state.range(0));
  solve(state, {made(int(nodes), nodes * (nodes - 1) / 2, 0.5, 100)});
}
BENCHMARK(sparse)->ArgName("percent_noise")->Arg(3)->Arg(10)->Unit(benchmark::kMillisecond);
BENCHMARK(dense)->ArgName("percent_noise")->Arg(10)->Arg(30)->Unit(benchmark::kMillisecond);
BENCHMARK(by_lot)->ArgName("nodes")->Arg(40)->Arg(50)->Arg(60)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
