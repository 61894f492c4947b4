#include "entente/alignment/signed_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace entente::alignment {

using base::Result;

namespace {

constexpr std::int64_t kLargestSize = std::int64_t{1} << 60;

/// Sums the ties of each pair, which stand together.
Result<void> merge(std::vector<SignedNetwork::Tie>& ties, SignedNetwork::Dropped& dropped) {
  std::int64_t size = 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ties.size();) {
    SignedNetwork::Tie sum{ties[i].a, ties[i].b, 0};
    const std::size_t first = i;
    for (; i < ties.size() && ties[i].a == sum.a && ties[i].b == sum.b; ++i) {
      const std::int64_t weight = ties[i].weight;
      if (weight >= kLargestSize || weight <= -kLargestSize ||
          (size += weight < 0 ? -weight : weight) >= kLargestSize)
        return base::fail("the weights sum to more than 2^60", "", "give them with fewer digits");
      sum.weight += weight;
    }
    dropped.parallel += std::int64_t(i - first) - 1;
    dropped.zero += sum.weight == 0;
    if (sum.weight != 0) ties[kept++] = sum;
  }
  ties.resize(kept);
  return {};
}

}  // namespace

Result<SignedNetwork> SignedNetwork::make(std::vector<std::string> names, std::vector<Tie> ties,
                                          int decimals) {
  SignedNetwork network;
  if (names.size() >= std::numeric_limits<std::int32_t>::max() / 2 ||
      ties.size() >= std::numeric_limits<std::int32_t>::max() / 2)
    return base::fail("the network has more than a thousand million nodes or ties");
  const auto nodes = std::int32_t(names.size());
  for (Tie& tie : ties) {
    if (tie.a < 0 || tie.b < 0 || tie.a >= nodes || tie.b >= nodes)
      return base::fail("a tie's node is not one of the network's");
    if (tie.a > tie.b) std::swap(tie.a, tie.b);
  }
  network.dropped_.loops =
      std::int64_t(std::erase_if(ties, [](Tie tie) { return tie.a == tie.b; }));
  std::ranges::sort(ties,
                    [](const Tie& x, const Tie& y) { return x.a != y.a ? x.a < y.a : x.b < y.b; });
  if (auto merged = merge(ties, network.dropped_); !merged) return tl::unexpected(merged.error());

  network.rows_.assign(names.size() + 1, 0);
  for (const Tie& tie : ties) {
    ++network.rows_[std::size_t(tie.a) + 1];
    ++network.rows_[std::size_t(tie.b) + 1];
  }
  for (std::size_t i = 1; i < network.rows_.size(); ++i) network.rows_[i] += network.rows_[i - 1];
  network.ends_.resize(2 * ties.size());
  std::vector<std::size_t> next(network.rows_.begin(), network.rows_.end() - 1);
  // In the order of (a, b), the ends toward lower nodes come first, each kind in its own order.
  for (std::size_t i = 0; i < ties.size(); ++i)
    network.ends_[next[std::size_t(ties[i].b)]++] = {ties[i].a, std::int32_t(i), ties[i].weight};
  for (std::size_t i = 0; i < ties.size(); ++i)
    network.ends_[next[std::size_t(ties[i].a)]++] = {ties[i].b, std::int32_t(i), ties[i].weight};
  network.names_ = std::move(names);
  network.ties_ = std::move(ties);
  network.decimals_ = decimals;
  return network;
}

std::int64_t SignedNetwork::negative() const {
  return std::ranges::count_if(ties_, [](const Tie& tie) { return tie.weight < 0; });
}

std::int64_t SignedNetwork::size() const {
  std::int64_t sum = 0;
  for (const Tie& tie : ties_) sum += tie.weight < 0 ? -tie.weight : tie.weight;
  return sum;
}

std::string SignedNetwork::in_unit(std::int64_t weight) const {
  std::string digits = fmt::format("{:0{}}", weight < 0 ? -weight : weight, decimals_ + 1);
  std::string fraction = digits.substr(digits.size() - std::size_t(decimals_));
  digits.resize(digits.size() - std::size_t(decimals_));
  while (fraction.ends_with('0')) fraction.pop_back();
  return (weight < 0 ? "-" : "") + digits + (fraction.empty() ? "" : "." + fraction);
}

}  // namespace entente::alignment
