#include "entente/scenario/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "entente/base/json.h"

namespace entente::scenario {

namespace {

using nlohmann::json;

constexpr std::uint64_t kMostParts = 1'000'000;
constexpr double kNormal975 = 1.959963984540054;  // the standard normal's 97.5 % quantile

void count(const Source& source, Basis& basis) {
  switch (source.kind) {
    case Source::Kind::judgement:
      ++basis.judgements;
      break;
    case Source::Kind::claim:
      ++basis.claims;
      break;
    case Source::Kind::measure:
      ++basis.measures;
      break;
  }
}

std::string beta_text(double beta) {
  return std::isinf(beta) ? "infinite" : fmt::format("{}", beta);
}

std::string moves_text(Moves moves) {
  return moves == Moves::together ? "together" : moves == Moves::in_turn ? "in turn" : "one";
}

/// Works out whether configurations are consistent, in twice the weights so that the middle of a
/// range is whole.
class Consistency {
 public:
  explicit Consistency(const Model& model)
      : m_(model), places_(packing(model.choice_slots, model.values)), values_(model.slots) {}

  bool operator()(const Configuration& configuration) {
    for (const auto& ballot : m_.ballots) values_[ballot.slot] = int(Outcome::none);
    for (const Packing& place : places_)
      values_[place.slot] = int(configuration[place.word] >> place.bit & ((1U << place.width) - 1));
    for (const auto& flow : m_.flows) {
      std::size_t open = 0;
      for (std::size_t i = 0; i < flow.open.size(); ++i)
        open |= std::size_t(holds(flow.open[i])) << i;
      values_[flow.slot] = flow.value[open];
    }
    return std::all_of(m_.choices.begin(), m_.choices.end(),
                       [this](const auto& choice) { return is_best(choice); });
  }

 private:
  [[nodiscard]] bool holds(int condition) const {
    if (condition < 0) return true;
    const auto& terms = m_.conditions[condition];
    return std::all_of(terms.begin(), terms.end(), [this](const Term& term) {
      return (term.values >> values_[term.slot] & 1) != 0;
    });
  }

  bool is_best(const Model::ChoiceTables& choice) {
    scores_.assign(m_.values[choice.slot], 0);
    for (const auto& push : choice.pushes)
      if (holds(push.condition))
        scores_[push.value] += m_.weights[push.assumption].low + m_.weights[push.assumption].high;
    const int now = values_[choice.slot];
    if (m_.final_values[choice.slot] >> now & 1) return true;
    for (int v = 0; v < m_.values[choice.slot]; ++v)
      if (scores_[v] > scores_[now] && holds(choice.needs[v])) return false;
    return true;
  }

  const Model& m_;
  std::vector<Packing> places_;
  std::vector<int> values_, scores_;
};

std::vector<End> sorted(std::vector<End> ends) {
  std::sort(ends.begin(), ends.end(), [](const End& a, const End& b) {
    return a.paths != b.paths ? a.paths > b.paths : a.values < b.values;
  });
  return ends;
}

std::vector<int> choice_slots(const Projection::Head& head) {
  std::vector<int> slots;
  for (int slot = 0; slot < int(head.slots.size()); ++slot)
    if (head.slots[slot].kind == Slot::Kind::choice) slots.push_back(slot);
  return slots;
}

std::vector<int> numbers_of_values(const Projection::Head& head) {
  std::vector<int> numbers;
  for (const auto& slot : head.slots) numbers.push_back(int(slot.values.size()));
  return numbers;
}

// Parts as JSON

json to_json(const Projection::Head& h) {
  json slots = json::array();
  for (const auto& slot : h.slots)
    slots.push_back({{"name", slot.name}, {"kind", int(slot.kind)}, {"values", slot.values}});
  return {{"title", h.title},
          {"question", h.question},
          {"variant", h.variant},
          {"hash", h.hash},
          {"version", h.version},
          {"seed", h.seed},
          {"paths", h.paths},
          {"beta", h.beta},
          {"moves", h.moves},
          {"has_ranges", h.has_ranges},
          {"basis", {h.basis.judgements, h.basis.claims, h.basis.measures}},
          {"judgement", h.judgement},
          {"steps", h.steps},
          {"slots", slots},
          {"red_lines", h.red_lines}};
}

Projection::Head head_from(const json& j) {
  Projection::Head h;
  h.title = j.at("title");
  h.question = j.at("question");
  h.variant = j.at("variant");
  h.hash = j.at("hash");
  h.version = j.at("version");
  h.seed = j.at("seed");
  h.paths = j.at("paths");
  h.beta = j.at("beta");
  h.moves = j.at("moves");
  h.has_ranges = j.at("has_ranges");
  const auto basis = j.at("basis").get<std::array<int, 3>>();
  h.basis = {basis[0], basis[1], basis[2]};
  h.judgement = j.at("judgement");
  h.steps = j.at("steps");
  for (const json& slot : j.at("slots")) {
    const int kind = slot.at("kind");
    if (kind < 0 || kind > int(Slot::Kind::flow)) throw std::out_of_range("kind");
    h.slots.push_back({slot.at("name"), Slot::Kind(kind), slot.at("values")});
  }
  h.red_lines = j.at("red_lines");
  return h;
}

/// Throws when tables have not the sizes that the head asks for.
void check_sizes(const Projection& p) {
  std::size_t values = 0;
  for (const auto& slot : p.head.slots) {
    if (slot.values.size() < 2 || slot.values.size() > std::size_t(kMostValues))
      throw std::out_of_range("values");
    values += slot.values.size();
  }
  const auto numbers = numbers_of_values(p.head);
  const auto places = packing(choice_slots(p.head), numbers);
  if (p.head.steps.empty() || places.empty() || places.back().word >= kConfigurationWords ||
      p.tally.counts.size() != p.head.steps.size() * values ||
      p.tally.squares.size() != p.tally.counts.size() ||
      p.tally.in_full.size() != p.tally.counts.size() ||
      p.tally.crossed.size() != p.head.steps.size() * p.head.red_lines.size() || p.part < 1 ||
      p.part > p.parts || p.parts > kMostParts)
    throw std::out_of_range("sizes");
  for (const End& end : p.ends)
    for (const Packing& place : places)
      if (p.value_in(end, place.slot) >= numbers[place.slot]) throw std::out_of_range("ends");
}

}  // namespace

Projection::Head head_of(const Scenario& s, const std::string& variant,
                         const std::string& version) {
  Projection::Head head;
  head.title = s.title;
  head.question = s.question;
  head.variant = variant;
  head.hash = s.hash;
  head.version = version;
  head.seed = s.seed;
  head.paths = s.paths;
  head.beta = beta_text(s.beta);
  head.moves = moves_text(s.moves);
  head.has_ranges = std::any_of(s.influences.begin(), s.influences.end(), [&](const Influence& i) {
    return std::any_of(i.pushes.begin(), i.pushes.end(), [&](const Push& push) {
      return s.assumptions[push.assumption].weight.is_range();
    });
  });
  head.basis = basis_of(s);
  head.judgement = s.judgement;
  for (int step = 0; step <= s.steps(); ++step) head.steps.push_back(s.step_name(step));
  for (const Slot& slot : s.slots) head.slots.push_back({slot.name, slot.kind, slot.values});
  for (const RedLine& line : s.red_lines) head.red_lines.push_back(line.name);
  return head;
}

Basis basis_of(const Scenario& s) {
  Basis basis;
  for (const Slot& slot : s.slots)
    if (slot.kind == Slot::Kind::choice) count(slot.source, basis);
  std::set<std::string> groups;
  for (const Influence& influence : s.influences)
    if (groups.insert(influence.group).second) count(influence.source, basis);
  for (const Ballot& ballot : s.ballots)
    for (const Leaning& leaning : ballot.leanings) count(leaning.source, basis);
  for (const RedLine& line : s.red_lines) count(line.source, basis);
  return basis;
}

Estimate wilson(double share, double n) {
  const double z2 = kNormal975 * kNormal975;
  const double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half =
      kNormal975 / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  // At 0 and 1 the formula meets the share itself, but for the last bits.
  return {share, share == 0 ? 0 : middle - half, share == 1 ? 1 : middle + half, 0};
}

/// The standard deviation between draws, from the variance of their means and the part of it that
/// is sampling. What lies within two standard errors of sampling alone counts as none.
static double spread_of(double between, double within, double draws) {
  const bool is_noise = between <= within * (1 + 2 * std::sqrt(2 / (draws - 1)));
  return is_noise ? 0 : std::sqrt(between - within);
}

Estimate estimate(const Tally& tally, bool has_ranges, std::size_t cell) {
  const double share = double(tally.counts[cell]) / double(tally.paths);
  const double draws = double(tally.full_blocks), b = kBlock;
  if (!has_ranges || draws < 2 || share == 0 || share == 1)
    return wilson(share, double(tally.paths));
  // One-way random effects: the paths of a block share one draw of the weights. The last block, if
  // it is cut short, is left out of the variances.
  const double mean = double(tally.in_full[cell]) / (draws * b);
  const double mean_square = double(tally.squares[cell]) / (draws * b * b);
  const double between = std::max(0.0, (mean_square - mean * mean) * draws / (draws - 1));
  const double within = std::max(0.0, (mean - mean_square) / (b - 1));
  const double effect = std::max(1.0, between * b / (share * (1 - share)));
  Estimate result = wilson(share, double(tally.paths) / effect);
  result.spread = spread_of(between, within, draws);
  return result;
}

Estimate difference(const PairTally& pair, bool has_ranges, std::size_t cell) {
  const double n = double(pair.first.paths), draws = double(pair.first.full_blocks), b = kBlock;
  const double changed = double(pair.gained[cell] + pair.lost[cell]) / n;
  const double mean = (double(pair.gained[cell]) - double(pair.lost[cell])) / n;
  double variance = (changed - mean * mean) / n, spread = 0;
  if (has_ranges && draws >= 2) {
    const double mean_square = double(pair.squares[cell]) / (draws * b * b);
    const double mean_in_full = double(pair.in_full[cell]) / (draws * b);
    const double between =
        std::max(0.0, (mean_square - mean_in_full * mean_in_full) * draws / (draws - 1));
    const double within = std::max(0.0, (changed - mean_square) / (b - 1));
    variance = std::max(variance, between / draws);
    spread = spread_of(between, within, draws);
  }
  // Where no path changed, one in 3/n may (the rule of three).
  const double half = std::max(kNormal975 * std::sqrt(variance), changed == 0 ? 3 / n : 0);
  return {mean, mean - half, mean + half, spread};
}

std::size_t Projection::cell(int step, int slot, int value) const {
  std::size_t all = 0, before = 0;
  for (int i = 0; i < int(head.slots.size()); ++i) {
    if (i == slot) before = all;
    all += head.slots[i].values.size();
  }
  return std::size_t(step) * all + before + std::size_t(value);
}

Estimate Projection::estimate(int step, int slot, int value) const {
  return scenario::estimate(tally, head.has_ranges, cell(step, slot, value));
}

Estimate Projection::crossed(int step, int red_line) const {
  const std::size_t at = std::size_t(step) * head.red_lines.size() + std::size_t(red_line);
  return wilson(double(tally.crossed[at]) / double(tally.paths), double(tally.paths));
}

int Projection::value_in(const End& end, int slot) const {
  for (const Packing& place : packing(choice_slots(head), numbers_of_values(head)))
    if (place.slot == slot)
      return int(end.values[place.word] >> place.bit & ((std::uint64_t(1) << place.width) - 1));
  return 0;
}

Projection project(const Scenario& scenario, const std::string& variant, const std::string& version,
                   std::uint64_t part, std::uint64_t parts, const BlocksDone& done) {
  const Model model = compile(scenario);
  Projection result;
  result.head = head_of(scenario, variant, version);
  result.part = part;
  result.parts = parts;
  result.tally = run(model, Portion::part(scenario.seed, scenario.paths, part, parts), done);
  Consistency is_consistent(model);
  for (const auto& [values, paths] : result.tally.ends)
    result.ends.push_back({values, paths, is_consistent(values)});
  result.tally.ends.clear();
  result.ends = sorted(std::move(result.ends));
  return result;
}

std::string part_text(const Projection& p) {
  std::string ends;
  for (const End& end : p.ends)
    ends +=
        fmt::format("{}[{},{},{},{},{},{}]", ends.empty() ? "" : ",", end.values[0], end.values[1],
                    end.values[2], end.values[3], end.paths, int(end.is_consistent));
  const Tally& t = p.tally;
  return fmt::format(
      R"({{"entente_part":1,"part":{},"parts":{},"head":{},"paths":{},"full_blocks":{},)"
      R"("too_many_ends":{},"counts":{},"in_full":{},"squares":{},"crossed":{},"ends":[{}]}})"
      "\n",
      p.part, p.parts, to_json(p.head).dump(), t.paths, t.full_blocks, t.too_many_ends,
      json(t.counts).dump(), json(t.in_full).dump(), json(t.squares).dump(), json(t.crossed).dump(),
      ends);
}

base::Result<Projection> read_part(std::string_view text, const std::string& file) {
  try {
    const json j = json::parse(text);
    if (j.at("entente_part") != 1) throw std::out_of_range("format");
    Projection p;
    p.part = j.at("part");
    p.parts = j.at("parts");
    p.head = head_from(j.at("head"));
    p.tally.paths = j.at("paths");
    p.tally.full_blocks = j.at("full_blocks");
    p.tally.too_many_ends = j.at("too_many_ends");
    p.tally.counts = j.at("counts").get<std::vector<std::uint64_t>>();
    p.tally.in_full = j.at("in_full").get<std::vector<std::uint64_t>>();
    p.tally.squares = j.at("squares").get<std::vector<std::uint64_t>>();
    p.tally.crossed = j.at("crossed").get<std::vector<std::uint64_t>>();
    for (const json& end : j.at("ends")) {
      const auto numbers = end.get<std::array<std::uint64_t, 6>>();
      p.ends.push_back(
          {{numbers[0], numbers[1], numbers[2], numbers[3]}, numbers[4], numbers[5] != 0});
    }
    check_sizes(p);
    return p;
  } catch (const std::exception&) {
    return base::fail("this is no whole part of a run", file,
                      "make it again with `entente scenario run … --shard K/N`");
  }
}

base::Result<Projection> merge(const std::vector<Projection>& parts,
                               const std::vector<std::string>& files) {
  if (parts.empty()) return base::fail("there are no parts to merge");
  const auto& first = parts[0];
  std::vector<int> file_of(first.parts + 1, -1);
  const std::string head = to_json(first.head).dump();
  for (int i = 0; i < int(parts.size()); ++i) {
    if (parts[i].parts != first.parts || to_json(parts[i].head).dump() != head)
      return base::fail(fmt::format("this part is of another run than {}", files[0]), files[i],
                        "parts must have the same scenario, seed, paths, variant and program");
    int& file = file_of[parts[i].part];
    if (file >= 0)
      return base::fail(fmt::format("part {} is in {} already", parts[i].part, files[file]),
                        files[i]);
    file = i;
  }
  Projection whole;
  whole.head = first.head;
  std::unordered_map<Configuration, bool, ConfigurationHash> consistent;
  for (std::uint64_t part = 1; part <= first.parts; ++part) {
    if (file_of[part] < 0)
      return base::fail(fmt::format("part {} of {} is missing", part, first.parts), "",
                        fmt::format("make it with --shard {}/{}", part, first.parts));
    const Projection& p = parts[file_of[part]];
    whole.tally.add(p.tally);
    if (!whole.tally.too_many_ends)
      for (const End& end : p.ends) {
        whole.tally.ends[end.values] += end.paths;
        consistent[end.values] = end.is_consistent;
      }
    whole.tally.drop_too_many_ends();
  }
  if (whole.tally.paths != first.head.paths || whole.tally.paths == 0)
    return base::fail("the parts do not add up to the run's paths", files[0]);
  for (const auto& [values, paths] : whole.tally.ends)
    whole.ends.push_back({values, paths, consistent[values]});
  whole.tally.ends.clear();
  whole.ends = sorted(std::move(whole.ends));
  return whole;
}

}  // namespace entente::scenario
