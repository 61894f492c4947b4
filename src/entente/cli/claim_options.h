#pragma once

#include <string>
#include <vector>

#include "entente/base/result.h"
#include "entente/record/claim_filter.h"
#include "entente/record/record.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// Which claims the user means: the options of every command that goes through claims.
namespace entente::cli {

struct ClaimOptions {
  std::vector<std::string> actors, pair, types, layers, claimants, modes;
  std::string from, to, document;
  double min_confidence = 0;
  bool facts = false;
};

void add_claim_options(CLI::App& command, ClaimOptions& options);

/// The filter that they stand for: names become ids of the record.
base::Result<record::ClaimFilter> claim_filter(const ClaimOptions& options,
                                               const record::Record& record);

/// One of `names`; shown in help, and offered by the shell.
void choose_from(CLI::Option* option, const std::vector<std::string>& names);

}  // namespace entente::cli
