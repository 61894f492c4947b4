#pragma once

#include <map>
#include <string>

#include "entente/base/result.h"

namespace entente::cli {

/// How large actors are: a CSV file with a header whose first two columns are an actor's name and a
/// number that is not negative; the others do not count. "-" is standard input; gzip is read.
base::Result<std::map<std::string, double>> read_sizes(const std::string& path);

}  // namespace entente::cli
