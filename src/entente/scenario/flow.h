#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "entente/scenario/links.h"

namespace entente::scenario {

/// The most that a network can carry from some of its nodes to others. Everything is laid out once,
/// so that `deliver` can be asked at every step of a simulation: it allocates nothing. One thread
/// at a time; copies are independent.
class FlowNetwork {
 public:
  /// From any of `sources` to any of `sinks`, which share no node.
  FlowNetwork(const Links& links, std::span<const std::uint32_t> sources,
              std::span<const std::uint32_t> sinks);

  /// Maximum flow (Dinic 1970), for the capacity of every link. Units are those of `capacities`.
  std::int64_t deliver(std::span<const std::int64_t> capacities);

  // What holds after `deliver`:

  /// What a link carries in the flow that was found; negative against its direction.
  [[nodiscard]] std::int64_t carried(std::uint32_t link) const;
  /// The most that a link carries in any of the maximum flows, in either direction. Slow.
  [[nodiscard]] std::int64_t most_carried(std::uint32_t link) const;
  /// The minimum cut nearest the sources: the links that lead out of what the sources could still
  /// supply more of, ascending. Their capacities add up to the flow. Those without capacity are
  /// among them only when `closed` is true, and where links lead on from them to the sinks.
  [[nodiscard]] std::vector<std::uint32_t> cut(bool closed = false) const;

 private:
  // Arc 2i goes along link i, arc 2i + 1 back. All sources are vertex 0, all sinks are vertex 1.
  void layer(std::uint32_t source);
  std::int64_t augment(std::uint32_t source, std::uint32_t sink, std::int64_t at_most);
  std::int64_t run(std::uint32_t source, std::uint32_t sink, std::int64_t at_most);
  [[nodiscard]] std::vector<bool> leads_to_sinks() const;
  [[nodiscard]] std::uint32_t tail(std::uint32_t arc) const { return head_[arc ^ 1]; }

  std::vector<std::uint32_t> head_;          // of arc
  std::vector<std::uint32_t> first_, arcs_;  // of vertex: its arcs are [first_[v], first_[v + 1])
  std::vector<bool> both_ways_;              // of link
  std::vector<std::int64_t> capacity_;       // of link
  std::vector<std::int64_t> residual_;       // of arc
  std::vector<std::uint32_t> level_, next_, queue_, path_;
};

/// What follows when links are blocked.
struct Blockage {
  std::int64_t before, after;       ///< what arrives, in thousandths of the network's unit
  std::int64_t carried;             ///< the most that the blocked links can be carrying before
  std::vector<std::uint32_t> cut;   ///< what limits `after`: the open links of a minimum cut
  std::vector<std::uint32_t> shut;  ///< the closed links of that cut, the blocked ones among them
  /// A project or link that does not operate, and what arrives when it does.
  struct Substitute {
    std::string name;
    std::int64_t after;
  };
  std::vector<Substitute> substitutes;  ///< those that help, the best first

  [[nodiscard]] std::int64_t lost() const { return before - after; }
  /// What other open links take over.
  [[nodiscard]] std::int64_t replaced() const { return carried > lost() ? carried - lost() : 0; }
};

/// Blocks links of a network whose links have these capacities.
Blockage block(const Links& links, std::span<const std::uint32_t> sources,
               std::span<const std::uint32_t> sinks, std::vector<std::int64_t> capacities,
               std::span<const std::uint32_t> blocked);

}  // namespace entente::scenario
