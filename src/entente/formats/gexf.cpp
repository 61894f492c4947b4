#include "entente/formats/gexf.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "entente/formats/xml.h"

namespace entente::formats {

namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>Entente</creator><description>Claims between actors, counted</description></meta>
)";

constexpr std::string_view kNodeAttributes = R"(<attributes class="node" mode="static">
<attribute id="kind" title="kind" type="string"/>
<attribute id="sector" title="sector" type="string"/>
<attribute id="country" title="country" type="string"/>
<attribute id="claims" title="claims" type="integer"/>
</attributes>
)";

constexpr std::string_view kEdgeAttributes = R"(<attributes class="edge" mode="static">
<attribute id="claims" title="claims" type="integer"/>
<attribute id="cooperative" title="cooperative" type="integer"/>
<attribute id="conflictual" title="conflictual" type="integer"/>
<attribute id="balance" title="balance" type="double"/>
<attribute id="sources" title="sources" type="integer"/>
<attribute id="layers" title="layers" type="string"/>
<attribute id="first" title="first" type="string"/>
<attribute id="last" title="last" type="string"/>
)";

struct Spell {
  base::Date from, to;
};

/// Spells in order of time, those that touch made one.
std::vector<Spell> joined(std::vector<Spell> spells) {
  std::ranges::sort(spells, {}, &Spell::from);
  std::vector<Spell> all;
  for (const Spell& spell : spells) {
    if (!all.empty() && spell.from <= all.back().to + 1)
      all.back().to = std::max(all.back().to, spell.to);
    else
      all.push_back(spell);
  }
  return all;
}

std::string spells_of(std::vector<Spell> spells) {
  std::string text;
  for (const Spell& spell : joined(std::move(spells)))
    text += fmt::format(R"(<spell start="{}" end="{}"/>)", spell.from.iso(), spell.to.iso());
  return text.empty() ? text : "<spells>" + text + "</spells>";
}

/// `<attvalue …/>`, or nothing for an empty text.
std::string value(std::string_view name, std::string_view text) {
  if (text.empty()) return {};
  return fmt::format(R"(<attvalue for="{}" value="{}"/>)", name, xml_text(text));
}
std::string value(std::string_view name, std::int64_t number) {
  return value(name, std::to_string(number));
}

/// A balance, in the shortest form that reads as the same number.
std::string balance_text(std::int64_t claims, std::int64_t cooperative) {
  return fmt::format("{}", balance(claims, cooperative));
}

void write_attributes(Step step, const Write& write) {
  const std::string_view unit = step == Step::day ? "day" : step == Step::month ? "month" : "year";
  write(kNodeAttributes);
  // Those over time come first: Gephi Lite knows the types of the last list only.
  write("<attributes class=\"edge\" mode=\"dynamic\">\n");
  for (const std::string_view what : {"claims", "balance"})
    write(fmt::format("<attribute id=\"{0}_then\" title=\"{0} by {1}\" type=\"{2}\"/>\n", what,
                      unit, what == "claims" ? "integer" : "double"));
  write("</attributes>\n");
  write(kEdgeAttributes);
  for (int i = 0; i < model::kClaimTypes; ++i)
    write(
        fmt::format("<attribute id=\"{0}\" title=\"{0}\" type=\"integer\"><default>0</default>"
                    "</attribute>\n",
                    model::name(model::ClaimType(i))));
  write("</attributes>\n");
}

void write_node(const NetworkNode& node, std::vector<Spell> spells, const Write& write) {
  write(fmt::format(R"(<node id="{}" label="{}"><attvalues>{}{}{}{}</attvalues>{}</node>)"
                    "\n",
                    xml_text(node.id), xml_text(node.card.label), value("kind", node.card.kind),
                    value("sector", node.card.sector), value("country", node.card.country),
                    value("claims", node.claims), spells_of(std::move(spells))));
}

void write_edge(std::size_t id, const NetworkEdge& edge, const Network& network,
                std::span<const NetworkMoment> moments, const Write& write) {
  write(fmt::format(R"(<edge id="{}" source="{}" target="{}" weight="{}"><attvalues>)", id,
                    xml_text(network.nodes[edge.a].id), xml_text(network.nodes[edge.b].id),
                    edge.claims));
  write(value("claims", edge.claims) + value("cooperative", edge.cooperative) +
        value("conflictual", edge.conflictual) +
        value("balance", balance_text(edge.claims, edge.cooperative)) +
        value("sources", edge.sources) + value("layers", edge.layers) +
        value("first", edge.first.iso()) + value("last", edge.last.iso()));
  for (std::size_t i = 0; i < edge.types.size(); ++i)
    if (edge.types[i] > 0) write(value(model::name(model::ClaimType(i)), edge.types[i]));
  std::vector<Spell> spells;
  for (const NetworkMoment& m : moments) {
    spells.push_back({m.from, m.to});
    for (const auto& [name, number] : {std::pair{"claims_then", std::to_string(m.claims)},
                                       {"balance_then", balance_text(m.claims, m.cooperative)}})
      write(fmt::format(R"(<attvalue for="{}" value="{}" start="{}" end="{}"/>)", name, number,
                        m.from.iso(), m.to.iso()));
  }
  write("</attvalues>" + spells_of(std::move(spells)) + "</edge>\n");
}

}  // namespace

void write_gexf(const Network& network, Step step, const Write& write) {
  write(kHead);
  write(R"(<graph mode="dynamic" defaultedgetype="undirected" timeformat="date")"
        R"( timerepresentation="interval")");
  if (!network.edges.empty())
    write(fmt::format(R"( start="{}" end="{}")", network.from.iso(), network.to.iso()));
  write(">\n");
  write_attributes(step, write);
  std::vector<std::vector<Spell>> spells(network.nodes.size());
  for (const NetworkMoment& m : network.moments)
    for (const std::size_t node : {network.edges[m.edge].a, network.edges[m.edge].b})
      spells[node].push_back({m.from, m.to});
  write(fmt::format("<nodes count=\"{}\">\n", network.nodes.size()));
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    write_node(network.nodes[i], std::move(spells[i]), write);
  write(fmt::format("</nodes>\n<edges count=\"{}\">\n", network.edges.size()));
  std::span<const NetworkMoment> moments(network.moments);
  for (std::size_t i = 0; i < network.edges.size(); ++i) {
    std::size_t count = 0;
    while (count < moments.size() && moments[count].edge == i) ++count;
    write_edge(i, network.edges[i], network, moments.first(count), write);
    moments = moments.subspan(count);
  }
  write("</edges>\n</graph>\n</gexf>\n");
}

}  // namespace entente::formats
