#include "entente/scenario/flow.h"

#include <algorithm>
#include <limits>
#include <map>

namespace entente::scenario {

namespace {

constexpr std::uint32_t kSource = 0, kSink = 1;
constexpr std::uint32_t kUnreached = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kUnlimited = std::numeric_limits<std::int64_t>::max();

/// The vertex of every node: sources are one, sinks are one.
std::vector<std::uint32_t> vertices(const Links& links, std::span<const std::uint32_t> sources,
                                    std::span<const std::uint32_t> sinks) {
  std::vector<std::uint32_t> vertex(links.nodes.size(), kUnreached);
  for (const std::uint32_t node : sources) vertex[node] = kSource;
  for (const std::uint32_t node : sinks) vertex[node] = kSink;
  std::uint32_t next = kSink + 1;
  for (std::uint32_t& v : vertex)
    if (v == kUnreached) v = next++;
  return vertex;
}

}  // namespace

FlowNetwork::FlowNetwork(const Links& links, std::span<const std::uint32_t> sources,
                         std::span<const std::uint32_t> sinks)
    : both_ways_(links.links.size()),
      capacity_(links.links.size()),
      residual_(2 * links.links.size()) {
  const auto vertex = vertices(links, sources, sinks);
  const std::size_t count =
      vertex.empty()
          ? 2
          : std::max<std::size_t>(2, 1 + *std::max_element(vertex.begin(), vertex.end()));
  first_.assign(count + 1, 0);
  for (std::size_t i = 0; i < links.links.size(); ++i) {
    const std::uint32_t from = vertex[links.links[i].from], to = vertex[links.links[i].to];
    both_ways_[i] = links.links[i].both_ways;
    head_.insert(head_.end(), {to, from});
    if (from == to) continue;
    ++first_[from + 1];
    ++first_[to + 1];
  }
  for (std::size_t v = 0; v < count; ++v) first_[v + 1] += first_[v];
  arcs_.resize(first_[count]);
  next_ = first_;
  for (std::uint32_t arc = 0; arc < head_.size(); ++arc)
    if (tail(arc) != head_[arc]) arcs_[next_[tail(arc)]++] = arc;
  level_.resize(count);
  queue_.reserve(count);
  path_.reserve(count);
}

std::int64_t FlowNetwork::deliver(std::span<const std::int64_t> capacities) {
  for (std::size_t i = 0; i < capacity_.size(); ++i) {
    capacity_[i] = capacities[i];
    residual_[2 * i] = capacities[i];
    residual_[2 * i + 1] = both_ways_[i] ? capacities[i] : 0;
  }
  return run(kSource, kSink, kUnlimited);
}

std::int64_t FlowNetwork::run(std::uint32_t source, std::uint32_t sink, std::int64_t at_most) {
  std::int64_t flow = 0;
  for (layer(source); flow < at_most && level_[sink] != kUnreached; layer(source)) {
    std::copy(first_.begin(), first_.end(), next_.begin());
    while (const std::int64_t more = augment(source, sink, at_most - flow)) flow += more;
  }
  return flow;
}

/// Steps from the source over arcs that can carry more.
void FlowNetwork::layer(std::uint32_t source) {
  std::fill(level_.begin(), level_.end(), kUnreached);
  level_[source] = 0;
  queue_.assign(1, source);
  for (std::size_t at = 0; at < queue_.size(); ++at) {
    const std::uint32_t v = queue_[at];
    for (std::uint32_t i = first_[v]; i < first_[v + 1]; ++i) {
      const std::uint32_t arc = arcs_[i], to = head_[arc];
      if (residual_[arc] == 0 || level_[to] != kUnreached) continue;
      level_[to] = level_[v] + 1;
      queue_.push_back(to);
    }
  }
}

/// Sends what it can along one path of ascending levels; 0 when there is none left.
std::int64_t FlowNetwork::augment(std::uint32_t source, std::uint32_t sink, std::int64_t at_most) {
  path_.clear();
  for (std::uint32_t v = source; v != sink;) {
    std::uint32_t& at = next_[v];
    while (at < first_[v + 1] &&
           (residual_[arcs_[at]] == 0 || level_[head_[arcs_[at]]] != level_[v] + 1))
      ++at;
    if (at < first_[v + 1]) {
      path_.push_back(arcs_[at]);
      v = head_[arcs_[at]];
    } else {
      if (v == source) return 0;
      v = tail(path_.back());
      path_.pop_back();
      ++next_[v];
    }
  }
  std::int64_t amount = at_most;
  for (const std::uint32_t arc : path_) amount = std::min(amount, residual_[arc]);
  for (const std::uint32_t arc : path_) {
    residual_[arc] -= amount;
    residual_[arc ^ 1] += amount;
  }
  return amount;
}

std::int64_t FlowNetwork::carried(std::uint32_t link) const {
  return capacity_[link] - residual_[2 * link];
}

std::int64_t FlowNetwork::most_carried(std::uint32_t link) const {
  // More flow along an arc and the same amount back from its head to its tail changes no total.
  const auto along = [&](std::uint32_t arc, std::int64_t now) {
    FlowNetwork rest = *this;
    const std::int64_t room = residual_[arc];
    rest.residual_[arc] = rest.residual_[arc ^ 1] = 0;
    return now + (head_[arc] == tail(arc) ? 0 : rest.run(head_[arc], tail(arc), room));
  };
  const std::int64_t flow = carried(link);
  return std::max(along(2 * link, flow), along(2 * link + 1, -flow));
}

/// Vertices from which links lead to the sinks, whatever their capacity.
std::vector<bool> FlowNetwork::leads_to_sinks() const {
  std::vector<bool> leads(level_.size());
  std::vector<std::uint32_t> queue{kSink};
  leads[kSink] = true;
  for (std::size_t at = 0; at < queue.size(); ++at)
    for (std::uint32_t i = first_[queue[at]]; i < first_[queue[at] + 1]; ++i) {
      const std::uint32_t in = arcs_[i] ^ 1, from = head_[arcs_[i]];
      if (leads[from] || (in % 2 == 1 && !both_ways_[in / 2])) continue;
      leads[from] = true;
      queue.push_back(from);
    }
  return leads;
}

std::vector<std::uint32_t> FlowNetwork::cut(bool closed) const {
  const auto leads_on = leads_to_sinks();
  const auto crosses = [&](std::uint32_t arc) {
    return level_[tail(arc)] != kUnreached && level_[head_[arc]] == kUnreached &&
           (capacity_[arc / 2] > 0 || (closed && leads_on[head_[arc]]));
  };
  std::vector<std::uint32_t> links;
  for (std::uint32_t i = 0; i < capacity_.size(); ++i)
    if (crosses(2 * i) || (both_ways_[i] && crosses(2 * i + 1))) links.push_back(i);
  return links;
}

Blockage block(const Links& links, std::span<const std::uint32_t> sources,
               std::span<const std::uint32_t> sinks, std::vector<std::int64_t> capacities,
               std::span<const std::uint32_t> blocked) {
  FlowNetwork network(links, sources, sinks);
  Blockage b{};
  b.before = network.deliver(capacities);
  for (const std::uint32_t link : blocked)
    b.carried = std::max(b.carried, network.most_carried(link));
  for (const std::uint32_t link : blocked) capacities[link] = 0;
  b.after = network.deliver(capacities);
  b.carried = std::max(b.carried, b.lost());
  b.cut = network.cut();
  for (const std::uint32_t link : network.cut(true))
    if (capacities[link] == 0) b.shut.push_back(link);

  std::map<std::string, std::vector<std::uint32_t>> projects;  // what does not operate, by name
  for (std::uint32_t i = 0; i < links.links.size(); ++i) {
    const Link& link = links.links[i];
    const bool is_blocked = std::find(blocked.begin(), blocked.end(), i) != blocked.end();
    if (capacities[i] == 0 && link.capacity.value_or(0) > 0 && !is_blocked)
      projects[link.part_of.empty() ? link.name : link.part_of].push_back(i);
  }
  for (const auto& [name, parts] : projects) {
    auto opened = capacities;
    for (const std::uint32_t part : parts) opened[part] = *links.links[part].capacity;
    const std::int64_t after = network.deliver(opened);
    if (after > b.after) b.substitutes.push_back({name, after});
  }
  std::stable_sort(b.substitutes.begin(), b.substitutes.end(),
                   [](const auto& x, const auto& y) { return x.after > y.after; });
  return b;
}

}  // namespace entente::scenario
