#pragma once

#include <functional>
#include <string>

#include "entente/base/result.h"
#include "entente/formats/write.h"
#include "entente/record/claim_filter.h"
#include "entente/record/quoted_claim.h"
#include "entente/record/record.h"

namespace entente::formats {

/// The filter's claims as a W3C Web Annotation collection (JSON-LD): each annotates its sentence in
/// its document. `describe` gives a claim as JSON; `go_on` is asked after each, and breaks it off.
base::Result<std::int64_t> write_annotations(
    const record::Record& record, const record::ClaimFilter& filter,
    const std::function<std::string(const record::QuotedClaim&)>& describe,
    const std::function<bool(std::int64_t done)>& go_on, const Write& write);

}  // namespace entente::formats
