#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"

namespace entente::scenario {

/// What a link is on a day. Only what operates carries anything.
enum class LinkStatus : std::uint8_t {
  absent,  ///< before the first date that the file gives
  proposed,
  construction,
  operating,
  idle,  ///< built, but shut, suspended or cut
  shelved,
  cancelled,
  retired,
};
std::string_view name(LinkStatus status);
std::optional<LinkStatus> link_status(std::string_view name);

/// A place: a field, a city, a port, a border crossing.
struct Node {
  std::string id, name;
  std::string state;           ///< actor id; empty for what belongs to no state
  double latitude, longitude;  ///< degrees, WGS 84
};

/// A pipeline, road, railway or sea lane from one node to another.
struct Link {
  std::string id, name;
  std::string part_of;     ///< the project that it is a part of: "TAPI"; may be empty
  std::uint32_t from, to;  ///< places in Links::nodes
  bool both_ways;          ///< else from `from` to `to` alone
  /// Thousandths of the network's unit; nothing when it is unknown.
  std::optional<std::int64_t> capacity;
  double length_km;  ///< great circle when `measured` is false
  bool measured;
  std::vector<std::string> owners, sources;
  std::string note;
  std::vector<std::pair<base::Date, LinkStatus>> history;  ///< ascending
  std::string where;                                       ///< "FILE:LINE"

  [[nodiscard]] LinkStatus status(base::Date date) const;
};

/// A network of links of one kind, in one unit (docs/scenarios.md, "Link networks").
struct Links {
  std::string id, name, note;
  std::string unit;  ///< of capacities and flows: "bcm/y"
  std::vector<std::string> sources;
  std::vector<Node> nodes;
  std::vector<Link> links;

  /// Reads a YAML file. Errors name file and line.
  static base::Result<Links> load(const std::filesystem::path& path);
  static base::Result<Links> parse(const std::string& text, const std::string& name);

  /// The nodes that a word names: a node by id or name, or all nodes of a state. An error with the
  /// nearest word when there are none.
  [[nodiscard]] base::Result<std::vector<std::uint32_t>> nodes_of(std::string_view word) const;
  /// The links that a word names: a link by id or name, or all parts of a project.
  [[nodiscard]] base::Result<std::vector<std::uint32_t>> links_of(std::string_view word) const;

  /// Capacity of every link on a day, in thousandths of `unit`: 0 for what does not operate or has
  /// no known capacity.
  [[nodiscard]] std::vector<std::int64_t> capacities(base::Date date) const;
};

/// Thousandths of a unit as text: 12400 is "12.4".
std::string amount(std::int64_t thousandths);

}  // namespace entente::scenario
