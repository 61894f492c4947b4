#pragma once

#include <string>

#include "entente/record/quoted_claim.h"

/// Claims as JSON, in the form of the contract (docs/cli.md): what the command line prints and what
/// the workbench answers.
namespace entente::formats {

enum class ClaimFields {
  said,        ///< what the document says
  identified,  ///< … with the claim's id before everything else, as "claim"
  all,         ///< … and the words of its sentence, its document's hash, its rule, its review
};

/// One object, on one line.
std::string claim_json(const record::QuotedClaim& claim, ClaimFields fields);

}  // namespace entente::formats
