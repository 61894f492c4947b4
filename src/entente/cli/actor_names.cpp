#include "entente/cli/actor_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace entente::cli {

namespace {

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = char(std::tolower(static_cast<unsigned char>(c)));
  return small;
}

/// Letters to change, add or take away to make one of the other (Levenshtein 1966).
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

/// "did you mean Pakistan (PAK) or Palestine (PSE)?", or what else to do.
std::string advice(std::string_view name, const std::vector<record::Count>& actors,
                   const reading::Reader& reader) {
  const std::string wanted = lower(name);
  std::vector<std::pair<std::size_t, std::string>> near;
  for (const record::Count& actor : actors) {
    const std::string id = lower(actor.name), full = lower(reader.actor_name(actor.name));
    const std::size_t distance = std::min(edits(wanted, id), edits(wanted, full));
    if (distance <= std::max<std::size_t>(1, wanted.size() / 3))
      near.emplace_back(distance, name_and_id(actor.name, reader));
  }
  if (near.empty()) return "`entente status` lists the actors that the record knows best";
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string list = near[0].second;
  for (std::size_t i = 1; i < std::min<std::size_t>(near.size(), 3); ++i)
    list += " or " + near[i].second;
  return "did you mean " + list + "?";
}

}  // namespace

base::Result<std::string> actor_id(std::string_view name, const reading::Reader& reader,
                                   const record::Record& record) {
  if (const std::string_view id = reader.actor_id(name); !id.empty()) return std::string(id);
  const auto actors = record.actors();
  if (!actors) return tl::unexpected(actors.error());
  for (const record::Count& actor : *actors)
    if (actor.name == name) return actor.name;
  return base::fail("nobody knows this actor", std::string(name), advice(name, *actors, reader));
}

base::Result<std::vector<std::string>> actor_ids(const std::vector<std::string>& names,
                                                 const reading::Reader& reader,
                                                 const record::Record& record) {
  std::vector<std::string> ids;
  for (const std::string& name : names) {
    auto id = actor_id(name, reader, record);
    if (!id) return tl::unexpected(id.error());
    ids.push_back(std::move(*id));
  }
  return ids;
}

std::string name_and_id(std::string_view id, const reading::Reader& reader) {
  const std::string_view name = reader.actor_name(id);
  return name == id ? std::string(id) : fmt::format("{} ({})", name, id);
}

}  // namespace entente::cli
