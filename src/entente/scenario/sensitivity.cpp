#include "entente/scenario/sensitivity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace entente::scenario {

namespace {

std::string text_of(Weight weight) {
  return weight.is_range() ? fmt::format("{} to {}", weight.low, weight.high)
                           : fmt::format("{}", weight.low);
}

std::string text_of(const Leaning& leaning) {
  return fmt::format("yes {}, abstain {}, no {}", leaning.yes, leaning.abstain, leaning.no);
}

std::string start_text(const Slot& slot) {
  std::string text;
  for (std::size_t v = 0; v < slot.values.size(); ++v)
    if (slot.start[v] > 0) text += (text.empty() ? "" : " or ") + slot.values[v];
  return text;
}

std::string tempo_text(const Tempo& tempo, int step_months) {
  const int months = tempo.kind == Tempo::Kind::each_step ? step_months : tempo.months;
  return months % 12 == 0 ? fmt::format("{} years", months / 12) : fmt::format("{} months", months);
}

/// A scenario that is changed and put back, one change after the other.
class Changes {
 public:
  Changes(const Scenario& scenario, const std::function<void(const Change&)>& use)
      : original_(scenario), use_(use) {
    change_.scenario = scenario;
  }

  void all() {
    change_weights();
    change_slots();
    change_leanings();
    change_red_lines();
    change_beta();
  }

 private:
  Scenario& s() { return change_.scenario; }

  void use(int line, std::string what, std::string now, std::string instead) {
    change_.line = line;
    change_.what = std::move(what);
    change_.now = std::move(now);
    change_.instead = std::move(instead);
    use_(change_);
  }

  void change_weights() {
    std::vector<bool> is_used(s().assumptions.size());
    for (const Influence& influence : s().influences)
      for (const Push& push : influence.pushes)
        is_used[push.assumption] = is_used[push.assumption] || !s().slots[push.slot].held;
    for (std::size_t a = 0; a < is_used.size(); ++a) {
      if (!is_used[a]) continue;
      const Weight now = original_.assumptions[a].weight;
      const int down = now.is_range() ? now.low : std::max(-kHeaviest, now.low - 1);
      const int up = now.is_range() ? now.high : std::min(kHeaviest, now.high + 1);
      for (const int weight : {down, up}) {
        s().assumptions[a].weight = {weight, weight};
        use(s().assumptions[a].line, "weight of " + s().assumptions[a].name, text_of(now),
            text_of(s().assumptions[a].weight));
      }
      s().assumptions[a].weight = now;
    }
  }

  void change_slots() {
    for (std::size_t i = 0; i < s().slots.size(); ++i) {
      Slot& slot = s().slots[i];
      if (slot.kind == Slot::Kind::choice && !slot.held) change_start(slot, original_.slots[i]);
      if (!slot.held) change_tempo(slot, original_.slots[i].tempo);
    }
  }

  void change_start(Slot& slot, const Slot& now) {
    for (std::size_t v = 0; v < slot.values.size(); ++v) {
      Shares shares(slot.values.size(), 0);
      shares[v] = 1;
      const bool is_certain = std::count(now.start.begin(), now.start.end(), 0U) + 1 ==
                              std::ptrdiff_t(now.start.size());
      if (is_certain && now.start[v] > 0) continue;
      slot.start = shares;
      use(slot.line, "start of " + slot.name, start_text(now), slot.values[v]);
    }
    slot.start = now.start;
  }

  void change_tempo(Slot& slot, const Tempo& now) {
    if (now.kind != Tempo::Kind::each_step && now.kind != Tempo::Kind::on_average) return;
    const int step = s().months_per_step();
    const int months = now.kind == Tempo::Kind::each_step ? step : now.months;
    for (const int instead : {std::max(step, months / 2), months * 2}) {
      if (instead == months) continue;
      slot.tempo = {Tempo::Kind::on_average, instead, 0};
      use(slot.line, "tempo of " + slot.name, tempo_text(now, step), tempo_text(slot.tempo, step));
    }
    slot.tempo = now;
  }

  void change_leanings() {
    for (Ballot& ballot : s().ballots)
      for (Leaning& leaning : ballot.leanings) {
        const Leaning now = leaning;
        const std::string what =
            fmt::format("leaning in {} (line {})", s().slots[ballot.slot].name, leaning.line);
        for (const bool yes : {true, false}) {
          if ((yes ? now.abstain + now.no : now.abstain + now.yes) == 0) continue;
          leaning.yes = yes;
          leaning.abstain = 0;
          leaning.no = !yes;
          use(leaning.line, what, text_of(now), yes ? "yes" : "no");
        }
        leaning = now;
      }
  }

  void change_red_lines() {
    for (std::size_t i = 0; i < original_.red_lines.size(); ++i) {
      const RedLine& line = original_.red_lines[i];
      if (line.then.empty()) continue;
      s().red_lines.erase(s().red_lines.begin() + std::ptrdiff_t(i));
      use(line.line, "red line " + line.name, "there", "not there");
      s().red_lines = original_.red_lines;
    }
  }

  void change_beta() {
    if (std::isinf(s().beta) || s().beta == 0) return;
    for (const double factor : {0.5, 2.0}) {
      s().beta = original_.beta * factor;
      use(0, "beta", fmt::format("{}", original_.beta), fmt::format("{}", s().beta));
    }
    s().beta = original_.beta;
  }

  const Scenario& original_;
  const std::function<void(const Change&)>& use_;
  Change change_;
};

bool any_range(const Scenario& s) {
  return std::any_of(s.assumptions.begin(), s.assumptions.end(),
                     [](const Assumption& a) { return a.weight.is_range(); });
}

}  // namespace

void each_change(const Scenario& scenario, const std::function<void(const Change&)>& use) {
  Changes(scenario, use).all();
}

std::size_t number_of_changes(const Scenario& scenario) {
  std::size_t number = 0;
  each_change(scenario, [&](const Change&) { ++number; });
  return number;
}

std::vector<Effect> sensitivity(const Scenario& scenario, std::optional<Target> target,
                                const std::function<void(std::size_t)>& done) {
  const Model model = compile(scenario);
  const Portion portion = Portion::part(scenario.seed, scenario.paths, 1, 1);
  const std::vector<std::uint8_t> end = last_step(model, portion);
  const bool has_ranges = any_range(scenario);
  std::vector<Effect> effects;
  each_change(scenario, [&](const Change& change) {
    const PairTally pair = run_beside(end, compile(change.scenario), portion);
    Effect effect{change.what, change.now, change.instead, change.line, 0, 0, {}};
    bool first = true;
    for (int slot = 0; slot < model.slots; ++slot)
      for (int v = 0; v < model.values[slot]; ++v) {
        if (target ? target->slot != slot || target->value != v
                   : scenario.slots[slot].kind != Slot::Kind::choice)
          continue;
        const std::size_t cell =
            std::size_t(model.steps) * model.all_values + model.offset[slot] + std::size_t(v);
        const Estimate difference = scenario::difference(pair, has_ranges, cell);
        if (!first && std::abs(difference.share) <= std::abs(effect.difference.share)) continue;
        effect.slot = slot;
        effect.value = v;
        effect.difference = difference;
        first = false;
      }
    effects.push_back(std::move(effect));
    if (done) done(effects.size());
  });
  std::stable_sort(effects.begin(), effects.end(), [](const Effect& a, const Effect& b) {
    return std::abs(a.difference.share) > std::abs(b.difference.share);
  });
  return effects;
}

}  // namespace entente::scenario
