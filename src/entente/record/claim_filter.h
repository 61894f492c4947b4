#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "entente/base/date.h"
#include "entente/model/claim.h"
#include "entente/record/database.h"

namespace entente::record {

/// Which claims, and in which order. Lists mean "any of"; an empty list, or nothing, means "all".
struct ClaimFilter {
  enum class Order {
    newest,    ///< latest date first, claims without a date last
    surest,    ///< highest confidence first
    document,  ///< as read: documents in the order they came, claims in the order of the text
  };

  std::vector<std::string> actors{};                          ///< ids that stand at either end
  std::optional<std::pair<std::string, std::string>> pair{};  ///< both ids, in either direction
  std::vector<model::ClaimType> types{};
  std::vector<model::Layer> layers{};
  std::optional<base::Date> from{}, to{};  ///< the claim's interval touches this period
  std::vector<std::string> claimants{};
  double min_confidence = 0;
  model::AuxSet aux = 0;   ///< has at least one of these modes
  bool facts = false;      ///< has no mode at all
  std::string document{};  ///< a document's hash
  std::string words{};     ///< the sentence has them, in whatever case
  Order order = Order::newest;
  bool reverse = false;
  std::int64_t limit = 0;   ///< 0 is all of them
  std::int64_t offset = 0;  ///< so many are passed over first
};

/// A piece of SQL and what its question marks stand for.
struct Condition {
  std::string sql;
  std::vector<Value> parameters;
};

/// "WHERE …" over the table `claims`, or nothing.
Condition where(const ClaimFilter& filter);
/// "ORDER BY … LIMIT …" over `claims` and the column `number` of `documents`.
std::string order_and_limit(const ClaimFilter& filter);

}  // namespace entente::record
