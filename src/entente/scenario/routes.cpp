#include "entente/scenario/routes.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <set>

namespace entente::scenario {

namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
using Path = std::vector<std::uint32_t>;  // arcs: 2 * link along it, 2 * link + 1 against it

class Search {
 public:
  Search(const Links& links, std::span<const std::uint32_t> sources,
         std::span<const std::uint32_t> sinks, const std::vector<bool>& open)
      : links_(links), arcs_of_(links.nodes.size()), is_sink_(links.nodes.size()) {
    for (std::uint32_t i = 0; i < links.links.size(); ++i) {
      if (!open[i]) continue;
      arcs_of_[links.links[i].from].push_back(2 * i);
      if (links.links[i].both_ways) arcs_of_[links.links[i].to].push_back(2 * i + 1);
    }
    for (const std::uint32_t node : sinks) is_sink_[node] = true;
    for (const std::uint32_t node : sources)
      if (!is_sink_[node]) sources_.push_back(node);
  }

  /// Yen: every next route leaves an earlier one at some node and goes on by the shortest way that
  /// no earlier route with the same beginning took. A beginning may be empty: another source.
  std::vector<Path> shortest(std::size_t count) const {
    std::vector<Path> found;
    std::set<std::pair<double, Path>> candidates;
    if (auto first = onward({}, found)) candidates.insert(std::move(*first));
    while (found.size() < count && !candidates.empty()) {
      const Path path = candidates.begin()->second;
      candidates.erase(candidates.begin());
      found.push_back(path);
      for (std::size_t kept = 0; kept < path.size(); ++kept)
        if (auto next = onward({path.begin(), path.begin() + std::ptrdiff_t(kept)}, found))
          candidates.insert(std::move(*next));
    }
    return found;
  }

  [[nodiscard]] std::uint32_t tail(std::uint32_t arc) const {
    const Link& link = links_.links[arc / 2];
    return arc % 2 == 0 ? link.from : link.to;
  }
  [[nodiscard]] std::uint32_t head(std::uint32_t arc) const { return tail(arc ^ 1); }
  [[nodiscard]] double km(std::uint32_t arc) const { return links_.links[arc / 2].length_km; }

 private:
  /// The shortest way that begins like `root` and then takes no arc that a found path with that
  /// beginning takes; with its length. Dijkstra from the end of the root, or from all sources.
  std::optional<std::pair<double, Path>> onward(const Path& root,
                                                const std::vector<Path>& found) const {
    std::vector<bool> closed_node(links_.nodes.size());
    double so_far = 0;
    for (const std::uint32_t arc : root) {
      closed_node[tail(arc)] = true;
      so_far += km(arc);
    }
    std::set<std::uint32_t> closed_arcs;
    for (const Path& path : found)
      if (path.size() > root.size() && std::equal(root.begin(), root.end(), path.begin()))
        closed_arcs.insert(path[root.size()]);

    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    std::vector<double> distance(links_.nodes.size(), std::numeric_limits<double>::infinity());
    std::vector<std::uint32_t> by(links_.nodes.size(), kNone);
    const auto begin = [&](std::uint32_t node) {
      distance[node] = so_far;
      queue.emplace(so_far, node);
    };
    if (root.empty()) {
      for (const std::uint32_t node : sources_) begin(node);
    } else {
      for (const std::uint32_t node : sources_) closed_node[node] = true;
      begin(head(root.back()));
    }
    while (!queue.empty()) {
      const auto [length, node] = queue.top();
      queue.pop();
      if (length > distance[node]) continue;
      if (is_sink_[node]) return std::pair(length, joined(root, by, node));
      for (const std::uint32_t arc : arcs_of_[node]) {
        const std::uint32_t to = head(arc);
        if (closed_node[to] || closed_arcs.contains(arc)) continue;
        if (length + km(arc) >= distance[to]) continue;
        distance[to] = length + km(arc);
        by[to] = arc;
        queue.emplace(distance[to], to);
      }
    }
    return {};
  }

  [[nodiscard]] Path joined(const Path& root, const std::vector<std::uint32_t>& by,
                            std::uint32_t node) const {
    Path rest;
    for (; by[node] != kNone; node = tail(by[node])) rest.push_back(by[node]);
    Path path = root;
    path.insert(path.end(), rest.rbegin(), rest.rend());
    return path;
  }

  const Links& links_;
  std::vector<std::vector<std::uint32_t>> arcs_of_;  // of node
  std::vector<bool> is_sink_;
  std::vector<std::uint32_t> sources_;
};

}  // namespace

std::vector<Route> shortest_routes(const Links& links, std::span<const std::uint32_t> sources,
                                   std::span<const std::uint32_t> sinks,
                                   const std::vector<bool>& open, std::size_t count) {
  const Search search(links, sources, sinks, open);
  std::vector<Route> routes;
  for (const Path& path : search.shortest(count)) {
    Route route;
    route.capacity = std::numeric_limits<std::int64_t>::max();
    route.nodes.push_back(search.tail(path.front()));
    for (const std::uint32_t arc : path) {
      const Link& link = links.links[arc / 2];
      route.links.push_back(arc / 2);
      route.nodes.push_back(search.head(arc));
      route.km += link.length_km;
      route.measured = route.measured && link.measured;
      if (!link.capacity)
        route.capacity.reset();
      else if (route.capacity)
        route.capacity = std::min(*route.capacity, *link.capacity);
    }
    routes.push_back(std::move(route));
  }
  return routes;
}

}  // namespace entente::scenario
