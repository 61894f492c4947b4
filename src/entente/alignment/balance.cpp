#include "entente/alignment/balance.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <tuple>

namespace entente::alignment {

namespace {

using End = SignedGraph::End;

std::int64_t size(std::int64_t weight) { return weight < 0 ? -weight : weight; }

std::int64_t pull_of(std::int64_t v, std::int64_t w) {
  const std::int64_t strength = std::min(size(v), size(w));
  return (v < 0) == (w < 0) ? strength : -strength;
}

/// Each node's ends toward nodes that come later in the order of their degrees, so that nobody has
/// many of them: every triangle is then found once, in O(ties^1.5) (Schank and Wagner 2005).
class Forward {
 public:
  explicit Forward(const SignedGraph& network) : begin_(1, 0), nodes_(network.nodes()) {
    const auto later = [&](int x, int y) {
      return std::tuple(network.ends(y).size(), y) > std::tuple(network.ends(x).size(), x);
    };
    for (int node = 0; node < nodes_; ++node) {
      for (const End& end : network.ends(node))
        if (later(node, end.node)) ends_.push_back(end);
      begin_.push_back(ends_.size());
    }
  }

  /// Calls visit(node, end, other, across): a triangle of `node`, end.node and other.node, where
  /// `end` and `other` are ends of `node`, and `across` one of end.node that leads to other.node.
  template <class Visit>
  void each_triangle(Visit visit) const {
    std::vector<const End*> marked(std::size_t(nodes_), nullptr);
    for (int node = 0; node < nodes_; ++node) {
      for (const End& end : ends(node)) marked[std::size_t(end.node)] = &end;
      for (const End& end : ends(node))
        for (const End& across : ends(end.node))
          if (const End* other = marked[std::size_t(across.node)]) visit(node, end, *other, across);
      for (const End& end : ends(node)) marked[std::size_t(end.node)] = nullptr;
    }
  }

 private:
  [[nodiscard]] std::span<const End> ends(int node) const {
    const auto i = std::size_t(node);
    return std::span(ends_).subspan(begin_[i], begin_[i + 1] - begin_[i]);
  }

  std::vector<End> ends_;
  std::vector<std::size_t> begin_;
  int nodes_;
};

void count_triads(const SignedGraph& network, Balance& balance) {
  double balanced = 0, all = 0;  // products of weights may be larger than any integer
  Forward(network).each_triangle([&](int, const End& v, const End& w, const End& x) {
    ++balance.triads[std::size_t((v.weight < 0) + (w.weight < 0) + (x.weight < 0))];
    const double product = double(v.weight) * double(w.weight) * double(x.weight);
    all += std::abs(product);
    balanced += std::max(product, 0.0);
  });
  const auto& n = balance.triads;
  const std::int64_t triads = n[0] + n[1] + n[2] + n[3];
  if (triads == 0) return;
  balance.triangles = double(n[0] + n[2]) / double(triads);
  balance.weighted_triangles = balanced / all;
}

Eigen::VectorXd eigenvalues(const Eigen::MatrixXd& matrix) {
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix, Eigen::EigenvaluesOnly)
      .eigenvalues();
}

void take_spectrum(const SignedGraph& network, Balance& balance) {
  const Eigen::Index n = network.nodes();
  if (network.ties().empty() || n > kMostSpectralNodes) return;
  Eigen::MatrixXd signs = Eigen::MatrixXd::Zero(n, n);
  for (const auto& [a, b, weight] : network.ties()) signs(a, b) = signs(b, a) = weight < 0 ? -1 : 1;
  const Eigen::MatrixXd unsigned_ties = signs.cwiseAbs();
  const Eigen::VectorXd lambda = eigenvalues(signs), mu = eigenvalues(unsigned_ties);
  const double largest = mu.maxCoeff();  // none of the others is larger; keeps exp from overflow
  balance.walks = (lambda.array() - largest).exp().sum() / (mu.array() - largest).exp().sum();
  const Eigen::VectorXd degrees = unsigned_ties.rowwise().sum();
  const Eigen::MatrixXd laplacian = Eigen::MatrixXd(degrees.asDiagonal()) - signs;
  balance.conflict = std::max(0.0, eigenvalues(laplacian).minCoeff());
}

Triad triad(int node, const End& v, const End& w, const End& x) {
  struct Tie {
    std::int32_t a, b, tie;
  };
  std::array<Tie, 3> ties{{{node, v.node, v.tie}, {node, w.node, w.tie}, {v.node, w.node, x.tie}}};
  for (Tie& tie : ties)
    if (tie.a > tie.b) std::swap(tie.a, tie.b);
  std::ranges::sort(ties, {}, [](const Tie& tie) { return std::pair(tie.a, tie.b); });
  return {.nodes = {ties[0].a, ties[0].b, ties[1].b},
          .ties = {ties[0].tie, ties[1].tie, ties[2].tie},
          .strength = std::min({size(v.weight), size(w.weight), size(x.weight)})};
}

}  // namespace

Balance balance(const SignedGraph& network) {
  Balance balance;
  count_triads(network, balance);
  take_spectrum(network, balance);
  return balance;
}

std::vector<Pull> pulls(const SignedGraph& network, int a, int b) {
  std::vector<Pull> pulls;
  auto x = network.ends(a).begin(), y = network.ends(b).begin();
  while (x != network.ends(a).end() && y != network.ends(b).end()) {
    if (x->node == y->node) pulls.push_back({x->node, pull_of(x->weight, y->weight)});
    const bool step_x = x->node <= y->node, step_y = y->node <= x->node;
    x += step_x;
    y += step_y;
  }
  std::ranges::stable_sort(pulls, std::ranges::greater{},
                           [](const Pull& pull) { return size(pull.strength); });
  return pulls;
}

std::vector<Pressure> pressures(const SignedGraph& network) {
  std::vector<Pressure> pressures(network.ties().size());
  const auto pull = [&](std::int32_t tie, std::int64_t strength, bool balanced) {
    Pressure& pressure = pressures[std::size_t(tie)];
    (strength < 0 ? pressure.apart : pressure.together) += size(strength);
    ++(balanced ? pressure.balanced : pressure.unbalanced);
  };
  Forward(network).each_triangle([&](int, const End& v, const End& w, const End& x) {
    const bool balanced = ((v.weight < 0) + (w.weight < 0) + (x.weight < 0)) % 2 == 0;
    pull(v.tie, pull_of(w.weight, x.weight), balanced);
    pull(w.tie, pull_of(v.weight, x.weight), balanced);
    pull(x.tie, pull_of(v.weight, w.weight), balanced);
  });
  return pressures;
}

std::vector<Triad> unbalanced(const SignedGraph& network, std::size_t limit, int node) {
  if (limit == 0) return {};
  const auto before = [](const Triad& a, const Triad& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.nodes < b.nodes;
  };
  std::vector<Triad> heap;  // the last of the list on top
  Forward(network).each_triangle([&](int first, const End& v, const End& w, const End& x) {
    if (((v.weight < 0) + (w.weight < 0) + (x.weight < 0)) % 2 == 0) return;
    if (node >= 0 && node != first && node != v.node && node != w.node) return;
    const Triad found = triad(first, v, w, x);
    if (heap.size() == limit) {
      if (!before(found, heap.front())) return;
      std::ranges::pop_heap(heap, before);
      heap.pop_back();
    }
    heap.push_back(found);
    std::ranges::push_heap(heap, before);
  });
  std::ranges::sort(heap, before);
  return heap;
}

}  // namespace entente::alignment
