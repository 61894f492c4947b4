// How long what comes and goes between two actors lasts: the parameters of alignment fitted to a
// record, and how much less probable the record is for other times of reversion (all else fitted
// anew each time). Prints docs/alignment.md's table of times.
//
//   alignment_timescales RECORD [--measure KIND] [--from YEAR] [--to YEAR] [--least DAYS]
//                        [--window DAYS]
//
// Without --measure of the record's claims, no measure setting a level. With it of the values of a
// measure of pairs (votes.agreement), each on the first day of its period, without the mean of all
// pairs of its year and scaled to a standard deviation of 3.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "entente/alignment/fit.h"
#include "entente/alignment/observations.h"
#include "entente/alignment/weights.h"
#include "entente/record/record.h"

namespace {

using namespace entente;
using alignment::Fit;
using alignment::Pairs;

template <class T>
T require(base::Result<T> result) {
  if (result) return std::move(*result);
  fmt::print(stderr, "alignment_timescales: {}\n", result.error().message());
  std::exit(1);
}

struct Options {
  std::string record, measure;
  int from = 0, to = 9999;
  std::size_t least = 1;
  int window = alignment::Prior().window;
};

Pairs of_claims(const record::Record& record) {
  const auto weights = require(alignment::Weights::load(ENTENTE_SOURCE_DIR));
  return require(alignment::observe(record, weights, {.measures = false})).series;
}

Pairs of_measure(const record::Record& record, const std::string& kind) {
  auto rows = require(record.connection().query(
      "WITH m AS (SELECT least(actor, recipient) a, greatest(actor, recipient) b, date_from d, "
      "avg(value) v FROM measures WHERE kind = ? AND recipient IS NOT NULL GROUP BY ALL), "
      "n AS (SELECT a, b, d, v - avg(v) OVER (PARTITION BY year(d)) v FROM m) "
      "SELECT a, b, (d - DATE '1970-01-01')::INT, 3 * v / (SELECT stddev(v) FROM n) FROM n "
      "ORDER BY 1, 2, 3",
      {kind}));
  Pairs pairs;
  std::pair<std::string, std::string> last;
  while (rows.next()) {
    std::pair<std::string, std::string> own{rows.text(0), rows.text(1)};
    if (own != last && !pairs.days.empty()) pairs.close();
    last = std::move(own);
    pairs.days.push_back({std::int32_t(rows.number(2)), 1, rows.real(3), 1, 0});
  }
  if (!pairs.days.empty()) pairs.close();
  return pairs;
}

/// Those with enough days within the years.
Pairs chosen(const Pairs& all, const Options& o) {
  const std::int32_t first = base::Date::from_civil(o.from, 1, 1).days;
  const std::int32_t last = base::Date::from_civil(o.to, 12, 31).days;
  Pairs pairs;
  for (std::size_t pair = 0; pair < all.size(); ++pair) {
    const std::size_t begin = pairs.days.size();
    for (const alignment::Day& day : all[pair].days)
      if (first <= day.day && day.day <= last) pairs.days.push_back(day);
    if (pairs.days.size() - begin < o.least) pairs.days.resize(begin);
    pairs.close();
  }
  return pairs;
}

void print(const char* name, const Fit& fit, double best) {
  const alignment::Parameters& p = fit.parameters;
  fmt::print("| {} | {:.0f} | {:.1f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |\n", name,
             p.reversion, fit.log_likelihood - best, p.lasting, p.spread, p.noise, p.day_noise,
             p.mean);
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  Options o;
  CLI::App app("How long what comes and goes between two actors lasts");
  app.add_option("RECORD", o.record)->required();
  app.add_option("--measure", o.measure, "of this kind of measure, not of claims");
  app.add_option("--from", o.from, "year");
  app.add_option("--to", o.to, "year");
  app.add_option("--least", o.least, "pairs with so many days at least");
  app.add_option("--window", o.window, "days that are seen as one");
  CLI11_PARSE(app, argc, argv);
  const auto record = require(record::Record::open(o.record, record::Access::read));
  const Pairs pairs =
      chosen(o.measure.empty() ? of_claims(record) : of_measure(record, o.measure), o);
  // A prior so wide that it says nothing of reversion; then ones so narrow that they fix it.
  const Fit free = alignment::fit(pairs, {.factor = 1e6, .window = o.window});
  fmt::print("{} pairs, {} days, {} observations{}\n\n", free.pairs, free.days, free.observations,
             free.converged ? "" : "; not converged");
  fmt::print(
      "| | reversion, days | log-likelihood | lasting | spread | noise | day noise | mean |\n"
      "|---|---|---|---|---|---|---|---|\n");
  print("most probable", free, free.log_likelihood);
  for (const double days : {91, 182, 365, 730, 1461, 3652, 14610})
    print(
        "fixed",
        alignment::fit(pairs, {.centre = {.reversion = days}, .factor = 1.01, .window = o.window}),
        free.log_likelihood);
}
