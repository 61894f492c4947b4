#include <algorithm>

#include "entente/scenario/links.h"
#include "entente/workbench/api.h"

namespace entente::workbench {

namespace fs = std::filesystem;
using scenario::Link;
using scenario::Links;

namespace {

/// The link networks of all worlds, by name of their files.
std::vector<fs::path> link_files(const fs::path& home) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& world : fs::directory_iterator(home / "worlds", none))
    for (const auto& file : fs::directory_iterator(world.path() / "links", none))
      if (file.path().extension() == ".yaml") files.push_back(file.path());
  std::ranges::sort(files);
  return files;
}

Json place(const scenario::Node& node) {
  return {{"name", node.name}, {"state", node.state}, {"at", {node.longitude, node.latitude}}};
}

}  // namespace

/// Corridors and pipelines with their status on a day, for the map.
Answer<Json> get_links(const Ask& ask) {
  const auto at = ask.query.date("at", true);
  if (!at) return tl::unexpected(at.error());
  const base::Date date = at->value_or(base::Date::from_civil(2024, 12, 31));
  Json networks = Json::array();
  for (const fs::path& file : link_files(ask.desk.home())) {
    const auto network = Links::load(file);
    if (!network) return failed(network.error());
    Json list = Json::array();
    for (const Link& link : network->links)
      list.push_back({{"id", link.id},
                      {"name", link.name},
                      {"part_of", link.part_of},
                      {"from", place(network->nodes[link.from])},
                      {"to", place(network->nodes[link.to])},
                      {"capacity", link.capacity ? Json(double(*link.capacity) / 1000) : Json()},
                      {"status", name(link.status(date))},
                      {"sources", link.sources},
                      {"note", link.note}});
    networks.push_back({{"id", network->id},
                        {"name", network->name},
                        {"unit", network->unit},
                        {"sources", network->sources},
                        {"links", list}});
  }
  return Json{{"at", date.iso()}, {"networks", networks}};
}

}  // namespace entente::workbench
