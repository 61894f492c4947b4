#include "entente/scenario/engine.h"

#include <tbb/blocked_range.h>
#include <tbb/enumerable_thread_specific.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <limits>

#include "entente/scenario/random.h"

namespace entente::scenario {

namespace {

using Score = std::int16_t;
using Code = std::uint16_t;
constexpr std::size_t kMostTabled = 6;  // members: 3⁶ ways to vote
using Row = std::uint8_t;               // of a row of kBlock: a value, or a mask of 0 or 0xFF

/// Of a value that may not be entered: below all scores, further than the odds table goes.
constexpr Score kBarred = std::numeric_limits<Score>::min();

/// Tells the weights' random numbers from those of the paths.
constexpr std::uint64_t kWeights = 0x5745494748545321U;

// Loops over a block. `n` is its number of paths; rows do not overlap.

void mark_equal(Row* __restrict mask, const Row* __restrict row, Row value, int n) {
  for (int p = 0; p < n; ++p) mask[p] = row[p] == value ? 0xFF : 0;
}

void mark_or_equal(Row* __restrict mask, const Row* __restrict row, Row value, int n) {
  for (int p = 0; p < n; ++p) mask[p] = Row(mask[p] | (row[p] == value ? 0xFF : 0));
}

void mark_and(Row* __restrict mask, const Row* __restrict other, int n) {
  for (int p = 0; p < n; ++p) mask[p] &= other[p];
}

void add_where(Score* __restrict scores, const Row* __restrict mask, Score weight, int n) {
  for (int p = 0; p < n; ++p) scores[p] = Score(scores[p] + (Score(std::int8_t(mask[p])) & weight));
}

std::uint64_t count_equal(const Row* row, Row value, int n) {
  std::uint32_t count = 0;
  for (int p = 0; p < n; ++p) count += row[p] == value;
  return count;
}

std::uint64_t count_gained(const Row* __restrict a, const Row* __restrict b, Row value, int n) {
  std::uint32_t count = 0;
  for (int p = 0; p < n; ++p) count += (b[p] == value) & (a[p] != value);
  return count;
}

/// Counts which influences held when slots moved.
class Tracer {
 public:
  Tracer(const Model& model, std::size_t influences)
      : model_(model), influences_(influences), moves_(model.slots) {}

  void forced(int slot, int from, int to) {
    Trace::Move& m = move(slot, from, to);
    ++m.count;
    ++m.forced;
  }

  template <class Holds>  // whether a condition holds
  void chosen(const Model::ChoiceTables& choice, int from, int to,
              const std::vector<Score>& weights, Holds holds) {
    Trace::Move& m = move(choice.slot, from, to);
    ++m.count;
    for (const Model::Push& push : choice.pushes) {
      if ((push.value != from && push.value != to) || !holds(push.condition)) continue;
      const int sign = push.value == to ? 1 : -1;
      m.push[push.influence] += sign * weights[push.assumption];
      if (last_[push.influence] != tick_) ++m.held[push.influence];
      last_[push.influence] = tick_;
    }
    ++tick_;
  }

  Trace result() const {
    Trace trace;
    for (const auto& of_slot : moves_)
      for (const Trace::Move& m : of_slot)
        if (m.count > 0) trace.moves.push_back(m);
    return trace;
  }

 private:
  Trace::Move& move(int slot, int from, int to) {
    auto& of_slot = moves_[slot];
    const int values = model_.values[slot];
    if (of_slot.empty())
      for (int a = 0; a < values; ++a)
        for (int b = 0; b < values; ++b)
          of_slot.push_back({slot, a, b, 0, 0, std::vector<std::uint64_t>(influences_),
                             std::vector<std::int64_t>(influences_)});
    return of_slot[from * values + to];
  }

  const Model& model_;
  std::size_t influences_;
  std::vector<std::vector<Trace::Move>> moves_;
  std::vector<std::uint64_t> last_ = std::vector<std::uint64_t>(influences_);
  std::uint64_t tick_ = 1;
};

/// Runs one block of paths at a time. All of its memory is there from the start.
class Walker {
 public:
  explicit Walker(const Model& model)
      : m_(model),
        state_(std::size_t(model.slots) * kBlock),
        next_(state_.size()),
        locked_(state_.size()),
        masks_(model.conditions.size() * kBlock),
        crossed_(model.red_lines.size() * kBlock),
        scores_(std::size_t(model.all_values) * kBlock),
        base_(model.all_values),
        weights_(model.weights.size()) {
    for (int c = 0; c < int(model.conditions.size()); ++c) all_conditions_.push_back(c);
    for (const auto& ballot : model.ballots) outcomes_.push_back(outcomes_of(ballot));
  }

  /// Where block `block` of a run starts. Its paths are `n`.
  void begin(std::uint64_t seed, std::uint64_t block, int n) {
    n_ = n;
    for (int p = 0; p < n; ++p) keys_[p] = stream(seed, block * kBlock + std::uint64_t(p));
    draw_weights(stream(seed ^ kWeights, block));
    std::fill(crossed_.begin(), crossed_.end(), Row(0));
    for (int slot = 0; slot < m_.slots; ++slot) {
      const Shares& sums = m_.start[slot];
      for (int p = 0; p < n_; ++p) {
        const std::uint32_t drawn = below(draw(keys_[p], std::uint64_t(slot)), sums.back());
        row(slot)[p] = Row(std::upper_bound(sums.begin(), sums.end(), drawn) - sums.begin());
      }
    }
    work_out_flows();
  }

  void step(int step, Tracer* tracer = nullptr) {
    step_ = step;
    cross_red_lines(tracer);
    for (std::size_t i = 0; i < m_.ballots.size(); ++i) hold_vote(m_.ballots[i], outcomes_[i]);
    switch (m_.moves) {
      case Moves::together:
        move_together(tracer);
        break;
      case Moves::in_turn:
        move_in_turn(tracer);
        break;
      case Moves::one:
        move_one(tracer);
        break;
    }
    work_out_flows();
  }

  [[nodiscard]] const Row* values(int slot) const { return state_.data() + slot * kBlock; }
  [[nodiscard]] const Row* crossed(std::size_t line) const {
    return crossed_.data() + line * kBlock;
  }
  [[nodiscard]] int paths() const { return n_; }

 private:
  Row* row(int slot) { return state_.data() + slot * kBlock; }
  Row* mask(int condition) { return masks_.data() + condition * kBlock; }
  Score* scores(int slot, int value) {
    return scores_.data() + (m_.offset[slot] + std::uint32_t(value)) * kBlock;
  }
  [[nodiscard]] std::uint64_t counter(std::uint32_t what) const {
    return std::uint64_t(step_) * m_.counters + what;
  }
  [[nodiscard]] Chance due(int slot) const { return m_.due[(step_ - 1) * m_.slots + slot]; }

  void draw_weights(std::uint64_t key) {
    for (std::size_t a = 0; a < weights_.size(); ++a) {
      const auto [low, high] = m_.weights[a];
      weights_[a] = Score(low + int(below(draw(key, a), std::uint32_t(high - low) + 1)));
    }
    std::fill(base_.begin(), base_.end(), Score(0));
    for (const auto& choice : m_.choices)
      for (const auto& push : choice.pushes)
        if (push.condition < 0)
          base_[m_.offset[choice.slot] + push.value] += weights_[push.assumption];
  }

  void evaluate(int condition) {
    Row* result = mask(condition);
    bool first = true;
    for (const Term& term : m_.conditions[condition]) {
      Row* part = first ? result : term_;
      const Row* values = row(term.slot);
      auto bits = term.values;
      mark_equal(part, values, Row(std::countr_zero(bits)), n_);
      for (bits &= bits - 1; bits != 0; bits &= bits - 1)
        mark_or_equal(part, values, Row(std::countr_zero(bits)), n_);
      if (!first) mark_and(result, term_, n_);
      first = false;
    }
  }

  void evaluate(const std::vector<int>& conditions) {
    for (const int condition : conditions) evaluate(condition);
  }

  void cross_red_lines(Tracer* tracer) {
    std::fill(locked_.begin(), locked_.end(), Row(0));
    // All lines look at the state that the last step left.
    for (const auto& line : m_.red_lines)
      if (line.when >= 0) evaluate(line.when);
    for (std::size_t i = 0; i < m_.red_lines.size(); ++i) {
      const auto& line = m_.red_lines[i];
      for (int p = 0; p < n_; ++p)
        if (line.when < 0 || mask(line.when)[p]) crossed_[i * kBlock + p] = 0xFF;
      for (const auto& [slot, value] : line.then)
        for (int p = 0; p < n_; ++p) {
          if (line.when >= 0 && !mask(line.when)[p]) continue;
          if (tracer != nullptr && row(slot)[p] != value) tracer->forced(slot, row(slot)[p], value);
          row(slot)[p] = Row(value);
          locked_[slot * kBlock + p] = 0xFF;
        }
    }
  }

  void hold_vote(const Model::BallotTables& ballot, const std::vector<Row>& outcomes) {
    if (ballot.when >= 0) evaluate(ballot.when);
    for (const auto& member : ballot.members)
      for (const auto& leaning : member)
        if (leaning.condition >= 0) evaluate(leaning.condition);
    Row* result = row(ballot.slot);
    const std::uint64_t number = counter(std::uint32_t(ballot.slot));
    const Chance is_due = due(ballot.slot);
    for (int p = 0; p < n_; ++p) {
      const bool held = (ballot.when < 0 || mask(ballot.when)[p]) &&
                        std::uint32_t(draw(keys_[p], number)) < is_due;
      term_[p] = held ? 0xFF : 0;
    }
    if (outcomes.empty()) {
      votes_.resize(ballot.members.size());
      for (int p = 0; p < n_; ++p) result[p] = Row(term_[p] ? outcome(ballot, p) : Outcome::none);
      return;
    }
    std::fill_n(votes_code_, n_, Code(0));
    for (std::size_t member = 0; member < ballot.members.size(); ++member)
      add_votes(ballot.members[member], counter(ballot.first_counter + std::uint32_t(member)));
    for (int p = 0; p < n_; ++p)
      result[p] = term_[p] ? outcomes[votes_code_[p]] : Row(Outcome::none);
  }

  /// One more member's votes, of all paths: 0 for yes, 1 for abstention, 2 for no.
  void add_votes(const std::vector<Model::BallotTables::Leaning>& leanings, std::uint64_t number) {
    for (std::size_t i = leanings.size(); i-- > 0;) {  // the first that holds is put there last
      const auto& [condition, yes, not_no] = leanings[i];
      const Row* holds = condition < 0 ? nullptr : mask(condition);
      for (int p = 0; p < n_; ++p) {
        const bool is_so = holds == nullptr || holds[p] != 0;
        yes_[p] = is_so ? yes : yes_[p];
        not_no_[p] = is_so ? not_no : not_no_[p];
      }
    }
    for (int p = 0; p < n_; ++p) {
      const Chance drawn = draw(keys_[p], number) >> 32;
      votes_code_[p] = Code(3 * votes_code_[p] + (drawn >= yes_[p]) + (drawn >= not_no_[p]));
    }
  }

  /// What comes of all votes of a small body, by their code; nothing for larger ones.
  std::vector<Row> outcomes_of(const Model::BallotTables& ballot) {
    std::vector<Row> outcomes;
    const std::size_t members = ballot.members.size();
    if (members > kMostTabled) return outcomes;
    std::size_t size = 1;
    for (std::size_t i = 0; i < members; ++i) size *= 3;
    votes_.resize(members);
    for (std::size_t code = 0; code < size; ++code) {
      for (std::size_t i = members, rest = code; i-- > 0; rest /= 3)
        votes_[i] = Vote(1 - int(rest % 3));
      outcomes.push_back(Row(count(ballot)));
    }
    return outcomes;
  }

  Outcome outcome(const Model::BallotTables& ballot, int p) {
    for (std::size_t member = 0; member < votes_.size(); ++member) {
      const Chance drawn =
          draw(keys_[p], counter(ballot.first_counter + std::uint32_t(member))) >> 32;
      for (const auto& leaning : ballot.members[member]) {
        if (leaning.condition >= 0 && !mask(leaning.condition)[p]) continue;
        votes_[member] = drawn < leaning.yes      ? Vote::yes
                         : drawn < leaning.not_no ? Vote::abstain
                                                  : Vote::no;
        break;
      }
    }
    return count(ballot);
  }

  /// A motion that fails for vetoes alone is vetoed.
  Outcome count(const Model::BallotTables& ballot) {
    const auto conditions = ballot.chamber.conditions();
    bool passes = true, without_vetoes = true;
    for (std::size_t c = 0; c < conditions.size();) {
      const int clause = conditions[c].clause;
      bool holds = false, veto = false;
      for (; c < conditions.size() && conditions[c].clause == clause; ++c) {
        holds |= ballot.chamber.sum(c, votes_) >= conditions[c].least;
        veto |= ballot.is_veto[c];
      }
      passes &= holds;
      without_vetoes &= holds || veto;
    }
    return passes ? Outcome::passed : without_vetoes ? Outcome::vetoed : Outcome::failed;
  }

  void score(const Model::ChoiceTables& choice) {
    const int values = m_.values[choice.slot];
    for (int v = 0; v < values; ++v)
      std::fill_n(scores(choice.slot, v), n_, base_[m_.offset[choice.slot] + v]);
    for (const auto& push : choice.pushes)
      if (push.condition >= 0)
        add_where(scores(choice.slot, push.value), mask(push.condition), weights_[push.assumption],
                  n_);
    if (choice.has_needs)
      for (int v = 0; v < values; ++v) bar(choice, v);
  }

  /// What needs something that is not so can be kept, but not entered.
  void bar(const Model::ChoiceTables& choice, int value) {
    if (choice.needs[value] < 0) return;
    Score* of_value = scores(choice.slot, value);
    for (int p = 0; p < n_; ++p)
      if (!mask(choice.needs[value])[p] && row(choice.slot)[p] != value) of_value[p] = kBarred;
  }

  void lock_final(int slot) {
    const std::uint32_t finals = m_.final_values[slot];
    if (finals == 0) return;
    for (int p = 0; p < n_; ++p)
      if (finals >> row(slot)[p] & 1) locked_[slot * kBlock + p] = 0xFF;
  }

  /// The values that a slot goes to, from `from` to `to`. V is their number, or 0 for any.
  template <int V>
  void choose(int slot, const Row* __restrict from, Row* __restrict to) {
    const Chance chance = due(slot);
    const int values = V > 0 ? V : m_.values[slot];
    const std::uint64_t number = counter(std::uint32_t(slot));
    const Row* locked = locked_.data() + slot * kBlock;
    const Score* table = scores(slot, 0);
    const std::uint32_t* odds = m_.odds.data();
    const int last = int(m_.odds.size()) - 1;
    std::uint32_t sums[V > 0 ? V : kMostValues];
    for (int p = 0; p < n_; ++p) {
      to[p] = from[p];
      const std::uint64_t bits = draw(keys_[p], number);
      if (locked[p] || std::uint32_t(bits) >= chance) continue;
      int best = table[p];
      for (int v = 1; v < values; ++v) best = std::max<int>(best, table[v * kBlock + p]);
      if (m_.is_greedy) {
        if (table[from[p] * kBlock + p] == best) continue;
        int v = 0;
        while (table[v * kBlock + p] != best) ++v;
        to[p] = Row(v);
        continue;
      }
      std::uint32_t sum = 0;
      for (int v = 0; v < values; ++v)
        sums[v] = sum += odds[std::min(best - table[v * kBlock + p], last)];
      const std::uint32_t drawn = below(bits, sum);
      int v = 0;
      for (int i = 0; i < values - 1; ++i) v += drawn >= sums[i];
      to[p] = Row(v);
    }
  }

  void choose(int slot, const Row* from, Row* to) {
    switch (m_.values[slot]) {
      case 2:
        return choose<2>(slot, from, to);
      case 3:
        return choose<3>(slot, from, to);
      case 4:
        return choose<4>(slot, from, to);
      case 5:
        return choose<5>(slot, from, to);
      default:
        return choose<0>(slot, from, to);
    }
  }

  void trace_choice(Tracer& tracer, const Model::ChoiceTables& choice, const Row* from,
                    const Row* to) {
    for (int p = 0; p < n_; ++p)
      if (from[p] != to[p])
        tracer.chosen(choice, from[p], to[p], weights_, [this, p](int condition) {
          return condition < 0 || mask(condition)[p] != 0;
        });
  }

  void move_together(Tracer* tracer) {
    evaluate(all_conditions_);
    std::memcpy(next_.data(), state_.data(), state_.size());
    for (const auto& choice : m_.choices) {
      if (due(choice.slot) == 0) continue;
      lock_final(choice.slot);
      score(choice);
      Row* to = next_.data() + choice.slot * kBlock;
      choose(choice.slot, row(choice.slot), to);
      if (tracer != nullptr) trace_choice(*tracer, choice, row(choice.slot), to);
    }
    state_.swap(next_);
  }

  void move_in_turn(Tracer* tracer) {
    for (const auto& choice : m_.choices) {
      if (due(choice.slot) == 0) continue;
      evaluate(choice.conditions);
      lock_final(choice.slot);
      score(choice);
      Row* from = next_.data() + choice.slot * kBlock;
      std::memcpy(from, row(choice.slot), kBlock);
      choose(choice.slot, from, row(choice.slot));
      if (tracer != nullptr) trace_choice(*tracer, choice, from, row(choice.slot));
    }
  }

  /// One move of all that are open, or none, which gains nothing.
  void move_one(Tracer* tracer) {
    evaluate(all_conditions_);
    for (const auto& choice : m_.choices) {
      lock_final(choice.slot);
      score(choice);
    }
    std::memcpy(next_.data(), state_.data(), state_.size());
    const std::uint64_t number = counter(std::uint32_t(m_.slots));
    for (int p = 0; p < n_; ++p) {
      open_.clear();
      int best = 0;
      for (const auto& choice : m_.choices) add_open_moves(choice, p, best);
      const Open* made = pick(best, draw(keys_[p], number));
      if (made != nullptr) next_[made->slot * kBlock + p] = Row(made->value);
    }
    if (tracer != nullptr)
      for (const auto& choice : m_.choices)
        trace_choice(*tracer, choice, row(choice.slot), next_.data() + choice.slot * kBlock);
    state_.swap(next_);
  }

  struct Open {
    int slot, value, gain;
  };

  void add_open_moves(const Model::ChoiceTables& choice, int p, int& best) {
    const int slot = choice.slot;
    if (locked_[slot * kBlock + p] ||
        std::uint32_t(draw(keys_[p], counter(std::uint32_t(slot)))) >= due(slot))
      return;
    const int now = row(slot)[p];
    for (int v = 0; v < m_.values[slot]; ++v) {
      if (v == now || scores(slot, v)[p] == kBarred) continue;
      open_.push_back({slot, v, scores(slot, v)[p] - scores(slot, now)[p]});
      best = std::max(best, open_.back().gain);
    }
  }

  [[nodiscard]] const Open* pick(int best, std::uint64_t bits) const {
    if (m_.is_greedy) {
      for (const Open& open : open_)
        if (best > 0 && open.gain == best) return &open;
      return nullptr;
    }
    const int last = int(m_.odds.size()) - 1;
    const auto odds = [&](int gain) { return m_.odds[std::min(best - gain, last)]; };
    // Slots may be many: the sum can exceed 32 bits.
    std::uint64_t sum = odds(0);
    for (const Open& open : open_) sum += odds(open.gain);
    auto drawn = std::uint64_t((__uint128_t(bits) * sum) >> 64);
    for (const Open& open : open_) {
      if (drawn < odds(open.gain)) return &open;
      drawn -= odds(open.gain);
    }
    return nullptr;
  }

  void work_out_flows() {
    for (const auto& flow : m_.flows) {
      evaluate(flow.open);
      for (int p = 0; p < n_; ++p) {
        std::uint32_t open = 0;
        for (std::size_t i = 0; i < flow.open.size(); ++i)
          open |= std::uint32_t(mask(flow.open[i])[p] & 1) << i;
        row(flow.slot)[p] = flow.value[open];
      }
    }
  }

  const Model& m_;
  int n_ = 0, step_ = 0;
  std::array<std::uint64_t, kBlock> keys_{};
  std::vector<Row> state_, next_, locked_;  // [slot][path]
  std::vector<Row> masks_;                  // [condition][path]
  std::vector<Row> crossed_;                // [red line][path]
  std::vector<Score> scores_;               // [value of a slot][path]
  std::vector<Score> base_;                 // by value of a slot: what is always added
  std::vector<Score> weights_;              // by assumption, of this block
  Row term_[kBlock];
  std::vector<std::vector<Row>> outcomes_;  // by ballot
  Code votes_code_[kBlock];
  Chance yes_[kBlock], not_no_[kBlock];
  std::vector<int> all_conditions_;
  std::vector<Vote> votes_;
  std::vector<Open> open_;
};

// Counting

void prepare(const Model& model, Tally& tally) {
  if (!tally.counts.empty()) return;
  tally.counts.resize(std::size_t(model.steps + 1) * model.all_values);
  tally.in_full.resize(tally.counts.size());
  tally.squares.resize(tally.counts.size());
  tally.crossed.resize(std::size_t(model.steps + 1) * model.red_lines.size());
}

void count_step(const Model& model, const Walker& walker, int step, Tally& tally) {
  const int n = walker.paths();
  std::size_t cell = std::size_t(step) * model.all_values;
  for (int slot = 0; slot < model.slots; ++slot)
    for (int v = 0; v < model.values[slot]; ++v, ++cell) {
      const std::uint64_t count = count_equal(walker.values(slot), Row(v), n);
      tally.counts[cell] += count;
      if (n != kBlock) continue;
      tally.in_full[cell] += count;
      tally.squares[cell] += count * count;
    }
  for (std::size_t line = 0; line < model.red_lines.size(); ++line)
    tally.crossed[step * model.red_lines.size() + line] +=
        count_equal(walker.crossed(line), 0xFF, n);
}

void count_ends(const std::vector<Packing>& places, const Walker& walker, Tally& tally) {
  if (tally.too_many_ends) return;
  for (int p = 0; p < walker.paths(); ++p) {
    Configuration end{};
    for (const Packing& place : places)
      end[place.word] |= std::uint64_t(walker.values(place.slot)[p]) << place.bit;
    ++tally.ends[end];
  }
  tally.drop_too_many_ends();
}

/// Values of a block that were kept.
struct Kept {
  const Row* rows;
  [[nodiscard]] const Row* values(int slot) const { return rows + slot * kBlock; }
};

template <class First>
void count_pair(const Model& model, const First& a, const Walker& b, int step, PairTally& tally) {
  const int n = b.paths();
  std::size_t cell = std::size_t(step) * model.all_values;
  for (int slot = 0; slot < model.slots; ++slot)
    for (int v = 0; v < model.values[slot]; ++v, ++cell) {
      const auto gained = count_gained(a.values(slot), b.values(slot), Row(v), n);
      const auto lost = count_gained(b.values(slot), a.values(slot), Row(v), n);
      tally.gained[cell] += gained;
      tally.lost[cell] += lost;
      const auto difference = std::int64_t(gained) - std::int64_t(lost);
      if (n != kBlock) continue;
      tally.in_full[cell] += difference;
      tally.squares[cell] += std::uint64_t(difference * difference);
    }
}

template <class Number>
void add_all(std::vector<Number>& sums, const std::vector<Number>& more) {
  if (sums.empty()) sums.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) sums[i] += more[i];
}

int paths_of(const Portion& portion, std::uint64_t block) {
  return int(std::min<std::uint64_t>(kBlock, portion.paths - block * kBlock));
}

/// Does `work(local, block)` for every block, on all threads, and adds up what the threads have.
template <class Local, class Work>
auto over_blocks(const Portion& portion, const Local& fresh, Work work, const BlocksDone& done) {
  tbb::enumerable_thread_specific<Local> locals(fresh);
  std::atomic<std::uint64_t> finished = 0;
  const tbb::blocked_range<std::uint64_t> all(portion.first, portion.first + portion.blocks, 4);
  tbb::parallel_for(all, [&](const auto& range) {
    Local& local = locals.local();
    for (auto block = range.begin(); block != range.end(); ++block) work(local, block);
    if (done) done(finished += range.size());
  });
  auto sum = fresh.tally;
  for (const Local& local : locals) sum.add(local.tally);
  return sum;
}

void count_block(const Walker& walker, Tally& tally) {
  tally.paths += std::uint64_t(walker.paths());
  tally.full_blocks += walker.paths() == kBlock;
}

}  // namespace

Portion Portion::part(std::uint64_t seed, std::uint64_t paths, std::uint64_t k, std::uint64_t n) {
  const std::uint64_t blocks = (paths + kBlock - 1) / kBlock;
  const auto begin = [&](std::uint64_t i) { return std::uint64_t(__uint128_t(blocks) * i / n); };
  return {seed, paths, begin(k - 1), begin(k) - begin(k - 1)};
}

std::size_t ConfigurationHash::operator()(const Configuration& c) const {
  std::uint64_t hash = 0;
  for (const std::uint64_t word : c) hash = scatter(hash + kGolden + word);
  return hash;
}

void Tally::drop_too_many_ends() {
  too_many_ends |= ends.size() > kMostEnds;
  if (too_many_ends) ends.clear();
}

void Tally::add(const Tally& other) {
  paths += other.paths;
  full_blocks += other.full_blocks;
  add_all(counts, other.counts);
  add_all(in_full, other.in_full);
  add_all(squares, other.squares);
  add_all(crossed, other.crossed);
  too_many_ends |= other.too_many_ends;
  if (!too_many_ends)
    for (const auto& [end, count] : other.ends) ends[end] += count;
  drop_too_many_ends();
}

void PairTally::add(const PairTally& other) {
  first.add(other.first);
  second.add(other.second);
  add_all(gained, other.gained);
  add_all(lost, other.lost);
  add_all(in_full, other.in_full);
  add_all(squares, other.squares);
}

Tally run(const Model& model, const Portion& portion, const BlocksDone& done) {
  struct Local {
    Walker walker;
    Tally tally;
  };
  const std::vector<Packing> places = packing(model.choice_slots, model.values);
  Local fresh{Walker(model), {}};
  prepare(model, fresh.tally);
  return over_blocks(
      portion, fresh,
      [&](Local& local, std::uint64_t block) {
        local.walker.begin(portion.seed, block, paths_of(portion, block));
        count_block(local.walker, local.tally);
        count_step(model, local.walker, 0, local.tally);
        for (int step = 1; step <= model.steps; ++step) {
          local.walker.step(step);
          count_step(model, local.walker, step, local.tally);
        }
        count_ends(places, local.walker, local.tally);
      },
      done);
}

PairTally run_pair(const Model& first, const Model& second, const Portion& portion,
                   const BlocksDone& done) {
  struct Local {
    Walker first, second;
    PairTally tally;
  };
  const std::vector<Packing> places = packing(first.choice_slots, first.values);
  Local fresh{Walker(first), Walker(second), {}};
  prepare(first, fresh.tally.first);
  prepare(second, fresh.tally.second);
  for (auto* table : {&fresh.tally.gained, &fresh.tally.lost, &fresh.tally.squares})
    table->resize(fresh.tally.first.counts.size());
  fresh.tally.in_full.resize(fresh.tally.first.counts.size());
  return over_blocks(
      portion, fresh,
      [&](Local& local, std::uint64_t block) {
        const auto count = [&](int step) {
          count_step(first, local.first, step, local.tally.first);
          count_step(second, local.second, step, local.tally.second);
          count_pair(first, local.first, local.second, step, local.tally);
        };
        local.first.begin(portion.seed, block, paths_of(portion, block));
        local.second.begin(portion.seed, block, paths_of(portion, block));
        count_block(local.first, local.tally.first);
        count_block(local.second, local.tally.second);
        count(0);
        for (int step = 1; step <= first.steps; ++step) {
          local.first.step(step);
          local.second.step(step);
          count(step);
        }
        count_ends(places, local.first, local.tally.first);
        count_ends(places, local.second, local.tally.second);
      },
      done);
}

std::vector<std::uint8_t> last_step(const Model& model, const Portion& portion) {
  struct Local {
    Walker walker;
    Tally tally;
  };
  const std::size_t size = std::size_t(model.slots) * kBlock;
  std::vector<Row> all(portion.blocks * size);
  over_blocks(portion, Local{Walker(model), {}},
              [&](Local& local, std::uint64_t block) {
                local.walker.begin(portion.seed, block, paths_of(portion, block));
                for (int step = 1; step <= model.steps; ++step) local.walker.step(step);
                std::copy_n(local.walker.values(0), size,
                            all.data() + (block - portion.first) * size);
              },
              {});
  return all;
}

PairTally run_beside(const std::vector<std::uint8_t>& first, const Model& second,
                     const Portion& portion) {
  struct Local {
    Walker walker;
    PairTally tally;
  };
  const std::size_t size = std::size_t(second.slots) * kBlock;
  const std::size_t cells = std::size_t(second.steps + 1) * second.all_values;
  Local fresh{Walker(second), {}};
  for (auto* table : {&fresh.tally.gained, &fresh.tally.lost, &fresh.tally.squares})
    table->resize(cells);
  fresh.tally.in_full.resize(cells);
  return over_blocks(portion, fresh,
                     [&](Local& local, std::uint64_t block) {
                       local.walker.begin(portion.seed, block, paths_of(portion, block));
                       count_block(local.walker, local.tally.first);
                       for (int step = 1; step <= second.steps; ++step) local.walker.step(step);
                       const Kept kept{first.data() + (block - portion.first) * size};
                       count_pair(second, kept, local.walker, second.steps, local.tally);
                     },
                     {});
}

Trace trace(const Model& model, const Portion& portion, std::size_t influences) {
  Walker walker(model);
  Tracer tracer(model, influences);
  for (std::uint64_t i = 0; i < portion.blocks; ++i) {
    const std::uint64_t block = portion.first + i;
    walker.begin(portion.seed, block, paths_of(portion, block));
    for (int step = 1; step <= model.steps; ++step) walker.step(step, &tracer);
  }
  return tracer.result();
}

}  // namespace entente::scenario
