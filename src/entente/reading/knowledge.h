#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "entente/base/result.h"
#include "entente/base/tsv.h"

namespace entente::reading {

/// Folders of knowledge, those that win first: worlds, and then knowledge/ itself. A name means
/// what the first folder that has it says; a word's rows of an earlier folder are tried before
/// others.
using Folders = std::vector<std::filesystem::path>;

/// knowledge/ of `home` beneath the worlds, of which the last one given wins. A world has any of
/// the files that knowledge/ has on actors and words, with any of their columns, and no other .tsv.
base::Result<Folders> knowledge_folders(const std::filesystem::path& home, const Folders& worlds);

/// Calls `row` for each row of a file; a folder that has no such file says nothing of the matter.
base::Result<void> read_rows(const std::filesystem::path& file,
                             const std::function<base::Result<void>(const base::TsvRow&)>& row);

}  // namespace entente::reading
