#include "entente/workbench/ledger.h"

#include <fmt/format.h>
#include <tbb/parallel_sort.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace entente::workbench {

using base::Result;
using record::ClaimFilter;
using record::kNever;
using record::QuotedClaim;

namespace {

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

/// Adds the sentences of claims for which a condition holds.
Result<void> add_sentences(const record::Record& record, const record::Condition& where,
                           Sentences& sentences) {
  auto rows = record.connection().query("SELECT id, lower(sentence) FROM claims " + where.sql,
                                        where.parameters);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) sentences.add(record::id_number(rows->text(0)), rows->text(1));
  return rows->end();
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

/// Ids of claims, which are hashes already: a set that is asked a million times in milliseconds.
class Ledger::Ids {
 public:
  void add(std::uint64_t id) {
    if (4 * ++size_ > slots_.size()) grow();
    place(id);
  }
  [[nodiscard]] bool contains(std::uint64_t id) const {
    if (slots_.empty()) return false;
    for (std::size_t i = id & mask(); slots_[i]; i = (i + 1) & mask())
      if (*slots_[i] == id) return true;
    return false;
  }

 private:
  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }
  void place(std::uint64_t id) {
    std::size_t i = id & mask();
    while (slots_[i] && *slots_[i] != id) i = (i + 1) & mask();
    slots_[i] = id;
  }
  void grow() {
    const auto before = std::exchange(slots_, {});
    slots_.resize(std::max<std::size_t>(1024, 4 * before.size()));
    for (const auto& id : before)
      if (id) place(*id);
  }
  std::vector<std::optional<std::uint64_t>> slots_;  ///< a power of two, a quarter in use at most
  std::size_t size_ = 0;
};

/// A filter in the ledger's terms.
class Ledger::Wanted {
 public:
  /// `with_words` are the claims that have the words of the filter.
  static Result<Wanted> of(const record::ClaimTable& table, const record::Record& record,
                           const ClaimFilter& filter, const Ids& with_words) {
    Wanted wanted(filter, with_words);
    const record::Names& names = table.names;
    wanted.actors_ = numbers(names, filter.actors);
    wanted.claimants_ = numbers(names, filter.claimants);
    if (filter.pair) wanted.pair_ = numbers(names, {filter.pair->first, filter.pair->second});
    if (!filter.document.empty()) {
      const auto numbers = numbers_of(record, {filter.document});
      if (!numbers) return tl::unexpected(numbers.error());
      wanted.document_ = numbers->empty() ? kNone : std::uint32_t(numbers->front());
    }
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
    return filter_.words.empty() || with_words_.contains(row.id);
  }

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  Wanted(const ClaimFilter& filter, const Ids& with_words)
      : filter_(filter),
        with_words_(with_words),
        types_(mask(filter.types)),
        layers_(mask(filter.layers)),
        least_(float(filter.min_confidence)) {}

  /// A name that no claim has is a number that none has.
  static std::vector<std::uint32_t> numbers(const record::Names& known,
                                            const std::vector<std::string>& names) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& name : names) numbers.push_back(known.find(name).value_or(kNone));
    return numbers;
  }
  static bool is_in(const std::vector<std::uint32_t>& numbers, std::uint32_t number) {
    return std::ranges::find(numbers, number) != numbers.end();
  }
  const ClaimFilter& filter_;
  const Ids& with_words_;
  std::uint32_t types_, layers_;
  float least_;
  std::vector<std::uint32_t> actors_, claimants_, pair_;
  std::optional<std::uint32_t> document_;
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

Result<void> Ledger::read_all(const record::Record& record) {
  const std::unique_lock lock(mutex_);
  const std::uint64_t changes = desk_.changes();
  auto table = std::make_shared<record::ClaimTable>();
  if (auto read = record::read_claims(record, {}, false, *table); !read) return read;
  auto coded = coded_actors(record);
  if (!coded) return tl::unexpected(coded.error());
  tbb::parallel_sort(table->rows.begin(), table->rows.end(), newer<Row>);
  table_ = std::move(table);
  coded_ = std::move(*coded);
  changes_ = changes;
  is_read_ = true;
  all_disputed_anew_ = true;
  sentences_ = {};
  sentences_read_ = 0;
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
    if (table_.use_count() > 1) table_ = std::make_shared<record::ClaimTable>(*table_);
    std::vector<Row>& rows = table_->rows;
    const std::unordered_set<std::uint32_t> gone(documents->begin(), documents->end());
    std::erase_if(rows, [&](const Row& row) {
      if (!gone.contains(row.document)) return false;
      disputed_anew_.insert(pair_key(row));
      return true;
    });
    const auto middle = std::ptrdiff_t(rows.size());
    const record::Condition of_these{
        fmt::format("WHERE document IN ({})", record::placeholders(hashes.size())),
        {hashes.begin(), hashes.end()}};
    totals_.reset();
    is_read_ = false;  // until all is well
    if (auto read = record::read_claims(record, of_these, false, *table_); !read) return read;
    if (sentences_read_ > 0)
      if (auto read = add_sentences(record, of_these, sentences_); !read) return read;
    if (sentences_.bytes() > 2 * sentences_read_) sentences_read_ = 0;  // mostly of the past
    is_read_ = true;
    for (auto row = rows.begin() + middle; row != rows.end(); ++row)
      disputed_anew_.insert(pair_key(*row));
    std::sort(rows.begin() + middle, rows.end(), newer<Row>);
    std::inplace_merge(rows.begin(), rows.begin() + middle, rows.end(), newer<Row>);
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
    for (const Row& row : table_->rows)
      if (wanted.has(row))
        if (const std::int64_t place = total++; place >= filter.offset && place < end)
          page.push_back(row);
    return page;
  }
  std::vector<const Row*> found;
  for (const Row& row : table_->rows)
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
      is_right = record::id_number((*claims)[i].id) == (*rows)[i].id;
    if (is_right) return claims;
    if (attempt == 3) return base::fail("the record changes faster than it can be read");
    if (attempt == 0) continue;
    const std::scoped_lock updating(updating_);
    if (auto read = read_all(record); !read) return tl::unexpected(read.error());
  }
}

Result<Ledger::Page> Ledger::find(const record::Record& record, const ClaimFilter& filter) {
  Page found;
  const auto words = with_words(record, filter.words);
  if (!words) return tl::unexpected(words.error());
  auto claims = fetch(record, [&]() -> Result<std::vector<Row>> {
    const auto wanted = Wanted::of(*table_, record, filter, *words);
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
  for (const std::string& id : ids) wanted.insert(record::id_number(id));
  auto claims = fetch(record, [&]() -> Result<std::vector<Row>> {
    std::vector<Row> rows;
    for (const Row& row : table_->rows)
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
  const std::uint64_t wanted = record::id_number(digits);
  return fetch(record, [&]() -> Result<std::vector<Row>> {
    std::vector<Row> rows;
    for (const Row& row : table_->rows) {
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
  for (const Row& row : table_->rows)
    if (const auto count = counts.find(row.document); count != counts.end()) ++count->second;
  return counts;
}

Result<Ledger::Months> Ledger::months(const record::Record& record, const ClaimFilter& filter) {
  const auto words = with_words(record, filter.words);
  if (!words) return tl::unexpected(words.error());
  const auto reading = current(record);
  if (!reading) return tl::unexpected(reading.error());
  const auto wanted = Wanted::of(*table_, record, filter, *words);
  if (!wanted) return tl::unexpected(wanted.error());
  using Counts = std::array<std::int64_t, model::kClaimTypes>;
  std::vector<std::pair<std::int32_t, Counts>> months;  // rows come newest first
  Months found;
  std::int32_t begin = kNever, end = kNever;  // of the month of the row before
  for (const Row& row : table_->rows) {
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
  totals.claims = std::int64_t(table_->rows.size());
  std::array<std::int64_t, model::kClaimTypes> types{};
  std::vector<std::int64_t> actors(table_->names.size());
  std::unordered_map<std::uint64_t, std::int64_t> pairs;
  for (const Row& row : table_->rows) {
    ++types[std::size_t(row.type)];
    ++actors[row.actor];
    ++actors[row.recipient];
    if (row.actor != row.recipient) ++pairs[pair_key(row)];
    if (row.from == kNever) continue;
    if (!totals.is_dated) totals.first = totals.last = {row.from};
    totals.is_dated = true;
    totals.first.days = std::min(totals.first.days, row.from);
    totals.last.days = std::max(totals.last.days, row.from);
  }
  for (std::size_t i = 0; i < types.size(); ++i)
    if (types[i] > 0) totals.types.push_back({std::string(name(model::ClaimType(i))), types[i]});
  for (std::uint32_t i = 0; i < actors.size(); ++i)
    if (actors[i] > 0) totals.actors.push_back({table_->names[i], actors[i]});
  sort(totals.types);
  sort(totals.actors);
  for (const auto& [pair, count] : pairs) {
    const std::string &a = table_->names[std::uint32_t(pair >> 32)],
                      &b = table_->names[std::uint32_t(pair)];
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

Result<void> Ledger::read_sentences(const record::Record& record) {
  const std::scoped_lock updating(updating_);
  Sentences sentences;
  if (auto read = add_sentences(record, {}, sentences); !read) return read;
  const std::unique_lock lock(mutex_);
  sentences_ = std::move(sentences);
  sentences_read_ = sentences_.bytes() + 1;
  return {};
}

Result<void> Ledger::prepare_words(const record::Record& record) {
  const auto found = with_words(record, "\n");
  return found ? Result<void>() : tl::unexpected(found.error());
}

Result<Ledger::Ids> Ledger::with_words(const record::Record& record, const std::string& words) {
  Ids found;
  if (words.empty()) return found;
  auto lower = record.connection().query("SELECT lower(?)", {words});
  if (!lower) return tl::unexpected(lower.error());
  const std::string wanted(lower->next() ? lower->text(0) : "");
  for (;;) {
    auto reading = current(record);
    if (!reading) return tl::unexpected(reading.error());
    if (sentences_read_ > 0) {
      sentences_.search(wanted, [&](std::uint64_t claim) { found.add(claim); });
      return found;
    }
    reading->unlock();
    if (auto read = read_sentences(record); !read) return tl::unexpected(read.error());
  }
}

Result<Ledger::Table> Ledger::table(const record::Record& record) {
  const auto reading = current(record);
  if (!reading) return tl::unexpected(reading.error());
  return Table(table_);
}

std::vector<Ledger::Row> Ledger::between(const record::ClaimTable& table, std::string_view a,
                                         std::string_view b) {
  const auto first = table.names.find(a), second = table.names.find(b);
  std::vector<Row> rows;
  if (!first || !second) return rows;
  for (const Row& row : table.rows)
    if ((row.actor == *first && row.recipient == *second) ||
        (row.actor == *second && row.recipient == *first))
      rows.push_back(row);
  return rows;
}

Ledger::PairKey Ledger::pair_key(const Row& row) {
  return std::uint64_t(std::min(row.actor, row.recipient)) << 32 |
         std::max(row.actor, row.recipient);
}

void Ledger::Disputes::add(const record::Events& events, const std::vector<Row>& rows) {
  std::size_t last = 0;
  events.each_claim([&](std::size_t event, std::uint32_t row) {
    if (event != last) begin.push_back(claims.size());
    last = event;
    claims.push_back(rows[row]);
  });
  if (events.size() > 0) begin.push_back(claims.size());
}

/// Looks for what is contested where claims have changed; `disputes_mutex_` is held.
Result<void> Ledger::settle_disputes(const record::Record& record) {
  Table now;
  std::unordered_set<PairKey> changed;
  bool all = false;
  {
    const auto reading = current(record);
    if (!reading) return tl::unexpected(reading.error());
    now = table_;
    changed.swap(disputed_anew_);
    all = std::exchange(all_disputed_anew_, false);
  }
  using record::Events;
  if (all) {
    disputes_ = {};
    disputes_.add(Events::of(*now, now->rows, {}, Events::View::contested), now->rows);
    return {};
  }
  if (changed.empty()) return {};
  Disputes kept;
  for (std::size_t i = 0; i + 1 < disputes_.begin.size(); ++i) {
    const auto begin = disputes_.claims.begin() + std::ptrdiff_t(disputes_.begin[i]);
    const auto end = disputes_.claims.begin() + std::ptrdiff_t(disputes_.begin[i + 1]);
    if (changed.contains(pair_key(*begin))) continue;
    kept.claims.insert(kept.claims.end(), begin, end);
    kept.begin.push_back(kept.claims.size());
  }
  std::vector<Row> rows;
  for (const Row& row : now->rows)
    if (changed.contains(pair_key(row))) rows.push_back(row);
  kept.add(Events::of(*now, rows, {}, Events::View::contested), rows);
  disputes_ = std::move(kept);
  return {};
}

Result<record::Events> Ledger::events(const record::Record& record, const ClaimFilter& filter,
                                      record::Events::View view) {
  using record::Events;
  const bool are_kept = view == Events::View::contested && !filter.pair;
  std::unique_lock disputing(disputes_mutex_, std::defer_lock);
  if (are_kept) {
    disputing.lock();
    if (auto settled = settle_disputes(record); !settled) return tl::unexpected(settled.error());
  }
  const auto now = table(record);
  if (!now) return tl::unexpected(now.error());
  const auto words = with_words(record, filter.words);
  if (!words) return tl::unexpected(words.error());
  const auto wanted = Wanted::of(**now, record, filter, *words);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto is_wanted = [&](const Row& row) { return wanted->has(row); };
  std::vector<Row> rows;
  if (filter.pair) {
    rows = between(**now, filter.pair->first, filter.pair->second);
  } else if (are_kept) {
    for (std::size_t i = 0; i + 1 < disputes_.begin.size(); ++i) {
      const auto begin = disputes_.claims.begin() + std::ptrdiff_t(disputes_.begin[i]);
      const auto end = disputes_.claims.begin() + std::ptrdiff_t(disputes_.begin[i + 1]);
      if (std::any_of(begin, end, is_wanted)) rows.insert(rows.end(), begin, end);
    }
  } else {
    return Events::find(record, filter, view);
  }
  return Events::of(**now, rows, filter, view, is_wanted);
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
