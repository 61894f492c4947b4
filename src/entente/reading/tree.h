#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/text/sentence.h"

namespace entente::reading {

/// True for a word of a list that is part of the grammar ("who", "which", …) and not knowledge.
template <std::size_t N>
[[nodiscard]] bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

/// A sentence's dependency tree, walked from above: children in the order of the text. Refers to
/// the sentence, which must outlive it. -1 stands for "no token".
class Tree {
 public:
  explicit Tree(const text::Sentence& sentence);

  [[nodiscard]] int size() const { return static_cast<int>(tokens_.size()); }
  [[nodiscard]] const text::Token& operator[](int i) const { return tokens_[std::size_t(i)]; }
  [[nodiscard]] std::span<const std::int16_t> children(int i) const;
  [[nodiscard]] int head(int i) const { return tokens_[std::size_t(i)].head; }
  [[nodiscard]] text::Relation relation(int i) const { return tokens_[std::size_t(i)].relation; }
  [[nodiscard]] std::string_view lemma(int i) const { return tokens_[std::size_t(i)].lemma; }

  /// The first child of `i` with that relation.
  [[nodiscard]] int child(int i, text::Relation relation) const;
  /// The first child of `i` with that lemma.
  [[nodiscard]] int child(int i, std::string_view lemma) const;
  /// The preposition that marks `i`, its fixed parts joined: "with", "according to"; empty without.
  [[nodiscard]] std::string preposition(int i) const;
  /// True when `i` stands below `ancestor` or is it.
  [[nodiscard]] bool is_below(int i, int ancestor) const;
  /// Steps in the tree from one token to another, coordination and parts of names not counted.
  [[nodiscard]] int distance(int from, int to) const;
  /// First and last token of the subtree below `i`.
  [[nodiscard]] std::pair<int, int> extent(int i) const;

 private:
  std::span<const text::Token> tokens_;
  std::vector<std::int16_t> offsets_, children_;  // children of i: [offsets_[i], offsets_[i + 1])
};

}  // namespace entente::reading
