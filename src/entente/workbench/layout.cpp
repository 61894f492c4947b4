#include "entente/workbench/layout.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace entente::workbench {

namespace {

constexpr int kRounds = 300;

/// Spreads one coordinate over [0, 1]: half by size, half by rank, so that neither the crowd in the
/// middle nor those far out take all the room.
void spread(std::vector<Place>& places, double Place::*coordinate) {
  std::vector<std::size_t> order(places.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return places[i].*coordinate; });
  if (order.size() < 2) return;
  const double least = places[order.front()].*coordinate;
  const double size = std::max(places[order.back()].*coordinate - least, 1e-9);
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    double& x = places[order[rank]].*coordinate;
    x = ((x - least) / size + double(rank) / double(order.size() - 1)) / 2;
  }
}

}  // namespace

std::vector<Place> places(std::uint32_t nodes, std::span<const Spring> springs) {
  std::vector<Place> at(nodes), force(nodes);
  // A sunflower's seeds: even, and nobody on top of anybody.
  const double turn = std::numbers::pi * (3 - std::sqrt(5.0));
  for (std::uint32_t i = 0; i < nodes; ++i) {
    const double r = 0.5 * std::sqrt((i + 0.5) / nodes);
    at[i] = {r * std::cos(turn * i), r * std::sin(turn * i)};
  }
  const double ideal = std::sqrt(1.0 / std::max(nodes, 1u));  // distance between neighbours
  for (int round = 0; round < kRounds; ++round) {
    std::fill(force.begin(), force.end(), Place{});
    const auto push = [&](std::uint32_t a, std::uint32_t b, double strength) {
      const double dx = at[a].x - at[b].x, dy = at[a].y - at[b].y;
      const double distance = std::max(std::hypot(dx, dy), 1e-4);
      const double f = strength / distance;  // `strength` is a function of distance already
      force[a].x += f * dx, force[a].y += f * dy;
      force[b].x -= f * dx, force[b].y -= f * dy;
    };
    for (std::uint32_t a = 0; a < nodes; ++a)
      for (std::uint32_t b = a + 1; b < nodes; ++b) {
        const double d = std::max(std::hypot(at[a].x - at[b].x, at[a].y - at[b].y), 1e-4);
        push(a, b, ideal * ideal / d);
      }
    for (const Spring& s : springs) {
      const double d = std::max(std::hypot(at[s.a].x - at[s.b].x, at[s.a].y - at[s.b].y), 1e-4);
      push(s.a, s.b, s.pull > 0 ? -s.pull * d * d / ideal : -s.pull * ideal * ideal / d * 4);
    }
    const double heat = 0.1 * (1.0 - double(round) / kRounds) + 1e-3;  // longest step
    for (std::uint32_t i = 0; i < nodes; ++i) {
      Place f = force[i];
      f.x -= 0.3 * at[i].x, f.y -= 0.3 * at[i].y;  // towards the middle: parts do not drift off
      const double length = std::max(std::hypot(f.x, f.y), 1e-9);
      const double step = std::min(length, heat);
      at[i].x += f.x / length * step, at[i].y += f.y / length * step;
    }
  }
  spread(at, &Place::x);
  spread(at, &Place::y);
  return at;
}

}  // namespace entente::workbench
