#include "entente/alignment/semidefinite_bound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <random>
#include <tuple>

namespace entente::alignment {

namespace {

using Triangle = Prices::Triangle;

constexpr double kRounding = 1e-10;  // of all that is added up
// Of the smoothing: at first, at first where prices are given, at last, and from round to round.
constexpr double kFirst = 0.1, kGiven = 0.01, kLast = 0.001, kSharpening = 0.7;
constexpr double kViolated = 0.02, kFlat = 0.02;  // of a triangle; of the gradient
constexpr double kNothing = 1e-7;                 // a price that is none
constexpr std::size_t kMemory = 12;               // steps that L-BFGS remembers
constexpr int kRounds = 30, kSteps = 25;          // rounds at most, steps in a round
constexpr int kBegin = 4, kDull = 2;  // rounds that need not gain, and that may gain little after
constexpr double kLittle = 0.1;       // of the gap

auto key(const Triangle& t) {
  return std::tuple(t.node[0], t.node[1], t.node[2], t.sign[1], t.sign[2]);
}

/// Nodes ascending, and the first on side 1.
void order(Triangle& t) {
  const auto swap = [&](int a, int b) {
    if (t.node[a] < t.node[b]) return;
    std::swap(t.node[a], t.node[b]);
    std::swap(t.sign[a], t.sign[b]);
  };
  swap(0, 1), swap(1, 2), swap(0, 1);
  if (t.sign[0] < 0)
    for (auto& sign : t.sign) sign = std::int8_t(-sign);
}

/// Puts each triangle there once, with all that is paid for it.
void unite(std::vector<Triangle>& triangles) {
  std::ranges::sort(triangles, {}, [](const Triangle& t) { return key(t); });
  std::size_t kept = 0;
  for (const Triangle& t : triangles) {
    if (kept > 0 && key(triangles[kept - 1]) == key(t))
      triangles[kept - 1].price += t.price;
    else
      triangles[kept++] = t;
  }
  triangles.resize(kept);
}

}  // namespace

Prices Prices::lifted(const Quotient& rest) const {
  Prices whole;
  whole.of_node.assign(rest.node.size(), 0);
  std::vector<std::int32_t> first(of_node.size(), -1);
  for (std::size_t i = 0; i < rest.node.size(); ++i)
    if (auto& node = first[std::size_t(rest.node[i])]; node < 0) node = std::int32_t(i);
  for (std::size_t i = 0; i < of_node.size(); ++i)
    whole.of_node[std::size_t(first[i])] = of_node[i];
  for (Triangle t : triangles) {
    for (int i = 0; i < 3; ++i) {
      t.node[i] = first[std::size_t(t.node[i])];
      t.sign[i] = std::int8_t(t.sign[i] * rest.sign[std::size_t(t.node[i])]);
    }
    order(t);
    whole.triangles.push_back(t);
  }
  return whole;
}

Prices Prices::projected(const Quotient& rest) const {
  Prices some;
  if (of_node.empty()) return some;
  some.of_node.assign(std::size_t(rest.graph.nodes()), 0);
  for (std::size_t i = 0; i < of_node.size(); ++i)
    some.of_node[std::size_t(rest.node[i])] += of_node[i];
  for (Triangle t : triangles) {
    for (int i = 0; i < 3; ++i) {
      const auto node = std::size_t(t.node[i]);
      t.node[i] = rest.node[node];
      t.sign[i] = std::int8_t(t.sign[i] * rest.sign[node]);
    }
    order(t);
    if (t.node[0] < t.node[1] && t.node[1] < t.node[2]) some.triangles.push_back(t);
  }
  unite(some.triangles);
  return some;
}

SemidefiniteBound::SemidefiniteBound(const SignedGraph& graph, const Prices& start)
    : nodes_(graph.nodes()),
      size_(double(graph.size())),
      weights_(Eigen::MatrixXd::Zero(nodes_, nodes_)),
      x_(Eigen::MatrixXd::Identity(nodes_, nodes_)),
      prices_(start),
      smoothing_(start.of_node.empty() ? kFirst : kGiven) {
  for (const auto& tie : graph.ties())
    weights_(tie.a, tie.b) = weights_(tie.b, tie.a) = double(tie.weight) / 2;
  scale_ = std::max(weights_.norm() / nodes_, 1e-300);
  weights_ /= scale_;
  if (prices_.of_node.empty()) prices_.of_node.assign(std::size_t(nodes_), 0);
  for (auto& price : prices_.of_node) price /= scale_;
  for (auto& t : prices_.triangles) t.price /= scale_;
}

/// The smoothed dual function of the prices `v` of nodes and triangles; improves the bound.
double SemidefiniteBound::evaluate(const Eigen::VectorXd& v, Eigen::VectorXd& gradient) {
  const auto& triangles = prices_.triangles;
  left_ = weights_;
  left_.diagonal() -= v.head(nodes_);
  for (std::size_t i = 0; i < triangles.size(); ++i) {
    const auto& [node, sign, old] = triangles[i];
    const double half = v[nodes_ + Eigen::Index(i)] / 2;
    if (half == 0) continue;
    left_(node[1], node[0]) += half * (sign[0] * sign[1]);
    left_(node[2], node[0]) += half * (sign[0] * sign[2]);
    left_(node[2], node[1]) += half * (sign[1] * sign[2]);
  }
  solver_.compute(left_);  // it reads the lower triangle
  const Eigen::VectorXd& values = solver_.eigenvalues();
  const double sum = v.sum();
  const double most = sum + nodes_ * values[nodes_ - 1];
  const double added = v.cwiseAbs().sum() + nodes_ * values.cwiseAbs().maxCoeff();
  const double least = (size_ - scale_ * most - kRounding * (size_ + scale_ * added * nodes_)) / 2;
  if (least > double(bound_)) bound_ = std::int64_t(std::ceil(least));

  int positive = 0;
  while (positive < nodes_ && values[nodes_ - 1 - positive] > 0) ++positive;
  roots_ = solver_.eigenvectors().rightCols(positive) *
           (values.tail(positive) / smoothing_).cwiseSqrt().asDiagonal();
  x_.noalias() = roots_ * roots_.transpose();
  gradient.head(nodes_) = Eigen::VectorXd::Ones(nodes_) - x_.diagonal();
  for (std::size_t i = 0; i < triangles.size(); ++i) {
    const auto& [node, sign, old] = triangles[i];
    gradient[nodes_ + Eigen::Index(i)] = 1 + sign[0] * sign[1] * x_(node[0], node[1]) +
                                         sign[0] * sign[2] * x_(node[0], node[2]) +
                                         sign[1] * sign[2] * x_(node[1], node[2]);
  }
  return sum + values.tail(positive).squaredNorm() / (2 * smoothing_);
}

void SemidefiniteBound::take(const Eigen::VectorXd& v) {
  for (int i = 0; i < nodes_; ++i) prices_.of_node[std::size_t(i)] = v[i];
  for (std::size_t i = 0; i < prices_.triangles.size(); ++i)
    prices_.triangles[i].price = v[nodes_ + Eigen::Index(i)];
}

/// L-BFGS (Nocedal 1980) on those prices that may change: a triangle's that is nothing and would
/// fall stays (Bertsekas 1982).
void SemidefiniteBound::minimise(std::int64_t enough, const std::function<bool()>& stop) {
  const auto size = nodes_ + Eigen::Index(prices_.triangles.size());
  Eigen::VectorXd v(size), gradient(size), next(size), next_gradient(size), direction(size);
  for (int i = 0; i < nodes_; ++i) v[i] = prices_.of_node[std::size_t(i)];
  for (std::size_t i = 0; i < prices_.triangles.size(); ++i)
    v[nodes_ + Eigen::Index(i)] = prices_.triangles[i].price;
  struct Pair {
    Eigen::VectorXd step, change;
    double inner;
  };
  std::deque<Pair> memory;
  double value = evaluate(v, gradient);
  const auto is_held = [&](Eigen::Index i) { return i >= nodes_ && v[i] <= 0 && gradient[i] > 0; };
  for (int step = 0; step < kSteps && bound_ <= enough && !stop(); ++step) {
    direction = gradient;
    for (Eigen::Index i = nodes_; i < size; ++i)
      if (is_held(i)) direction[i] = 0;
    if (direction.cwiseAbs().maxCoeff() < kFlat) break;
    std::vector<double> shares(memory.size());
    for (std::size_t i = memory.size(); i-- > 0;) {
      shares[i] = memory[i].step.dot(direction) / memory[i].inner;
      direction -= shares[i] * memory[i].change;
    }
    // Before anything is known: the curvature of a node's price is about 1 / smoothing.
    direction *=
        memory.empty() ? smoothing_ : memory.back().inner / memory.back().change.squaredNorm();
    for (std::size_t i = 0; i < memory.size(); ++i)
      direction += (shares[i] - memory[i].change.dot(direction) / memory[i].inner) * memory[i].step;
    for (Eigen::Index i = nodes_; i < size; ++i)
      if (is_held(i)) direction[i] = 0;
    if (direction.dot(gradient) <= 0) direction = smoothing_ * gradient, memory.clear();
    double length = 1;
    bool falls = false;
    for (int tries = 0; tries < 8; ++tries, length *= 0.4) {
      next = v - length * direction;
      next.tail(size - nodes_) = next.tail(size - nodes_).cwiseMax(0);
      const double next_value = evaluate(next, next_gradient);
      falls = next_value <= value - 1e-4 * gradient.dot(v - next);
      if (!falls) continue;
      Pair pair{next - v, next_gradient - gradient, 0};
      pair.inner = pair.step.dot(pair.change);
      if (pair.inner > 1e-12 * pair.change.squaredNorm()) memory.push_back(std::move(pair));
      if (memory.size() > kMemory) memory.pop_front();
      v = next;
      gradient = next_gradient;
      value = next_value;
      break;
    }
    if (!falls) break;
  }
  take(v);
}

/// Takes triangles without a price off and adds those that are violated most; how many.
std::size_t SemidefiniteBound::separate() {
  std::erase_if(prices_.triangles, [](const Triangle& t) { return t.price < kNothing; });
  struct Found {
    double by;
    Triangle triangle;
  };
  std::vector<Found> found;
  for (std::int32_t a = 0; a < nodes_; ++a)
    for (std::int32_t b = a + 1; b < nodes_; ++b) {
      const double ab = x_(b, a);
      for (std::int32_t c = b + 1; c < nodes_; ++c) {
        const double ac = x_(c, a), bc = x_(c, b);
        // -1 - (the least of the four sums), of which one at most is violated by much.
        const std::array<double, 4> sums = {ab + ac + bc, -ab - ac + bc, -ab + ac - bc,
                                            ab - ac - bc};
        const auto least = std::size_t(std::ranges::min_element(sums) - sums.begin());
        if (sums[least] > -1 - kViolated) continue;
        Triangle t{{a, b, c}, {1, 1, 1}, 0};
        if (least > 0) t.sign[least - 1] = -1;
        order(t);
        found.push_back({-sums[least], t});
      }
    }
  // One for each pair, the most violated first: neighbours of a triangle mostly go with it.
  std::ranges::sort(found, std::greater(), &Found::by);
  std::vector<std::uint8_t> used(std::size_t(nodes_) * std::size_t(nodes_));
  const auto pair = [&](std::int32_t a, std::int32_t b) -> std::uint8_t& {
    return used[std::size_t(a) * std::size_t(nodes_) + std::size_t(b)];
  };
  const std::size_t before = prices_.triangles.size();
  for (const Found& one : found) {
    const auto& node = one.triangle.node;
    if (pair(node[0], node[1]) || pair(node[0], node[2]) || pair(node[1], node[2])) continue;
    pair(node[0], node[1]) = pair(node[0], node[2]) = pair(node[1], node[2]) = 1;
    prices_.triangles.push_back(one.triangle);
  }
  unite(prices_.triangles);
  return prices_.triangles.size() - before;
}

void SemidefiniteBound::tighten(std::int64_t enough, const std::function<bool()>& stop) {
  std::int64_t before = 0;
  for (int round = 0, dull = 0; round < kRounds; ++round) {
    minimise(enough, stop);
    if (bound_ > enough || stop()) break;
    const bool gains = double(bound_ - before) >= kLittle * double(enough + 1 - bound_);
    dull = gains || round < kBegin ? 0 : dull + 1;
    before = bound_;
    if (dull == kDull || (separate() == 0 && smoothing_ == kLast)) break;
    smoothing_ = std::max(smoothing_ * kSharpening, kLast);
  }
  for (auto& price : prices_.of_node) price *= scale_;
  for (auto& t : prices_.triangles) t.price *= scale_;
}

Sides SemidefiniteBound::rounded(std::uint64_t seed) const {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal;
  Eigen::VectorXd plane(roots_.cols());
  for (auto& x : plane) x = normal(random);
  const Eigen::VectorXd side = roots_ * plane;
  Sides sides;
  for (const double x : side) sides.push_back(x < 0 ? -1 : 1);
  return sides;
}

}  // namespace entente::alignment
