#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <vector>

#include "entente/alignment/quotient.h"
#include "entente/alignment/signed_network.h"

namespace entente::alignment {

/// Prices of what every partition complies with. A triangle says that of the three ties between
/// its nodes, seen from the given sides, not all can be frustrated:
/// Σ sign_i sign_j x_i x_j ≥ -1 over its pairs.
struct Prices {
  struct Triangle {
    std::int32_t node[3];  // ascending
    std::int8_t sign[3];   // the first is 1
    double price;
  };
  std::vector<double> of_node;  ///< that x_i² is 1; empty: no prices
  std::vector<Triangle> triangles;

  /// Those of what is left of a graph, in terms of the whole, and the other way round. Triangles
  /// that have come down to fewer nodes say nothing and are left out.
  [[nodiscard]] Prices lifted(const Quotient& rest) const;
  [[nodiscard]] Prices projected(const Quotient& rest) const;
};

/// A lower bound on the frustration of graphs with up to some hundred nodes, whatever their signs:
/// partitions x are relaxed to matrices X = x xᵀ that are positive semidefinite, have ones on the
/// diagonal (Goemans and Williamson 1995) and comply with the triangle inequalities that are found
/// to be violated (Helmberg and Rendl 1998). Prices are found by minimising the dual function,
/// smoothed by the Frobenius norm of X, with projected L-BFGS steps, as in Krislock, Malick and
/// Roupin, "Improved semidefinite bounding procedure for solving max-cut problems to optimality",
/// Mathematical Programming 143 (2014).
///
/// Every set of prices is a proof: no partition satisfies more than their sum and n times the
/// largest eigenvalue of what is left of the weights. It is computed in double precision, and
/// 1e-10 of all that was added up is taken off for rounding.
class SemidefiniteBound {
 public:
  /// From no prices, or those of a graph that is much like this one.
  explicit SemidefiniteBound(const SignedGraph& graph, const Prices& start = {});

  /// Until the bound is over `enough`, or does not seem to get there, or `stop` says so.
  void tighten(std::int64_t enough, const std::function<bool()>& stop);

  /// No partition frustrates less.
  [[nodiscard]] std::int64_t bound() const { return bound_; }
  [[nodiscard]] const Prices& prices() const { return prices_; }
  /// How far two nodes stand together in the relaxation: 1 together, -1 apart, 0 undecided.
  [[nodiscard]] double together(int a, int b) const { return x_(a, b); }
  /// Sides that a random hyperplane makes of the relaxation (Goemans and Williamson).
  [[nodiscard]] Sides rounded(std::uint64_t seed) const;

 private:
  [[nodiscard]] double evaluate(const Eigen::VectorXd& v, Eigen::VectorXd& gradient);
  void take(const Eigen::VectorXd& v);
  void minimise(std::int64_t enough, const std::function<bool()>& stop);
  std::size_t separate();

  int nodes_;
  double size_, scale_;       // sum of all |weight|; weights are divided by scale_
  Eigen::MatrixXd weights_;   // symmetric, half of each tie in either place
  Eigen::MatrixXd x_, left_;  // the relaxation; what prices leave of the weights
  Eigen::MatrixXd roots_;     // x_ = roots_ · roots_ᵀ
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver_;
  Prices prices_;
  double smoothing_;
  std::int64_t bound_ = 0;
};

}  // namespace entente::alignment
