#pragma once

#include "entente/cli/context.h"
#include "entente/reading/reader.h"
#include "entente/record/record.h"

namespace entente::cli {

/// Prints a claim for people, with its whole provenance: its sentence amid the text, and for each
/// field the words, the rule and the document that it comes from.
void print_page(const record::QuotedClaim& claim, const record::StoredDocument& stored,
                const reading::Reader& reader, Context& context);

}  // namespace entente::cli
