#include "entente/record/claim_filter.h"

#include <fmt/format.h>

#include <array>

namespace entente::record {

namespace {

/// Collects conditions that must all hold.
class Conjunction {
 public:
  Conjunction& also(std::string_view sql, std::vector<Value> parameters = {}) {
    condition_.sql += condition_.sql.empty() ? "WHERE " : " AND ";
    condition_.sql += sql;
    for (Value& value : parameters) condition_.parameters.push_back(std::move(value));
    return *this;
  }
  Conjunction& also_any_of(std::string_view column, std::vector<Value> values) {
    return values.empty()
               ? *this
               : also(fmt::format("{} IN ({})", column, placeholders(values.size())), values);
  }
  Condition take() { return std::move(condition_); }

 private:
  Condition condition_;
};

template <class Enum>
std::vector<Value> names_of(const std::vector<Enum>& values) {
  std::vector<Value> names;
  for (const Enum value : values) names.emplace_back(std::string(model::name(value)));
  return names;
}

/// "(future OR hypothetical)"
std::string any_mode(model::AuxSet aux) { return "(" + model::names(aux, " OR ") + ")"; }

constexpr model::AuxSet kAllModes =
    model::negation | model::future | model::hypothetical | model::historical;

}  // namespace

Condition where(const ClaimFilter& filter) {
  Conjunction all;
  if (!filter.actors.empty()) {
    const std::string list = placeholders(filter.actors.size());
    std::vector<Value> twice(filter.actors.begin(), filter.actors.end());
    twice.insert(twice.end(), filter.actors.begin(), filter.actors.end());
    all.also(fmt::format("(actor IN ({0}) OR recipient IN ({0}))", list), std::move(twice));
  }
  if (filter.pair) {
    const auto& [a, b] = *filter.pair;
    all.also("((actor = ? AND recipient = ?) OR (actor = ? AND recipient = ?))", {a, b, b, a});
  }
  all.also_any_of("type", names_of(filter.types));
  all.also_any_of("layer", names_of(filter.layers));
  all.also_any_of("claimant", {filter.claimants.begin(), filter.claimants.end()});
  if (filter.from) all.also("date_to >= ?", {*filter.from});
  if (filter.to) all.also("date_from <= ?", {*filter.to});
  if (filter.min_confidence > 0) all.also("confidence >= ?::FLOAT", {filter.min_confidence});
  if (filter.aux != 0) all.also(any_mode(filter.aux));
  if (filter.facts) all.also("NOT " + any_mode(kAllModes));
  if (!filter.document.empty()) all.also("document = ?", {filter.document});
  if (!filter.words.empty()) all.also("contains(lower(sentence), lower(?))", {filter.words});
  return all.take();
}

std::string order_and_limit(const ClaimFilter& filter) {
  // Each order ends in the place in the record, so that it is total and output is reproducible.
  // The first text is the order, the second its reverse; the place always runs forward in both
  // when something else comes first, so that a document's claims read in the order of its text.
  constexpr std::array<std::array<const char*, 2>, 3> kOrders{{
      {"date_from DESC NULLS LAST, date_to, number, position",
       "date_from NULLS LAST, date_to, number, position"},
      {"confidence DESC, number, position", "confidence, number, position"},
      {"number, position", "number DESC, position DESC"},
  }};
  std::string sql = fmt::format("ORDER BY {}", kOrders[std::size_t(filter.order)][filter.reverse]);
  if (filter.limit > 0) sql += fmt::format(" LIMIT {}", filter.limit);
  if (filter.offset > 0) sql += fmt::format(" OFFSET {}", filter.offset);
  return sql;
}

}  // namespace entente::record
