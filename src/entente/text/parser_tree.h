#pragma once

#include <cstdint>
#include <span>

namespace entente::text {

/// The tree whose arcs score most in sum (Chu and Liu 1965, Edmonds 1967), among those in which one
/// word hangs from the root: the word that scores best there or, where the words' favourite heads
/// already form a tree, its root. `scores` is a matrix of heads.size() rows: row d has the score of
/// each word as d's head, and the root's last. Time is quadratic, times the cycles found.
void best_tree(std::span<const std::int32_t> scores, std::span<int> heads);

}  // namespace entente::text
