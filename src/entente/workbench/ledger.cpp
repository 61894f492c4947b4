#include "entente/workbench/ledger.h"

#include <fmt/format.h>
#include <tbb/parallel_sort.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <unordered_set>

namespace entente::workbench {

using base::Result;
using record::ClaimFilter;
using record::QuotedClaim;
using record::Rows;

namespace {

constexpr const char* kRows =
    "SELECT id, claims.rowid, date_from, date_to, number, actor, recipient, claimant, position, "
    "type, layer, negation, future, hypothetical, historical, confidence "
    "FROM claims JOIN (SELECT hash, number FROM documents) ON hash = document ";

std::uint64_t from_hexadecimal(std::string_view id) {
  std::uint64_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number, 16);
  return number;
}

template <class Enum>
std::uint32_t mask(const std::vector<Enum>& values) {
  std::uint32_t mask = values.empty() ? ~0u : 0u;
  for (const Enum value : values) mask |= 1u << unsigned(value);
  return mask;
}

/// The numbers of documents with these hashes.
Result<std::vector<std::int64_t>> numbers_of(const record::Record& record,
                                             const std::vector<std::string>& hashes) {
  std::vector<std::int64_t> numbers;
  auto rows =
      record.connection().query(fmt::format("SELECT number FROM documents WHERE hash IN ({})",
                                            record::placeholders(hashes.size())),
                                {hashes.begin(), hashes.end()});
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) numbers.push_back(rows->number(0));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return numbers;
}

/// Actors of coded claims: only an import changes them.
Result<std::vector<record::Count>> coded_actors(const record::Record& record) {
  auto rows = record.connection().query(
      "SELECT id, sum(claims)::BIGINT FROM (SELECT actor AS id, count(*) AS claims FROM "
      "coded_claims GROUP BY 1 UNION ALL SELECT recipient, count(*) FROM coded_claims GROUP BY 1) "
      "GROUP BY 1");
  if (!rows) return tl::unexpected(rows.error());
  std::vector<record::Count> counts;
  while (rows->next()) counts.push_back({std::string(rows->text(0)), rows->number(1)});
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return counts;
}

/// Most first, then in the order of the alphabet.
void sort(std::vector<record::Count>& counts) {
  std::ranges::sort(counts, [](const record::Count& a, const record::Count& b) {
    return std::tie(b.count, a.name) < std::tie(a.count, b.name);
  });
}

}  // namespace

/// A filter in the ledger's terms.
class Ledger::Wanted {
 public:
  static Result<Wanted> of(const Ledger& ledger, const record::Record& record,
                           const ClaimFilter& filter) {
    Wanted wanted(filter);
    wanted.actors_ = ledger_numbers(ledger, filter.actors);
    wanted.claimants_ = ledger_numbers(ledger, filter.claimants);
    if (filter.pair)
      wanted.pair_ = ledger_numbers(ledger, {filter.pair->first, filter.pair->second});
    if (!filter.document.empty()) {
      const auto numbers = numbers_of(record, {filter.document});
      if (!numbers) return tl::unexpected(numbers.error());
      wanted.document_ = numbers->empty() ? kNone : std::uint32_t(numbers->front());
    }
    if (!filter.words.empty())
      if (auto searched = wanted.search(record); !searched) return tl::unexpected(searched.error());
    return wanted;
  }

  [[nodiscard]] bool has(const Row& row) const {
    if ((types_ >> unsigned(row.type) & 1) == 0 || (layers_ >> unsigned(row.layer) & 1) == 0)
      return false;
    if (filter_.from && (row.to == kNever || row.to < filter_.from->days)) return false;
    if (filter_.to && row.from > filter_.to->days) return false;  // kNever is after all days
    if (filter_.aux != 0 && (row.aux & filter_.aux) == 0) return false;
    if (filter_.facts && row.aux != 0) return false;
    if (row.confidence < least_) return false;
    if (document_ && *document_ != row.document) return false;
    if (!filter_.actors.empty() && !is_in(actors_, row.actor) && !is_in(actors_, row.recipient))
      return false;
    if (filter_.pair && !((row.actor == pair_[0] && row.recipient == pair_[1]) ||
                          (row.actor == pair_[1] && row.recipient == pair_[0])))
      return false;
    if (!filter_.claimants.empty() && !is_in(claimants_, row.claimant)) return false;
    return filter_.words.empty() || found_.contains(row.id);
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  explicit Wanted(const ClaimFilter& filter)
      : filter_(filter),
        types_(mask(filter.types)),
        layers_(mask(filter.layers)),
        least_(float(filter.min_confidence)) {}

  /// A name that no claim has is a number that none has.
  static std::vector<std::uint32_t> ledger_numbers(const Ledger& ledger,
                                                   const std::vector<std::string>& names) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& name : names) {
      const auto found = ledger.numbers_.find(name);
      numbers.push_back(found == ledger.numbers_.end() ? kNone : found->second);
    }
    return numbers;
  }
  static bool is_in(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
    return std::ranges::find(numbers, number) != numbers.end();
  }
  /// Words stand in the record alone.
  Result<void> search(const record::Record& record) {
    const record::Condition condition = where(filter_);
    auto rows =
        record.connection().query("SELECT id FROM claims " + condition.sql, condition.parameters);
    if (!rows) return tl::unexpected(rows.error());
    while (rows->next()) found_.insert(from_hexadecimal(rows->text(0)));
    return rows->end();
  }

  const ClaimFilter& filter_;
  std::uint32_t types_, layers_;
  float least_;
  std::vector<std::uint32_t> actors_, claimants_, pair_;
  std::optional<std::uint32_t> document_;
  std::unordered_set<std::uint64_t> found_;
};

namespace {

/// The orders of ClaimFilter, as less-than over rows.
template <class Row>
bool newer(const Row& a, const Row& b) {
  constexpr std::int32_t kLast = std::numeric_limits<std::int32_t>::max();
  const bool a_dated = a.from != kLast, b_dated = b.from != kLast;
  if (a_dated != b_dated) return a_dated;
  if (a.from != b.from) return a.from > b.from;
  return std::tie(a.to, a.document, a.position, a.id) <
         std::tie(b.to, b.document, b.position, b.id);
}
template <class Row>
bool older(const Row& a, const Row& b) {
  return std::tie(a.from, a.to, a.document, a.position, a.id) <
         std::tie(b.from, b.to, b.document, b.position, b.id);
}
template <class Row>
bool surer(const Row& a, const Row& b) {
  if (a.confidence != b.confidence) return a.confidence > b.confidence;
  return std::tie(a.document, a.position, a.id) < std::tie(b.document, b.position, b.id);
}
template <class Row>
bool earlier_read(const Row& a, const Row& b) {
  return std::tie(a.document, a.position, a.id) < std::tie(b.document, b.position, b.id);
}

}  // namespace

std::uint32_t Ledger::number(std::string_view name) {
  if (const auto found = numbers_.find(name); found != numbers_.end()) return found->second;
  names_.emplace_back(name);
  return numbers_.emplace(names_.back(), std::uint32_t(names_.size() - 1)).first->second;
}

Result<std::vector<Ledger::Row>> Ledger::read(const record::Record& record,
                                              const std::vector<std::string>& documents) {
  std::string sql = kRows;
  if (!documents.empty())
    sql += fmt::format("WHERE document IN ({})", record::placeholders(documents.size()));
  auto rows = record.connection().query(sql, {documents.begin(), documents.end()});
  if (!rows) return tl::unexpected(rows.error());
  std::vector<Row> read;
  while (rows->next()) {
    Row row{.id = from_hexadecimal(rows->text(0)),
            .at = rows->number(1),
            .from = rows->date(2).value_or(base::Date{kNever}).days,
            .to = rows->date(3).value_or(base::Date{kNever}).days,
            .document = std::uint32_t(rows->number(4)),
            .actor = number(rows->text(5)),
            .recipient = number(rows->text(6)),
            .claimant = number(rows->text(7)),
            .position = std::uint16_t(rows->number(8)),
            .type = model::claim_type_from_name(rows->text(9)).value_or(model::ClaimType{}),
            .layer = model::layer_from_name(rows->text(10)).value_or(model::Layer{}),
            .confidence = float(rows->real(15))};
    idx_t mode = 11;
    for (const auto bit : {model::negation, model::future, model::hypothetical, model::historical})
      if (rows->number(mode++) != 0) row.aux |= bit;
    read.push_back(row);
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  tbb::parallel_sort(read.begin(), read.end(), newer<Row>);
  return read;
}

Result<void> Ledger::read_all(const record::Record& record) {
  const std::unique_lock lock(mutex_);
  const std::uint64_t changes = desk_.changes();
  auto rows = read(record, {});
  if (!rows) return tl::unexpected(rows.error());
  auto coded = coded_actors(record);
  if (!coded) return tl::unexpected(coded.error());
  rows_ = std::move(*rows);
  coded_ = std::move(*coded);
  changes_ = changes;
  is_read_ = true;
  totals_.reset();
  return {};
}

Result<void> Ledger::take_in(const record::Record& record) {
  const std::vector<Desk::Change> changes = desk_.changes_since(changes_);
  std::vector<std::string> hashes;
  for (const Desk::Change& change : changes) {
    if (change.all) return read_all(record);
    hashes.insert(hashes.end(), change.documents.begin(), change.documents.end());
  }
  const std::unique_lock lock(mutex_);
  if (!hashes.empty()) {
    const auto documents = numbers_of(record, hashes);
    if (!documents) return tl::unexpected(documents.error());
    auto rows = read(record, hashes);
    if (!rows) return tl::unexpected(rows.error());
    const std::unordered_set<std::uint32_t> gone(documents->begin(), documents->end());
    std::erase_if(rows_, [&](const Row& row) { return gone.contains(row.document); });
    const auto middle = std::ptrdiff_t(rows_.size());
    rows_.insert(rows_.end(), rows->begin(), rows->end());
    std::inplace_merge(rows_.begin(), rows_.begin() + middle, rows_.end(), newer<Row>);
    totals_.reset();
  }
  changes_ += changes.size();
  return {};
}

Result<Ledger::Reading> Ledger::current(const record::Record& record) {
  for (;;) {
    Reading reading(mutex_);
    if (is_read_ && changes_ >= desk_.changes()) return reading;
    const bool is_read = is_read_;
    reading.unlock();
    const std::scoped_lock updating(updating_);
    if (is_read && changes_ >= desk_.changes()) continue;  // somebody else has been at it
    if (!is_read && is_read_) continue;
    if (auto done = is_read ? take_in(record) : read_all(record); !done)
      return tl::unexpected(done.error());
  }
}

std::vector<Ledger::Row> Ledger::page(const Wanted& wanted, const ClaimFilter& filter,
                                      std::int64_t& total) const {
  const std::int64_t end =
      filter.limit == 0 ? std::numeric_limits<std::int64_t>::max() : filter.offset + filter.limit;
  std::vector<Row> page;
  total = 0;
  if (filter.order == ClaimFilter::Order::newest && !filter.reverse) {
    for (const Row& row : rows_)
      if (wanted.has(row))
        if (const std::int64_t place = total++; place >= filter.offset && place < end)
          page.push_back(row);
    return page;
  }
  std::vector<const Row*> found;
  for (const Row& row : rows_)
    if (wanted.has(row)) found.push_back(&row);
  total = std::int64_t(found.size());
  using Order = ClaimFilter::Order;
  const auto before = filter.order == Order::newest   ? older<Row>
                      : filter.order == Order::surest ? surer<Row>
                                                      : earlier_read<Row>;
  const auto last = found.begin() + std::ptrdiff_t(std::min(end, total));
  std::partial_sort(found.begin(), last, found.end(),
                    [&](const Row* a, const Row* b) { return before(*a, *b); });
  for (auto row = found.begin() + std::ptrdiff_t(std::min(filter.offset, total)); row < last; ++row)
    page.push_back(**row);
  return page;
}

template <class Choose>
Result<std::vector<QuotedClaim>> Ledger::fetch(const record::Record& record, Choose choose) {
  for (int attempt = 0;; ++attempt) {
    auto reading = current(record);
    if (!reading) return tl::unexpected(reading.error());
    const Result<std::vector<Row>> rows = choose();
    if (!rows) return tl::unexpected(rows.error());
    reading->unlock();
    std::vector<std::int64_t> at;
    for (const Row& row : *rows) at.push_back(row.at);
    auto claims = record.claims_at(at);
    if (!claims) return claims;
    // Rows go and move while nobody looks: then once more, with all places read anew.
    bool is_right = claims->size() == rows->size();
    for (std::size_t i = 0; is_right && i < rows->size(); ++i)
      is_right = from_hexadecimal((*claims)[i].id) == (*rows)[i].id;
    if (is_right) return claims;
    if (attempt == 3) return base::fail("the record changes faster than it can be read");
    if (attempt == 0) continue;
    const std::scoped_lock updating(updating_);
    if (auto read = read_all(record); !read) return tl::unexpected(read.error());
  }
}

Result<Ledger::Page> Ledger::find(const record::Record& record, const ClaimFilter& filter) {
  Page found;
  auto claims = fetch(record, [&]() -> Result<std::vector<Row>> {
    const auto wanted = Wanted::of(*this, record, filter);
    if (!wanted) return tl::unexpected(wanted.error());
    return page(*wanted, filter, found.total);
  });
  if (!claims) return tl::unexpected(claims.error());
  found.claims = std::move(*claims);
  return found;
}

Result<std::unordered_map<std::string, QuotedClaim>> Ledger::by_id(
    const record::Record& record, const std::vector<std::string>& ids) {
  std::unordered_map<std::string, QuotedClaim> found;
  if (ids.empty()) return found;
  std::unordered_set<std::uint64_t> wanted;
  for (const std::string& id : ids) wanted.insert(from_hexadecimal(id));
  auto claims = fetch(record, [&]() -> Result<std::vector<Row>> {
    std::vector<Row> rows;
    for (const Row& row : rows_)
      if (wanted.contains(row.id)) rows.push_back(row);
    return rows;
  });
  if (!claims) return tl::unexpected(claims.error());
  for (QuotedClaim& claim : *claims) {
    std::string id = claim.id;
    found.emplace(std::move(id), std::move(claim));
  }
  return found;
}

Result<std::vector<QuotedClaim>> Ledger::beginning(const record::Record& record,
                                                   std::string_view digits) {
  const bool is_hexadecimal =
      digits.find_first_not_of("0123456789abcdef") == digits.npos && digits.size() <= 16;
  if (digits.empty() || !is_hexadecimal) return std::vector<QuotedClaim>();
  const unsigned rest = 4 * unsigned(16 - digits.size());  // bits that are left open
  const std::uint64_t wanted = from_hexadecimal(digits);
  return fetch(record, [&]() -> Result<std::vector<Row>> {
    std::vector<Row> rows;
    for (const Row& row : rows_) {
      if (row.id >> rest != wanted) continue;
      rows.push_back(row);
      if (rows.size() == 2) break;
    }
    return rows;
  });
}

Result<std::unordered_map<std::int64_t, std::int64_t>> Ledger::claims_of(
    const record::Record& record, const std::vector<std::int64_t>& documents) {
  std::unordered_map<std::int64_t, std::int64_t> counts;
  for (const std::int64_t document : documents) counts[document] = 0;
  const auto reading = current(record);
  if (!reading) return tl::unexpected(reading.error());
  for (const Row& row : rows_)
    if (const auto count = counts.find(row.document); count != counts.end()) ++count->second;
  return counts;
}

Result<Ledger::Months> Ledger::months(const record::Record& record, const ClaimFilter& filter) {
  const auto reading = current(record);
  if (!reading) return tl::unexpected(reading.error());
  const auto wanted = Wanted::of(*this, record, filter);
  if (!wanted) return tl::unexpected(wanted.error());
  using Counts = std::array<std::int64_t, model::kClaimTypes>;
  std::vector<std::pair<std::int32_t, Counts>> months;  // rows come newest first
  Months found;
  std::int32_t begin = kNever, end = kNever;  // of the month of the row before
  for (const Row& row : rows_) {
    if (!wanted->has(row)) continue;
    ++found.total;
    if (row.from == kNever) {
      ++found.undated;
      continue;
    }
    if (begin == kNever || row.from < begin || row.from >= end) {
      const auto day = base::Date{row.from}.civil();
      begin = row.from - day.day + 1;
      end = begin + base::days_in_month(day.year, day.month);
      months.push_back({begin, {}});
    }
    ++months.back().second[std::size_t(row.type)];
  }
  std::array<model::ClaimType, model::kClaimTypes> types;
  for (std::size_t i = 0; i < types.size(); ++i) types[i] = model::ClaimType(i);
  std::ranges::sort(types, {}, [](model::ClaimType type) { return model::name(type); });
  for (auto month = months.rbegin(); month != months.rend(); ++month)
    for (const model::ClaimType type : types)
      if (const std::int64_t count = month->second[std::size_t(type)]; count > 0)
        found.rows.push_back({base::Date{month->first}, type, count});
  return found;
}

Ledger::Totals Ledger::counted() const {
  Totals totals;
  totals.claims = std::int64_t(rows_.size());
  std::array<std::int64_t, model::kClaimTypes> types{};
  std::vector<std::int64_t> actors(names_.size());
  std::unordered_map<std::uint64_t, std::int64_t> pairs;
  for (const Row& row : rows_) {
    ++types[std::size_t(row.type)];
    ++actors[row.actor];
    ++actors[row.recipient];
    if (row.actor != row.recipient)
      ++pairs[std::uint64_t(std::min(row.actor, row.recipient)) << 32 |
              std::max(row.actor, row.recipient)];
    if (row.from == kNever) continue;
    if (!totals.is_dated) totals.first = totals.last = {row.from};
    totals.is_dated = true;
    totals.first.days = std::min(totals.first.days, row.from);
    totals.last.days = std::max(totals.last.days, row.from);
  }
  for (std::size_t i = 0; i < types.size(); ++i)
    if (types[i] > 0) totals.types.push_back({std::string(name(model::ClaimType(i))), types[i]});
  for (std::size_t i = 0; i < actors.size(); ++i)
    if (actors[i] > 0) totals.actors.push_back({names_[i], actors[i]});
  sort(totals.types);
  sort(totals.actors);
  for (const auto& [pair, count] : pairs) {
    const std::string &a = names_[pair >> 32], &b = names_[pair & 0xFFFFFFFF];
    totals.pairs.push_back({std::min(a, b), std::max(a, b), count});
  }
  const auto shown =
      totals.pairs.begin() + std::ptrdiff_t(std::min<std::size_t>(10, totals.pairs.size()));
  std::partial_sort(totals.pairs.begin(), shown, totals.pairs.end(), [](auto& x, auto& y) {
    return std::tie(y.count, x.a, x.b) < std::tie(x.count, y.a, y.b);
  });
  totals.pairs.erase(shown, totals.pairs.end());
  return totals;
}

Result<Ledger::Totals> Ledger::totals(const record::Record& record) {
  const auto reading = current(record);
  if (!reading) return tl::unexpected(reading.error());
  const std::scoped_lock lock(totals_mutex_);
  if (!totals_) totals_ = counted();
  return *totals_;
}

Result<std::vector<record::Count>> Ledger::actors(const record::Record& record) {
  auto read = totals(record);
  if (!read) return tl::unexpected(read.error());
  std::unordered_map<std::string_view, std::int64_t> claims;
  const auto reading = current(record);
  if (!reading) return tl::unexpected(reading.error());
  for (const auto* counts : {&read->actors, &coded_})
    for (const record::Count& count : *counts) claims[count.name] += count.count;
  std::vector<record::Count> actors;
  for (const auto& [name, count] : claims) actors.push_back({std::string(name), count});
  sort(actors);
  return actors;
}

}  // namespace entente::workbench
