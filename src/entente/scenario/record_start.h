#pragma once

#include <filesystem>

#include "entente/base/result.h"
#include "entente/record/record.h"
#include "entente/scenario/scenario.h"

namespace entente::scenario {

/// Whether a slot's start is to come from a record.
bool needs_record(const Scenario& scenario);

/// Works out those starts: the standing of two actors on a day is a normal distribution, and a
/// value is as likely as the part of it that lies in the value's band. What came out goes into the
/// scenario's hash. An error when the record knows nothing of two actors.
base::Result<void> start_from_record(Scenario& scenario, const record::Record& record,
                                     const std::filesystem::path& home);

}  // namespace entente::scenario
