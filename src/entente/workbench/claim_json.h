#pragma once

#include "entente/record/quoted_claim.h"
#include "entente/record/reviews.h"
#include "entente/workbench/answer.h"

namespace entente::workbench {

/// A claim as the contract has it (docs/cli.md), with its id, its sentence's words, the rule that
/// found it and the review that made it so.
Json to_json(const record::QuotedClaim& claim);

/// Writes the fields that `changes` has into a claim: the reverse of `to_json`. Spans are given as
/// {"start", "end"}; words are not read, for they stand in the document.
Answer<record::QuotedClaim> changed(record::QuotedClaim claim, const Json& changes);

/// An id that a reviewer may give an actor whom nobody has named yet: small letters, digits and
/// hyphens ("gulf-traders"), or UNK. Anything else that nobody knows is a slip.
bool may_name_new_actor(std::string_view id);

Json to_json(const record::Review& review);

}  // namespace entente::workbench
