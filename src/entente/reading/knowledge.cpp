#include "entente/reading/knowledge.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace entente::reading {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFiles[] = {"bodies.tsv",
                                       "countries.tsv",
                                       "groups.tsv",
                                       "irregular_verbs.tsv",
                                       "layers.tsv",
                                       "name_words.tsv",
                                       "operators.tsv",
                                       "organisations.tsv",
                                       "persons.tsv",
                                       "projects.tsv",
                                       "roles.tsv",
                                       "stand_ins.tsv",
                                       "triggers_nouns.tsv",
                                       "triggers_conflict.tsv",
                                       "triggers_cooperation.tsv"};

base::Result<void> check_world(const fs::path& world) {
  std::error_code error;
  bool has_file = false;
  std::string odd;
  for (const auto& entry : fs::directory_iterator(world, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".tsv")) continue;
    const bool known = std::ranges::count(kFiles, name) > 0;
    has_file = has_file || known;
    if (!known && (odd.empty() || name < odd)) odd = name;
  }
  if (error) return base::fail("cannot be opened as a world: " + error.message(), world.string());
  if (!odd.empty())
    return base::fail("a world has no file of that name", (world / odd).string(),
                      "name it as knowledge/ does, for example countries.tsv");
  if (!has_file)
    return base::fail("has no knowledge", world.string(),
                      "a world is a folder of files like those of knowledge/: countries.tsv, …");
  return {};
}

}  // namespace

base::Result<Folders> knowledge_folders(const fs::path& home, const Folders& worlds) {
  for (const fs::path& world : worlds)
    if (auto done = check_world(world); !done) return tl::unexpected(done.error());
  Folders folders(worlds.rbegin(), worlds.rend());
  folders.push_back(home / "knowledge");
  for (const std::string_view file : kFiles)
    if (!fs::exists(folders.back() / file))
      return base::fail("is missing", (folders.back() / file).string(), "install Entente again");
  return folders;
}

base::Result<void> read_rows(const fs::path& file,
                             const std::function<base::Result<void>(const base::TsvRow&)>& row) {
  return fs::exists(file) ? base::read_tsv(file, row) : base::Result<void>{};
}

}  // namespace entente::reading
