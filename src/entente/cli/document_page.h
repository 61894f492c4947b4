#pragma once

#include <vector>

#include "entente/cli/context.h"
#include "entente/record/record.h"

namespace entente::cli {

/// Prints a document for people: what is known of it, then its text with the deeds of its claims
/// marked and numbered, and under each paragraph its claims by these numbers.
void print_page(const record::StoredDocument& stored,
                const std::vector<record::QuotedClaim>& claims, Context& context);

}  // namespace entente::cli
