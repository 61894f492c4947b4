#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "entente/text/features.h"
#include "entente/text/sentence.h"

namespace entente::text {

enum class Move : std::uint8_t { shift, left, right };
inline constexpr int kMoves = 3;
/// Widths of rows: moves and relations, rounded up.
inline constexpr int kMoveWidth = 4, kRelationWidth = 52;

struct Arc {
  int head = -1;
  Relation relation = Relation::dep;
};

/// A state of the arc-hybrid system (Kuhlmann, Gómez-Rodríguez, Satta 2011): a stack, and a buffer
/// that is all words from `next` on, with the root as the last.
///   shift: next → stack;  left: next → top (as its head), pop;  right: under → top, pop.
class State {
 public:
  static constexpr int kNone = -1;
  void reset(int words);
  [[nodiscard]] bool done() const { return next_ == words_ && stack_.empty(); }
  [[nodiscard]] bool allows(Move move) const;
  /// The arc that `move` draws: (head, dependent); (kNone, kNone) for shift.
  [[nodiscard]] std::pair<int, int> arc(Move move) const;
  void apply(Move move, Relation relation = Relation::dep);

  [[nodiscard]] int words() const { return words_; }
  [[nodiscard]] int stack(int depth) const {
    return depth < static_cast<int>(stack_.size()) ? stack_[stack_.size() - 1 - depth] : kNone;
  }
  [[nodiscard]] std::span<const int> stack() const { return stack_; }
  /// `words()` is the root.
  [[nodiscard]] int buffer(int offset) const {
    return next_ + offset <= words_ ? next_ + offset : kNone;
  }
  struct Node {
    int head = kNone;
    Relation relation = Relation::dep;
    int left[2] = {kNone, kNone};  ///< outermost and second outermost dependents
    int right[2] = {kNone, kNone};
    int lefts = 0, rights = 0;
    std::uint64_t relations = 0;  ///< of its dependents, as a set
  };
  [[nodiscard]] const Node& node(int index) const { return nodes_[index]; }

 private:
  int words_ = 0, next_ = 0;
  std::vector<int> stack_;
  std::vector<Node> nodes_;
};

/// How many gold arcs each move puts out of reach (Goldberg and Nivre 2013). `heads` are gold;
/// the root is `words()`.
std::array<int, kMoves> costs(const State& state, std::span<const int> heads);

void move_features(const State& state, std::span<const Word> words, std::span<const Tag> tags,
                   std::vector<Feature>& features);
/// What speaks for the relation of `dependent`, whose own dependents are all known, to `head`.
void relation_features(const State& state, std::span<const Word> words, std::span<const Tag> tags,
                       int head, int dependent, std::vector<Feature>& features);

/// Parses greedily: the best move, then the best relation for the arc it draws.
void parse(const Weights& moves, const Weights& relations, std::span<const Word> words,
           std::span<const Tag> tags, std::vector<Arc>& arcs);

}  // namespace entente::text
