#pragma once

#include <string>
#include <vector>

#include "entente/cli/context.h"
#include "entente/record/record.h"

namespace entente::cli {

/// "2017-09-05"; for a document that bears no date "between 2017-03 and 2018-01, estimated from its
/// text"; empty when nothing is known.
std::string publication_date(const model::Document& document);

/// Prints a document for people: what is known of it, then its text with the deeds of its claims
/// marked and numbered, and under each paragraph its claims by these numbers.
void print_page(const record::StoredDocument& stored,
                const std::vector<record::QuotedClaim>& claims, Context& context);

}  // namespace entente::cli
