#include "entente/formats/names.h"

#include <algorithm>
#include <charconv>

#include "entente/base/ascii.h"
#include "entente/base/tsv.h"
#include "entente/text/tokens.h"

namespace entente::formats {

using base::Date;
using base::fail;
using base::lower_case;
using base::Result;

namespace {

constexpr Date kAlways{std::numeric_limits<std::int32_t>::min()};
constexpr Date kForever{std::numeric_limits<std::int32_t>::max()};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || base::is_upper(c) || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

/// True when `part` stands in `text` and no letter touches it.
bool has_words(std::string_view text, std::string_view part) {
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) {
    const std::size_t end = at + part.size();
    if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end])))
      return true;
  }
  return false;
}

/// "Police (Afghanistan)" → "Police", "Afghanistan". No place when nothing stands in parentheses at
/// the end.
struct RoleAndPlace {
  std::string_view role, place;
};
RoleAndPlace role_and_place(std::string_view name) {
  if (!name.ends_with(')')) return {name, {}};
  int depth = 0;
  for (std::size_t i = name.size(); i-- > 0;) {
    depth += name[i] == ')' ? 1 : name[i] == '(' ? -1 : 0;
    if (depth > 0) continue;
    if (i == 0 || name[i - 1] != ' ') break;
    return {name.substr(0, i - 1), name.substr(i + 1, name.size() - i - 2)};
  }
  return {name, {}};
}

bool is_given(std::string_view cell) { return !cell.empty() && cell != "NA"; }

std::optional<Date> day(std::string_view cell, Date otherwise) {
  return cell.empty() ? otherwise : Date::parse(cell);
}

}  // namespace

std::string id_from_name(std::string_view name) {
  std::string id;
  for (const char c : name) {
    if (is_letter(c))
      id += base::lower(c);
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  if (id.ends_with('-')) id.pop_back();
  return id.empty() ? "unk" : id;
}

Result<Names> Names::load(const std::filesystem::path& knowledge) {
  Names names;
  auto actors = reading::Actors::load({knowledge});
  if (!actors) return tl::unexpected(actors.error());
  names.actors_ = std::move(*actors);
  if (auto loaded = names.load_tables(knowledge); !loaded) return tl::unexpected(loaded.error());
  return names;
}

Result<void> Names::load_tables(const std::filesystem::path& knowledge) {
  auto read = base::read_tsv(knowledge / "data_names.tsv", [&](const auto& row) -> Result<void> {
    for (const std::string_view name : base::split_list(row["names"]))
      names_[lower_case(name)] = {std::string(row["id"]), std::string(row["sector"])};
    return {};
  });
  if (!read) return read;
  read = base::read_tsv(knowledge / "icews_sectors.tsv", [&](const auto& row) -> Result<void> {
    Sector sector{{}, std::string(row["sector"])};
    for (const std::string_view name : base::split_list(row["names"]))
      sector.names.push_back(lower_case(name));
    sectors_.push_back(std::move(sector));
    return {};
  });
  if (!read) return read;
  read = base::read_tsv(knowledge / "cameo_actors.tsv", [&](const auto& row) -> Result<void> {
    if (row["code"].size() != 3) return fail("a code has three letters", row.where());
    codes_[std::string(row["code"])] = {std::string(row["id"]), std::string(row["sector"])};
    return {};
  });
  if (!read) return read;
  return base::read_tsv(knowledge / "cow_states.tsv", [&](const auto& row) -> Result<void> {
    const std::string_view cell = row["cow"];
    State state{0, std::string(row["id"]), {}, {}};
    const auto from = day(row["from"], kAlways), to = day(row["to"], kForever);
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), state.number);
    if (error != std::errc{} || end != cell.data() + cell.size() || !from || !to)
      return fail("a number and days (YYYY-MM-DD) were expected", row.where());
    state.from = *from;
    state.to = *to;
    states_.push_back(std::move(state));
    return {};
  });
}

std::optional<Named> Names::lookup(std::string_view name, std::optional<Date> date) const {
  const auto found = names_.find(lower_case(name));
  if (found != names_.end()) return found->second;
  if (const auto id = actors_->id_of(name); !id.empty()) return Named{std::string(id), {}};
  text::Sentence sentence;
  sentence.span = {0, std::uint32_t(name.size())};
  text::tokenize(name, sentence);
  const auto match = actors_->name_at(sentence.tokens, 0);
  if (match.length == 0 || match.length != int(sentence.tokens.size())) return std::nullopt;
  const reading::Sense* best = nullptr;
  for (const reading::Sense& sense : match.meanings) {
    if ((sense.kind != reading::NameKind::person && sense.kind != reading::NameKind::body) ||
        sense.id.empty())
      continue;
    const bool held = date && sense.from <= *date && *date <= sense.to;
    if (best == nullptr || held) best = &sense;
    if (held) break;
  }
  if (best == nullptr) return std::nullopt;
  return Named{std::string(best->id), std::string(best->sector)};
}

Named Names::by_name(std::string_view name, std::optional<Date> date) const {
  if (name == "UNK") return {"UNK", {}, false};  // so it stands in what was exported
  if (auto found = lookup(name, date)) return *found;
  return {id_from_name(name), {}, false};
}

std::string_view Names::sector_of_role(std::string_view role) const {
  const std::string text = lower_case(role);
  for (const Sector& sector : sectors_)
    if (std::ranges::find(sector.names, text) != sector.names.end()) return sector.sector;
  for (const Sector& sector : sectors_)
    for (const std::string& name : sector.names)
      if (has_words(text, name)) return sector.sector;
  return {};
}

std::string_view Names::sector_of_list(std::string_view sectors) const {
  const std::string text = lower_case(sectors);
  const auto items = base::split_list(text, ',');
  for (const Sector& sector : sectors_)
    for (const std::string_view item : items)
      if (std::ranges::find(sector.names, item) != sector.names.end()) return sector.sector;
  return {};
}

Named Names::icews(std::string_view name, std::string_view country, std::string_view sectors,
                   std::optional<Date> date) const {
  if (auto found = lookup(name, date)) return *found;
  const auto [role, place] = role_and_place(name);
  if (!place.empty()) {
    Named named = by_name(place, date);
    const std::string_view sector = sector_of_role(role);
    if (!sector.empty()) named.sector = sector;
    return named;
  }
  const std::string sector(is_given(sectors) ? sector_of_list(sectors) : std::string_view{});
  if (is_given(country) && !sector.empty())
    if (auto state = lookup(country, date)) return {state->id, sector};
  return {id_from_name(name), sector, false};
}

std::optional<Named> Names::cameo(std::string_view code) const {
  Named named;
  bool is_group = false;
  for (std::size_t i = 0; i + 3 <= code.size(); i += 3) {
    const std::string part(code.substr(i, 3));
    const auto found = codes_.find(part);
    const bool is_state = found == codes_.end();
    const reading::ActorFacts* facts = is_state ? actors_->facts(part) : nullptr;
    const std::string id = !is_state ? found->second.id : facts != nullptr ? part : "";
    if (!id.empty() && (named.id.empty() || (!is_state && !is_group))) {
      is_group = !is_state;
      named.id = id;
    }
    if (!is_state && named.sector.empty()) named.sector = found->second.sector;
  }
  if (!named.id.empty()) return named;
  if (named.sector.empty()) return std::nullopt;
  return Named{"UNK", named.sector, false};
}

Named Names::cow(int number, Date date) const {
  for (const State& state : states_)
    if (state.number == number && state.from <= date && date <= state.to) return {state.id, {}};
  return {"cow-" + std::to_string(number), {}, false};
}

std::vector<Names::Spell> Names::cow(int number, Date from, Date to) const {
  std::vector<Spell> spells;
  for (const State& state : states_)
    if (state.number == number && state.from <= to && from <= state.to)
      spells.push_back({{state.id, {}}, std::max(from, state.from), std::min(to, state.to)});
  if (spells.empty()) spells.push_back({cow(number, from), from, to});
  return spells;
}

std::string Names::state_at(std::string_view id, Date date) const {
  const auto same = std::ranges::find(states_, id, &State::id);
  return same == states_.end() ? std::string(id) : cow(same->number, date).id;
}

}  // namespace entente::formats
