#include "entente/record/events.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>
#include <unordered_map>

#include "entente/base/ascii.h"
#include "entente/base/hash.h"
#include "entente/record/claim_row.h"

namespace entente::record {

using base::Result;

namespace {

/// Gives names numbers, from 0 in the order of coming.
class Names {
 public:
  std::uint32_t number(std::string name) {
    const auto [at, is_new] = numbers_.try_emplace(std::move(name), std::uint32_t(names_.size()));
    if (is_new) names_.push_back(at->first);
    return at->second;
  }
  [[nodiscard]] const std::string& operator[](std::uint32_t number) const { return names_[number]; }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

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

struct Publication {
  std::optional<base::Date> date;
  std::uint32_t publisher = 0;
  bool is_known = false;
};

/// The claims that events of the view are made of. Of the filter only what parts no event counts
/// here; whether a claim passes all of it is the column `wanted`.
struct Selection {
  std::string sql;
  std::vector<Value> parameters;
};

Selection selection(const ClaimFilter& filter, Events::View view) {
  ClaimFilter ends;
  ends.actors = filter.actors;
  ends.pair = filter.pair;
  ends.types = filter.types;
  const Condition some = where(ends), wanted = where(filter);
  Selection selection;
  selection.sql =
      "SELECT claims.id, number, position, actor, actor_sector, recipient, recipient_sector, type, "
      "layer, sign, trend, negation, future, hypothetical, historical, claimant, date_from, "
      "date_to, date_precision, date_text IS NOT NULL, sentence, confidence, ";
  // Wide rows are taken only once it is known which: the engine unpacks no others.
  selection.sql += fmt::format(
      "{}, published, source, url, hash FROM (SELECT *, rowid AS at FROM claims {}) claims JOIN "
      "(SELECT hash, number, date AS published, source, url FROM documents) ON hash = "
      "claims.document ",
      wanted.sql == some.sql ? "true" : "wanted.at IS NOT NULL",
      some.sql.empty() ? ""
                       : fmt::format("WHERE rowid IN (SELECT rowid FROM claims {})", some.sql));
  selection.parameters = some.parameters;
  if (wanted.sql != some.sql) {
    selection.sql += fmt::format(
        "LEFT JOIN (SELECT rowid AS at FROM claims {}) wanted ON wanted.at = claims.at ",
        wanted.sql);
    selection.parameters.insert(selection.parameters.end(), wanted.parameters.begin(),
                                wanted.parameters.end());
  }
  selection.sql += "WHERE NOT (negation AND hypothetical)";
  const char* const is_standing = "(type = 'TIE' AND trend = 'standing')";
  selection.sql +=
      view == Events::View::all
          ? fmt::format(" AND NOT {}", is_standing)
          : fmt::format(" AND NOT ({} AND (future OR hypothetical OR historical))", is_standing);
  return selection;
}

/// Takes a row's cells from left to right, in the order of `selection`.
class ReportReader {
 public:
  explicit ReportReader(Names& names) : names_(names) {}

  Report read(const Rows& rows) {
    Report report;
    const std::string_view id = rows.text(0);
    std::copy_n(id.data(), std::min(id.size(), report.id.size()), report.id.begin());
    report.document = std::uint32_t(rows.number(1));
    report.position = std::uint32_t(rows.number(2));
    report.type = model::claim_type_from_name(rows.text(7)).value_or(model::ClaimType::tie);
    read_ends(rows, report);
    report.layer = model::layer_from_name(rows.text(8)).value_or(model::Layer::political);
    report.trend = model::trend_from_name(rows.text(10)).value_or(model::Trend::none);
    read_modes(rows, report);
    const Publication& publication = published(rows, report.document);
    read_date(rows, publication, report);
    read_voice(rows.text(15), publication, report);
    const std::string sentence = letters(rows.text(20));
    report.sentence = XXH3_64bits(sentence.data(), sentence.size());
    report.confidence = float(rows.real(21));
    report.is_wanted = rows.number(22) != 0;
    return report;
  }

 private:
  void read_ends(const Rows& rows, Report& report) {
    const bool domestic = rows.text(3) == rows.text(5);
    const auto name = [&](idx_t column) {
      std::string end(rows.text(column));
      if (domestic || end == "UNK") (end += ' ') += rows.text(column + 1);
      return end;
    };
    std::string actor = name(3), recipient = name(5);
    if (model::is_symmetric(report.type) && recipient < actor) std::swap(actor, recipient);
    report.actor = names_.number(std::move(actor));
    report.recipient = names_.number(std::move(recipient));
  }
  void read_modes(const Rows& rows, Report& report) {
    const bool negation = rows.number(11) != 0;
    report.denies = negation;
    if (report.is_standing_tie()) report.denies = negation != (rows.text(9) == "-");
    if (rows.number(13) != 0)
      report.realis = Realis::hypothetical;
    else if (rows.number(12) != 0)
      report.realis = Realis::future;
    report.is_background = rows.number(14) != 0;
  }
  /// Of the document of that number: of its first claim, the others need not look again.
  const Publication& published(const Rows& rows, std::uint32_t document) {
    if (publications_.size() <= document) publications_.resize(document + 1);
    Publication& known = publications_[document];
    if (!known.is_known)
      known = {rows.date(23),
               names_.number("by " + publisher(rows.text(24), rows.text(25), rows.text(26))), true};
    return known;
  }
  void read_date(const Rows& rows, const Publication& publication, Report& report) {
    const auto from = rows.date(16), to = rows.date(17);
    const auto precision =
        base::precision_from_name(rows.text(18)).value_or(base::Precision::range);
    // An estimate of years tells no two events apart: as if nothing dated the claim.
    if (from && to && precision != base::Precision::estimate)
      report.date = base::Interval{*from, *to, precision};
    report.has_own_date = rows.number(19) != 0;
    report.published = publication.date;
  }
  void read_voice(std::string_view claimant, const Publication& publication, Report& report) {
    report.on_named_word = claimant != "author" && claimant != "unnamed" && claimant != "UNK";
    report.voice = report.on_named_word ? names_.number("says " + std::string(claimant))
                                        : publication.publisher;
  }

  std::vector<Publication> publications_;  ///< by the document's number
  Names& names_;
};

Result<std::vector<Report>> reports(const Connection& connection, const Selection& selection,
                                    Names& names) {
  auto rows = connection.query(selection.sql, selection.parameters);
  if (!rows) return tl::unexpected(rows.error());
  ReportReader reader(names);
  std::vector<Report> reports;
  while (rows->next()) reports.push_back(reader.read(*rows));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return reports;
}

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
  Names names;
  auto all = reports(record.connection(), selection(filter, view), names);
  if (!all) return tl::unexpected(all.error());
  const std::vector<Place> order = places(*all);
  Events events;
  events.names_ = names.take();
  events.rows_.reserve(order.size());
  for (const Place& place : order) events.rows_.push_back((*all)[place.report]);
  for (std::uint32_t begin = 0, end = 0; begin < order.size(); begin = end) {
    bool is_wanted = false;
    for (; end < order.size() && order[end].anchor == order[begin].anchor; ++end)
      is_wanted |= events.rows_[end].is_wanted;
    if (!is_wanted) continue;
    const Cluster cluster = events.cluster(begin, end);
    const bool is_reported = cluster.begin < cluster.denials;
    if (view == View::contested ? cluster.contested : is_reported)
      events.events_.push_back(cluster);
  }
  events.sort(filter);
  return events;
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
    side.claims.emplace_back(report.id.data(), report.id.size());
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
  if (best != nullptr) side.best.assign(best->id.data(), best->id.size());
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
  event.id = base::content_hash({first.id.data(), first.id.size()}).substr(0, first.id.size());
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
