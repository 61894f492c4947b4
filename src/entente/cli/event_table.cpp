#include "entente/cli/event_table.h"

#include <fmt/format.h>

#include "entente/cli/claim_table.h"
#include "entente/cli/marked_text.h"

namespace entente::cli {

using record::Event;
using record::EventSide;
using record::QuotedClaim;

namespace {

constexpr std::size_t kShownClaims = 3;  // of each side

/// What all reports of an event have in common, as a claim.
QuotedClaim common(const Event& event) {
  QuotedClaim claim;
  claim.actor = {event.actor.id, event.actor.sector, {}};
  claim.recipient = {event.recipient.id, event.recipient.sector, {}};
  claim.type = event.type;
  claim.trend = event.trend;
  if (event.trend == model::Trend::standing) claim.sign = model::Sign::plus;
  claim.date = event.date;
  return claim;
}

/// Cells that say when, who, what; and how it is put when that is not as a fact.
std::vector<Cell> first_cells(const Event& event) {
  const QuotedClaim claim = common(event);
  return {{short_date(claim), Ink::date},
          {ends(claim), Ink::strong},
          {deed(claim), Ink::trigger},
          {std::string(event.realis == record::Realis::asserted ? "" : name(event.realis))}};
}

std::vector<std::string> quote(const QuotedClaim& claim, const Painter& painter,
                               std::optional<int> width, std::string_view indent) {
  return marked_lines(claim.sentence.text, claim.sentence.start, marks(claim, painter), painter,
                      width, indent);
}

}  // namespace

EventTable::EventTable(const Painter& painter, std::optional<int> width)
    : table_({{"date"},
              {"who"},
              {"what"},
              {"mode"},
              {"reports", Table::Align::right},
              {"sources", Table::Align::right},
              {"denials", Table::Align::right},
              {""},
              {"claim"}}),
      painter_(painter),
      width_(width) {}

void EventTable::add(const Event& event, const ClaimsById& claims) {
  std::vector<Cell> cells = first_cells(event);
  cells.push_back({fmt::format("{}", event.reports.claims.size())});
  cells.push_back({fmt::format("{}", event.reports.sources)});
  cells.push_back(
      {event.denials.claims.empty() ? "" : fmt::format("{}", event.denials.claims.size())});
  cells.push_back({event.contested ? "contested" : "", Ink::claimant});
  cells.push_back({event.reports.best.substr(0, kShortId), Ink::faint});
  table_.add(std::move(cells), quote(claims.at(event.reports.best), painter_, width_, "    "));
}

ContestedTable::ContestedTable(const Painter& painter, std::optional<int> width)
    : table_({{"date"},
              {"who"},
              {"what"},
              {"mode"},
              {"sources for", Table::Align::right},
              {"against", Table::Align::right}}),
      painter_(painter),
      width_(width) {}

void ContestedTable::add(const Event& event, const ClaimsById& claims) {
  std::vector<Cell> cells = first_cells(event);
  cells.push_back({fmt::format("{}", event.reports.sources)});
  cells.push_back({fmt::format("{}", event.denials.sources)});
  std::vector<std::string> lines;
  add_side("for", event.reports, claims, lines);
  add_side("against", event.denials, claims, lines);
  table_.add(std::move(cells), std::move(lines));
}

void ContestedTable::add_side(std::string_view verb, const EventSide& side,
                              const ClaimsById& claims, std::vector<std::string>& lines) const {
  for (std::size_t i = 0; i < side.claims.size() && i < kShownClaims; ++i) {
    const QuotedClaim& claim = claims.at(side.claims[i]);
    lines.push_back(
        fmt::format("  {:<8} {}  {}", verb, painter_(Ink::claimant, claim.claimant.id),
                    painter_(Ink::faint, claim.id.substr(0, kShortId) + "  " + claim.document)));
    for (std::string& line : quote(claim, painter_, width_, "           "))
      lines.push_back(std::move(line));
  }
  if (side.claims.size() > kShownClaims)
    lines.push_back(fmt::format("  {:<8} and {} more", "", side.claims.size() - kShownClaims));
}

}  // namespace entente::cli
