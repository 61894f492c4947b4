#pragma once

#include <string>
#include <string_view>

#include "entente/base/json.h"
#include "entente/record/quoted_claim.h"

/// Claims as programs get them.
namespace entente::cli {

using base::json_text;
using base::json_text_or_null;
/// A CSV cell (RFC 4180): in quotes where it has to be.
std::string csv_cell(std::string_view text);

/// One claim as a line of JSON, in the form of the contract (docs/cli.md). `with_id` puts the
/// claim's id before everything else.
std::string json_line(const record::QuotedClaim& claim, bool with_id);

extern const std::string_view kCsvHeader;
std::string csv_line(const record::QuotedClaim& claim);

}  // namespace entente::cli
