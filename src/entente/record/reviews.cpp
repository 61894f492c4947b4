#include "entente/record/reviews.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "entente/record/claim_row.h"

namespace entente::record {

using base::fail;
using base::Result;

namespace {

constexpr std::array<std::string_view, 4> kVerdicts{"accepted", "rejected", "corrected", "added"};

Verdict verdict_from(std::string_view name) {
  for (std::size_t i = 0; i < kVerdicts.size(); ++i)
    if (kVerdicts[i] == name) return Verdict(i);
  return Verdict::accepted;
}

// `before` and `after` are what the reviewer saw and made of it; `replaced` is what gave way to
// `after` when the document was last read, and comes back when the review is undone.
constexpr const char* kReviewedClaim = "SELECT * EXCLUDE (of_review, side) FROM reviewed_claims ";

/// Rows of `claims` by their places: the engine finds those at once, while by id it looks at all.
/// In this form, that is: with `rowid IN (1, 2)` it unpacks the whole table (DuckDB 1.5).
struct Places {
  std::string sql;  ///< a condition; empty when there are none
};

Result<Places> places_of(const Connection& connection, const std::string& where,
                         const std::vector<Value>& parameters) {
  auto rows = connection.query("SELECT rowid FROM claims WHERE " + where, parameters);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<std::int64_t> numbers;
  while (rows->next()) numbers.push_back(rows->number(0));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  if (numbers.empty()) return Places();
  return Places{fmt::format("rowid IN (SELECT unnest([{}]))", fmt::join(numbers, ", "))};
}

/// The statements of a transaction, one after the other, until one fails.
class Steps {
 public:
  explicit Steps(const Connection& connection) : connection_(connection) {}
  Steps& run(const std::string& sql, const std::vector<Value>& parameters = {}) {
    if (done_) done_ = connection_.run(sql, parameters);
    return *this;
  }
  /// Keeps those rows of `claims` as the given side of a review.
  Steps& keep(const char* side, std::int64_t review, const Places& places) {
    if (places.sql.empty()) return *this;
    return run(fmt::format("INSERT INTO reviewed_claims SELECT *, {}, '{}' FROM claims WHERE {}",
                           review, side, places.sql));
  }
  Steps& remove(const Places& places) {
    if (places.sql.empty()) return *this;
    return run("DELETE FROM claims WHERE " + places.sql);
  }
  [[nodiscard]] Result<void> done() const { return done_; }

 private:
  const Connection& connection_;
  Result<void> done_;
};

/// The text between code points [start, end); nothing when it does not reach so far.
std::optional<std::string> cut(std::string_view text, std::int64_t start, std::int64_t end) {
  if (start < 0 || end < start) return std::nullopt;
  std::size_t from = text.size(), to = text.size(), byte = 0;
  std::int64_t point = 0;
  for (; byte < text.size() && point <= end; ++byte) {
    if ((static_cast<unsigned char>(text[byte]) & 0xC0) == 0x80) continue;
    if (point == start) from = byte;
    if (point++ == end) to = byte;
  }
  if (point < end || (point == start && start != end)) return std::nullopt;
  return std::string(text.substr(from, to - from));
}

Result<void> fill(Quote& quote, std::string_view text, const char* what) {
  if (quote.empty()) {
    quote = {};
    return {};
  }
  auto words = cut(text, quote.start, quote.end);
  if (!words)
    return fail(fmt::format("the {} is said to stand at {} to {}, outside the document", what,
                            quote.start, quote.end));
  quote.text = std::move(*words);
  return {};
}

/// Takes the words of all spans from the document, and sees that the claim is one.
Result<void> complete(QuotedClaim& claim, const model::Document& document) {
  claim.document_hash = document.hash;
  claim.document = document.id;
  for (auto [quote, what] : {std::pair{&claim.sentence, "sentence"},
                             {&claim.actor.mention, "actor"},
                             {&claim.recipient.mention, "recipient"},
                             {&claim.claimant.mention, "claimant"},
                             {&claim.trigger, "trigger"},
                             {&claim.date_mention, "date"}})
    if (auto filled = fill(*quote, document.text, what); !filled) return filled;
  if (claim.actor.id.empty() || claim.recipient.id.empty())
    return fail("a claim needs an actor and a recipient");
  if (claim.claimant.id.empty()) claim.claimant.id = "author";
  if (claim.trigger.empty() || claim.trigger.start < claim.sentence.start ||
      claim.trigger.end > claim.sentence.end)
    return fail("the trigger has to stand in the claim's sentence");
  const bool is_tie = claim.type == model::ClaimType::tie;
  if (is_tie != (claim.sign != model::Sign::none) || is_tie != (claim.trend != model::Trend::none))
    return fail("a TIE has a sign and a trend, and no other type has");
  if (claim.date && claim.date->end < claim.date->start)
    return fail("the claim's date ends before it begins");
  claim.confidence = 1;
  return {};
}

Result<QuotedClaim> claim_of(const Record& record, std::string_view id) {
  auto claims = record.claims(id);
  if (!claims) return tl::unexpected(claims.error());
  if (claims->size() != 1)
    return fail(claims->empty() ? "the record has no such claim" : "several claims begin so",
                std::string(id), "see their ids with `entente claims`");
  return std::move(claims->front());
}

Result<model::Document> document_of(const Record& record, const std::string& hash) {
  auto documents = record.documents(hash);
  if (!documents) return tl::unexpected(documents.error());
  if (documents->empty()) return fail("the record has no such document", hash);
  return std::move(documents->front().document);
}

/// The only number that a query gives; 0 when it gives none.
Result<std::int64_t> number(const Connection& connection, const std::string& sql,
                            const std::vector<Value>& parameters = {}) {
  auto rows = connection.query(sql, parameters);
  if (!rows) return tl::unexpected(rows.error());
  const std::int64_t number = rows->next() ? rows->number(0) : 0;
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return number;
}

Result<void> append_claim(const Connection& connection, const QuotedClaim& claim) {
  auto appender = Appender::open(connection, "claims");
  if (!appender) return tl::unexpected(appender.error());
  append(*appender, claim);
  return appender->close();
}

/// Notes a review and carries it out. `before` is the id of a claim of the record, or empty.
Result<std::int64_t> carry_out(Record& record, Verdict verdict, const std::string& document,
                               const std::string& before, std::optional<QuotedClaim> after,
                               const Reviewer& by) {
  const Connection& connection = record.connection();
  auto transaction = Transaction::begin(connection);
  if (!transaction) return tl::unexpected(transaction.error());
  const auto last = number(connection, "SELECT coalesce(max(number), 0) FROM reviews");
  if (!last) return last;
  const std::int64_t review = *last + 1;
  const auto seen = before.empty() ? Places() : places_of(connection, "id = ?", {before});
  if (!seen) return tl::unexpected(seen.error());
  const auto gone = after && after->id != before
                        ? places_of(connection, "id IN (?, ?)", {before, after->id})
                        : seen;
  if (!gone) return tl::unexpected(gone.error());
  auto done = Steps(connection)
                  .run(
                      "INSERT INTO reviews VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), "
                      "now() AT TIME ZONE 'UTC', NULL, NULL)",
                      {review, document, std::string(name(verdict)), by.name, by.note})
                  .keep("before", review, *seen)
                  .keep("replaced", review, *gone)
                  .remove(*gone)
                  .done();
  if (!done) return tl::unexpected(done.error());
  if (after) {
    after->review = review;
    if (auto appended = append_claim(connection, *after); !appended)
      return tl::unexpected(appended.error());
    const auto made = places_of(connection, "review = ?", {review});
    if (!made) return tl::unexpected(made.error());
    if (auto kept = Steps(connection).keep("after", review, *made).done(); !kept)
      return tl::unexpected(kept.error());
  }
  if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
  return review;
}

/// The id of the claim that a review was about, among the claims of the document as they are now;
/// empty when there is none.
Result<std::string> counterpart(const Connection& connection, std::int64_t review) {
  auto rows = connection.query(
      "SELECT claims.id, claims.id = before.id AS same FROM claims, reviewed_claims AS before "
      "WHERE of_review = ? AND side = 'before' AND claims.document = before.document AND "
      "(claims.id = before.id OR (claims.actor = before.actor AND "
      "claims.recipient = before.recipient AND claims.type = before.type AND "
      "claims.trigger_start < before.trigger_end AND before.trigger_start < claims.trigger_end)) "
      "ORDER BY same DESC",
      {review});
  if (!rows) return tl::unexpected(rows.error());
  std::string id;
  bool same = false;
  for (int found = 0; rows->next(); ++found) {
    if (found == 0) id = rows->text(0), same = rows->number(1) != 0;
    if (found == 1 && !same) id.clear();  // which of them, nobody can say
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return id;
}

/// Carries out one review on claims that were read anew.
Result<void> again(const Connection& connection, std::int64_t review) {
  auto before = counterpart(connection, review);
  if (!before) return tl::unexpected(before.error());
  const auto gone = places_of(
      connection,
      "id = ? OR id IN (SELECT id FROM reviewed_claims WHERE of_review = ? AND side = 'after')",
      {*before, review});
  if (!gone) return tl::unexpected(gone.error());
  return Steps(connection)
      .run("DELETE FROM reviewed_claims WHERE of_review = ? AND side = 'replaced'", {review})
      .keep("replaced", review, *gone)
      .remove(*gone)
      .run(fmt::format("INSERT INTO claims {} WHERE of_review = ? AND side = 'after'",
                       kReviewedClaim),
           {review})
      .done();
}

/// Nothing when the review can be undone.
Result<void> check_undo(const Connection& connection, std::int64_t review) {
  const std::string where = fmt::format("review {}", review);
  const auto known = number(connection, "SELECT count(*) FROM reviews WHERE number = ?", {review});
  if (!known) return tl::unexpected(known.error());
  if (*known == 0)
    return fail("there is no such review", where, "see them with `entente review --list`");
  const auto holds = number(
      connection, "SELECT count(*) FROM reviews WHERE number = ? AND undone_at IS NULL", {review});
  if (!holds) return tl::unexpected(holds.error());
  if (*holds == 0) return fail("is undone already", where);
  const auto later = number(connection,
                            "SELECT coalesce(max(number), 0) FROM reviews, reviewed_claims "
                            "WHERE of_review = number AND undone_at IS NULL AND number > ? "
                            "AND side = 'replaced' AND reviewed_claims.review = ?",
                            {review, review});
  if (!later) return tl::unexpected(later.error());
  if (*later != 0)
    return fail(fmt::format("review {} rests on it", *later), where,
                fmt::format("undo review {} first", *later));
  return {};
}

/// Reviews with the claims of their sides, by a condition on `reviews`.
Result<std::vector<Review>> find(const Record& record, const std::string& where,
                                 const std::vector<Value>& parameters) {
  auto rows = record.connection().query(
      "SELECT number, document, verdict, reviewer, note, strftime(reviewed_at, '%Y-%m-%d "
      "%H:%M:%S'), "
      "strftime(undone_at, '%Y-%m-%d %H:%M:%S'), undone_by FROM reviews " +
          where + " ORDER BY number",
      parameters);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Review> reviews;
  while (rows->next())
    reviews.push_back({.number = rows->number(0),
                       .document = std::string(rows->text(1)),
                       .verdict = verdict_from(rows->text(2)),
                       .reviewer = std::string(rows->text(3)),
                       .note = std::string(rows->text(4)),
                       .at = std::string(rows->text(5)),
                       .undone_at = std::string(rows->text(6)),
                       .undone_by = std::string(rows->text(7)),
                       .before = {},
                       .after = {}});
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  for (Review& review : reviews) {
    auto sides = record.connection().query(
        "SELECT r.* EXCLUDE (of_review, side), documents.name, side = 'before' "
        "FROM reviewed_claims r JOIN documents ON documents.hash = document "
        "WHERE of_review = ? AND side <> 'replaced'",
        {review.number});
    if (!sides) return tl::unexpected(sides.error());
    while (sides->next())
      (sides->number(kClaimCells) != 0 ? review.before : review.after) = claim_from(*sides);
    if (auto ended = sides->end(); !ended) return tl::unexpected(ended.error());
  }
  return reviews;
}

}  // namespace

std::string_view name(Verdict verdict) { return kVerdicts[std::size_t(verdict)]; }

std::vector<std::string> review_tables() {
  return {
      "ALTER TABLE claims ADD COLUMN review BIGINT",
      "CREATE TABLE reviews (number BIGINT PRIMARY KEY, document VARCHAR NOT NULL, "
      "verdict VARCHAR NOT NULL, reviewer VARCHAR, note VARCHAR, reviewed_at TIMESTAMP NOT NULL, "
      "undone_at TIMESTAMP, undone_by VARCHAR)",
      "CREATE TABLE reviewed_claims AS "
      "SELECT *, 0::BIGINT AS of_review, '' AS side FROM claims LIMIT 0"};
}

Result<std::int64_t> accept(Record& record, std::string_view claim, const Reviewer& by) {
  auto before = claim_of(record, claim);
  if (!before) return tl::unexpected(before.error());
  QuotedClaim after = *before;
  after.confidence = 1;
  return carry_out(record, Verdict::accepted, before->document_hash, before->id, std::move(after),
                   by);
}

Result<std::int64_t> reject(Record& record, std::string_view claim, const Reviewer& by) {
  const auto before = claim_of(record, claim);
  if (!before) return tl::unexpected(before.error());
  return carry_out(record, Verdict::rejected, before->document_hash, before->id, std::nullopt, by);
}

Result<std::int64_t> correct(Record& record, std::string_view claim, QuotedClaim after,
                             const Reviewer& by) {
  const auto before = claim_of(record, claim);
  if (!before) return tl::unexpected(before.error());
  const auto document = document_of(record, before->document_hash);
  if (!document) return tl::unexpected(document.error());
  if (auto completed = complete(after, *document); !completed)
    return tl::unexpected(completed.error());
  after.id = claim_id(after);
  after.position = before->position;
  after.pattern = before->pattern;
  after.reader_version = before->reader_version;
  return carry_out(record, Verdict::corrected, before->document_hash, before->id, std::move(after),
                   by);
}

Result<std::int64_t> add_missed(Record& record, QuotedClaim claim, const Reviewer& by) {
  const auto document = document_of(record, claim.document_hash);
  if (!document) return tl::unexpected(document.error());
  if (auto completed = complete(claim, *document); !completed)
    return tl::unexpected(completed.error());
  const auto last =
      number(record.connection(),
             "SELECT coalesce(max(position), -1) FROM claims WHERE document = ?", {document->hash});
  if (!last) return last;
  claim.id = claim_id(claim);
  claim.position = *last + 1;
  claim.pattern.clear();
  claim.reader_version = reading::kReaderVersion;
  const std::string hash = document->hash;
  return carry_out(record, Verdict::added, hash, "", std::move(claim), by);
}

Result<void> undo(Record& record, std::int64_t review, const Reviewer& by) {
  const Connection& connection = record.connection();
  auto transaction = Transaction::begin(connection);
  if (!transaction) return tl::unexpected(transaction.error());
  if (auto may = check_undo(connection, review); !may) return may;
  auto done =
      Steps(connection)
          .run("DELETE FROM claims WHERE review = ?", {review})
          .run(fmt::format("INSERT INTO claims {} WHERE of_review = ? AND side = 'replaced'",
                           kReviewedClaim),
               {review})
          .run(
              "UPDATE reviews SET undone_at = now() AT TIME ZONE 'UTC', "
              "undone_by = nullif(?, '') WHERE number = ?",
              {by.name, review})
          .done();
  if (!done) return done;
  return transaction->commit();
}

Result<std::vector<Review>> reviews_of_document(const Record& record, std::string_view hash) {
  return find(record, "WHERE ?1 = '' OR document = ?1", {std::string(hash)});
}

Result<std::vector<Review>> reviews_of_claim(const Record& record, std::string_view id) {
  return find(record,
              "WHERE ?1 = '' OR number IN (SELECT of_review FROM reviewed_claims WHERE id = ?1)",
              {std::string(id)});
}

Result<void> review_again(const Connection& connection, std::span<const std::string> hashes) {
  if (hashes.empty()) return {};
  const std::vector<Value> documents(hashes.begin(), hashes.end());
  auto rows = connection.query(
      fmt::format("SELECT number FROM reviews WHERE undone_at IS NULL AND document IN ({}) "
                  "ORDER BY number",
                  placeholders(documents.size())),
      documents);
  if (!rows) return tl::unexpected(rows.error());
  std::vector<std::int64_t> reviews;
  while (rows->next()) reviews.push_back(rows->number(0));
  if (auto ended = rows->end(); !ended) return ended;
  for (const std::int64_t review : reviews)
    if (auto done = again(connection, review); !done) return done;
  return {};
}

}  // namespace entente::record
