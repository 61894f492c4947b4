#include "entente/reading/knowledge.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace entente::reading {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kFiles[] = {"bodies.tsv",
                                       "collectives.tsv",
                                       "countries.tsv",
                                       "deeds.tsv",
                                       "games.tsv",
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

/// The names of a file's columns, and the line that has them.
std::pair<std::vector<std::string>, int> columns_of(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  int number = 0;
  while (std::getline(in, line)) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    std::vector<std::string> columns;
    for (const std::string_view name : base::split_list(line, '\t')) columns.emplace_back(name);
    return {std::move(columns), number};
  }
  return {{}, number};
}

/// A misspelt file or column would be passed over in silence: a world has only those of knowledge/.
base::Result<void> check_file(const fs::path& file, const fs::path& knowledge) {
  const std::string name = file.filename().string();
  if (std::ranges::count(kFiles, name) == 0)
    return base::fail("a world has no file of that name", file.string(),
                      "name it as knowledge/ does, for example countries.tsv");
  const auto known = columns_of(knowledge / name).first;
  const auto [columns, line] = columns_of(file);
  const std::string where = file.string() + ":" + std::to_string(line);
  for (const std::string& column : columns)
    if (std::ranges::count(known, column) == 0)
      return base::fail("knowledge/" + name + " has no column '" + column + "'", where,
                        "the first line that is no comment names the columns");
  if (std::ranges::count(columns, known.front()) == 0)
    return base::fail("there is no column '" + known.front() + "'", where,
                      "copy the line that names the columns from knowledge/" + name);
  return {};
}

base::Result<void> check_world(const fs::path& world, const fs::path& knowledge) {
  std::error_code error;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(world, error))
    if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  if (error) return base::fail("cannot be opened as a world: " + error.message(), world.string());
  if (files.empty())
    return base::fail("has no knowledge", world.string(),
                      "a world is a folder of files like those of knowledge/: countries.tsv, …");
  std::ranges::sort(files);
  for (const fs::path& file : files)
    if (auto done = check_file(file, knowledge); !done) return done;
  return {};
}

}  // namespace

base::Result<Folders> knowledge_folders(const fs::path& home, const Folders& worlds) {
  const fs::path knowledge = home / "knowledge";
  for (const std::string_view file : kFiles)
    if (!fs::exists(knowledge / file))
      return base::fail("is missing", (knowledge / file).string(), "install Entente again");
  for (const fs::path& world : worlds)
    if (auto done = check_world(world, knowledge); !done) return tl::unexpected(done.error());
  Folders folders(worlds.rbegin(), worlds.rend());
  folders.push_back(knowledge);
  return folders;
}

base::Result<void> read_rows(const fs::path& file,
                             const std::function<base::Result<void>(const base::TsvRow&)>& row) {
  return fs::exists(file) ? base::read_tsv(file, row) : base::Result<void>{};
}

}  // namespace entente::reading
