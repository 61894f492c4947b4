#include "entente/record/claim_table.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "entente/base/ascii.h"

namespace entente::record {

using base::Result;

namespace {

/// "https://www.example.org:80/x" → "example.org"
std::string_view host(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  if (const auto user = url.find('@'); user != url.npos) url.remove_prefix(user + 1);
  url = url.substr(0, url.find(':'));
  for (const std::string_view prefix : {"www.", "m."})
    if (url.starts_with(prefix)) return url.substr(prefix.size());
  return url;
}

/// What is left of a text when case, white space and punctuation do not count.
std::string letters(std::string_view text) {
  std::string letters;
  letters.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (text.substr(i, 2) == "\xE2\x80")  // dashes, curly quotes, thin spaces: three bytes
      i += 2;
    else if (text.substr(i, 2) == "\xC2\xA0")  // no-break space
      i += 1;
    else if (c >= 0x80 || std::isalnum(c) != 0)
      letters += base::lower(text[i]);
  }
  return letters;
}

/// Who has published a document.
std::string publisher(std::string_view source, std::string_view url, std::string_view hash) {
  const std::string_view known = !source.empty() ? source : url;
  std::string name = letters(known.find("://") == known.npos ? known : host(known));
  return name.empty() ? std::string(hash) : name;
}

std::int32_t day(const Rows& rows, idx_t column) {
  return rows.date(column).value_or(base::Date{kNever}).days;
}

/// Documents' numbers by their hashes.
using Numbers = std::unordered_map<std::string, std::uint32_t>;

Result<Numbers> read_documents(const Record& record, const Condition& where, ClaimTable& table) {
  Numbers numbers;
  auto rows = record.connection().query(
      fmt::format("SELECT number, date, coalesce(date, estimated_from), coalesce(date, "
                  "estimated_to), source, url, hash FROM documents{}",
                  where.sql.empty()
                      ? ""
                      : fmt::format(" WHERE hash IN (SELECT document FROM claims {})", where.sql)),
      where.parameters);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) {
    const auto number = std::size_t(rows->number(0));
    numbers.emplace(rows->text(6), std::uint32_t(number));
    if (table.documents.size() <= number) table.documents.resize(number + 1);
    const std::string_view source = rows->text(4), url = rows->text(5);
    table.documents[number] = {
        .date = day(*rows, 1),
        .published_from = day(*rows, 2),
        .published_to = day(*rows, 3),
        .source = table.sources.number(source),
        .url = table.sources.number(url),
        .publisher = table.sources.number("by " + publisher(source, url, rows->text(6)))};
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return numbers;
}

// Wide rows are taken only once it is known which: the engine unpacks no others. Documents are not
// joined: for four claims that took four times as long as without (DuckDB 1.5).
std::string claims_sql(const Condition& where, bool sentences) {
  return fmt::format(
      "SELECT id, claims.rowid, document, position, actor, actor_sector, recipient, "
      "recipient_sector, claimant, mode, type, layer, sign, trend, negation, future, "
      "hypothetical, historical, date_from, date_to, date_precision, date_text IS NOT NULL, "
      "confidence{} FROM claims {}",
      sentences ? ", sentence" : "",
      where.sql.empty()
          ? ""
          : fmt::format("WHERE claims.rowid IN (SELECT rowid FROM claims {})", where.sql));
}

template <class Enum>
Enum named(std::string_view name, std::optional<Enum> (*from_name)(std::string_view)) {
  return name.empty() ? Enum{} : from_name(name).value_or(Enum{});
}

ClaimRow row_of(const Rows& rows, bool sentences, ClaimTable& table) {
  ClaimRow row;
  row.id = id_number(rows.text(0));
  row.at = rows.number(1);
  row.position = std::uint16_t(rows.number(3));
  row.actor = table.names.number(rows.text(4));
  row.actor_sector = std::uint16_t(table.codes.number(rows.text(5)));
  row.recipient = table.names.number(rows.text(6));
  row.recipient_sector = std::uint16_t(table.codes.number(rows.text(7)));
  row.claimant = table.names.number(rows.text(8));
  row.mode = std::uint16_t(table.codes.number(rows.text(9)));
  row.type = model::claim_type_from_name(rows.text(10)).value_or(model::ClaimType::tie);
  row.layer = named(rows.text(11), model::layer_from_name);
  row.sign = named(rows.text(12), model::sign_from_name);
  row.trend = named(rows.text(13), model::trend_from_name);
  idx_t mode = 14;
  for (const auto bit : {model::negation, model::future, model::hypothetical, model::historical})
    if (rows.number(mode++) != 0) row.aux |= bit;
  row.from = day(rows, 18);
  row.to = day(rows, 19);
  row.precision = base::precision_from_name(rows.text(20)).value_or(base::Precision::range);
  row.has_own_date = rows.number(21) != 0;
  row.confidence = float(rows.real(22));
  if (sentences) row.sentence = sentence_hash(rows.text(23));
  return row;
}

}  // namespace

std::uint64_t id_number(std::string_view id) {
  std::uint64_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number, 16);
  return number;
}

std::uint64_t sentence_hash(std::string_view sentence) {
  const std::string left = letters(sentence);
  return XXH3_64bits(left.data(), left.size());
}

Result<void> read_claims(const Record& record, const Condition& where, bool sentences,
                         ClaimTable& table) {
  const auto numbers = read_documents(record, where, table);
  if (!numbers) return tl::unexpected(numbers.error());
  auto rows = record.connection().query(claims_sql(where, sentences), where.parameters);
  if (!rows) return tl::unexpected(rows.error());
  auto document = numbers->end();  // mostly that of the claim before
  while (rows->next()) {
    if (document == numbers->end() || document->first != rows->text(2))
      document = numbers->find(std::string(rows->text(2)));
    if (document == numbers->end()) continue;  // written while we read
    table.rows.push_back(row_of(*rows, sentences, table));
    table.rows.back().document = document->second;
  }
  return rows->end();
}

}  // namespace entente::record
