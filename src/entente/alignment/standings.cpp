#include "entente/alignment/standings.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <unordered_map>

namespace entente::alignment {

using base::Result;

namespace {

Result<std::int64_t> claims_in(const record::Record& record) {
  auto rows = record.connection().query(
      "SELECT (SELECT count(*) FROM claims) + (SELECT count(*) FROM coded_claims)");
  if (!rows) return tl::unexpected(rows.error());
  const std::int64_t count = rows->next() ? rows->number(0) : 0;
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return count;
}

constexpr std::string_view kPrefix = "alignment_";  // of the keys in `meta`

/// The numbers of a fit by their names in `meta`; the function is told each.
template <class StoredFit, class Visit>
void each_number(StoredFit& fit, const Visit& visit) {
  const auto each_parameter = [&visit](const std::string& prefix, auto& p) {
    visit(prefix + "spread", p.spread);
    visit(prefix + "reversion", p.reversion);
    visit(prefix + "noise", p.noise);
    visit(prefix + "day_noise", p.day_noise);
    visit(prefix + "mean", p.mean);
    visit(prefix + "lasting", p.lasting);
  };
  each_parameter("", fit.fit.parameters);
  each_parameter("between_breaks_", fit.between_breaks);
  visit("between_breaks_freedom", fit.between_breaks.freedom);
  visit("log_likelihood", fit.fit.log_likelihood);
  visit("pairs", fit.fit.pairs);
  visit("days", fit.fit.days);
  visit("observations", fit.fit.observations);
  visit("converged", fit.fit.converged);
  visit("claims", fit.claims);
  visit("reader_version", fit.reader_version);
}

}  // namespace

bool StoredFit::is_outdated(std::int64_t claims_now, const std::string& weights_now) const {
  return weights != weights_now || double(claims_now) > 1.1 * double(claims) ||
         double(claims_now) < double(claims) / 1.1;
}

Result<std::optional<StoredFit>> stored_fit(const record::Record& record) {
  auto rows = record.connection().query("SELECT key, value FROM meta WHERE starts_with(key, ?)",
                                        {std::string(kPrefix)});
  if (!rows) return tl::unexpected(rows.error());
  std::unordered_map<std::string, std::string> values;
  while (rows->next())
    values.emplace(rows->text(0).substr(kPrefix.size()), std::string(rows->text(1)));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  if (values.empty()) return std::nullopt;
  StoredFit fit;
  bool is_whole = true;  // an earlier program's model may have had other parameters
  each_number(fit, [&](const std::string& name, auto& number) {
    is_whole &= values.contains(name);
    number = std::decay_t<decltype(number)>(std::strtod(values[name].c_str(), nullptr));
  });
  if (!is_whole) return std::nullopt;
  fit.weights = values["weights"];
  fit.at = values["at"];
  return fit;
}

Result<StoredFit> estimate(const record::Record& record, const Weights& weights) {
  const auto observed = observe(record, weights, {});
  if (!observed) return tl::unexpected(observed.error());
  return estimate(record, weights, *observed);
}

Result<StoredFit> estimate(const record::Record& record, const Weights& weights,
                           const Observed& all) {
  const auto claims = claims_in(record);
  if (!claims) return tl::unexpected(claims.error());
  StoredFit fit;
  fit.fit = alignment::fit(all.series);
  fit.between_breaks = alignment::between_breaks(all.series, fit.fit.parameters);
  fit.claims = *claims;
  fit.reader_version = reading::kReaderVersion;
  fit.weights = weights.hash();
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  fit.at = fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::gmtime(now));
  return fit;
}

Result<void> store(const record::Record& record, const StoredFit& fit) {
  std::vector<std::pair<std::string, std::string>> values{{"weights", fit.weights}, {"at", fit.at}};
  each_number(fit, [&](const std::string& name, const auto& number) {
    values.emplace_back(name, fmt::format("{:.17g}", double(number)));
  });
  auto transaction = record::Transaction::begin(record.connection());
  if (!transaction) return tl::unexpected(transaction.error());
  for (const auto& [name, value] : values)
    if (auto put = record.connection().run("INSERT OR REPLACE INTO meta VALUES (?, ?)",
                                           {std::string(kPrefix) + name, value});
        !put)
      return put;
  return transaction->commit();
}

Result<std::optional<StoredFit>> valid_fit(const record::Record& record, const Weights& weights) {
  auto stored = stored_fit(record);
  if (!stored || !*stored) return stored;
  const auto claims = claims_in(record);
  if (!claims) return tl::unexpected(claims.error());
  if ((*stored)->is_outdated(*claims, weights.hash())) stored->reset();
  return stored;
}

Result<StoredFit> current_fit(const record::Record& record, const Weights& weights) {
  auto stored = valid_fit(record, weights);
  if (!stored) return tl::unexpected(stored.error());
  return *stored ? std::move(**stored) : estimate(record, weights);
}

Result<Standings> Standings::load(const record::Record& record, const std::filesystem::path& home,
                                  const Selection& selection) {
  const auto weights = Weights::load(home);
  if (!weights) return tl::unexpected(weights.error());
  auto fit = current_fit(record, *weights);
  if (!fit) return tl::unexpected(fit.error());
  auto observed = observe(record, *weights, selection);
  if (!observed) return tl::unexpected(observed.error());
  return Standings{std::move(*observed), std::move(*fit)};
}

std::vector<Standing> Standings::at(base::Date date) const {
  return alignment::standings(observed.series, parameters(), date);
}

std::vector<Standing> Standings::course(std::size_t pair,
                                        const std::vector<base::Date>& dates) const {
  std::vector<Standing> course(dates.size());
  Series(observed.series[pair], parameters()).at(dates, course);
  return course;
}

Since Standings::since(std::size_t pair, base::Date date) const {
  const PairData data = observed.series[pair];
  base::Date first = date;
  if (!data.days.empty()) first.days = std::min(first.days, data.days.front().day);
  return alignment::since(Series(data, parameters()), first, date);
}

std::vector<Evidence> Standings::evidence(std::size_t pair, base::Date date) const {
  const Series series(observed.series[pair], parameters());
  std::vector<Evidence> evidence = shares(observed, pair, parameters(), series.influences(date));
  return evidence;
}

LevelEvidence Standings::level_evidence(std::size_t pair, base::Date date) const {
  LevelEvidence evidence;
  evidence.level = level_on(observed.series[pair].steps, parameters(), date.days);
  const Series series(observed.series[pair], parameters());
  for (const Influence& influence : series.influences(date)) evidence.share -= influence.weight;
  for (std::size_t i = observed.measured_begin[pair]; i < observed.measured_begin[pair + 1]; ++i)
    if (observed.measured[i].from <= date.days && date.days <= observed.measured[i].to)
      evidence.measured.push_back(i);
  return evidence;
}

std::vector<Evidence> shares(const Observed& observed, std::size_t pair,
                             const Parameters& parameters,
                             const std::vector<Influence>& influences) {
  const PairData data = observed.series[pair];
  std::vector<Evidence> shares;
  for (const Influence& influence : influences) {
    const Day& day = data.days[influence.day];
    const double level = level_on(data.steps, parameters, day.day);
    const auto begin = observed.observations.begin();
    auto claim = std::lower_bound(
        begin + std::ptrdiff_t(observed.claim_begin[pair]),
        begin + std::ptrdiff_t(observed.claim_begin[pair + 1]), day.day,
        [](const Observation& observation, std::int32_t d) { return observation.day < d; });
    const auto end = begin + std::ptrdiff_t(observed.claim_begin[pair + 1]);
    for (; claim != end && claim->day == day.day; ++claim) {
      const double share = influence.weight * claim->weight / day.weight;
      shares.push_back({std::size_t(claim - begin), share, share * (claim->value - level)});
    }
  }
  std::stable_sort(shares.begin(), shares.end(), [](const Evidence& a, const Evidence& b) {
    return std::abs(a.share) > std::abs(b.share);
  });
  return shares;
}

std::vector<Evidence> carriers(const Standings& standings, const TurningPoint& point) {
  const Observed& observed = standings.observed;
  auto carriers = shares(observed, point.pair, standings.parameters(), point.evidence);
  const double middle = (point.before + point.after) / 2;
  for (Evidence& one : carriers)
    one.pull = one.share * (observed.observations[one.claim].value - middle);
  std::stable_sort(carriers.begin(), carriers.end(), [&](const Evidence& a, const Evidence& b) {
    return a.pull * point.size > b.pull * point.size;
  });
  return carriers;
}

}  // namespace entente::alignment
