#include "entente/formats/actor_cards.h"

#include <cstdlib>
#include <limits>

#include "entente/base/tsv.h"

namespace entente::formats {

namespace {
constexpr base::Date kAlways{std::numeric_limits<std::int32_t>::min()};
constexpr base::Date kForever{std::numeric_limits<std::int32_t>::max()};
}  // namespace

base::Result<ActorCards> ActorCards::load(const std::filesystem::path& knowledge) {
  ActorCards all;
  for (const char* table : {"countries.tsv", "organisations.tsv", "groups.tsv"}) {
    auto read = base::read_tsv(knowledge / table, [&](const auto& row) -> base::Result<void> {
      const std::string id(row["id"]);
      const bool is_state = row["kind"].empty();  // countries.tsv has no such column
      all.cards_[id] = {std::string(base::split_list(row["names"]).front()),
                        std::string(is_state ? "state" : row["kind"]), std::string(row["sector"]),
                        is_state ? id : std::string(row["country"])};
      return {};
    });
    if (!read) return tl::unexpected(read.error());
  }
  auto read = base::read_tsv(knowledge / "cow_states.tsv", [&](const auto& row) {
    const auto from = base::Date::parse(row["from"]), to = base::Date::parse(row["to"]);
    all.numbers_.push_back({std::string(row["id"]), std::atoi(std::string(row["cow"]).c_str()),
                            from.value_or(kAlways), to.value_or(kForever)});
    return base::Result<void>();
  });
  if (!read) return tl::unexpected(read.error());
  return all;
}

ActorCard ActorCards::card(std::string_view id, std::string_view name) const {
  const auto found = cards_.find(id);
  if (found != cards_.end()) return found->second;
  return {std::string(name.empty() ? id : name), "", "", ""};
}

bool ActorCards::is_state(std::string_view id) const {
  const auto found = cards_.find(id);
  return found != cards_.end() && found->second.kind == "state";
}

int ActorCards::cow(std::string_view id, base::Date date) const {
  for (const Number& n : numbers_)
    if (n.id == id && n.from <= date && date <= n.to) return n.number;
  return 0;
}

}  // namespace entente::formats
