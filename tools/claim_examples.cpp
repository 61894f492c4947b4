// Prints what tools/train_claims.py learns from: every claim that the patterns make possible in a
// document, a line each, tab-separated: document, place of the trigger in code points, actor,
// recipient, type, valence, whether a row of knowledge/ proposes it, features.
//
//   claim_examples DOCUMENTS.jsonl > EXAMPLES.tsv

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "entente/base/utf8.h"
#include "entente/reading/plausibility.h"
#include "entente/reading/reader.h"

namespace {

namespace model = entente::model;
using nlohmann::json;

/// "PAK-MIL"; those known by their own name have no sector.
std::string id_of(const model::Party& party) {
  const bool own_name = party.id.empty() || (party.id[0] >= 'a' && party.id[0] <= 'z');
  return own_name || party.sector.empty() ? party.id : party.id + "-" + party.sector;
}

/// + or - of a TIE: an improvement is +, a worsening -, a standing tie its sign.
std::string_view valence_of(const model::Claim& claim) {
  if (claim.type != model::ClaimType::tie) return "";
  if (claim.trend == model::Trend::closer) return "+";
  if (claim.trend == model::Trend::apart) return "-";
  return model::name(claim.sign);
}

model::Document document_of(const std::string& line) {
  const json row = json::parse(line);
  model::Document document;
  document.id = row.at("id");
  document.text = row.at("text");
  document.title = row.value("title", "");
  document.source = row.value("source", "");
  if (row.contains("date"))
    document.date = entente::base::Date::parse(row.at("date").get<std::string>());
  return document;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: claim_examples DOCUMENTS.jsonl\n"), 2;
  auto reader = entente::reading::Reader::load(ENTENTE_SOURCE_DIR);
  if (!reader) return std::fprintf(stderr, "%s\n", reader.error().message().c_str()), 1;
  std::printf("document\tat\tactor\trecipient\ttype\tvalence\trow");
  for (const std::string_view name : entente::reading::kClaimFeatureNames)
    std::printf("\t%.*s", static_cast<int>(name.size()), name.data());
  std::printf("\n");
  std::string line;
  for (std::ifstream in(argv[1]); std::getline(in, line);) {
    model::Document document = document_of(line);
    const entente::base::CodePointIndex points(document.text);
    for (const entente::reading::PossibleClaim& possible : reader->possible_claims(document)) {
      const model::Claim& claim = possible.claim;
      std::printf("%s\t%u\t%s\t%s\t%s\t%s\t%d", document.id.c_str(), points.at(claim.trigger.begin),
                  id_of(claim.actor).c_str(), id_of(claim.recipient).c_str(),
                  std::string(model::name(claim.type)).c_str(),
                  std::string(valence_of(claim)).c_str(), possible.by_row);
      for (const std::int16_t value : possible.features) std::printf("\t%d", value);
      std::printf("\n");
    }
  }
}
