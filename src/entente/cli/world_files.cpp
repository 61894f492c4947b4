#include "entente/cli/world_files.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <system_error>

#include "entente/cli/home.h"

namespace entente::cli {

namespace fs = std::filesystem;

namespace {

/// What is in a folder, by name; nothing when there is no such folder.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> list;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) list.push_back(entry.path());
  std::sort(list.begin(), list.end());
  return list;
}

}  // namespace

std::vector<fs::path> world_files(const std::string& kind) {
  std::vector<fs::path> folders{home_folder() / "knowledge" / kind}, files;
  for (const fs::path& world : entries(home_folder() / "worlds")) folders.push_back(world / kind);
  for (const fs::path& folder : folders)
    for (const fs::path& file : entries(folder))
      if (file.extension() == ".yaml") files.push_back(file);
  return files;
}

base::Result<fs::path> world_file(const std::string& name, const std::string& kind) {
  std::error_code none;
  if (fs::is_regular_file(name, none)) return fs::path(name);
  std::vector<std::string> known;
  for (const fs::path& file : world_files(kind)) {
    if (file.stem() == name) return file;
    known.push_back(file.stem().string());
  }
  return base::fail("no such file, nor one of that name in knowledge/ or worlds/", name,
                    fmt::format("of {} there are {}", kind, fmt::join(known, ", ")));
}

}  // namespace entente::cli
