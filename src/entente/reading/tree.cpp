#include "entente/reading/tree.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;

Tree::Tree(const text::Sentence& sentence) : tokens_(sentence.tokens) {
  offsets_.assign(tokens_.size() + 1, 0);
  for (const text::Token& token : tokens_)
    if (token.head >= 0) ++offsets_[std::size_t(token.head) + 1];
  for (std::size_t i = 1; i < offsets_.size(); ++i)
    offsets_[i] = static_cast<std::int16_t>(offsets_[i] + offsets_[i - 1]);
  children_.resize(std::size_t(offsets_.back()));
  std::vector<std::int16_t> next(offsets_.begin(), offsets_.end() - 1);
  for (std::size_t i = 0; i < tokens_.size(); ++i)
    if (tokens_[i].head >= 0)
      children_[std::size_t(next[std::size_t(tokens_[i].head)]++)] = static_cast<std::int16_t>(i);
}

std::span<const std::int16_t> Tree::children(int i) const {
  const auto begin = std::size_t(offsets_[std::size_t(i)]);
  const auto end = std::size_t(offsets_[std::size_t(i) + 1]);
  return std::span(children_).subspan(begin, end - begin);
}

int Tree::child(int i, Relation wanted) const {
  for (const int c : children(i))
    if (relation(c) == wanted) return c;
  return -1;
}

int Tree::child(int i, std::string_view wanted) const {
  for (const int c : children(i))
    if (lemma(c) == wanted) return c;
  return -1;
}

std::string Tree::preposition(int i) const {
  for (const int c : children(i)) {
    if (relation(c) != Relation::case_ || lemma(c) == "'s" || lemma(c) == "’s") continue;
    std::string words{lemma(c)};
    for (const int part : children(c))
      if (relation(part) == Relation::fixed) (words += ' ') += lemma(part);
    return words;
  }
  return {};
}

bool Tree::is_below(int i, int ancestor) const {
  for (int steps = 0; i >= 0 && steps <= size(); i = head(i), ++steps)
    if (i == ancestor) return true;
  return false;
}

int Tree::distance(int from, int to) const {
  const auto step = [&](int i) {
    return relation(i) != Relation::conj && relation(i) != Relation::flat ? 1 : 0;
  };
  int down = 0;
  for (int at = to, climbed = 0; at >= 0 && climbed <= size(); at = head(at), ++climbed) {
    int up = 0;
    for (int above = from, steps = 0; above >= 0 && steps <= size(); above = head(above), ++steps) {
      if (above == at) return up + down;
      up += step(above);
    }
    down += step(at);
  }
  return size();
}

std::pair<int, int> Tree::extent(int i) const {
  int first = i, last = i;
  for (const int c : children(i)) {
    const auto [f, l] = extent(c);
    first = std::min(first, f);
    last = std::max(last, l);
  }
  return {first, last};
}

}  // namespace entente::reading
