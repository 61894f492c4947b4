// Writes what tools/train_claims.py and tools/train_network.py learn from: a line of JSON for each
// sentence that has two actors, and the states of its tokens.
//
//   claim_examples DOCUMENTS.jsonl STATES > EXAMPLES.jsonl
//
// The first line has the names of the features. Each other has the document; the sentence's place
// in it, in code points; the claims, each with the place of its trigger, actor, recipient, type,
// valence, whether a row of knowledge/ proposes it, group and type for the network (claim_view.h),
// and features; then the view itself, the roles of its pairs one after another, each a character
// from '0' on. STATES has, token after token, kTokenStates numbers of 16 bits.

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "entente/base/utf8.h"
#include "entente/reading/possible_claims.h"
#include "entente/reading/reader.h"

namespace {

namespace model = entente::model;
namespace reading = entente::reading;
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

json row_of(const reading::PossibleClaims::One& possible,
            const entente::base::CodePointIndex& points) {
  const model::Claim& claim = possible.claim;
  return {points.at(claim.trigger.begin),
          id_of(claim.actor),
          id_of(claim.recipient),
          model::name(claim.type),
          valence_of(claim),
          possible.by_row,
          possible.group,
          possible.type,
          possible.features};
}

json row_of(const reading::PossibleClaims& sentence, const entente::base::CodePointIndex& points) {
  json row{{"begin", points.at(sentence.sentence.begin)},
           {"end", points.at(sentence.sentence.end)},
           {"words", sentence.view.words},
           {"marks", sentence.view.marks},
           {"triggers", sentence.view.triggers},
           {"claims", json::array()},
           {"groups", json::array()},
           {"pairs", json::array()}};
  for (const auto& possible : sentence.claims) row["claims"].push_back(row_of(possible, points));
  for (std::size_t g = 0; g < sentence.groups.size(); ++g)
    row["groups"].push_back({id_of(sentence.groups[g].first), id_of(sentence.groups[g].second),
                             sentence.view.groups[g].turned});
  for (const auto& pair : sentence.view.pairs) {
    json numbers{pair.group, pair.actor, pair.recipient};
    for (const int feature : pair.features) numbers.push_back(feature);
    row["pairs"].push_back(std::move(numbers));
  }
  std::string roles;
  for (const std::uint8_t role : sentence.view.roles) roles += static_cast<char>('0' + role);
  row["roles"] = std::move(roles);
  return row;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "usage: claim_examples DOCUMENTS.jsonl STATES\n"), 2;
  const auto reader = reading::Reader::load(ENTENTE_SOURCE_DIR);
  if (!reader) return std::fprintf(stderr, "%s\n", reader.error().message().c_str()), 1;
  std::ofstream states(argv[2], std::ios::binary);
  std::printf("%s\n", json(reading::kClaimFeatureNames).dump().c_str());
  std::string line;
  for (std::ifstream in(argv[1]); std::getline(in, line);) {
    model::Document document = document_of(line);
    const entente::base::CodePointIndex points(document.text);
    for (const reading::PossibleClaims& sentence : reader->possible_claims(document)) {
      if (sentence.groups.empty()) continue;
      json row = row_of(sentence, points);
      row["document"] = document.id;
      std::printf("%s\n", row.dump().c_str());
      states.write(reinterpret_cast<const char*>(sentence.states.data()),
                   static_cast<std::streamsize>(sentence.states.size() * sizeof(std::int16_t)));
    }
  }
  return states.flush() ? 0 : 1;
}
