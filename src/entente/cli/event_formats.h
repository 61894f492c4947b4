#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "entente/record/events.h"

/// Events as programs get them (docs/cli.md).
namespace entente::cli {

/// The claims of the events in hand, by id.
using ClaimsById = std::unordered_map<std::string, record::QuotedClaim>;

/// One event as a line of JSON, with the ids of its claims.
std::string json_line(const record::Event& event);
/// A contested event as a line of JSON: both sides, with their words.
std::string json_line(const record::Event& event, const ClaimsById& claims);

extern const std::string_view kEventCsvHeader;
std::string csv_line(const record::Event& event);

/// A contested event is one line a claim, with its side.
extern const std::string_view kContestedCsvHeader;
std::string csv_lines(const record::Event& event, const ClaimsById& claims);

}  // namespace entente::cli
