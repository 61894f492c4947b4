#include "entente/cli/witnesses.h"

#include <algorithm>

#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/marked_text.h"
#include "entente/cli/table.h"
#include "entente/record/events.h"

namespace entente::cli {

using alignment::Observed;
using alignment::ObservedClaim;
using base::Result;

namespace {

Result<std::optional<CodedClaim>> coded_claim(const record::Record& record,
                                              const Observed& observed, std::size_t pair,
                                              const ObservedClaim& claim) {
  const auto& [a, b] = observed.pairs[pair];
  auto rows = record.connection().query(
      "SELECT format, name, actor, recipient, type, mode, layer, code, source, date::VARCHAR "
      "FROM coded_claims JOIN datasets ON number = dataset WHERE dataset = ? AND row = ? "
      "AND least(actor, recipient) = ? AND greatest(actor, recipient) = ? AND type = ? LIMIT 1",
      {std::int64_t(claim.dataset), std::int64_t(claim.row), observed.actors[a], observed.actors[b],
       std::string(model::name(claim.type))});
  if (!rows) return tl::unexpected(rows.error());
  std::optional<CodedClaim> coded;
  while (rows->next()) {
    coded.emplace();
    idx_t column = 0;
    for (std::string* cell :
         {&coded->format, &coded->dataset, &coded->actor, &coded->recipient, &coded->type,
          &coded->mode, &coded->layer, &coded->code, &coded->source, &coded->date})
      *cell = rows->text(column++);
    coded->row = std::int64_t(claim.row);
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return coded;
}

std::vector<Cell> cells(const Witness& witness) {
  const std::string share = fmt::format("{:.0f} %", 100 * std::abs(witness.evidence.share));
  const std::string pull = fmt::format("{:+.2f}", witness.evidence.pull);
  if (const auto& claim = witness.claim)
    return {{short_date(*claim), Ink::date},
            {ends(*claim), Ink::strong},
            {deed(*claim), Ink::trigger},
            {model::names(claim->aux, " ")},
            {claim->claimant.id, Ink::claimant},
            {share},
            {pull},
            {claim->id.substr(0, kShortId), Ink::faint}};
  const auto& coded = witness.coded;
  if (!coded) return std::vector<Cell>(8);
  return {{coded->date, Ink::date},
          {coded->actor + " → " + coded->recipient, Ink::strong},
          {coded->type + (coded->mode.empty() ? "" : " " + coded->mode), Ink::trigger},
          {""},
          {coded->format, Ink::claimant},
          {share},
          {pull},
          {fmt::format("{}:{}", coded->dataset, coded->row), Ink::faint}};
}

}  // namespace

Result<std::vector<Witness>> witnesses(const record::Record& record, const Observed& observed,
                                       std::size_t pair,
                                       const std::vector<alignment::Evidence>& evidence,
                                       std::size_t limit) {
  std::vector<Witness> witnesses;
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < std::min(limit, evidence.size()); ++i) {
    const ObservedClaim& claim = observed.claims[evidence[i].claim];
    Witness witness{.evidence = evidence[i],
                    .value = observed.observations[evidence[i].claim].value,
                    .repeated = claim.repeated,
                    .claim = {},
                    .coded = {}};
    if (claim.dataset == 0) {
      ids.push_back(claim.id());
    } else {
      auto coded = coded_claim(record, observed, pair, claim);
      if (!coded) return tl::unexpected(coded.error());
      witness.coded = std::move(*coded);
    }
    witnesses.push_back(std::move(witness));
  }
  const auto claims = record::claims_by_id(record, ids);
  if (!claims) return tl::unexpected(claims.error());
  for (Witness& witness : witnesses)
    if (const auto found = claims->find(observed.claims[witness.evidence.claim].id());
        !witness.coded && found != claims->end())
      witness.claim = found->second;
  return witnesses;
}

void print_witnesses(const std::vector<Witness>& witnesses, Context& context) {
  Table table({{"date"},
               {"who"},
               {"what"},
               {"mode"},
               {"says"},
               {"share", Table::Align::right},
               {"pull", Table::Align::right},
               {"claim"}});
  const Painter painter = context.painter();
  for (const Witness& witness : witnesses)
    table.add(cells(witness),
              witness.claim
                  ? marked_lines(witness.claim->sentence.text, witness.claim->sentence.start,
                                 marks(*witness.claim, painter), painter, context.width(), "    ")
                  : std::vector<std::string>());
  table.print(context.out, painter, context.width());
}

std::string json(const std::vector<Witness>& witnesses) {
  std::string list;
  for (const Witness& witness : witnesses) {
    list += fmt::format(R"({}{{"share":{:.6f},"pull":{:.6f},"value":{:g},"shared":{})",
                        list.empty() ? "" : ",", witness.evidence.share, witness.evidence.pull,
                        witness.value, witness.repeated);
    if (witness.claim) {
      std::string claim = json_line(*witness.claim, true);
      claim.pop_back();  // the line's end
      list += fmt::format(R"(,"claim":{},"quote":{}}})", claim,
                          json_text(witness.claim->sentence.text));
    } else if (const auto& coded = witness.coded) {
      list += fmt::format(
          R"(,"coded":{{"format":{},"dataset":{},"row":{},"date":{},"actor":{},"recipient":{},)"
          R"("type":{},"mode":{},"layer":{},"code":{},"source":{}}}}})",
          json_text(coded->format), json_text(coded->dataset), coded->row, json_text(coded->date),
          json_text(coded->actor), json_text(coded->recipient), json_text(coded->type),
          json_text_or_null(coded->mode), json_text(coded->layer), json_text_or_null(coded->code),
          json_text_or_null(coded->source));
    } else {
      list += "}";
    }
  }
  return "[" + list + "]";
}

const std::string_view kWitnessCsvHeader =
    "share,pull,value,claim,dataset,row,date,actor,recipient,type,claimant,confidence,sentence";

std::string csv_cells(const Witness& witness) {
  const std::string numbers = fmt::format("{:.6f},{:.6f},{:g}", witness.evidence.share,
                                          witness.evidence.pull, witness.value);
  if (const auto& claim = witness.claim)
    return fmt::format("{},{},,,{},{},{},{},{},{:.2f},{}", numbers, claim->id, short_date(*claim),
                       csv_cell(claim->actor.id), csv_cell(claim->recipient.id),
                       model::name(claim->type), csv_cell(claim->claimant.id), claim->confidence,
                       csv_cell(claim->sentence.text));
  if (const auto& coded = witness.coded)
    return fmt::format("{},,{},{},{},{},{},{},author,,", numbers, csv_cell(coded->dataset),
                       coded->row, coded->date, csv_cell(coded->actor), csv_cell(coded->recipient),
                       coded->type);
  return numbers + ",,,,,,,,,,";
}

}  // namespace entente::cli
