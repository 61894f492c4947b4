#include "entente/record/claim_row.h"

namespace entente::record {

const char* const kClaimColumns = R"(
  id VARCHAR NOT NULL, document VARCHAR NOT NULL, position INTEGER NOT NULL,
  sentence VARCHAR, sentence_start INTEGER, sentence_end INTEGER,
  actor VARCHAR NOT NULL, actor_sector VARCHAR,
  actor_text VARCHAR, actor_start INTEGER, actor_end INTEGER,
  recipient VARCHAR NOT NULL, recipient_sector VARCHAR,
  recipient_text VARCHAR, recipient_start INTEGER, recipient_end INTEGER,
  type VARCHAR NOT NULL, mode VARCHAR, layer VARCHAR NOT NULL, sign VARCHAR, trend VARCHAR,
  negation BOOLEAN NOT NULL, future BOOLEAN NOT NULL,
  hypothetical BOOLEAN NOT NULL, historical BOOLEAN NOT NULL,
  claimant VARCHAR NOT NULL, claimant_sector VARCHAR,
  claimant_text VARCHAR, claimant_start INTEGER, claimant_end INTEGER,
  trigger_text VARCHAR, trigger_start INTEGER, trigger_end INTEGER,
  date_from DATE, date_to DATE, date_precision VARCHAR,
  date_text VARCHAR, date_text_start INTEGER, date_text_end INTEGER,
  confidence FLOAT NOT NULL, pattern VARCHAR, reader_version INTEGER NOT NULL)";

namespace {

void append(Appender& appender, const Quote& quote) {
  if (quote.empty())
    appender << nullptr << nullptr << nullptr;
  else
    appender << quote.text << quote.start << quote.end;
}

void append(Appender& appender, const QuotedParty& party) {
  appender << party.id;
  appender.text_or_null(party.sector);
  append(appender, party.mention);
}

void append(Appender& appender, const std::optional<base::Interval>& date) {
  if (date)
    appender << date->start << date->end << base::name(date->precision);
  else
    appender << nullptr << nullptr << nullptr;
}

/// Takes a row's cells from left to right.
class Cells {
 public:
  explicit Cells(const Rows& rows) : rows_(rows) {}
  std::string text() { return std::string(rows_.text(column_++)); }
  std::int64_t number() { return rows_.number(column_++); }
  double real() { return rows_.real(column_++); }
  Quote quote() {
    Quote quote;
    quote.text = text();
    quote.start = number();
    quote.end = number();
    return quote;
  }
  QuotedParty party() {
    QuotedParty party;
    party.id = text();
    party.sector = text();
    party.mention = quote();
    return party;
  }
  /// A value by its name; the type's first when another program has written a name unknown to us.
  template <class Enum>
  Enum named(std::optional<Enum> (*from_name)(std::string_view)) {
    return from_name(rows_.text(column_++)).value_or(Enum{});
  }
  model::AuxSet aux() {
    model::AuxSet aux = 0;
    for (const auto mode : {model::negation, model::future, model::hypothetical, model::historical})
      if (number() != 0) aux |= mode;
    return aux;
  }
  std::optional<base::Interval> date() {
    const auto start = rows_.date(column_++);
    const auto end = rows_.date(column_++);
    const auto precision = named(base::precision_from_name);
    if (!start || !end) return std::nullopt;
    return base::Interval{*start, *end, precision};
  }

 private:
  const Rows& rows_;
  idx_t column_ = 0;
};

}  // namespace

void append(Appender& appender, const QuotedClaim& claim) {
  appender << claim.id << claim.document_hash << claim.position;
  append(appender, claim.sentence);
  append(appender, claim.actor);
  append(appender, claim.recipient);
  appender << model::name(claim.type);
  appender.text_or_null(claim.mode) << model::name(claim.layer);
  appender.text_or_null(model::name(claim.sign)).text_or_null(model::name(claim.trend));
  for (const auto mode : {model::negation, model::future, model::hypothetical, model::historical})
    appender << ((claim.aux & mode) != 0);
  append(appender, claim.claimant);
  append(appender, claim.trigger);
  append(appender, claim.date);
  append(appender, claim.date_mention);
  appender << claim.confidence;
  appender.text_or_null(claim.pattern) << claim.reader_version;
  if (claim.review == 0)
    appender << nullptr;
  else
    appender << claim.review;
  appender.end_row();
}

QuotedClaim claim_from(const Rows& rows) {
  Cells cells(rows);
  QuotedClaim claim;
  claim.id = cells.text();
  claim.document_hash = cells.text();
  claim.position = cells.number();
  claim.sentence = cells.quote();
  claim.actor = cells.party();
  claim.recipient = cells.party();
  claim.type = cells.named(model::claim_type_from_name);
  claim.mode = cells.text();
  claim.layer = cells.named(model::layer_from_name);
  claim.sign = cells.named(model::sign_from_name);
  claim.trend = cells.named(model::trend_from_name);
  claim.aux = cells.aux();
  claim.claimant = cells.party();
  claim.trigger = cells.quote();
  claim.date = cells.date();
  claim.date_mention = cells.quote();
  claim.confidence = cells.real();
  claim.pattern = cells.text();
  claim.reader_version = cells.number();
  claim.review = cells.number();
  claim.document = cells.text();
  return claim;
}

}  // namespace entente::record
