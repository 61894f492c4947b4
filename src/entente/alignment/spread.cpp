#include "entente/alignment/spread.h"

#include <algorithm>

namespace entente::alignment {

namespace {

constexpr std::uint64_t kDraws = 4000;  // standard error of a mean: 1.6 % of the deviation

double quantile(const std::vector<double>& sorted, double part) {
  return sorted[std::size_t(part * double(sorted.size() - 1) + 0.5)];
}

}  // namespace

Spread spread(std::span<const Standing> toward, std::uint64_t seed) {
  Spread spread;
  spread.shares.assign(toward.size(), 0);
  std::vector<double> drawn(toward.size()), vectors;
  vectors.reserve(kDraws);
  for (std::uint64_t i = 0; i < kDraws; ++i) {
    draw(toward, seed, i, drawn);
    double sum = 0, squares = 0;
    for (double& x : drawn) {
      x = std::max(x, 0.0);
      sum += x;
      squares += x * x;
    }
    if (sum <= 0) continue;
    vectors.push_back(sum * sum / squares);
    for (std::size_t power = 0; power < drawn.size(); ++power)
      spread.shares[power] += drawn[power] / sum;
  }
  spread.none = 1 - double(vectors.size()) / double(kDraws);
  if (vectors.empty()) return spread;
  for (const double n : vectors) spread.vectors += n / double(vectors.size());
  for (double& share : spread.shares) share /= double(vectors.size());
  std::sort(vectors.begin(), vectors.end());
  spread.low = quantile(vectors, 0.05);
  spread.high = quantile(vectors, 0.95);
  return spread;
}

}  // namespace entente::alignment
