#include "entente/cli/claim_table.h"

#include <fmt/format.h>

#include "entente/cli/marked_text.h"

namespace entente::cli {

using record::QuotedClaim;

std::string ends(const QuotedClaim& claim) {
  const bool domestic = claim.actor.id == claim.recipient.id;
  const auto end = [domestic](const record::QuotedParty& party) {
    return domestic && !party.sector.empty() ? party.id + "-" + party.sector : party.id;
  };
  return fmt::format("{} {} {}", end(claim.actor), model::is_symmetric(claim.type) ? "–" : "→",
                     end(claim.recipient));
}

std::string deed(const QuotedClaim& claim) {
  std::string words(model::name(claim.type));
  for (const std::string_view more : {model::name(claim.sign), model::name(claim.trend)})
    if (!more.empty()) (words += ' ') += more;
  return words;
}

std::string short_date(const QuotedClaim& claim) {
  if (!claim.date) return "";
  const std::string first = claim.date->start.iso();
  switch (claim.date->precision) {
    case base::Precision::day:
      return first;
    case base::Precision::week:
      return first + " w";
    case base::Precision::month:
      return first.substr(0, 7);
    case base::Precision::year:
      return first.substr(0, 4);
    case base::Precision::estimate:
      return "~" + first.substr(0, 7) + "/" + claim.date->end.iso().substr(0, 7);
    default:
      return first.substr(0, 7) + "/" + claim.date->end.iso().substr(0, 7);
  }
}

ClaimTable::ClaimTable(const Painter& painter, std::optional<int> width)
    : table_({{"date"},
              {"who"},
              {"what"},
              {"layer"},
              {"mode"},
              {"says"},
              {"sure", Table::Align::right},
              {"claim"}}),
      painter_(painter),
      width_(width) {}

void ClaimTable::add(const QuotedClaim& claim) {
  table_.add({{short_date(claim), Ink::date},
              {ends(claim), Ink::strong},
              {deed(claim), Ink::trigger},
              {std::string(model::name(claim.layer))},
              {model::names(claim.aux, " ")},
              {claim.claimant.id, Ink::claimant},
              {fmt::format("{:.2f}", claim.confidence)},
              {claim.id.substr(0, kShortId), Ink::faint}},
             marked_lines(claim.sentence.text, claim.sentence.start, marks(claim, painter_),
                          painter_, width_, "    "));
}

}  // namespace entente::cli
