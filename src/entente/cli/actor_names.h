#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"
#include "entente/reading/reader.h"
#include "entente/record/record.h"

namespace entente::cli {

/// The id of an actor that the user named: by a name or id that knowledge/ has, or by an id that
/// the record has. The error suggests the record's nearest actors.
base::Result<std::string> actor_id(std::string_view name, const reading::Reader& reader,
                                   const record::Record& record);

/// The same for each of `names`; stops at the first that nobody knows.
base::Result<std::vector<std::string>> actor_ids(const std::vector<std::string>& names,
                                                 const reading::Reader& reader,
                                                 const record::Record& record);

/// "Pakistan (PAK)"; the id alone when it has no name.
std::string name_and_id(std::string_view id, const reading::Reader& reader);

}  // namespace entente::cli
