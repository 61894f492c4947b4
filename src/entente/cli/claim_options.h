#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entente/base/date.h"
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

/// The days that "2017", "2017-09" or "2017-09-05" names; nothing for anything else.
std::optional<base::Interval> period(const std::string& text);
/// An option whose value `period` understands.
CLI::Option* add_date_option(CLI::App& command, const std::string& name, std::string& text,
                             const std::string& description);

/// One of `names`; shown in help, and offered by the shell.
void choose_from(CLI::Option* option, const std::vector<std::string>& names);
/// One of the layers.
void choose_layer(CLI::Option* option);

}  // namespace entente::cli
