#include "entente/alignment/landscape.h"

#include <fmt/format.h>
#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>

#include <algorithm>
#include <bit>
#include <cmath>

namespace entente::alignment {

namespace {

using base::Result;

constexpr std::uint8_t kNobody = 0xFF;  // moves: the configuration is a minimum
/// One number an actor, kept without allocation.
using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, kMostLandscapeActors, 1>;
constexpr std::uint32_t kChunk = 1U << 12;

Result<void> check(const Eigen::VectorXd& sizes, const Eigen::MatrixXd& propensities) {
  const Eigen::Index n = sizes.size();
  if (n < 1) return base::fail("a landscape needs actors");
  if (n > kMostLandscapeActors)
    return base::fail(
        fmt::format("{} actors have 2^{} configurations, too many to go through", n, n - 1), "",
        fmt::format("choose at most {} actors", kMostLandscapeActors));
  if (propensities.rows() != n || propensities.cols() != n ||
      propensities != propensities.transpose())
    return base::fail("the propensities of a landscape are no symmetric table of its actors");
  if (!sizes.allFinite() || !propensities.allFinite() || sizes.minCoeff() < 0)
    return base::fail("a size is negative, or a number is not finite");
  return {};
}

/// Configurations are numbered by their bits of the actors 1 … n-1; actor 0 stays where it is, for
/// its move is that of everybody else.
class Descent {
 public:
  Descent(const Eigen::VectorXd& sizes, const Eigen::MatrixXd& propensities)
      : pulls_(sizes.asDiagonal() * propensities * sizes.asDiagonal()) {
    pulls_.diagonal().setZero();
    least_ = 1e-12 * pulls_.cwiseAbs().sum();
  }

  [[nodiscard]] std::uint64_t configurations() const { return std::uint64_t{1} << (n() - 1); }

  /// Who moves from each configuration.
  [[nodiscard]] std::vector<std::uint8_t> movers() const {
    std::vector<std::uint8_t> movers(configurations());
    const auto chunks = std::uint32_t((configurations() + kChunk - 1) / kChunk);
    tbb::parallel_for(tbb::blocked_range<std::uint32_t>(0, chunks), [&](const auto& range) {
      for (std::uint32_t chunk = range.begin(); chunk < range.end(); ++chunk)
        fill(movers, chunk * kChunk);
    });
    return movers;
  }

  [[nodiscard]] std::uint32_t after_move(std::uint32_t configuration, int actor) const {
    const std::uint32_t all = std::uint32_t(configurations() - 1);
    return actor == 0 ? configuration ^ all : configuration ^ (1U << (actor - 1));
  }

  /// Rounded, so that configurations of one energy have the same number.
  [[nodiscard]] double energy(std::uint32_t configuration) const {
    const Vector sides = sides_of(configuration);
    const double exact = (pulls_.sum() - sides.dot(pulls_ * sides)) / 2;
    return least_ > 0 ? std::round(exact / least_) * least_ : 0;
  }

  [[nodiscard]] Minimum describe(std::uint32_t configuration, std::uint64_t basin) const {
    const Vector gain = gains(sides_of(configuration));
    Minimum minimum{configuration << 1, energy(configuration), basin, {}};
    for (const double g : gain) minimum.cost.push_back(std::abs(g) <= least_ ? 0 : -g);
    return minimum;
  }

 private:
  [[nodiscard]] Eigen::Index n() const { return pulls_.rows(); }

  [[nodiscard]] Vector sides_of(std::uint32_t configuration) const {
    Vector sides = Vector::Ones(n());
    for (Eigen::Index i = 1; i < n(); ++i)
      if ((configuration >> (i - 1)) & 1U) sides[i] = -1;
    return sides;
  }

  /// By how much each actor's move would lower the energy. With sides x in ±1 the energy is
  /// Σ pull_ij (1 - x_i x_j) / 2 over ordered pairs, so a move of i adds 2 x_i Σ_j pull_ij x_j.
  [[nodiscard]] Vector gains(const Vector& sides) const {
    return -2 * sides.cwiseProduct(pulls_ * sides);
  }

  [[nodiscard]] std::uint8_t mover(const Vector& gain) const {
    std::uint8_t best = kNobody;
    double most = least_;
    for (Eigen::Index i = 0; i < n(); ++i)
      if (gain[i] > most + (best == kNobody ? 0 : least_)) {
        most = gain[i];
        best = std::uint8_t(i);
      }
    return best;
  }

  /// A chunk's configurations in the order of the Gray code, so that one actor moves at a time.
  void fill(std::vector<std::uint8_t>& movers, std::uint32_t first) const {
    const auto count = std::uint32_t(std::min<std::uint64_t>(kChunk, movers.size()));
    Vector sides = sides_of(first);
    Vector field = pulls_ * sides, gain(n());
    for (std::uint32_t step = 0;;) {
      gain = -2 * sides.cwiseProduct(field);
      movers[first + (step ^ (step >> 1))] = mover(gain);
      if (++step == count) return;
      const Eigen::Index moved = std::countr_zero(step) + 1;
      sides[moved] = -sides[moved];
      field += 2 * sides[moved] * pulls_.col(moved);
    }
  }

  Eigen::MatrixXd pulls_;  // s_i s_j p_ij, 0 on the diagonal
  double least_ = 0;       // differences of energy up to this are rounding
};

/// How many configurations end in each: the basin of every minimum, 0 for all others. Each walk
/// down is written along its whole path.
std::vector<std::uint32_t> basins(const Descent& descent) {
  constexpr std::uint32_t kUnknown = ~0U;
  const std::vector<std::uint8_t> movers = descent.movers();
  std::vector<std::uint32_t> ends(movers.size(), kUnknown), basins(movers.size()), path;
  for (std::uint32_t start = 0; start < movers.size(); ++start) {
    std::uint32_t at = start;
    for (; ends[at] == kUnknown && movers[at] != kNobody; at = descent.after_move(at, movers[at]))
      path.push_back(at);
    const std::uint32_t end = ends[at] == kUnknown ? at : ends[at];
    ends[at] = end;
    for (const std::uint32_t passed : path) ends[passed] = end;
    path.clear();
    ++basins[end];
  }
  return basins;
}

}  // namespace

Result<Landscape> landscape(const Eigen::VectorXd& sizes, const Eigen::MatrixXd& propensities,
                            std::size_t limit) {
  if (auto checked = check(sizes, propensities); !checked) return tl::unexpected(checked.error());
  struct Candidate {
    double energy;
    std::uint32_t basin, configuration;
  };
  const Descent descent(sizes, propensities);
  const std::vector<std::uint32_t> all = basins(descent);
  std::vector<Candidate> minima;
  for (std::uint32_t configuration = 0; configuration < all.size(); ++configuration)
    if (all[configuration] > 0)
      minima.push_back({descent.energy(configuration), all[configuration], configuration});
  const auto lower = [](const Candidate& a, const Candidate& b) {
    if (a.energy != b.energy) return a.energy < b.energy;
    return a.basin != b.basin ? a.basin > b.basin : a.configuration < b.configuration;
  };
  Landscape found{.configurations = all.size(), .found = minima.size(), .minima = {}};
  const auto end = minima.begin() + std::ptrdiff_t(std::min(limit, minima.size()));
  std::partial_sort(minima.begin(), end, minima.end(), lower);
  for (auto minimum = minima.begin(); minimum != end; ++minimum)
    found.minima.push_back(descent.describe(minimum->configuration, minimum->basin));
  return found;
}

}  // namespace entente::alignment
