#include "entente/formats/graphml.h"

#include <fmt/format.h>

#include "entente/base/terminal.h"
#include "entente/formats/xml.h"

namespace entente::formats {

namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
)";

/// Declares an attribute. Ids are unique in a file, names are for people: "n.claims" and
/// "e.claims".
void write_key(std::string_view of, std::string_view name, std::string_view type,
               const Write& write) {
  write(fmt::format(R"(<key id="{}.{}" for="{}" attr.name="{}" attr.type="{}"/>)"
                    "\n",
                    of.substr(0, 1), name, of, name, type));
}

void write_keys(const Write& write) {
  for (const char* name : {"from", "to"}) write_key("graph", name, "string", write);
  for (const char* name : {"actor", "label", "kind", "sector", "country"})
    write_key("node", name, "string", write);
  write_key("node", "claims", "int", write);
  for (const char* name : {"weight", "balance"}) write_key("edge", name, "double", write);
  for (const char* name : {"claims", "cooperative", "conflictual", "sources"})
    write_key("edge", name, "int", write);
  for (const char* name : {"layers", "first", "last"}) write_key("edge", name, "string", write);
  for (int i = 0; i < model::kClaimTypes; ++i)
    write_key("edge", model::name(model::ClaimType(i)), "int", write);
}

/// A node's id: the actor's, with what GraphML does not allow there (NMTOKEN) as "_2019_".
std::string node_id(std::string_view actor) {
  std::string id;
  while (!actor.empty()) {
    const char32_t c = base::next_code_point(actor);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (is_plain)
      id += char(c);
    else
      id += fmt::format("_{:04X}_", std::uint32_t(c));
  }
  return id;
}

std::string data(char of, std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  return fmt::format(R"(<data key="{}.{}">{}</data>)", of, name, xml_text(text));
}

std::string data_of(const NetworkNode& node) {
  return data('n', "actor", node.id) + data('n', "label", node.card.label) +
         data('n', "kind", node.card.kind) + data('n', "sector", node.card.sector) +
         data('n', "country", node.card.country) + data('n', "claims", std::to_string(node.claims));
}

std::string data_of(const NetworkEdge& edge) {
  std::string text =
      data('e', "weight", std::to_string(edge.claims)) +
      data('e', "balance", fmt::format("{}", balance(edge.claims, edge.cooperative))) +
      data('e', "claims", std::to_string(edge.claims)) +
      data('e', "cooperative", std::to_string(edge.cooperative)) +
      data('e', "conflictual", std::to_string(edge.conflictual)) +
      data('e', "sources", std::to_string(edge.sources)) + data('e', "layers", edge.layers) +
      data('e', "first", edge.first.iso()) + data('e', "last", edge.last.iso());
  for (std::size_t i = 0; i < edge.types.size(); ++i)
    text += data('e', model::name(model::ClaimType(i)), std::to_string(edge.types[i]));
  return text;
}

}  // namespace

void write_graphml(const Network& network, const Write& write) {
  write(kHead);
  write_keys(write);
  write("<graph id=\"network\" edgedefault=\"undirected\">\n");
  if (!network.edges.empty())
    write(data('g', "from", network.from.iso()) + data('g', "to", network.to.iso()) + "\n");
  for (const NetworkNode& node : network.nodes)
    write(fmt::format("<node id=\"{}\">{}</node>\n", node_id(node.id), data_of(node)));
  for (std::size_t i = 0; i < network.edges.size(); ++i) {
    const NetworkEdge& edge = network.edges[i];
    write(fmt::format(R"(<edge id="e{}" source="{}" target="{}">{}</edge>)"
                      "\n",
                      i, node_id(network.nodes[edge.a].id), node_id(network.nodes[edge.b].id),
                      data_of(edge)));
  }
  write("</graph>\n</graphml>\n");
}

}  // namespace entente::formats
