#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entente/alignment/standings.h"
#include "entente/cli/context.h"
#include "entente/record/quoted_claim.h"
#include "entente/record/record.h"

/// The claims that carry an alignment, with their words.
namespace entente::cli {

/// A row of a data set; it has no words.
struct CodedClaim {
  std::string format, dataset, actor, recipient, type, mode, layer, code, source, date;
  std::int64_t row = 0;
};

struct Witness {
  alignment::Evidence evidence;
  double value = 0;  ///< the level that the claim speaks for
  bool repeated = false;
  std::optional<record::QuotedClaim> claim;  ///< one of the two
  std::optional<CodedClaim> coded;
};

/// The first `limit` of the evidence of a pair, fetched from the record.
base::Result<std::vector<Witness>> witnesses(const record::Record& record,
                                             const alignment::Observed& observed, std::size_t pair,
                                             const std::vector<alignment::Evidence>& evidence,
                                             std::size_t limit);

/// A table with the sentences beneath; the last column is for `entente show`.
void print_witnesses(const std::vector<Witness>& witnesses, Context& context);

/// "[{…},…]": each with its share and pull, and the claim as in docs/cli.md or the coded row.
std::string json(const std::vector<Witness>& witnesses);

/// The cells that a witness has in CSV: share, pull, value, claim, dataset, row, date, actor,
/// recipient, type, claimant, confidence, sentence.
extern const std::string_view kWitnessCsvHeader;
std::string csv_cells(const Witness& witness);

}  // namespace entente::cli
