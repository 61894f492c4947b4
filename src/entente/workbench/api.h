#pragma once

#include <span>
#include <string>
#include <string_view>

#include "entente/workbench/answer.h"
#include "entente/workbench/board.h"
#include "entente/workbench/desk.h"
#include "entente/workbench/ledger.h"
#include "entente/workbench/reading_room.h"

/// The questions that the workbench answers under /api/v1 (docs/api.yaml).
namespace entente::workbench {

/// One request, taken apart.
struct Ask {
  Desk& desk;
  ReadingRoom& room;
  Board& board;
  Ledger& ledger;
  record::Record& record;
  const Query& query;
  std::string_view name;  ///< what the path ends in, where a question has one: an id, an actor
  const Json& body;       ///< of a POST; null otherwise
};

using Handler = Answer<Json> (*)(const Ask&);

/// A question: its method, its path without /api/v1 ("/claims/{id}"), and the parameters that it
/// knows. Any other parameter is refused, so that a mistyped one does not go unnoticed.
struct Question {
  std::string_view method, path;
  std::vector<std::string_view> parameters;
  Handler answer;
};

/// All of them, in the order of the documentation.
std::span<const Question> questions();

/// What stands for the {…} of a question's path in `path`, empty when it has none; nothing when the
/// path is another one.
std::optional<std::string_view> matched(std::string_view pattern, std::string_view path);

// api_claims.cpp
Answer<Json> get_status(const Ask&);
Answer<Json> get_actors(const Ask&);
Answer<Json> get_claims(const Ask&);
Answer<Json> get_claim(const Ask&);
Answer<Json> get_counts(const Ask&);
Answer<Json> get_events(const Ask&);
// api_documents.cpp
Answer<Json> get_documents(const Ask&);
Answer<Json> get_document(const Ask&);
Answer<Json> post_document(const Ask&);
Answer<Json> get_reading(const Ask&);
// api_reviews.cpp
Answer<Json> get_reviews(const Ask&);
Answer<Json> post_review(const Ask&);
Answer<Json> post_undo(const Ask&);
// api_alignment.cpp
Answer<Json> get_overview(const Ask&);
Answer<Json> get_alignment(const Ask&);
Answer<Json> get_standings(const Ask&);
Answer<Json> get_evidence(const Ask&);
Answer<Json> get_turning_points(const Ask&);
Answer<Json> get_network(const Ask&);
// api_pair.cpp
Answer<Json> get_layers(const Ask&);
Answer<Json> get_voices(const Ask&);
// api_links.cpp
Answer<Json> get_links(const Ask&);
// api_scenarios.cpp
Answer<Json> get_scenarios(const Ask&);
Answer<Json> get_scenario(const Ask&);
Answer<Json> get_run(const Ask&);
Answer<Json> get_moves(const Ask&);
Answer<Json> get_sensitivity(const Ask&);

/// The id of an actor that the asker named by id or name.
Answer<std::string> actor_named(const Ask& ask, const std::string& name);
/// {"id", "name"}
Json actor_json(const Ask& ask, std::string_view id);
/// The two actors of the parameter `pair`, in its order.
struct AskedPair {
  std::string a, b;
};
Answer<AskedPair> asked_pair(const Ask& ask);
/// {"mean", "low", "high", "positive"}: in hundredths, with a 90 % interval.
Json to_json(const alignment::Standing& standing);

}  // namespace entente::workbench
