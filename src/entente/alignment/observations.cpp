#include "entente/alignment/observations.h"

#include <fmt/format.h>
#include <tbb/parallel_sort.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "entente/record/events.h"

namespace entente::alignment {

using base::Result;
using record::Rows;
using record::Value;

namespace {

/// Gives names numbers, from 0 in the order of coming.
class Names {
 public:
  std::uint32_t number(std::string_view name) {
    if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
    names_.emplace_back(name);
    return numbers_.emplace(names_.back(), std::uint32_t(names_.size() - 1)).first->second;
  }
  [[nodiscard]] std::vector<std::string>& all() { return names_; }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<std::string> names_;
};

/// A claim on its way into its pair.
struct Loose {
  Pair pair;
  Observation observation;
  ObservedClaim claim;
};

struct LooseMeasure {
  Pair pair;
  Measured measured;
};

/// What a selection asks of a table with columns `actor` and `recipient`.
struct Where {
  std::string sql = "actor <> recipient AND actor <> 'UNK' AND recipient <> 'UNK'";
  std::vector<Value> parameters;

  void also(const std::string& condition, const std::vector<Value>& values) {
    sql += " AND " + condition;
    parameters.insert(parameters.end(), values.begin(), values.end());
  }
};

Where where(const Selection& selection) {
  Where where;
  if (!selection.actors.empty()) {
    const std::vector<Value> ids(selection.actors.begin(), selection.actors.end());
    for (const char* end : {"actor", "recipient"})
      where.also(fmt::format("{} IN ({})", end, record::placeholders(ids.size())), ids);
  }
  if (!selection.around.empty())
    where.also("(actor = ? OR recipient = ?)", {selection.around, selection.around});
  if (selection.layer) where.also("layer = ?", {std::string(model::name(*selection.layer))});
  return where;
}

std::uint64_t from_hexadecimal(std::string_view id) {
  std::uint64_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number, 16);
  return number;
}

/// The middle of a period, and how many days it has.
struct Dated {
  std::int32_t day = 0;
  int days = 1;
};

Dated middle_of(base::Date from, base::Date to) {
  const std::int32_t days = std::max(0, to.days - from.days);
  return {from.days + days / 2, days + 1};
}

/// `published` is the day of the document, or the time of which it probably is.
std::optional<Dated> dated(std::optional<base::Date> from, std::optional<base::Date> to,
                           const std::optional<base::Interval>& published, model::AuxSet aux) {
  const bool tells_of_its_day = (aux & (model::future | model::hypothetical)) != 0;
  const bool is_background = (aux & model::historical) != 0;
  const bool is_ahead = from && published && *from > published->end;
  if (published && !is_background && (tells_of_its_day || is_ahead || !from))
    return middle_of(published->start, published->end);
  if (!from || !to) return std::nullopt;
  Dated told = middle_of(*from, *to);
  if (published) told.day = std::min(told.day, published->end.days);
  return told;
}

model::AuxSet aux_of(const Rows& rows, idx_t first) {
  model::AuxSet aux = 0;
  for (const auto mode : {model::negation, model::future, model::hypothetical, model::historical})
    if (rows.number(first++) != 0) aux |= mode;
  return aux;
}

/// Makes the claims of a group weigh together as the heaviest of them.
class Groups {
 public:
  void add(std::uint64_t group, std::size_t claim) { members_.emplace_back(group, claim); }
  void weigh_once(std::vector<Loose>& claims) {
    std::sort(members_.begin(), members_.end());
    for (std::size_t begin = 0, end = 0; begin < members_.size(); begin = end) {
      double sum = 0, most = 0;
      for (; end < members_.size() && members_[end].first == members_[begin].first; ++end) {
        const double weight = claims[members_[end].second].observation.weight;
        sum += weight;
        most = std::max(most, weight);
      }
      if (end - begin < 2) continue;
      for (std::size_t i = begin; i < end; ++i) {
        claims[members_[i].second].observation.weight *= most / sum;
        claims[members_[i].second].claim.repeated = true;
      }
    }
  }

 private:
  std::vector<std::pair<std::uint64_t, std::size_t>> members_;
};

/// The event of every claim that reports one, by the claim's id as a number.
Result<std::unordered_map<std::uint64_t, std::uint64_t>> events(const record::Record& record,
                                                                const Selection& selection) {
  record::ClaimFilter filter;
  if (selection.actors.size() == 2)
    filter.pair.emplace(selection.actors[0], selection.actors[1]);
  else
    filter.actors = selection.actors;
  if (!selection.around.empty()) filter.actors = {selection.around};
  const auto events = record::Events::find(record, filter, record::Events::View::all);
  if (!events) return tl::unexpected(events.error());
  std::unordered_map<std::uint64_t, std::uint64_t> event_of;
  events->each_report([&](std::size_t event, std::string_view claim) {
    event_of.emplace(from_hexadecimal(claim), event);
  });
  return event_of;
}

/// Takes claims and measures from the record, and sorts them by pair.
class Observer {
 public:
  Observer(const record::Record& record, const Weights& weights, const Selection& selection)
      : connection_(record.connection()),
        record_(record),
        weights_(weights),
        selection_(selection),
        where_(where(selection)) {}

  Result<Observed> observe() {
    if (auto read = read_claims(); !read) return tl::unexpected(read.error());
    if (auto read = coded_claims(); !read) return tl::unexpected(read.error());
    if (selection_.measures)
      if (auto read = measures(); !read) return tl::unexpected(read.error());
    return assembled();
  }

 private:
  Pair pair_of(const Rows& rows, bool& backward) {
    Pair pair{actors_.number(rows.text(0)), actors_.number(rows.text(1))};
    backward = rows.text(1) < rows.text(0);
    if (backward) std::swap(pair.a, pair.b);
    return pair;
  }

  Result<void> read_claims() {
    const auto event_of = alignment::events(record_, selection_);
    if (!event_of) return tl::unexpected(event_of.error());
    auto rows = connection_.query(
        fmt::format("SELECT actor, recipient, type, mode, negation, future, hypothetical, "
                    "historical, date_from, date_to, id, claimant, confidence, sign, trend, "
                    "published_from, number, source, url, layer, actor_sector, recipient_sector, "
                    "published_to FROM (SELECT * FROM claims WHERE {}) claims JOIN (SELECT hash, "
                    "coalesce(date, estimated_from) AS published_from, "
                    "coalesce(date, estimated_to) AS published_to, number, "
                    "source, url FROM documents) documents ON hash = document",
                    of_few()),
        where_.parameters);
    if (!rows) return tl::unexpected(rows.error());
    Groups events, ties;
    while (rows->next()) {
      if (!read_claim(*rows)) continue;
      const std::size_t claim = claims_.size() - 1;
      const auto event = event_of->find(claims_[claim].claim.row);
      if (event != event_of->end())
        events.add(event->second, claim);
      else
        ties.add(tie_group(*rows), claim);
    }
    if (auto ended = rows->end(); !ended) return ended;
    events.weigh_once(claims_);
    ties.weigh_once(claims_);
    return {};
  }

  /// The condition on claims. Of a few actors' claims the places are found first: the engine then
  /// unpacks no others.
  [[nodiscard]] std::string of_few() const {
    if (selection_.actors.empty() && selection_.around.empty()) return where_.sql;
    return fmt::format("rowid IN (SELECT rowid FROM claims WHERE {})", where_.sql);
  }

  bool read_claim(const Rows& rows) {
    Said said{.type = model::claim_type_from_name(rows.text(2)).value_or(model::ClaimType::tie),
              .mode = rows.text(3),
              .sign = model::sign_from_name(rows.text(13)).value_or(model::Sign::none),
              .trend = model::trend_from_name(rows.text(14)).value_or(model::Trend::none),
              .aux = aux_of(rows, 4),
              .actor = rows.text(0),
              .recipient = rows.text(1),
              .actor_sector = rows.text(20),
              .recipient_sector = rows.text(21),
              .claimant = rows.text(11),
              .confidence = float(rows.real(12))};
    std::optional<base::Interval> published;
    if (const auto from = rows.date(15), to = rows.date(22); from && to)
      published = {*from, *to, base::Precision::range};
    const auto when = dated(rows.date(8), rows.date(9), published, said.aux);
    if (!when) return ++left_out_.undated, false;
    said.days = when->days;
    const Weighed weighed = weights_.weigh(said);
    const float weight = weighed.weight * weights_.source(rows.text(17), rows.text(18));
    if (weight <= 0) return ++left_out_.void_, false;
    Loose loose{.pair = {},
                .observation = {when->day, weighed.value, weight},
                .claim = {.row = from_hexadecimal(rows.text(10)),
                          .claimant = names_.number(said.claimant),
                          .source = source(rows.text(17), rows.text(18)),
                          .type = said.type}};
    loose.pair = pair_of(rows, loose.claim.backward);
    claims_.push_back(loose);
    return true;
  }

  /// What a claim that reports no event has in common with those that say the same in its document.
  std::uint64_t tie_group(const Rows& rows) {
    const Loose& loose = claims_.back();
    return groups_.number(fmt::format("{} {} {} {} {} {} {} {}", rows.number(16), loose.pair.a,
                                      loose.pair.b, rows.text(19), rows.text(13), rows.text(14),
                                      rows.text(11), aux_of(rows, 4)));
  }

  std::uint32_t source(std::string_view source, std::string_view url) {
    if (!selection_.sources) return names_.number("");
    return names_.number(source.empty() ? url : source);
  }

  Result<void> coded_claims() {
    auto formats = connection_.query("SELECT number, format FROM datasets");
    if (!formats) return tl::unexpected(formats.error());
    std::unordered_map<std::int64_t, float> factor;
    while (formats->next()) factor.emplace(formats->number(0), weights_.dataset(formats->text(1)));
    if (auto ended = formats->end(); !ended) return ended;
    auto rows = connection_.query(
        fmt::format("SELECT actor, recipient, type, mode, negation, future, hypothetical, "
                    "historical, date, dataset, row, actor_sector, recipient_sector{} FROM "
                    "coded_claims WHERE date IS NOT NULL "
                    "AND type IS NOT NULL AND {}",
                    selection_.sources ? ", source, url" : "", where_.sql),
        where_.parameters);
    if (!rows) return tl::unexpected(rows.error());
    while (rows->next()) coded_claim(*rows, factor);
    return rows->end();
  }

  void coded_claim(const Rows& rows, const std::unordered_map<std::int64_t, float>& factor) {
    const Said said{
        .type = model::claim_type_from_name(rows.text(2)).value_or(model::ClaimType::tie),
        .mode = rows.text(3),
        .aux = aux_of(rows, 4),
        .actor = rows.text(0),
        .recipient = rows.text(1),
        .actor_sector = rows.text(11),
        .recipient_sector = rows.text(12),
        .claimant = "author"};
    const Weighed weighed = weights_.weigh(said);
    const auto of_dataset = factor.find(rows.number(9));
    const float weight = weighed.weight * (of_dataset == factor.end() ? 1 : of_dataset->second);
    if (weight <= 0) return void(++left_out_.void_);
    Loose loose{.pair = {},
                .observation = {rows.date(8)->days, weighed.value, weight},
                .claim = {.row = std::uint64_t(rows.number(10)),
                          .dataset = std::int32_t(rows.number(9)),
                          .claimant = author_,
                          .type = said.type}};
    loose.claim.source = selection_.sources ? source(rows.text(13), rows.text(14)) : nobody_;
    loose.pair = pair_of(rows, loose.claim.backward);
    claims_.push_back(loose);
  }

  Result<void> measures() {
    std::vector<Value> kinds;
    for (const auto& [kind, rule] : weights_.measures()) kinds.emplace_back(kind);
    if (kinds.empty()) return {};
    std::vector<Value> parameters = where_.parameters;
    parameters.insert(parameters.end(), kinds.begin(), kinds.end());
    auto rows = connection_.query(
        fmt::format("SELECT actor, recipient, kind, date_from, date_to, value, date_to = last "
                    "FROM measures JOIN (SELECT dataset, kind, max(date_to) AS last FROM measures "
                    "GROUP BY ALL) USING (dataset, kind) WHERE date_from IS NOT NULL AND {} "
                    "AND kind IN ({})",
                    where_.sql, record::placeholders(kinds.size())),
        parameters);
    if (!rows) return tl::unexpected(rows.error());
    while (rows->next()) {
      const auto rule = weights_.measures().find(rows->text(2));
      const auto from = rows->date(3), to = rows->date(4);
      LooseMeasure loose;
      bool backward = false;
      loose.pair = pair_of(*rows, backward);
      loose.measured = {.kind = names_.number(rows->text(2)),
                        .from = from->days,
                        .to = to && rows->number(6) == 0 ? to->days : kForever,
                        .value = rows->real(5),
                        .level = std::clamp(rule->second.level(rows->real(5)), -10.0, 10.0),
                        .weight = rule->second.weight};
      measures_.push_back(loose);
    }
    return rows->end();
  }

  /// Actors in the order of the alphabet: what came out of the record in any order is the same
  /// then.
  void renumber() {
    std::vector<std::string>& names = actors_.all();
    std::vector<std::uint32_t> order(names.size()), place(names.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return names[a] < names[b]; });
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      observed_.actors.push_back(std::move(names[order[i]]));
    }
    for (Loose& loose : claims_) loose.pair = {place[loose.pair.a], place[loose.pair.b]};
    for (LooseMeasure& loose : measures_) loose.pair = {place[loose.pair.a], place[loose.pair.b]};
  }

  Observed assembled() {
    renumber();
    const auto by_pair = [this](const Loose& a, const Loose& b) {
      return std::tie(a.pair, a.observation.day, a.claim.dataset, a.claim.row) <
             std::tie(b.pair, b.observation.day, b.claim.dataset, b.claim.row);
    };
    tbb::parallel_sort(claims_.begin(), claims_.end(), by_pair);
    std::sort(measures_.begin(), measures_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.pair, a.measured.from, a.measured.to, a.measured.kind, a.measured.value) <
             std::tie(b.pair, b.measured.from, b.measured.to, b.measured.kind, b.measured.value);
    });
    std::size_t claim = 0, measure = 0;
    while (claim < claims_.size() || measure < measures_.size()) {
      Pair pair = claim < claims_.size() ? claims_[claim].pair : measures_[measure].pair;
      if (measure < measures_.size()) pair = std::min(pair, measures_[measure].pair);
      open(pair);
      for (; claim < claims_.size() && claims_[claim].pair == pair; ++claim) {
        observed_.observations.push_back(claims_[claim].observation);
        observed_.claims.push_back(claims_[claim].claim);
      }
      for (; measure < measures_.size() && measures_[measure].pair == pair; ++measure)
        observed_.measured.push_back(measures_[measure].measured);
      close();
    }
    observed_.claim_begin.push_back(observed_.claims.size());
    observed_.measured_begin.push_back(observed_.measured.size());
    observed_.names = std::move(names_.all());
    observed_.left_out = left_out_;
    return std::move(observed_);
  }

  void open(const Pair& pair) {
    observed_.pairs.push_back(pair);
    observed_.claim_begin.push_back(observed_.claims.size());
    observed_.measured_begin.push_back(observed_.measured.size());
  }
  void close() {
    const auto of_pair = std::span(observed_.observations).subspan(observed_.claim_begin.back());
    const std::vector<Day> days = fold(of_pair);
    observed_.series.days.insert(observed_.series.days.end(), days.begin(), days.end());
    const auto measured = std::span(observed_.measured).subspan(observed_.measured_begin.back());
    const Pair& pair = observed_.pairs.back();
    const double base = weights_.base_level(observed_.actors[pair.a], observed_.actors[pair.b]);
    const std::vector<Step> steps = alignment::steps(measured, base);
    observed_.series.steps.insert(observed_.series.steps.end(), steps.begin(), steps.end());
    observed_.series.close();
  }

  const record::Connection& connection_;
  const record::Record& record_;
  const Weights& weights_;
  const Selection& selection_;
  Where where_;
  Names actors_, names_, groups_;
  const std::uint32_t nobody_ = names_.number(""), author_ = names_.number("author");
  std::vector<Loose> claims_;
  std::vector<LooseMeasure> measures_;
  LeftOut left_out_;
  Observed observed_;
};

}  // namespace

std::string ObservedClaim::id() const { return fmt::format("{:016x}", row); }

std::optional<std::size_t> Observed::find(std::string_view a, std::string_view b) const {
  const auto number = [this](std::string_view id) {
    return std::uint32_t(std::ranges::lower_bound(actors, id) - actors.begin());
  };
  const Pair pair{number(std::min(a, b)), number(std::max(a, b))};
  if (pair.b >= actors.size() || actors[pair.a] != std::min(a, b) ||
      actors[pair.b] != std::max(a, b))
    return std::nullopt;
  const auto found = std::ranges::lower_bound(pairs, pair);
  if (found == pairs.end() || *found != pair) return std::nullopt;
  return std::size_t(found - pairs.begin());
}

std::vector<Step> steps(std::span<const Measured> measured, double base) {
  struct Edge {
    std::int32_t day;
    bool begins;
    const Measured* measured;
  };
  std::vector<Edge> edges;
  for (const Measured& m : measured) {
    edges.push_back({m.from, true, &m});
    if (m.to < kForever) edges.push_back({m.to + 1, false, &m});
  }
  std::ranges::stable_sort(edges, {}, &Edge::day);
  struct Kind {
    double weight = 0, sum = 0;
    int count = 0;
  };
  std::map<std::uint32_t, Kind> holding;
  std::vector<Step> steps;
  if (base != 0) steps.push_back({-kForever, base});
  for (std::size_t i = 0; i < edges.size();) {
    const std::int32_t day = edges[i].day;
    for (; i < edges.size() && edges[i].day == day; ++i) {
      Kind& kind = holding[edges[i].measured->kind];
      kind.weight = edges[i].measured->weight;
      kind.sum += edges[i].begins ? edges[i].measured->level : -edges[i].measured->level;
      kind.count += edges[i].begins ? 1 : -1;
    }
    double sum = base, weight = 1;
    for (const auto& [number, kind] : holding) {
      if (kind.count == 0) continue;
      sum += kind.weight * kind.sum / kind.count;
      weight += kind.weight;
    }
    const double level = sum / weight, before = steps.empty() ? 0 : steps.back().level;
    if (level != before) steps.push_back({day, level});
  }
  return steps;
}

Result<Observed> observe(const record::Record& record, const Weights& weights,
                         const Selection& selection) {
  return Observer(record, weights, selection).observe();
}

}  // namespace entente::alignment
