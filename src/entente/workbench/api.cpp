#include "entente/workbench/api.h"

#include <array>

namespace entente::workbench {

namespace {

// What claims can be chosen by, wherever claims are chosen.
#define CLAIMS                                                                         \
  "actor", "pair", "type", "layer", "aux", "facts", "claimant", "words", "from", "to", \
      "min_percent", "document", "order"

const std::array kQuestions{
    Question{"GET", "/status", {}, get_status},
    Question{"GET", "/overview", {"from", "to", "layer"}, get_overview},
    Question{"GET", "/actors", {"limit"}, get_actors},
    Question{"GET", "/claims", {CLAIMS, "limit", "offset"}, get_claims},
    Question{"GET", "/claims/{id}", {}, get_claim},
    Question{"GET", "/counts", {CLAIMS}, get_counts},
    Question{"GET", "/events", {CLAIMS, "contested", "limit"}, get_events},
    Question{
        "GET", "/documents", {"words", "from", "to", "order", "limit", "offset"}, get_documents},
    Question{"GET", "/documents/{hash}", {}, get_document},
    Question{"POST", "/documents", {}, post_document},
    Question{"GET", "/readings/{number}", {}, get_reading},
    Question{"GET", "/reviews", {"document", "limit"}, get_reviews},
    Question{"POST", "/reviews", {}, post_review},
    Question{"POST", "/reviews/{number}/undo", {}, post_undo},
    Question{"GET", "/alignment", {"pair", "layer", "from", "to", "steps"}, get_alignment},
    Question{"GET", "/standings", {"actor", "layer", "at"}, get_standings},
    Question{"GET", "/evidence", {"pair", "layer", "at", "turn", "limit"}, get_evidence},
    Question{
        "GET", "/turning-points", {"actor", "layer", "from", "to", "limit"}, get_turning_points},
    Question{"GET", "/network", {"at", "layer", "actors", "min_claims"}, get_network},
    Question{"GET", "/layers", {"pair", "at"}, get_layers},
    Question{"GET", "/voices", {"pair", "by", "layer", "from", "to"}, get_voices},
    Question{"GET", "/scenarios", {}, get_scenarios},
    Question{"GET", "/scenarios/{id}", {}, get_scenario},
    Question{"GET", "/scenarios/{id}/run", {"variant", "weight", "paths"}, get_run},
    Question{
        "GET", "/scenarios/{id}/moves", {"variant", "weight", "paths", "slot", "limit"}, get_moves},
    Question{"GET",
             "/scenarios/{id}/sensitivity",
             {"variant", "weight", "paths", "limit"},
             get_sensitivity},
    Question{"GET", "/links", {"at"}, get_links},
};

#undef CLAIMS

}  // namespace

std::span<const Question> questions() { return kQuestions; }

std::optional<std::string_view> matched(std::string_view pattern, std::string_view path) {
  const auto open = pattern.find('{');
  if (open == pattern.npos)
    return pattern == path ? std::optional(std::string_view()) : std::nullopt;
  const std::string_view before = pattern.substr(0, open);
  const std::string_view after = pattern.substr(pattern.find('}') + 1);
  if (!path.starts_with(before) || !path.ends_with(after) ||
      path.size() <= before.size() + after.size())
    return std::nullopt;
  const std::string_view name =
      path.substr(before.size(), path.size() - before.size() - after.size());
  return name.find('/') == name.npos ? std::optional(name) : std::nullopt;
}

}  // namespace entente::workbench
