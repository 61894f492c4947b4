#include "entente/text/parser.h"

#include <algorithm>

namespace entente::text {

void State::reset(int words) {
  words_ = words;
  next_ = 0;
  stack_.clear();
  nodes_.assign(words + 1, Node{});
}

bool State::allows(Move move) const {
  if (move == Move::shift) return next_ < words_;
  if (move == Move::right) return stack_.size() > 1;
  // One root a sentence: only the last word left on the stack hangs from it.
  return !stack_.empty() && (next_ < words_ || stack_.size() == 1);
}

std::pair<int, int> State::arc(Move move) const {
  if (move == Move::shift) return {kNone, kNone};
  return {move == Move::left ? next_ : stack(1), stack(0)};
}

void State::apply(Move move, Relation relation) {
  if (move == Move::shift) {
    stack_.push_back(next_++);
    return;
  }
  const auto [head, dependent] = arc(move);
  Node& parent = nodes_[head];
  nodes_[dependent].head = head;
  nodes_[dependent].relation = relation;
  parent.relations |= 1ull << static_cast<int>(relation);
  int* outermost = move == Move::left ? parent.left : parent.right;
  outermost[1] = outermost[0];
  outermost[0] = dependent;
  ++(move == Move::left ? parent.lefts : parent.rights);
  stack_.pop_back();
}

std::array<int, kMoves> costs(const State& state, std::span<const int> heads) {
  const int top = state.stack(0), under = state.stack(1), next = state.buffer(0);
  int shift = 0, left = 0, right = 0;
  for (const int word : state.stack()) {
    if (word != top && next < state.words() && heads[next] == word) ++shift;
    if (heads[word] == next) ++shift;
  }
  if (top != State::kNone) {
    for (int word = next; word < state.words(); ++word) {
      if (heads[word] == top) ++left, ++right;
    }
    if (heads[top] > next || heads[top] == under) ++left;
    if (heads[top] >= next) ++right;
  }
  return {shift, left, right};
}

namespace {

/// Hashes of one kind of feature after another.
class Adder {
 public:
  Adder(std::uint32_t seed, std::vector<Feature>& features) : kind_(seed), features_(features) {
    features_.clear();
  }
  void operator()(std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
    const Feature feature = mix(mix(mix(mix(mix(0x9A2u, ++kind_), a), b), c), d);
    features_.push_back(feature == 0 ? 1 : feature);
  }

 private:
  std::uint32_t kind_;
  std::vector<Feature>& features_;
};

/// A node's parts, with values of their own for "no node" and for the root.
struct View {
  std::uint32_t word = 1, tag = 60, cluster = 1000, relation = 60;
};

class Viewer {
 public:
  Viewer(const State& state, std::span<const Word> words, std::span<const Tag> tags)
      : state_(state), words_(words), tags_(tags) {}
  View operator()(int index) const {
    if (index == State::kNone) return {};
    if (index == state_.words()) return {2, 61, 1001, 61};
    const State::Node& node = state_.node(index);
    return {words_[index].lower, static_cast<std::uint32_t>(tags_[index]), words_[index].cluster,
            node.head == State::kNone ? 62 : static_cast<std::uint32_t>(node.relation)};
  }
  View child(int index, bool left, int place) const {
    if (index == State::kNone) return {};
    const State::Node& node = state_.node(index);
    return (*this)(left ? node.left[place] : node.right[place]);
  }

 private:
  const State& state_;
  std::span<const Word> words_;
  std::span<const Tag> tags_;
};

std::uint32_t distance_class(int distance) {
  if (distance < 5) return static_cast<std::uint32_t>(distance);
  return distance < 8 ? 5 : distance < 12 ? 6 : distance < 20 ? 7 : 8;
}

std::uint32_t valency(int count) { return static_cast<std::uint32_t>(std::min(count, 4)); }

std::uint32_t folded(std::uint64_t set) {
  return mix(static_cast<std::uint32_t>(set), static_cast<std::uint32_t>(set >> 32));
}

}  // namespace

void move_features(const State& state, std::span<const Word> words, std::span<const Tag> tags,
                   std::vector<Feature>& features) {
  Adder add(0, features);
  const Viewer view(state, words, tags);
  const int top = state.stack(0), under = state.stack(1), next = state.buffer(0);
  static const State::Node kNothing;
  const State::Node& top_node = top == State::kNone ? kNothing : state.node(top);
  const State::Node& under_node = under == State::kNone ? kNothing : state.node(under);
  const State::Node& next_node = state.node(next);
  const View s0 = view(top), s1 = view(under), s2 = view(state.stack(2)), b0 = view(next),
             b1 = view(state.buffer(1)), b2 = view(state.buffer(2)), b3 = view(state.buffer(3));
  const View s0l = view.child(top, true, 0), s0l2 = view.child(top, true, 1),
             s0r = view.child(top, false, 0), s0r2 = view.child(top, false, 1),
             s1l = view.child(under, true, 0), s1r = view.child(under, false, 0),
             s1r2 = view.child(under, false, 1), b0l = view.child(next, true, 0),
             b0l2 = view.child(next, true, 1);
  const std::uint32_t gap = top == State::kNone ? 9 : distance_class(next - top);
  const std::uint32_t gap1 = under == State::kNone ? 9 : distance_class(top - under);
  const std::uint32_t v0l = valency(top_node.lefts), v0r = valency(top_node.rights),
                      v1l = valency(under_node.lefts), v1r = valency(under_node.rights),
                      vb = valency(next_node.lefts);
  add(0);
  for (const View& v : {s0, s1, s2, b0, b1, b2}) {
    add(v.word), add(v.tag), add(v.word, v.tag), add(v.cluster), add(v.cluster, v.tag);
  }
  add(b3.tag), add(b3.word);
  for (const View& v : {s0l, s0r, s1l, s1r, b0l}) {
    add(v.word), add(v.tag), add(v.relation), add(v.tag, v.relation);
  }
  // Pairs.
  add(s0.word, b0.word), add(s0.word, b0.tag), add(s0.tag, b0.word), add(s0.tag, b0.tag);
  add(s0.word, s0.tag, b0.word, b0.tag), add(s0.word, s0.tag, b0.tag), add(s0.tag, b0.word, b0.tag);
  add(s0.cluster, b0.cluster), add(s0.cluster, b0.tag), add(s0.tag, b0.cluster);
  add(s1.word, s0.word), add(s1.word, s0.tag), add(s1.tag, s0.word), add(s1.tag, s0.tag);
  add(s1.cluster, s0.cluster), add(s1.cluster, s0.tag), add(s1.tag, s0.cluster);
  add(s1.word, s1.tag, s0.tag), add(s1.tag, s0.word, s0.tag);
  add(b0.tag, b1.tag), add(b0.word, b1.word), add(b0.word, b1.tag), add(b0.tag, b1.word);
  add(s1.tag, b0.tag), add(s1.word, b0.word), add(s1.word, b0.tag), add(s1.tag, b0.word);
  add(s1.cluster, b0.cluster);
  add(s0.word, b1.word), add(s0.tag, b1.tag);
  // Threes.
  add(s0.tag, b0.tag, b1.tag), add(b0.tag, b1.tag, b2.tag), add(s1.tag, s0.tag, b0.tag);
  add(s2.tag, s1.tag, s0.tag), add(s1.tag, s0.tag, b1.tag), add(s0.word, b0.tag, b1.tag);
  add(s0.tag, b0.word, b1.tag), add(s1.word, s0.tag, b0.tag), add(s1.tag, s0.word, b0.tag);
  add(s1.tag, s0.tag, b0.word), add(s1.tag, s0.tag, b0.tag, b1.tag);
  add(s1.word, s0.word, b0.tag), add(s1.cluster, s0.tag, b0.tag), add(s1.tag, s0.cluster, b0.tag);
  add(s1.tag, s0.tag, b0.cluster), add(s1.word, s0.word, b0.word),
      add(s0.tag, b0.tag, b1.tag, b2.tag);
  add(s2.tag, s1.tag, s0.tag, b0.tag), add(s1.cluster, s0.cluster, b0.cluster);
  add(s1.word, s0.cluster, b0.tag), add(s1.tag, s0.word, b0.cluster);
  // Dependents.
  add(s0.tag, s0l.tag, b0.tag), add(s0.tag, s0r.tag, b0.tag), add(s0.tag, b0.tag, b0l.tag);
  add(s1.tag, s1l.tag, s0.tag), add(s1.tag, s1r.tag, s0.tag), add(s1.tag, s0.tag, s0l.tag);
  add(s1.tag, s0.tag, s0r.tag), add(s0.tag, s0l.relation, b0.tag),
      add(s0.tag, s0r.relation, b0.tag);
  add(s1.tag, s1r.relation, s0.tag), add(s1.tag, s0.tag, s0l.relation),
      add(s0.tag, b0.tag, b0l.relation);
  add(s1.tag, s0.tag, s0l.word), add(s0.tag, b0.tag, s0l.word), add(s0.tag, b0.tag, b0l.word);
  add(s0.tag, s0l.tag, s0l2.tag), add(s0.tag, s0r.tag, s0r2.tag), add(s1.tag, s1r.tag, s1r2.tag);
  add(b0.tag, b0l.tag, b0l2.tag), add(s1.word, s0.tag, s0l.word), add(s1.word, s0l.word);
  add(s0.word, s0r.word, b0.tag), add(s0.tag, s0r.word, b0.word),
      add(s1.word, s1r.relation, s0.tag);
  // Valencies, distances, sets of relations.
  add(s0.word, v0l), add(s0.tag, v0l), add(s0.word, v0r), add(s0.tag, v0r), add(s1.word, v1r);
  add(s1.tag, v1r), add(s1.tag, v1l), add(b0.word, vb), add(b0.tag, vb);
  add(s0.word, gap), add(s0.tag, gap), add(b0.word, gap), add(b0.tag, gap);
  add(s0.word, b0.word, gap), add(s0.tag, b0.tag, gap), add(s1.tag, s0.tag, gap1);
  add(s1.tag, s0.tag, gap1, b0.tag), add(s1.word, gap1), add(s0.word, gap1);
  add(s0.word, folded(top_node.relations)), add(s0.tag, folded(top_node.relations));
  add(s1.word, folded(under_node.relations)), add(s1.tag, folded(under_node.relations));
  add(b0.word, folded(next_node.relations)), add(b0.tag, folded(next_node.relations));
  add(s0.tag, folded(top_node.relations), b0.tag),
      add(s1.tag, folded(under_node.relations), s0.tag);
}

void relation_features(const State& state, std::span<const Word> words, std::span<const Tag> tags,
                       int head, int dependent, std::vector<Feature>& features) {
  Adder add(1000, features);
  const Viewer view(state, words, tags);
  const View h = view(head), d = view(dependent), dl = view.child(dependent, true, 0),
             dl2 = view.child(dependent, true, 1), dr = view.child(dependent, false, 0);
  const bool left = dependent < head;
  const View sibling = view.child(head, left, 0), other = view.child(head, !left, 0);
  const int after = dependent + 1 < state.words() ? dependent + 1 : State::kNone;
  const View before = view(dependent - 1), behind = view(after);
  const State::Node& node = state.node(dependent);
  const std::uint32_t side = left ? 1 : 2;
  const std::uint32_t way = side * 16 + distance_class(left ? head - dependent : dependent - head);
  const std::uint32_t suffix = words[dependent].suffix[2];
  add(side), add(way), add(d.tag, side), add(d.word, side), add(d.cluster, side), add(suffix, side);
  add(h.tag, side), add(h.word, side), add(h.cluster, side), add(h.tag, d.tag, way);
  add(h.tag, d.tag, side), add(h.word, d.word, side), add(h.word, d.tag, side);
  add(h.tag, d.word, side), add(h.cluster, d.cluster, side), add(h.cluster, d.tag, side);
  add(h.tag, d.cluster, side), add(h.word, d.cluster), add(h.cluster, d.word);
  add(dl.word, d.tag, side), add(dl.word, d.tag, h.tag), add(dl.word, h.word), add(dl.word, d.word);
  add(dl.relation, d.tag, side), add(dl.relation, d.tag, h.tag),
      add(dl.word, dl2.word, d.tag, h.tag);
  add(dr.relation, d.tag, side), add(dr.word, d.tag), add(dl2.relation, d.tag, h.tag);
  add(sibling.relation, h.tag, d.tag, side), add(sibling.relation, h.word, d.tag);
  add(sibling.tag, h.tag, d.tag, side), add(sibling.word, d.tag, h.tag);
  add(other.relation, h.tag, d.tag, side);
  add(folded(node.relations), d.tag, side), add(folded(node.relations), d.tag, h.tag);
  add(folded(state.node(head).relations), h.tag, d.tag, side);
  add(folded(state.node(head).relations), h.word, side);
  add(before.tag, d.tag, behind.tag), add(before.word, d.tag, side), add(behind.word, d.tag, side);
  add(before.tag, d.tag, h.tag, side), add(behind.tag, d.tag, h.tag, side);
  add(dl.cluster, d.cluster, h.cluster), add(dl.word, d.cluster, h.cluster);
}

void parse(const Weights& moves, const Weights& relations, std::span<const Word> words,
           std::span<const Tag> tags, std::vector<Arc>& arcs) {
  thread_local State state;
  thread_local std::vector<Feature> features;
  state.reset(static_cast<int>(words.size()));
  while (!state.done()) {
    move_features(state, words, tags, features);
    std::array<std::int16_t, kMoveWidth> scores{};
    moves.add(features, scores.data());
    int best = -1;
    for (int i = 0; i < kMoves; ++i) {
      if (state.allows(static_cast<Move>(i)) && (best < 0 || scores[i] > scores[best])) best = i;
    }
    const auto move = static_cast<Move>(best);
    auto relation = Relation::root;
    const auto [head, dependent] = state.arc(move);
    if (move != Move::shift && head != state.words()) {
      relation_features(state, words, tags, head, dependent, features);
      std::array<std::int16_t, kRelationWidth> votes{};
      relations.add(features, votes.data());
      // Only the root's dependent is a root.
      relation = static_cast<Relation>(
          std::max_element(votes.begin() + 1, votes.begin() + kRelations) - votes.begin());
    }
    state.apply(move, relation);
  }
  arcs.resize(words.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    const State::Node& node = state.node(static_cast<int>(i));
    arcs[i] = {node.head == state.words() ? -1 : node.head, node.relation};
  }
}

}  // namespace entente::text
