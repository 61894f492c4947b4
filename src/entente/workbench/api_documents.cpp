#include <fmt/format.h>

#include <utility>

#include "entente/workbench/api.h"
#include "entente/workbench/claim_json.h"

namespace entente::workbench {

using record::QuotedClaim;

namespace {

// Those with the words, of the period: ?1 to ?3. What has no date lies where it is estimated, else
// in no period but all time.
constexpr const char* kChosen =
    "(?1 = '' OR contains(lower(concat_ws(' ', name, title, source)), lower(?1))) "
    "AND (?2 = '' OR coalesce(date, estimated_to) >= ?2::DATE) "
    "AND (?3 = '' OR coalesce(date, estimated_from) <= ?3::DATE)";

Json date_or_null(const std::optional<base::Date>& date) {
  return date ? Json(date->iso()) : Json();
}

/// What base64 (RFC 4648) stands for; nothing where it is none.
std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  while (text.ends_with('=')) text.remove_suffix(1);
  for (const char c : text) {
    const int value = c >= 'A' && c <= 'Z'   ? c - 'A'
                      : c >= 'a' && c <= 'z' ? c - 'a' + 26
                      : c >= '0' && c <= '9' ? c - '0' + 52
                      : c == '+'             ? 62
                      : c == '/'             ? 63
                                             : -1;
    if (value < 0) return std::nullopt;
    bits = bits << 6 | std::uint32_t(value);
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes += char(bits >> count & 0xFF);
  }
  return bytes;
}

}  // namespace

Answer<Json> get_documents(const Ask& ask) {
  const auto limit = ask.query.number("limit", 50, 1, 1000);
  if (!limit) return tl::unexpected(limit.error());
  const auto offset = ask.query.number("offset", 0, 0, std::int64_t{1} << 40);
  if (!offset) return tl::unexpected(offset.error());
  const auto from = ask.query.date("from"), to = ask.query.date("to", true);
  if (!from) return tl::unexpected(from.error());
  if (!to) return tl::unexpected(to.error());
  const std::string words = ask.query.text("words").value_or("");
  const std::string first = *from ? (*from)->iso() : "", last = *to ? (*to)->iso() : "";
  const std::string order = ask.query.text("order").value_or("read");
  if (order != "read" && order != "date")
    return refuse(400, "read or date was expected", "order=" + order);
  const char* const by =
      order == "date" ? "coalesce(date, estimated_to) DESC NULLS LAST, number DESC" : "number DESC";
  auto rows = ask.record.connection().query(
      fmt::format("SELECT hash, name, title, source, date, sentences, "
                  "strftime(read_at, '%Y-%m-%d %H:%M:%S'), number, total, estimated_from, "
                  "estimated_to FROM documents JOIN "
                  "(SELECT rowid AS place, count(*) OVER () AS total FROM documents WHERE {} "
                  "ORDER BY {} LIMIT ?4 OFFSET ?5) ON documents.rowid = place ORDER BY {}",
                  kChosen, by, by),
      {words, first, last, *limit, *offset});
  if (!rows) return failed(rows.error());
  Json list = Json::array();
  std::vector<std::int64_t> numbers;
  std::int64_t total = 0;
  while (rows->next()) {
    list.push_back({{"hash", rows->text(0)},
                    {"document", rows->text(1)},
                    {"title", rows->text(2)},
                    {"source", rows->text(3)},
                    {"date", date_or_null(rows->date(4))},
                    {"estimated_from", date_or_null(rows->date(9))},
                    {"estimated_to", date_or_null(rows->date(10))},
                    {"sentences", rows->number(5)},
                    {"read_at", rows->text(6)}});
    numbers.push_back(rows->number(7));
    total = rows->number(8);
  }
  if (auto ended = rows->end(); !ended) return failed(ended.error());
  if (list.empty()) {  // none at all, or fewer than are passed over
    auto count = ask.record.connection().query(
        fmt::format("SELECT count(*) FROM documents WHERE {}", kChosen), {words, first, last});
    if (!count) return failed(count.error());
    total = count->next() ? count->number(0) : 0;
  }
  auto claims = ask.ledger.claims_of(ask.record, numbers);
  if (!claims) return failed(claims.error());
  for (std::size_t i = 0; i < list.size(); ++i) list[i]["claims"] = (*claims)[numbers[i]];
  return Json{{"total", total}, {"shown", list.size()}, {"documents", list}};
}

Answer<Json> get_document(const Ask& ask) {
  const auto found = ask.record.documents(ask.name);
  if (!found) return failed(found.error());
  if (found->size() != 1)
    return refuse(404, found->empty() ? "there is no such document" : "several documents begin so",
                  std::string(ask.name), "give its hash");
  const record::StoredDocument& stored = found->front();
  const model::Document& document = stored.document;
  const auto& estimate = document.estimated_date;
  Json claims = Json::array();
  const auto visited = ask.record.each_claim(
      {.document = document.hash, .order = record::ClaimFilter::Order::document},
      [&](const QuotedClaim& claim) { claims.push_back(to_json(claim)); });
  if (!visited) return failed(visited.error());
  const auto trail = reviews_of_document(ask.record, document.hash);
  if (!trail) return failed(trail.error());
  Json reviews = Json::array();
  for (const record::Review& review : *trail) reviews.push_back(to_json(review));
  return Json{
      {"hash", document.hash},
      {"document", document.id},
      {"title", document.title},
      {"author", document.author},
      {"source", document.source},
      {"url", document.url},
      {"date", date_or_null(document.date)},
      {"estimated_from", date_or_null(estimate ? std::optional(estimate->start) : std::nullopt)},
      {"estimated_to", date_or_null(estimate ? std::optional(estimate->end) : std::nullopt)},
      {"sentences", stored.sentences},
      {"reader_version", stored.reader_version},
      {"read_at", stored.read_at},
      {"text", document.text},
      {"claims", claims},
      {"reviews", reviews}};
}

Answer<Json> post_document(const Ask& ask) {
  ReadingRoom::Paper paper;
  paper.name = text_member(ask.body, "name");
  paper.bytes = text_member(ask.body, "text");
  paper.title = text_member(ask.body, "title");
  paper.source = text_member(ask.body, "source");
  paper.url = text_member(ask.body, "url");
  if (const std::string file = text_member(ask.body, "base64"); !file.empty()) {
    auto bytes = from_base64(file);
    if (!bytes) return refuse(400, "base64 was expected", "base64");
    paper.bytes = std::move(*bytes);
  }
  if (paper.bytes.empty()) return refuse(400, "there is no text", "text");
  if (paper.name.empty()) paper.name = "pasted.txt";
  if (const std::string date = text_member(ask.body, "date"); !date.empty()) {
    paper.date = base::Date::parse(date);
    if (!paper.date) return refuse(400, "a date like 2017-09-05 was expected", "date=" + date);
  }
  const auto number = ask.room.hand_in(std::move(paper));
  if (!number)
    return refuse(503, "too many documents wait to be read", {}, "try again in a minute");
  return Json{{"reading", *number}};
}

Answer<Json> get_reading(const Ask& ask) {
  std::int64_t number = 0;
  for (const char c : ask.name) {
    if (c < '0' || c > '9' || number > 1'000'000'000)
      return refuse(404, "there is no such reading", std::string(ask.name));
    number = number * 10 + (c - '0');
  }
  const auto state = ask.room.state(number);
  if (!state) return refuse(404, "there is no such reading", std::string(ask.name));
  return Json{{"reading", number},
              {"stage", name(state->stage)},
              {"document", state->name},
              {"hash", state->hash},
              {"documents", state->documents},
              {"of_documents", state->of_documents},
              {"sentences", state->sentences},
              {"claims", state->claims},
              {"known", state->known},
              {"error", state->error}};
}

}  // namespace entente::workbench
