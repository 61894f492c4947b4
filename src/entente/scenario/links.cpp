#include "entente/scenario/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

#include "entente/base/mapped_file.h"
#include "entente/scenario/yaml.h"

namespace entente::scenario {

using base::Date;
using base::Result;

namespace {

constexpr std::array<std::string_view, 8> kStatuses{
    "absent", "proposed", "construction", "operating", "idle", "shelved", "cancelled", "retired"};
constexpr Date kAlways{std::numeric_limits<std::int32_t>::min()};

std::vector<std::string> texts(const Yaml& list) {
  std::vector<std::string> out;
  for (const Yaml& item : list.items()) out.push_back(item.text());
  return out;
}

/// Kilometres along the great circle (haversine, on a sphere of 6,371 km).
double great_circle(const Node& a, const Node& b) {
  constexpr double kRadius = 6371, kDegree = std::numbers::pi / 180;
  const double latitudes = std::sin((b.latitude - a.latitude) * kDegree / 2);
  const double longitudes = std::sin((b.longitude - a.longitude) * kDegree / 2);
  const double h = latitudes * latitudes + std::cos(a.latitude * kDegree) *
                                               std::cos(b.latitude * kDegree) * longitudes *
                                               longitudes;
  return 2 * kRadius * std::asin(std::sqrt(std::min(1.0, h)));
}

Node read_node(const Yaml& yaml) {
  yaml.only({"node", "name", "state", "at"});
  Node node;
  node.id = yaml.at("node").text();
  node.name = yaml.get("name").text_or(node.id);
  node.state = yaml.get("state").text_or("");
  const Yaml at = yaml.at("at");
  const auto degrees = at.items();
  node.latitude = node.longitude = 0;
  if (degrees.size() == 2) {
    node.latitude = degrees[0].number(-90, 90);
    node.longitude = degrees[1].number(-180, 180);
  } else if (at) {
    at.fail("'at' is a pair of degrees", "write at: [LATITUDE, LONGITUDE]");
  }
  return node;
}

LinkStatus read_status(const Yaml& yaml) {
  const std::string word = yaml.text();
  const auto status = link_status(word);
  if (status && *status != LinkStatus::absent) return *status;
  yaml.unknown("status", word, std::vector<std::string>(kStatuses.begin() + 1, kStatuses.end()));
  return LinkStatus::absent;
}

/// One word that holds always, or words by the day from which they hold.
std::vector<std::pair<Date, LinkStatus>> read_history(const Yaml& yaml) {
  std::vector<std::pair<Date, LinkStatus>> history;
  if (yaml.is_text()) return {{kAlways, read_status(yaml)}};
  for (const auto& [day, status] : yaml.entries()) {
    history.emplace_back(day.first_day(), read_status(status));
    if (history.size() > 1 && history.back().first <= history[history.size() - 2].first)
      day.fail("dates of a status go from the earliest to the latest");
  }
  return history;
}

std::uint32_t read_end(const Yaml& yaml, const std::map<std::string, std::uint32_t>& nodes) {
  const std::string word = yaml.text();
  if (const auto found = nodes.find(word); found != nodes.end()) return found->second;
  std::vector<std::string> known;
  for (const auto& [id, place] : nodes) known.push_back(id);
  yaml.unknown("node", word, known);
  return 0;
}

Link read_link(const Yaml& yaml, const std::vector<Node>& nodes,
               const std::map<std::string, std::uint32_t>& places) {
  yaml.only({"link", "name", "part of", "from", "to", "both ways", "capacity", "km", "owners",
             "status", "sources", "note"});
  Link link;
  link.where = yaml.where();
  link.id = yaml.at("link").text();
  link.name = yaml.get("name").text_or(link.id);
  link.part_of = yaml.get("part of").text_or("");
  link.from = read_end(yaml.at("from"), places);
  link.to = read_end(yaml.at("to"), places);
  if (link.from == link.to) yaml.get("to").fail("the link leads from a node to itself");
  const Yaml both = yaml.get("both ways"), length = yaml.get("km");
  link.both_ways = both && both.flag();
  if (const Yaml capacity = yaml.get("capacity")) {
    link.capacity = parse_decimal(capacity.text(), 3);
    if (!link.capacity || *link.capacity > 1'000'000'000'000)
      capacity.fail(fmt::format("'{}' is no capacity", capacity.text()),
                    "write a number with at most three decimals, without its unit; leave the key "
                    "out where it is unknown");
  }
  link.measured = bool(length);
  link.length_km = length          ? length.number(0, 100'000)
                   : nodes.empty() ? 0
                                   : great_circle(nodes[link.from], nodes[link.to]);
  link.owners = texts(yaml.get("owners"));
  link.sources = texts(yaml.get("sources"));
  link.note = yaml.get("note").text_or("");
  link.history = read_history(yaml.at("status"));
  return link;
}

/// What `word` names among things with an id, a name and a group, which may be empty.
template <class Item, class Group>
Result<std::vector<std::uint32_t>> named(std::string_view word, const std::vector<Item>& items,
                                         Group group, std::string_view what) {
  std::vector<std::uint32_t> found;
  std::vector<std::string> known;
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (!word.empty() && (item.id == word || item.name == word || item.*group == word))
      found.push_back(i);
    for (const std::string* name : {&item.id, &item.name, &(item.*group)}) known.push_back(*name);
  }
  if (!found.empty()) return found;
  const auto near = nearest(word, known);
  return base::fail(fmt::format("the network has no {} '{}'", what, word), {},
                    near ? fmt::format("did you mean '{}'?", *near) : "");
}

}  // namespace

std::string_view name(LinkStatus status) { return kStatuses[std::size_t(status)]; }

std::optional<LinkStatus> link_status(std::string_view name) {
  const auto found = std::find(kStatuses.begin(), kStatuses.end(), name);
  if (found == kStatuses.end()) return {};
  return LinkStatus(found - kStatuses.begin());
}

LinkStatus Link::status(Date date) const {
  LinkStatus status = LinkStatus::absent;
  for (const auto& [day, then] : history)
    if (day <= date) status = then;
  return status;
}

Result<Links> Links::load(const std::filesystem::path& path) {
  const auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  return parse(std::string(file->bytes()), path.string());
}

Result<Links> Links::parse(const std::string& text, const std::string& name) {
  const auto file = Yaml::parse(text, name);
  if (!file) return tl::unexpected(file.error());
  file->only({"links", "name", "note", "unit", "sources", "nodes", "network"});
  Links links;
  links.id = file->at("network").text();
  links.name = file->get("name").text_or(links.id);
  links.note = file->get("note").text_or("");
  links.unit = file->at("unit").text();
  links.sources = texts(file->get("sources"));
  std::map<std::string, std::uint32_t> places, ids;
  for (const Yaml& yaml : file->at("nodes").items()) {
    links.nodes.push_back(read_node(yaml));
    if (!places.emplace(links.nodes.back().id, links.nodes.size() - 1).second)
      yaml.fail(fmt::format("a second node '{}'", links.nodes.back().id));
  }
  for (const Yaml& yaml : file->at("links").items()) {
    links.links.push_back(read_link(yaml, links.nodes, places));
    if (!ids.emplace(links.links.back().id, 0).second)
      yaml.fail(fmt::format("a second link '{}'", links.links.back().id));
  }
  if (auto read = file->outcome(); !read) return tl::unexpected(read.error());
  return links;
}

Result<std::vector<std::uint32_t>> Links::nodes_of(std::string_view word) const {
  return named(word, nodes, &Node::state, "node or state");
}

Result<std::vector<std::uint32_t>> Links::links_of(std::string_view word) const {
  return named(word, links, &Link::part_of, "link or project");
}

std::vector<std::int64_t> Links::capacities(Date date) const {
  std::vector<std::int64_t> out;
  for (const Link& link : links)
    out.push_back(link.status(date) == LinkStatus::operating ? link.capacity.value_or(0) : 0);
  return out;
}

std::string amount(std::int64_t thousandths) {
  std::string text = fmt::format("{}.{:03}", thousandths / 1000, thousandths % 1000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace entente::scenario
