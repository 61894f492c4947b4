#include "entente/alignment/bloc_history.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace entente::alignment {

namespace {

/// The assignment of least cost for no more rows than columns, by shortest augmenting paths with
/// potentials: one row comes in after the other, each along the cheapest path of exchanges.
std::vector<int> cheapest(std::span<const double> cost, int rows, int columns) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  const auto size = std::size_t(columns) + 1;  // column 0 stands for the row that comes in
  std::vector<double> row_potential(std::size_t(rows) + 1), column_potential(size);
  std::vector<int> row_of(size, 0), before(size, 0);
  for (int row = 1; row <= rows; ++row) {
    std::vector<double> distance(size, kFar);
    std::vector<bool> done(size, false);
    row_of[0] = row;
    std::size_t at = 0;
    do {
      done[at] = true;
      const auto from = std::size_t(row_of[at]);
      double step = kFar;
      std::size_t next = 0;
      for (std::size_t column = 1; column < size; ++column) {
        if (done[column]) continue;
        const double reduced = cost[(from - 1) * std::size_t(columns) + column - 1] -
                               row_potential[from] - column_potential[column];
        if (reduced < distance[column]) {
          distance[column] = reduced;
          before[column] = int(at);
        }
        if (distance[column] < step) {
          step = distance[column];
          next = column;
        }
      }
      for (std::size_t column = 0; column < size; ++column) {
        if (done[column]) {
          row_potential[std::size_t(row_of[column])] += step;
          column_potential[column] -= step;
        } else {
          distance[column] -= step;
        }
      }
      at = next;
    } while (row_of[at] != 0);
    for (; at != 0; at = std::size_t(before[at])) row_of[at] = row_of[std::size_t(before[at])];
  }
  std::vector<int> column_of(std::size_t(rows), -1);
  for (std::size_t column = 1; column < size; ++column)
    if (row_of[column] > 0) column_of[std::size_t(row_of[column]) - 1] = int(column) - 1;
  return column_of;
}

/// Blocs in the order of their weight, heaviest first.
std::vector<int> heaviest_first(std::span<const int> blocs, std::span<const double> weights,
                                int count) {
  std::vector<double> total(std::size_t(count), 0.0);
  for (std::size_t i = 0; i < blocs.size(); ++i) total[std::size_t(blocs[i])] += weights[i];
  std::vector<int> order(std::size_t(count), 0);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](int bloc) { return total[std::size_t(bloc)]; });
  return order;
}

}  // namespace

std::vector<int> best_assignment(std::span<const double> gain, int rows, int columns) {
  // More rows than columns: further columns of no gain stand for getting none.
  const int width = std::max(rows, columns);
  std::vector<double> cost(std::size_t(rows) * std::size_t(width));
  for (std::size_t row = 0; row < std::size_t(rows); ++row)
    for (std::size_t column = 0; column < std::size_t(columns); ++column)
      cost[row * std::size_t(width) + column] = -gain[row * std::size_t(columns) + column];
  std::vector<int> assigned = cheapest(cost, rows, width);
  for (int& column : assigned)
    if (column >= columns) column = -1;
  return assigned;
}

std::vector<int> BlocLabels::next(std::span<const int> actors, std::span<const int> blocs,
                                  std::span<const double> weights) {
  const int count = blocs.empty() ? 0 : std::ranges::max(blocs) + 1;
  // How much weight each bloc shares with each former one: `count` rows.
  std::vector<double> shared(std::size_t(count) * std::size_t(used_));
  for (std::size_t i = 0; i < actors.size(); ++i) {
    const auto actor = std::size_t(actors[i]);
    if (actor >= stood_.size()) stood_.resize(actor + 1);
    for (std::size_t label = 0; label < stood_[actor].size(); ++label)
      shared[std::size_t(blocs[i]) * std::size_t(used_) + label] +=
          weights[i] * stood_[actor][label];
  }
  const std::vector<int> assigned = best_assignment(shared, count, used_);
  std::vector<int> number(std::size_t(count), -1);
  const int known = used_;
  for (const int bloc : heaviest_first(blocs, weights, count)) {
    const auto i = std::size_t(bloc);
    const bool is_former =
        assigned[i] >= 0 && shared[i * std::size_t(known) + std::size_t(assigned[i])] > 0;
    number[i] = is_former ? assigned[i] : used_++;
  }
  std::vector<int> labels;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    labels.push_back(number[std::size_t(blocs[i])]);
    std::vector<double>& stood = stood_[std::size_t(actors[i])];
    for (double& weight : stood) weight *= kMemory;
    stood.resize(std::size_t(used_));
    stood[std::size_t(labels.back())] += 1;
  }
  return labels;
}

}  // namespace entente::alignment
