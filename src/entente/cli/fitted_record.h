#pragma once

#include "entente/alignment/standings.h"
#include "entente/cli/context.h"
#include "entente/record/record.h"

namespace entente::cli {

/// The record, open for reading, with parameters that are up to date. Where they are missing or
/// outdated, or `again` is true, they are estimated and stored first; a record that cannot be
/// written to just now is opened without (loading estimates them each time then).
base::Result<record::Record> open_fitted(const Context& context, bool again = false);

/// "mean +0.9, lasting 2.2, spread 3.1, reversion 420 days, …; from 1478 claims on 2024-05-01
/// (reader 2)".
std::string in_words(const alignment::StoredFit& fit);
/// `{"spread":…,…}`, or null.
std::string json(const std::optional<alignment::StoredFit>& fit);

}  // namespace entente::cli
