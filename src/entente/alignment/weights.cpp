#include "entente/alignment/weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "entente/base/ascii.h"
#include "entente/base/hash.h"
#include "entente/base/mapped_file.h"
#include "entente/base/tsv.h"

namespace entente::alignment {

using base::fail;
using base::Result;

namespace {

constexpr double kMost = 10;  // ends of the scale
constexpr std::array kAux{model::negation, model::future, model::hypothetical, model::historical};

/// The number of a cell; `otherwise` when it is empty.
Result<float> number(const base::TsvRow& row, const char* column, float otherwise) {
  const std::string_view cell = row[column];
  if (cell.empty()) return otherwise;
  float value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value))
    return fail(fmt::format("'{}' under '{}' is no number", cell, column), row.where(),
                "write it like 2.5");
  return value;
}

std::string quoted_list(const std::vector<std::string_view>& names) {
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

/// Takes the table's rows one by one.
class WeightsTable {
 public:
  Result<void> take(const base::TsvRow& row) {
    const auto kind = kinds_.find(row["kind"]);
    if (kind == kinds_.end()) {
      std::vector<std::string_view> names;
      for (const auto& [name, take] : kinds_) names.push_back(name);
      return fail(fmt::format("'{}' is no kind of row", row["kind"]), row.where(),
                  "kinds are " + quoted_list(names));
    }
    if (!seen_.insert(fmt::format("{}\t{}\t{}", row["kind"], row["name"], row["qualifier"])).second)
      return fail("a row before says the same", row.where(), "keep one of the two");
    const auto value = number(row, "value", 1), weight = number(row, "weight", 1);
    if (!value) return tl::unexpected(value.error());
    if (!weight) return tl::unexpected(weight.error());
    if (*weight < 0) return fail("a weight is not negative", row.where(), "0 voids");
    return (this->*kind->second)(row, *value, *weight);
  }

  Result<Weights> finish(const std::string& table) {
    for (int type = 0; type < model::kClaimTypes; ++type) {
      const auto name = model::name(model::ClaimType(type));
      if (name != "TIE" && !seen_.contains(fmt::format("event\t{}\t", name)))
        return fail(fmt::format("no row for events of type {}", name), table,
                    "add one without a mode");
    }
    for (const char* sign : {"+", "-"})
      for (const char* trend : {"standing", "closer", "apart"})
        if (!seen_.contains(fmt::format("tie\t{}\t{}", sign, trend)))
          return fail(fmt::format("no row for ties {} {}", sign, trend), table, "add one");
    return std::move(weights_);
  }

 private:
  using Take = Result<void> (WeightsTable::*)(const base::TsvRow&, float, float);

  static Result<void> check_level(const base::TsvRow& row, float value) {
    if (std::abs(value) <= kMost) return {};
    return fail(fmt::format("the level {} is off the scale", value), row.where(),
                "levels run from -10 to 10");
  }
  Result<void> event(const base::TsvRow& row, float value, float weight) {
    const auto type = model::claim_type_from_name(row["name"]);
    if (!type || *type == model::ClaimType::tie)
      return fail(fmt::format("'{}' is no type of event", row["name"]), row.where(),
                  "types are AGREE, CONSULT, … as in docs/cli.md");
    if (auto checked = check_level(row, value); !checked) return checked;
    const Weighed weighed{value, weight};
    if (row["qualifier"].empty())
      weights_.events_[std::size_t(*type)] = weighed;
    else
      weights_.modes_[std::size_t(*type)].emplace(row["qualifier"], weighed);
    return {};
  }
  Result<void> tie(const base::TsvRow& row, float value, float weight) {
    const auto sign = model::sign_from_name(row["name"]);
    const auto trend = model::trend_from_name(row["qualifier"]);
    if (!sign || *sign == model::Sign::none || !trend || *trend == model::Trend::none)
      return fail("a tie has a sign and a trend", row.where(),
                  "name is + or -, qualifier standing, closer or apart");
    if (auto checked = check_level(row, value); !checked) return checked;
    weights_.ties_[std::size_t(*sign)][std::size_t(*trend)] = {value, weight};
    return {};
  }
  Result<void> aux(const base::TsvRow& row, float value, float weight) {
    const auto mode = model::aux_from_name(row["name"]);
    const bool is_tie = row["qualifier"] == "tie";
    if (!mode || (!is_tie && row["qualifier"] != "event"))
      return fail("an auxiliary mode is told for events or for ties", row.where(),
                  "name is negation, future, hypothetical or historical; qualifier event or tie");
    const auto at = std::size_t(std::ranges::find(kAux, *mode) - kAux.begin());
    weights_.aux_[is_tie ? 1 : 0][at] = {value, weight};
    return {};
  }
  Result<void> claimant(const base::TsvRow& row, float, float weight) {
    for (const auto& [name, place] : {std::pair{"author", &weights_.author_},
                                      {"unnamed", &weights_.unnamed_},
                                      {"party", &weights_.party_},
                                      {"third", &weights_.third_}}) {
      if (row["name"] != name) continue;
      *place = weight;
      return {};
    }
    return fail(fmt::format("'{}' is no kind of claimant", row["name"]), row.where(),
                "kinds are author, unnamed, party, third");
  }
  Result<void> dataset(const base::TsvRow& row, float, float weight) {
    weights_.datasets_.emplace(row["name"], weight);
    return {};
  }
  Result<void> sector(const base::TsvRow& row, float, float weight) {
    if (row["name"].empty()) return fail("a sector has no name", row.where(), "name it");
    weights_.sectors_.emplace(row["name"], weight);
    return {};
  }
  Result<void> source(const base::TsvRow& row, float, float weight) {
    if (row["name"].empty()) return fail("a source has no name", row.where(), "name it");
    weights_.sources_.emplace(base::lower_case(row["name"]), weight);
    return {};
  }
  Result<void> period(const base::TsvRow& row, float value, float) {
    if (row["name"] != "days" || value <= 0)
      return fail("a period is a positive number of days", row.where(), "name is days");
    weights_.half_weight_days_ = value;
    return {};
  }
  Result<void> measure(const base::TsvRow& row, float value, float weight) {
    const auto neutral = number(row, "qualifier", 0);
    if (!neutral) return tl::unexpected(neutral.error());
    weights_.measures_.emplace(row["name"], MeasureRule{*neutral, value, weight});
    return {};
  }
  Result<void> pair(const base::TsvRow& row, float value, float) {
    if (row["name"] != "states")
      return fail(fmt::format("'{}' is no kind of pair", row["name"]), row.where(),
                  "the one kind is states");
    if (auto checked = check_level(row, value); !checked) return checked;
    weights_.states_level_ = value;
    return {};
  }
  Result<void> power(const base::TsvRow& row, float, float) {
    weights_.powers_.emplace_back(row["name"]);
    return {};
  }

  const std::map<std::string_view, Take> kinds_{
      {"event", &WeightsTable::event},     {"tie", &WeightsTable::tie},
      {"aux", &WeightsTable::aux},         {"claimant", &WeightsTable::claimant},
      {"dataset", &WeightsTable::dataset}, {"source", &WeightsTable::source},
      {"period", &WeightsTable::period},   {"measure", &WeightsTable::measure},
      {"power", &WeightsTable::power},     {"sector", &WeightsTable::sector},
      {"pair", &WeightsTable::pair},
  };
  std::set<std::string> seen_;
  Weights weights_;
};

Result<Weights> Weights::load(const std::filesystem::path& home) {
  auto weights = read(home / "knowledge" / "alignment.tsv");
  if (!weights) return weights;
  const auto states =
      base::read_tsv(home / "knowledge" / "countries.tsv", [&](const base::TsvRow& row) {
        weights->states_.emplace(row["id"]);
        return Result<void>();
      });
  if (!states) return tl::unexpected(states.error());
  return weights;
}

Result<Weights> Weights::read(const std::filesystem::path& table) {
  WeightsTable rows;
  const auto done =
      base::read_tsv(table, [&rows](const base::TsvRow& row) { return rows.take(row); });
  if (!done) return tl::unexpected(done.error());
  auto weights = rows.finish(table.string());
  if (const auto file = base::MappedFile::open(table); file && weights)
    weights->hash_ = base::content_hash(file->bytes());
  return weights;
}

double Weights::base_level(std::string_view a, std::string_view b) const {
  return is_state(a) && is_state(b) ? states_level_ : 0;
}

Weighed Weights::weigh(const Said& said) const {
  const bool is_tie = said.type == model::ClaimType::tie;
  Weighed weighed = is_tie ? ties_[std::size_t(said.sign)][std::size_t(said.trend)]
                           : events_[std::size_t(said.type)];
  if (!is_tie && !said.mode.empty()) {
    const auto& modes = modes_[std::size_t(said.type)];
    if (const auto mode = modes.find(said.mode); mode != modes.end()) weighed = mode->second;
  }
  for (std::size_t i = 0; said.aux != 0 && i < kAux.size(); ++i) {
    if ((said.aux & kAux[i]) == 0) continue;
    const Factor& factor = aux_[is_tie ? 1 : 0][i];
    weighed.value = std::clamp(weighed.value * factor.value, -float(kMost), float(kMost));
    weighed.weight *= factor.weight;
  }
  weighed.weight *= said.confidence;
  for (const std::string_view sector : {said.actor_sector, said.recipient_sector})
    if (const auto known = sectors_.find(sector); known != sectors_.end())
      weighed.weight *= known->second;
  if (said.days > 1) weighed.weight *= half_weight_days_ / (half_weight_days_ + float(said.days));
  if (said.claimant == "author") return {weighed.value, weighed.weight * author_};
  if (said.claimant == "unnamed" || said.claimant == "UNK")
    return {weighed.value, weighed.weight * unnamed_};
  const bool is_party = said.claimant == said.actor || said.claimant == said.recipient;
  return {weighed.value, weighed.weight * (is_party ? party_ : third_)};
}

float Weights::dataset(std::string_view format) const {
  const auto found = datasets_.find(format);
  return found == datasets_.end() ? 1 : found->second;
}

float Weights::source(std::string_view source, std::string_view url) const {
  if (sources_.empty()) return 1;
  const std::string words = base::lower_case(source) + '\n' + base::lower_case(url);
  for (const auto& [name, weight] : sources_)
    if (words.find(name) != words.npos) return weight;
  return 1;
}

}  // namespace entente::alignment
