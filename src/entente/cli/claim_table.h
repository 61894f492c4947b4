#pragma once

#include <optional>
#include <string>

#include "entente/cli/context.h"
#include "entente/cli/table.h"
#include "entente/record/quoted_claim.h"

/// Claims as people get them.
namespace entente::cli {

/// How many digits of a claim's id people are shown; `show` takes any beginning of an id.
inline constexpr std::size_t kShortId = 8;

/// "CHN → PAK", "CHN – PAK" where direction does not count, "PAK-MIL → PAK-GOV" inside a country.
std::string ends(const record::QuotedClaim& claim);
/// "AGREE", "TIE + closer".
std::string deed(const record::QuotedClaim& claim);
/// "2017-09-05", "2017-09", "2017", "2017-09-04 w" for a week, "~2017-03/2018-01" for an
/// estimate; empty when unknown.
std::string short_date(const record::QuotedClaim& claim);

/// A table of claims, each with its sentence beneath.
class ClaimTable {
 public:
  ClaimTable(const Painter& painter, std::optional<int> width);
  void add(const record::QuotedClaim& claim);
  void print(Output& out) const { table_.print(out, painter_, width_); }

 private:
  Table table_;
  Painter painter_;
  std::optional<int> width_;
};

}  // namespace entente::cli
