#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "entente/base/result.h"

namespace entente::cli {

/// The YAML files of one kind ("bodies", "links") in knowledge/ and in the worlds, by path.
std::vector<std::filesystem::path> world_files(const std::string& kind);

/// The file that the user named: a path, or the name of one of `world_files` without ".yaml". An
/// error with the names that there are.
base::Result<std::filesystem::path> world_file(const std::string& name, const std::string& kind);

}  // namespace entente::cli
