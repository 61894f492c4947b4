#include "entente/scenario/power.h"

#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <span>

#include "entente/scenario/vote_diagram.h"

namespace entente::scenario {

using base::Result;

namespace {

using Integer = boost::multiprecision::cpp_int;
using Rational = boost::multiprecision::cpp_rational;
/// Holds 2^255 without allocating.
using Wide = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    256, 256, boost::multiprecision::unsigned_magnitude, boost::multiprecision::unchecked, void>>;

constexpr std::size_t kMostMembers = 255;
constexpr std::size_t kMostCounts = 40'000'000;  // numbers that may be held at once

/// Counts of coalitions by their size.
using Sizes = std::vector<Integer>;

struct Counts {
  std::vector<Sizes> swings;  // of member: coalitions without it that it turns, by size
  Integer winning = 0;
};

/// Counts over a diagram: how many ways lead to a node, by the number of yes votes so far, and how
/// many lead on from it to the end where the motion passes, by the yes votes still to come.
template <class Count>
class Counting {
 public:
  explicit Counting(const VoteDiagram& diagram)
      : diagram_(diagram), n_(diagram.members()), offset_(diagram.first(n_) + 1) {
    std::size_t total = 0;
    for (std::size_t layer = 0; layer < n_; ++layer)
      for (std::uint32_t node = diagram.first(layer); node < diagram.first(layer + 1); ++node) {
        offset_[node] = total;
        total += n_ - layer + 1;
      }
    onward_.resize(total);
    row_.assign(1, 1);
  }

  [[nodiscard]] Counts run() {
    count_onward();
    Counts counts;
    counts.swings.assign(n_, Sizes(n_));
    if (diagram_.root() > VoteDiagram::kPasses)
      for (const Count& c : onward(diagram_.root(), 0)) counts.winning += Integer(c);
    count_swings(counts);
    return counts;
  }

 private:
  /// Ways to pass from a node that stands at `layer` by yes votes to come: n_ - layer + 1 numbers.
  /// An end may stand at any layer; at that of passing everybody left is free.
  [[nodiscard]] std::span<const Count> onward(std::uint32_t node, std::size_t layer) const {
    if (node == VoteDiagram::kFails) return {};
    if (node == VoteDiagram::kPasses) return row_;
    return {onward_.data() + offset_[node], n_ - layer + 1};
  }

  /// Makes row_ the binomial coefficients of the `left` members that are free.
  void free_members(std::size_t left) {
    row_.assign(left + 1, 0);
    row_[0] = 1;
    for (std::size_t i = 1; i <= left; ++i)
      for (std::size_t k = i; k > 0; --k) row_[k] += row_[k - 1];
  }

  void count_onward() {
    for (std::size_t layer = n_; layer-- > 0;) {
      free_members(n_ - layer - 1);
      for (std::uint32_t node = diagram_.first(layer); node < diagram_.first(layer + 1); ++node) {
        Count* ways = onward_.data() + offset_[node];
        const auto no = onward(diagram_[node][0], layer + 1);
        const auto yes = onward(diagram_[node][2], layer + 1);
        for (std::size_t k = 0; k < no.size(); ++k) ways[k] += no[k];
        for (std::size_t k = 0; k < yes.size(); ++k) ways[k + 1] += yes[k];
      }
    }
  }

  void count_swings(Counts& counts) {
    std::vector<Count> here(1, 1), next;  // [node of the layer][yes votes so far]
    for (std::size_t layer = 0; layer < n_; ++layer) {
      free_members(n_ - layer - 1);
      const std::uint32_t first = diagram_.first(layer), end = diagram_.first(layer + 1);
      const std::size_t nodes = layer + 1 < n_ ? diagram_.first(layer + 2) - end : 0;
      std::vector<Count> swings(n_);
      next.assign(nodes * (layer + 2), 0);
      for (std::uint32_t node = first; node < end; ++node) {
        const Count* ways = here.data() + std::size_t(node - first) * (layer + 1);
        const auto no = onward(diagram_[node][0], layer + 1);
        const auto yes = onward(diagram_[node][2], layer + 1);
        for (std::size_t s = 0; s <= layer; ++s) {
          if (ways[s] == 0) continue;
          // A yes in a no's place never makes a motion fail, so that no difference is negative.
          for (std::size_t k = 0; k < yes.size(); ++k)
            swings[s + k] += ways[s] * (k < no.size() ? Count(yes[k] - no[k]) : yes[k]);
          for (const std::size_t vote : {0, 2})
            if (const std::uint32_t to = diagram_[node][vote]; to > VoteDiagram::kPasses)
              next[std::size_t(to - end) * (layer + 2) + s + vote / 2] += ways[s];
        }
      }
      for (std::size_t s = 0; s < n_; ++s)
        counts.swings[diagram_.order()[layer]][s] = Integer(swings[s]);
      std::swap(here, next);
    }
  }

  const VoteDiagram& diagram_;
  std::size_t n_;
  std::vector<std::size_t> offset_;  // of node, in onward_
  std::vector<Count> onward_, row_;
};

Fraction fraction(const Integer& numerator, const Integer& denominator) {
  const Rational ratio(numerator, denominator);
  const Integer bottom = boost::multiprecision::denominator(ratio);
  const std::string top = boost::multiprecision::numerator(ratio).str();
  return {bottom == 1 ? top : top + "/" + bottom.str(), ratio.convert_to<double>()};
}

}  // namespace

Result<Power> power(const Chamber& chamber) {
  const std::size_t n = chamber.members().size();
  if (n > kMostMembers)
    return base::fail(
        fmt::format("power is counted for up to {} members, not {}", kMostMembers, n));
  const auto diagram = VoteDiagram::build(chamber, VoteDiagram::Votes::yes_no);
  if (!diagram) return tl::unexpected(diagram.error());
  if (diagram->root() <= VoteDiagram::kPasses)
    return base::fail(fmt::format("nobody has power under the rule '{}': every motion {}",
                                  chamber.rule(),
                                  diagram->root() == VoteDiagram::kPasses ? "passes" : "fails"));
  if (std::size_t(diagram->first(n)) * (n + 1) > kMostCounts)
    return base::fail(fmt::format("the coalitions of {} members are too many to be counted", n));
  const Counts counts =
      n < 64 ? Counting<std::uint64_t>(*diagram).run() : Counting<Wide>(*diagram).run();

  std::vector<Integer> factorial(n + 1, 1);
  for (std::size_t i = 1; i <= n; ++i) factorial[i] = factorial[i - 1] * i;
  const Integer coalitions = Integer(1) << n;
  Integer all_swings = 0;
  std::vector<Integer> swings(n), orders(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t size = 0; size < n; ++size) {
      swings[i] += counts.swings[i][size];
      orders[i] += counts.swings[i][size] * factorial[size] * factorial[n - 1 - size];
    }
    all_swings += swings[i];
  }
  Power power{counts.winning.str(), coalitions.str(), fraction(counts.winning, coalitions), {}};
  for (std::size_t i = 0; i < n; ++i)
    power.members.push_back({swings[i].str(), fraction(orders[i], factorial[n]),
                             fraction(swings[i], all_swings), fraction(swings[i], coalitions / 2),
                             fraction(swings[i], counts.winning),
                             fraction(swings[i], coalitions - counts.winning)});
  return power;
}

}  // namespace entente::scenario
