#include "entente/alignment/observations.h"

#include <fmt/format.h>
#include <tbb/parallel_sort.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "entente/record/events.h"

namespace entente::alignment {

using base::Result;
using record::ClaimRow;
using record::ClaimTable;
using record::DocumentRow;
using record::kNever;
using record::Names;
using record::Rows;
using record::Value;

namespace {

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

/// A condition on actors alone, of a claim between two known ones.
Where between(const Selection& selection) {
  Selection any_layer = selection;
  any_layer.layer.reset();
  return where(any_layer);
}

std::optional<base::Date> date(std::int32_t day) {
  return day == kNever ? std::nullopt : std::optional(base::Date{day});
}

/// Takes claims and measures from the record, and sorts them by pair.
class Observer {
 public:
  Observer(const record::Record& record, const Weights& weights, const Selection& selection)
      : connection_(record.connection()),
        weights_(weights),
        selection_(selection),
        where_(where(selection)) {}

  Result<Observed> observe(const ClaimTable& table, std::span<const ClaimRow> rows) {
    read_claims(table, rows);
    if (auto read = coded_claims(); !read) return tl::unexpected(read.error());
    if (selection_.measures)
      if (auto read = measures(); !read) return tl::unexpected(read.error());
    return assembled();
  }

 private:
  using TieGroup = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t,
                              model::Layer, model::Sign, model::Trend, model::AuxSet>;

  Pair pair_of(std::string_view actor, std::string_view recipient, bool& backward) {
    Pair pair{actors_.number(actor), actors_.number(recipient)};
    backward = recipient < actor;
    if (backward) std::swap(pair.a, pair.b);
    return pair;
  }

  void read_claims(const ClaimTable& table, std::span<const ClaimRow> rows) {
    constexpr std::uint32_t kNoEvent = 0xFFFFFFFF;
    std::vector<std::uint32_t> event_of(rows.size(), kNoEvent);
    record::Events::of(table, rows, {}, record::Events::View::all)
        .each_report(
            [&](std::size_t event, std::uint32_t row) { event_of[row] = std::uint32_t(event); });
    Groups events, ties;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const ClaimRow& row = rows[i];
      if (selection_.layer && row.layer != *selection_.layer) continue;
      if (!read_claim(table, row)) continue;
      const std::size_t claim = claims_.size() - 1;
      if (event_of[i] != kNoEvent)
        events.add(event_of[i], claim);
      else
        ties.add(tie_group(row), claim);
    }
    events.weigh_once(claims_);
    ties.weigh_once(claims_);
  }

  bool read_claim(const ClaimTable& table, const ClaimRow& row) {
    const std::string &actor = table.names[row.actor], &recipient = table.names[row.recipient];
    if (row.actor == row.recipient || actor == "UNK" || recipient == "UNK") return false;
    const DocumentRow& document = table.documents[row.document];
    Said said{.type = row.type,
              .mode = table.codes[row.mode],
              .sign = row.sign,
              .trend = row.trend,
              .aux = row.aux,
              .actor = actor,
              .recipient = recipient,
              .actor_sector = table.codes[row.actor_sector],
              .recipient_sector = table.codes[row.recipient_sector],
              .claimant = table.names[row.claimant],
              .confidence = row.confidence};
    std::optional<base::Interval> published;
    if (document.published_from != kNever && document.published_to != kNever)
      published = {{document.published_from}, {document.published_to}, base::Precision::range};
    const auto when = dated(date(row.from), date(row.to), published, said.aux);
    if (!when) return ++left_out_.undated, false;
    said.days = when->days;
    const std::string &source = table.sources[document.source], &url = table.sources[document.url];
    const Weighed weighed = weights_.weigh(said);
    const float weight = weighed.weight * weights_.source(source, url);
    if (weight <= 0) return ++left_out_.void_, false;
    Loose loose{.pair = {},
                .observation = {when->day, weighed.value, weight},
                .claim = {.row = row.id,
                          .claimant = names_.number(said.claimant),
                          .source = this->source(source, url),
                          .type = said.type}};
    loose.pair = pair_of(actor, recipient, loose.claim.backward);
    claims_.push_back(loose);
    return true;
  }

  /// What a claim that reports no event has in common with those that say the same in its document.
  std::uint64_t tie_group(const ClaimRow& row) {
    const Loose& loose = claims_.back();
    const TieGroup group{row.document, loose.pair.a, loose.pair.b, row.claimant,
                         row.layer,    row.sign,     row.trend,    row.aux};
    return groups_.try_emplace(group, groups_.size()).first->second;
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
    loose.pair = pair_of(said.actor, said.recipient, loose.claim.backward);
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
      loose.pair = pair_of(rows->text(0), rows->text(1), backward);
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
  const Weights& weights_;
  const Selection& selection_;
  Where where_;
  Names actors_, names_;
  std::map<TieGroup, std::uint64_t> groups_;
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
  const Where between = alignment::between(selection);
  ClaimTable table;
  if (auto read =
          record::read_claims(record, {"WHERE " + between.sql, between.parameters}, false, table);
      !read)
    return tl::unexpected(read.error());
  return Observer(record, weights, selection).observe(table, table.rows);
}

Result<Observed> observe(const record::Record& record, const ClaimTable& table,
                         std::span<const ClaimRow> rows, const Weights& weights,
                         const Selection& selection) {
  return Observer(record, weights, selection).observe(table, rows);
}

}  // namespace entente::alignment
