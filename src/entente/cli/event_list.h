#pragma once

#include "entente/base/result.h"
#include "entente/cli/context.h"
#include "entente/record/events.h"

namespace entente::cli {

/// Prints the events that the filter asks for: `entente claims --events`.
base::Result<void> print_events(const record::Record& record, const record::ClaimFilter& filter,
                                Context& context);
/// Prints the contested ones with both sides: `entente claims --contested`.
base::Result<void> print_contested(const record::Record& record, const record::ClaimFilter& filter,
                                   Context& context);

}  // namespace entente::cli
