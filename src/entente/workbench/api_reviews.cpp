#include "entente/base/utf8.h"
#include "entente/workbench/api.h"
#include "entente/workbench/claim_json.h"

namespace entente::workbench {

using record::QuotedClaim;

namespace {

/// The sentence of a document in which code points [start, end) stand: what the reader takes for
/// one, else the line.
Answer<record::Quote> sentence_around(const Ask& ask, const record::StoredDocument& stored,
                                      const record::Quote& words) {
  model::Document document = stored.document;
  const reading::Reading reading = ask.desk.reader().read(document);
  const base::CodePointIndex points(stored.document.text);
  for (const text::Sentence& sentence : reading.sentences) {
    const std::int64_t start = points.at(sentence.span.begin), end = points.at(sentence.span.end);
    if (start <= words.start && words.end <= end) return record::Quote{"", start, end};
  }
  return refuse(400, "the words do not stand in one sentence that is read", "trigger",
                "mark words inside one sentence");
}

/// The fields of a claim with the ids of the actors that they name: "Pakistan" is PAK.
Answer<Json> with_ids(const Ask& ask, Json fields) {
  if (!fields.is_object()) return fields;  // changed() says what is wrong
  for (const char* role : {"actor", "recipient", "claimant"}) {
    const auto party = fields.find(role);
    if (party == fields.end() || !party->is_object()) continue;
    const std::string name = text_member(*party, "id");
    if (name.empty()) continue;
    if (auto id = actor_named(ask, name))
      (*party)["id"] = std::move(*id);
    else if (id.error().status != 404)
      return tl::unexpected(id.error());
    else if (!may_name_new_actor(name))
      return refuse(400, "nobody is called so: " + name, std::string(role) + ".id",
                    "choose one of the list, or write a new actor in small letters with hyphens");
  }
  return fields;
}

/// A missed claim as the asker describes it.
Answer<QuotedClaim> missed_claim(const Ask& ask, const std::string& hash) {
  const auto found = ask.record.documents(hash);
  if (!found) return failed(found.error());
  if (found->size() != 1) return refuse(404, "there is no such document", hash);
  const auto fields = with_ids(ask, ask.body.value("claim", Json::object()));
  if (!fields) return tl::unexpected(fields.error());
  auto claim = changed({}, *fields);
  if (!claim) return claim;
  claim->document_hash = found->front().document.hash;
  if (claim->sentence.empty()) {
    auto sentence = sentence_around(ask, found->front(), claim->trigger);
    if (!sentence) return tl::unexpected(sentence.error());
    claim->sentence = *sentence;
  }
  return claim;
}

/// Carries a verdict out; returns the review's number.
Answer<std::int64_t> carry_out(const Ask& ask, const std::string& verdict,
                               const record::Reviewer& by) {
  const std::string id = text_member(ask.body, "id");
  const auto number = [](base::Result<std::int64_t> done) -> Answer<std::int64_t> {
    if (!done) return failed(done.error(), 409);
    return *done;
  };
  if (verdict == "added") {
    auto claim = missed_claim(ask, text_member(ask.body, "document"));
    if (!claim) return tl::unexpected(claim.error());
    return number(add_missed(ask.record, std::move(*claim), by));
  }
  if (verdict != "accepted" && verdict != "rejected" && verdict != "corrected")
    return refuse(400, "accepted, rejected, corrected or added was expected", "verdict");
  const auto claims = ask.record.claims(id);
  if (!claims) return failed(claims.error());
  if (id.empty() || claims->size() != 1) return refuse(404, "there is no such claim", id);
  if (verdict == "accepted") return number(accept(ask.record, id, by));
  if (verdict == "rejected") return number(reject(ask.record, id, by));
  const auto fields = with_ids(ask, ask.body.value("claim", Json::object()));
  if (!fields) return tl::unexpected(fields.error());
  auto after = changed(claims->front(), *fields);
  if (!after) return tl::unexpected(after.error());
  return number(correct(ask.record, id, std::move(*after), by));
}

/// Says what a review, or taking it back, has changed.
base::Result<void> tell(const Ask& ask, std::int64_t review) {
  auto change = change_of_review(ask.record.connection(), review);
  if (!change) return tl::unexpected(change.error());
  ask.desk.changed(std::move(*change));
  return {};
}

}  // namespace

Answer<Json> get_reviews(const Ask& ask) {
  const auto limit = ask.query.number("limit", 100, 1, 1000);
  if (!limit) return tl::unexpected(limit.error());
  const auto trail = reviews_of_document(ask.record, ask.query.text("document").value_or(""));
  if (!trail) return failed(trail.error());
  Json list = Json::array();
  for (auto review = trail->rbegin(); review != trail->rend(); ++review) {
    if (std::int64_t(list.size()) >= *limit) break;
    list.push_back(to_json(*review));
  }
  return Json{{"total", trail->size()}, {"shown", list.size()}, {"reviews", list}};
}

Answer<Json> post_review(const Ask& ask) {
  const record::Reviewer by{text_member(ask.body, "reviewer"), text_member(ask.body, "note")};
  const auto writing = ask.desk.writing();
  const auto number = carry_out(ask, text_member(ask.body, "verdict"), by);
  if (!number) return tl::unexpected(number.error());
  if (auto told = tell(ask, *number); !told) return failed(told.error());
  auto rows = ask.record.connection().query("SELECT id FROM claims WHERE review = ?", {*number});
  if (!rows) return failed(rows.error());
  Json answer{{"review", *number}, {"claim", nullptr}};
  if (rows->next()) answer["claim"] = rows->text(0);
  return answer;
}

Answer<Json> post_undo(const Ask& ask) {
  const auto digits = ask.name.find_first_not_of("0123456789");
  if (ask.name.empty() || digits != ask.name.npos || ask.name.size() > 15)
    return refuse(404, "there is no such review", std::string(ask.name));
  const auto writing = ask.desk.writing();
  const std::int64_t review = std::stoll(std::string(ask.name));
  const auto done = undo(ask.record, review, {text_member(ask.body, "reviewer"), {}});
  if (!done) return failed(done.error(), 409);
  if (auto told = tell(ask, review); !told) return failed(told.error());
  return Json{{"undone", review}};
}

}  // namespace entente::workbench
