#include "entente/record/events.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "entente/base/hash.h"
#include "entente/record/claim_row.h"

namespace entente::record {

using base::Result;

namespace {

/// A claim as a report. The table's names, and those of ends with a sector, are numbers in `names`.
class ReportReader {
 public:
  ReportReader(const ClaimTable& table, Names& names) : table_(table), names_(names) {}

  Report read(const ClaimRow& row, std::uint32_t number) {
    const DocumentRow& document = table_.documents[row.document];
    Report report;
    report.id = row.id;
    report.row = number;
    report.document = row.document;
    report.position = row.position;
    report.type = row.type;
    report.layer = row.layer;
    report.trend = row.trend;
    read_ends(row, report);
    read_modes(row, report);
    // An estimate of years tells no two events apart: as if nothing dated the claim.
    if (row.from != kNever && row.to != kNever && row.precision != base::Precision::estimate)
      report.date = base::Interval{{row.from}, {row.to}, row.precision};
    report.has_own_date = row.has_own_date;
    if (document.date != kNever) report.published = base::Date{document.date};
    const std::string& claimant = table_.names[row.claimant];
    report.on_named_word = claimant != "author" && claimant != "unnamed" && claimant != "UNK";
    report.voice = report.on_named_word ? row.claimant | kNamedWord : document.publisher;
    report.sentence = row.sentence;
    report.confidence = row.confidence;
    return report;
  }

 private:
  static constexpr std::uint32_t kNamedWord = 1u << 31;  // claimants and publishers are two lists

  std::uint32_t end(std::uint32_t actor, std::uint16_t sector, bool domestic) {
    const std::string& id = table_.names[actor];
    return domestic || id == "UNK" ? names_.number(id + ' ' + table_.codes[sector]) : actor;
  }
  void read_ends(const ClaimRow& row, Report& report) {
    const bool domestic = row.actor == row.recipient;
    report.actor = end(row.actor, row.actor_sector, domestic);
    report.recipient = end(row.recipient, row.recipient_sector, domestic);
    if (model::is_symmetric(report.type) && names_[report.recipient] < names_[report.actor])
      std::swap(report.actor, report.recipient);
  }
  static void read_modes(const ClaimRow& row, Report& report) {
    const bool negation = (row.aux & model::negation) != 0;
    report.denies = negation;
    if (report.is_standing_tie()) report.denies = negation != (row.sign == model::Sign::minus);
    if ((row.aux & model::hypothetical) != 0)
      report.realis = Realis::hypothetical;
    else if ((row.aux & model::future) != 0)
      report.realis = Realis::future;
    report.is_background = (row.aux & model::historical) != 0;
  }

  const ClaimTable& table_;
  Names& names_;
};

/// Whether events of the view are made of such claims.
bool is_taken(const ClaimRow& row, Events::View view) {
  constexpr model::AuxSet kDeniedPossibility = model::negation | model::hypothetical;
  if ((row.aux & kDeniedPossibility) == kDeniedPossibility) return false;
  if (row.type != model::ClaimType::tie || row.trend != model::Trend::standing) return true;
  constexpr model::AuxSet kOther = model::future | model::hypothetical | model::historical;
  return view == Events::View::contested && (row.aux & kOther) == 0;
}

std::string hexadecimal(std::uint64_t id) { return fmt::format("{:016x}", id); }

/// Where a report goes: reports before denials, each as in the record.
struct Place {
  std::uint32_t anchor = 0;
  bool denies = false;
  std::uint32_t document = 0, position = 0, report = 0;
  friend auto operator<=>(const Place&, const Place&) = default;
};

std::vector<Place> places(const std::vector<Report>& reports) {
  const std::vector<std::uint32_t> anchor_of = anchors(reports);
  std::vector<Place> places(reports.size());
  for (std::uint32_t i = 0; i < reports.size(); ++i)
    places[i] = {anchor_of[i], reports[i].denies, reports[i].document, reports[i].position, i};
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

std::string_view name(Realis realis) {
  constexpr std::array<std::string_view, 3> kNames{"asserted", "future", "hypothetical"};
  return kNames[std::size_t(realis)];
}

Result<Events> Events::find(const Record& record, const ClaimFilter& filter, View view) {
  // What parts no event chooses the claims; what is left of the filter only marks them.
  ClaimFilter ends;
  ends.actors = filter.actors;
  ends.pair = filter.pair;
  ends.types = filter.types;
  const Condition some = where(ends), wanted = where(filter);
  ClaimTable table;
  if (auto read = read_claims(record, some, true, table); !read)
    return tl::unexpected(read.error());
  std::unordered_set<std::int64_t> places;
  if (wanted.sql != some.sql) {
    auto found =
        record.connection().query("SELECT rowid FROM claims " + wanted.sql, wanted.parameters);
    if (!found) return tl::unexpected(found.error());
    while (found->next()) places.insert(found->number(0));
    if (auto ended = found->end(); !ended) return tl::unexpected(ended.error());
  }
  if (wanted.sql == some.sql) return of(table, table.rows, filter, view);
  return of(table, table.rows, filter, view,
            [&](const ClaimRow& row) { return places.contains(row.at); });
}

Events Events::of(const ClaimTable& table, std::span<const ClaimRow> rows,
                  const ClaimFilter& filter, View view, const IsWanted& is_wanted) {
  Names names = table.names;
  ReportReader reader(table, names);
  std::vector<Report> all;
  all.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (!is_taken(rows[i], view)) continue;
    all.push_back(reader.read(rows[i], i));
    if (is_wanted) all.back().is_wanted = is_wanted(rows[i]);
  }
  const std::vector<Place> order = places(all);
  Events events;
  events.names_ = std::move(names.all());
  events.rows_.reserve(order.size());
  for (const Place& place : order) events.rows_.push_back(all[place.report]);
  for (std::uint32_t begin = 0, end = 0; begin < order.size(); begin = end) {
    bool any = false;
    for (; end < order.size() && order[end].anchor == order[begin].anchor; ++end)
      any |= events.rows_[end].is_wanted;
    if (!any) continue;
    const Cluster cluster = events.cluster(begin, end);
    const bool is_reported = cluster.begin < cluster.denials;
    if (view == View::contested ? cluster.contested : is_reported)
      events.events_.push_back(cluster);
  }
  events.sort(filter);
  return events;
}

Result<void> Events::read_sentences(const Record& record, std::size_t count) {
  std::unordered_map<std::uint64_t, Report*> by_id;
  for (std::size_t i = 0; i < std::min(count, events_.size()); ++i)
    for (std::uint32_t row = events_[i].begin; row < events_[i].end; ++row)
      by_id.emplace(rows_[row].id, &rows_[row]);
  if (by_id.empty()) return {};
  std::vector<Value> ids;
  for (const auto& [id, report] : by_id) ids.emplace_back(hexadecimal(id));
  auto rows = record.connection().query(
      fmt::format("SELECT id, sentence FROM claims WHERE rowid IN (SELECT rowid FROM claims WHERE "
                  "id IN ({}))",
                  placeholders(ids.size())),
      ids);
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next())
    if (const auto found = by_id.find(id_number(rows->text(0))); found != by_id.end())
      found->second->sentence = sentence_hash(rows->text(1));
  return rows->end();
}

Events::Cluster Events::cluster(std::uint32_t begin, std::uint32_t end) const {
  Cluster cluster{.begin = begin, .end = end, .denials = begin};
  while (cluster.denials < end && !rows_[cluster.denials].denies) ++cluster.denials;
  const Report* most_exact = nullptr;
  for (std::uint32_t i = begin; i < cluster.denials; ++i) {
    cluster.confidence = std::max(cluster.confidence, rows_[i].confidence);
    if (most_exact == nullptr || inexactness(rows_[i]) < inexactness(*most_exact))
      most_exact = &rows_[i];
  }
  if (most_exact != nullptr) cluster.date = most_exact->date;
  cluster.contested = is_contested(cluster);
  return cluster;
}

bool Events::is_contested(const Cluster& cluster) const {
  if (cluster.begin == cluster.denials || cluster.denials == cluster.end) return false;
  if (rows_[cluster.begin].realis == Realis::hypothetical) return false;
  // Of the voices that report, two a layer tell whether there is another than the denier's.
  std::array<std::array<const Report*, 2>, model::kLayers> voices{};
  for (std::uint32_t i = cluster.begin; i < cluster.denials; ++i) {
    auto& [first, second] = voices[std::size_t(rows_[i].layer)];
    if (first == nullptr)
      first = &rows_[i];
    else if (rows_[i].voice != first->voice)
      second = &rows_[i];
  }
  for (std::uint32_t i = cluster.denials; i < cluster.end; ++i)
    for (const auto& heard : voices)
      for (const Report* report : heard)
        if (report != nullptr && report->voice != rows_[i].voice &&
            same_context(report->layer, rows_[i].layer))
          return true;
  return false;
}

EventSide Events::side(std::uint32_t begin, std::uint32_t end) const {
  EventSide side;
  const Report* best = nullptr;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> told;  // sentence, publisher
  std::vector<std::uint32_t> voices;
  for (std::uint32_t i = begin; i < end; ++i) {
    const Report& report = rows_[i];
    side.claims.push_back(hexadecimal(report.id));
    if (best == nullptr || report.confidence > best->confidence) best = &report;
    side.documents += i == begin || report.document != rows_[i - 1].document;
    if (report.on_named_word)
      voices.push_back(report.voice);
    else
      told.emplace_back(report.sentence, report.voice);
  }
  // A sentence that several print is the first one's.
  std::sort(told.begin(), told.end());
  for (std::size_t i = 0; i < told.size(); ++i)
    if (i == 0 || told[i].first != told[i - 1].first) voices.push_back(told[i].second);
  std::sort(voices.begin(), voices.end());
  side.sources = std::unique(voices.begin(), voices.end()) - voices.begin();
  if (best != nullptr) side.best = hexadecimal(best->id);
  return side;
}

EventEnd Events::end_named(std::uint32_t name) const {
  const std::string& end = names_[name];
  const auto blank = end.find(' ');
  if (blank == end.npos) return {end, ""};
  return {end.substr(0, blank), end.substr(blank + 1)};
}

Event Events::at(std::size_t index) const {
  const Cluster& cluster = events_[index];
  const Report& first = rows_[cluster.begin];
  Event event;
  event.id = base::content_hash(hexadecimal(first.id)).substr(0, 16);
  event.type = first.type;
  event.trend = first.trend;
  event.realis = first.realis;
  event.actor = end_named(first.actor);
  event.recipient = end_named(first.recipient);
  std::array<bool, model::kLayers> layers{};
  for (std::uint32_t i = cluster.begin; i < cluster.denials; ++i)
    layers[std::size_t(rows_[i].layer)] = true;
  for (int layer = 0; layer < model::kLayers; ++layer)
    if (layers[layer]) event.layers.push_back(model::Layer(layer));
  event.date = cluster.date;
  event.reports = side(cluster.begin, cluster.denials);
  event.denials = side(cluster.denials, cluster.end);
  event.contested = cluster.contested;
  event.confidence = cluster.confidence;
  return event;
}

void Events::sort(const ClaimFilter& filter) {
  using Order = ClaimFilter::Order;
  const auto as_read = [&](const Cluster& cluster) {
    return std::tuple(rows_[cluster.begin].document, rows_[cluster.begin].position, cluster.begin);
  };
  const auto before = [&](const Cluster& a, const Cluster& b) {
    if (filter.order == Order::newest && a.date != b.date) {
      if (!a.date || !b.date) return a.date.has_value();  // without a date: last, either way round
      if (a.date->start != b.date->start) return (a.date->start > b.date->start) != filter.reverse;
      if (a.date->end != b.date->end) return a.date->end < b.date->end;
    }
    if (filter.order == Order::surest && a.confidence != b.confidence)
      return (a.confidence > b.confidence) != filter.reverse;
    if (filter.order == Order::document && filter.reverse) return as_read(b) < as_read(a);
    return as_read(a) < as_read(b);
  };
  std::sort(events_.begin(), events_.end(), before);
}

Result<std::unordered_map<std::string, QuotedClaim>> claims_by_id(
    const Record& record, const std::vector<std::string>& ids) {
  std::unordered_map<std::string, QuotedClaim> claims;
  if (ids.empty()) return claims;
  auto rows = record.connection().query(
      fmt::format("SELECT claims.*, documents.name FROM (SELECT * FROM claims WHERE rowid IN "
                  "(SELECT rowid FROM claims WHERE id IN ({}))) claims "
                  "JOIN documents ON documents.hash = document",
                  placeholders(ids.size())),
      {ids.begin(), ids.end()});
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) {
    QuotedClaim claim = claim_from(*rows);
    claims.emplace(claim.id, std::move(claim));
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return claims;
}

}  // namespace entente::record
