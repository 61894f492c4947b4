#include "entente/scenario/model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "entente/scenario/flow.h"

namespace entente::scenario {

namespace {

constexpr double kOddsOfBest = 1 << 26;

/// e^(-beta d) in units of 2^-26, for the distances at which it is not nothing.
std::vector<std::uint32_t> odds_table(double beta) {
  constexpr std::size_t kFarthest = 16'001;  // scores go from -8,000 to 8,000
  std::vector<std::uint32_t> odds;
  for (std::size_t d = 0; d < kFarthest; ++d) {
    const double odds_of_d = d == 0 ? kOddsOfBest : kOddsOfBest * std::exp(-beta * double(d));
    if (odds_of_d < 0.5) break;
    odds.push_back(std::uint32_t(std::lround(odds_of_d)));
  }
  odds.push_back(0);
  return odds;
}

Chance chance_of(const Tempo& tempo, const Scenario& s, int step) {
  const int now = s.from + step * s.months_per_step(), before = now - s.months_per_step();
  switch (tempo.kind) {
    case Tempo::Kind::each_step:
      return kCertain;
    case Tempo::Kind::never:
      return 0;
    case Tempo::Kind::on_average:
      return kCertain * Chance(s.months_per_step()) / Chance(tempo.months);
    case Tempo::Kind::calendar: {
      // The last of its times up to now, if there is one after the step before.
      if (now < tempo.first) return 0;
      const int last = now - (now - tempo.first) % tempo.months;
      return last > before ? kCertain : 0;
    }
  }
  return 0;
}

class Compiler {
 public:
  explicit Compiler(const Scenario& scenario) : s_(scenario) {}

  Model compile() {
    m_.slots = int(s_.slots.size());
    m_.steps = s_.steps();
    m_.moves = s_.moves;
    m_.is_greedy = std::isinf(s_.beta);
    m_.odds = odds_table(s_.beta);
    for (const Assumption& assumption : s_.assumptions) m_.weights.push_back(assumption.weight);
    add_slots();
    add_due();
    add_choices();
    m_.counters = std::uint32_t(m_.slots) + 1;  // one a slot, and which of all moves is made
    for (const Ballot& ballot : s_.ballots) add_ballot(ballot);
    for (const Flow& flow : s_.flows) add_flow(flow);
    for (const RedLine& line : s_.red_lines) add_red_line(line);
    return std::move(m_);
  }

 private:
  void add_slots() {
    for (const Slot& slot : s_.slots) {
      m_.values.push_back(int(slot.values.size()));
      if (slot.kind == Slot::Kind::choice) m_.choice_slots.push_back(int(m_.offset.size()));
      m_.offset.push_back(m_.all_values);
      m_.all_values += std::uint32_t(slot.values.size());
      m_.final_values.push_back(slot.final_values);
      Shares sums = slot.start;
      std::partial_sum(sums.begin(), sums.end(), sums.begin());
      m_.start.push_back(std::move(sums));
    }
  }

  void add_due() {
    for (int step = 1; step <= m_.steps; ++step)
      for (const Slot& slot : s_.slots) m_.due.push_back(chance_of(slot.tempo, s_, step));
  }

  /// The place of a condition, which is added if it is new; -1 for what always holds.
  int condition(const Condition& terms) {
    if (terms.empty()) return -1;
    const auto found = std::find(m_.conditions.begin(), m_.conditions.end(), terms);
    if (found != m_.conditions.end()) return int(found - m_.conditions.begin());
    m_.conditions.push_back(terms);
    return int(m_.conditions.size()) - 1;
  }

  void add_choices() {
    std::vector<int> table(s_.slots.size(), -1);
    for (int slot = 0; slot < m_.slots; ++slot) {
      if (s_.slots[slot].kind != Slot::Kind::choice || s_.slots[slot].held) continue;
      table[slot] = int(m_.choices.size());
      Model::ChoiceTables choice;
      choice.slot = slot;
      for (const auto& needs : s_.slots[slot].needs) {
        choice.needs.push_back(needs ? condition(*needs) : -1);
        choice.has_needs |= choice.needs.back() >= 0;
      }
      m_.choices.push_back(std::move(choice));
    }
    for (std::size_t i = 0; i < s_.influences.size(); ++i)
      for (const Push& push : s_.influences[i].pushes)
        if (table[push.slot] >= 0)
          m_.choices[table[push.slot]].pushes.push_back(
              {condition(s_.influences[i].when), push.value, push.assumption, int(i)});
    for (Model::ChoiceTables& choice : m_.choices) {
      auto& used = choice.conditions = choice.needs;
      for (const Model::Push& push : choice.pushes) used.push_back(push.condition);
      std::sort(used.begin(), used.end());
      used.erase(std::unique(used.begin(), used.end()), used.end());
      std::erase(used, -1);
    }
  }

  void add_ballot(const Ballot& ballot) {
    Model::BallotTables tables;
    tables.slot = ballot.slot;
    tables.when = condition(ballot.when);
    tables.chamber = ballot.chamber;
    tables.members.resize(ballot.chamber.members().size());
    for (const Leaning& leaning : ballot.leanings) {
      const Chance sum = Chance(leaning.yes) + leaning.abstain + leaning.no;
      for (const int member : leaning.members)
        tables.members[member].push_back({condition(leaning.when), kCertain * leaning.yes / sum,
                                          kCertain * (leaning.yes + leaning.abstain) / sum});
    }
    for (std::size_t c = 0; c < ballot.chamber.conditions().size(); ++c)
      tables.is_veto.push_back(is_veto(ballot.chamber, c));
    tables.first_counter = m_.counters;
    m_.counters += std::uint32_t(tables.members.size());
    m_.ballots.push_back(std::move(tables));
  }

  /// What no yes can help, and holds as long as nobody says no, is a veto.
  static bool is_veto(const Chamber& chamber, std::size_t condition) {
    if (chamber.conditions()[condition].least > 0) return false;
    for (std::size_t member = 0; member < chamber.members().size(); ++member)
      if (chamber.value(condition, member, Vote::yes) != 0) return false;
    return true;
  }

  /// Which value the flow has for each set of links that are open.
  void add_flow(const Flow& flow) {
    Model::FlowTables tables;
    tables.slot = flow.slot;
    for (const Flow::Opening& opening : flow.open) tables.open.push_back(condition(opening.when));
    FlowNetwork network(*flow.links, flow.from, flow.to);
    const std::vector<std::int64_t> usual = flow.links->capacities(flow.at);
    for (std::uint32_t open = 0; open < 1U << flow.open.size(); ++open) {
      std::vector<std::int64_t> capacities = usual;
      for (std::size_t i = 0; i < flow.open.size(); ++i)
        for (const std::uint32_t link : flow.open[i].links)
          capacities[link] = open >> i & 1 ? flow.links->links[link].capacity.value_or(0) : 0;
      for (const std::uint32_t link : flow.blocked) capacities[link] = 0;
      const std::int64_t carried = network.deliver(capacities);
      const auto above =
          std::upper_bound(flow.lower_bounds.begin(), flow.lower_bounds.end(), carried);
      tables.value.push_back(std::uint8_t(above - flow.lower_bounds.begin()));
    }
    m_.flows.push_back(std::move(tables));
  }

  void add_red_line(const RedLine& line) {
    Model::RedLineTables tables{condition(line.when), {}};
    for (const auto& target : line.then)
      if (!s_.slots[target.first].held) tables.then.push_back(target);
    m_.red_lines.push_back(std::move(tables));
  }

  const Scenario& s_;
  Model m_;
};

Shares certain(const Slot& slot, int value) {
  Shares shares(slot.values.size(), 0);
  shares[value] = 1;
  return shares;
}

}  // namespace

std::vector<Packing> packing(const std::vector<int>& slots, const std::vector<int>& values) {
  std::vector<Packing> places;
  int word = 0, bit = 0;
  for (const int slot : slots) {
    const int width = std::bit_width(std::uint32_t(values[slot] - 1));
    if (bit + width > 64) {
      ++word;
      bit = 0;
    }
    places.push_back({slot, word, bit, width});
    bit += width;
  }
  return places;
}

Model compile(const Scenario& scenario) { return Compiler(scenario).compile(); }

Scenario vary(Scenario s, const Variant& variant) {
  for (const auto& [slot, shares] : variant.start) s.slots[slot].start = shares;
  for (const auto& [slot, value] : variant.fix) {
    s.slots[slot].start = certain(s.slots[slot], value);
    s.slots[slot].held = true;
  }
  for (const auto& [group, weight] : variant.weights)
    for (const Influence& influence : s.influences)
      if (influence.group == group)
        for (const Push& push : influence.pushes) s.assumptions[push.assumption].weight = weight;
  const auto is_out = [&](const std::string& name) {
    return std::find(variant.without.begin(), variant.without.end(), name) != variant.without.end();
  };
  std::erase_if(s.influences, [&](const Influence& i) { return is_out(i.group); });
  std::erase_if(s.red_lines, [&](const RedLine& line) { return is_out(line.name); });
  for (const std::string& word : variant.block)
    for (Flow& flow : s.flows)
      if (const auto links = flow.links->links_of(word))
        flow.blocked.insert(flow.blocked.end(), links->begin(), links->end());
  return s;
}

}  // namespace entente::scenario
