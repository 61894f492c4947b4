#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/formats/actor_cards.h"
#include "entente/formats/event_rows.h"
#include "entente/model/claim.h"
#include "entente/record/claim_filter.h"
#include "entente/record/record.h"

/// Who has to do with whom: what gexf and graphml write. Counts of claims and nothing more; how
/// actors stand is for the alignment to say.
namespace entente::formats {

/// How finely a network tells time.
enum class Step { day, month, year };

struct NetworkNode {
  std::string id;
  ActorCard card;
  std::int64_t claims = 0;  ///< of all its edges
};

/// What is claimed between two actors, in either direction.
struct NetworkEdge {
  std::size_t a = 0, b = 0;  ///< nodes, in the order of their ids
  std::int64_t claims = 0;
  std::int64_t cooperative = 0, conflictual = 0;  ///< quad.h; they add up to `claims`
  std::int64_t sources = 0;                       ///< different ones that say so
  std::array<std::int64_t, model::kClaimTypes> types{};
  std::string layers;      ///< "military|political", in the order of the alphabet
  base::Date first, last;  ///< days that the claims are about
};

/// The same in one day, month or year in which there is a claim.
struct NetworkMoment {
  std::size_t edge = 0;
  base::Date from, to;
  std::int64_t claims = 0, cooperative = 0;
};

/// Between all cooperation (1) and all conflict (−1): the mean sign of the claims.
[[nodiscard]] constexpr double balance(std::int64_t claims, std::int64_t cooperative) {
  return claims == 0 ? 0 : double(2 * cooperative - claims) / double(claims);
}

struct Network {
  base::Date from, to;                 ///< first and last day
  std::vector<NetworkNode> nodes;      ///< by id
  std::vector<NetworkEdge> edges;      ///< by the ids of their ends
  std::vector<NetworkMoment> moments;  ///< by edge, then by date
  std::int64_t undated = 0;            ///< claims that were left out for want of a date
  std::int64_t inside = 0;             ///< likewise: both ends are the same actor
  std::int64_t nobody = 0;             ///< likewise: an end is not known ("UNK")
  std::int64_t statements = 0;         ///< likewise: coded as merely said, without a type
};

/// The network of the filter's claims, of those asserted as fact unless the filter asks for others.
base::Result<Network> network(const record::Record& record, const record::ClaimFilter& filter,
                              Origin origin, Step step, const ActorCards& cards);

}  // namespace entente::formats
