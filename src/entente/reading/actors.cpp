#include "entente/reading/actors.h"

#include <algorithm>
#include <limits>

#include "entente/base/tsv.h"
#include "entente/text/tokens.h"

#include "entente/base/ascii.h"

namespace entente::reading {

using base::is_upper;
using base::lower_case;

namespace {

constexpr std::size_t kNames = 1 << 15;  // about as many as knowledge/ has: tables grow only once
constexpr base::Date kAlways{std::numeric_limits<std::int32_t>::min()};

/// The tokens of a name, cut as running text is.
std::vector<std::string> words_of(std::string_view name) {
  // Most names are letters and spaces, which need no tokeniser; there are tens of thousands.
  const auto is_plain = [](char c) {
    return c == ' ' || static_cast<unsigned char>((c | 0x20) - 'a') < 26;
  };
  if (std::ranges::all_of(name, is_plain)) {
    std::vector<std::string> words;
    for (const std::string_view word : base::split_list(name, ' ')) words.emplace_back(word);
    return words;
  }
  text::Sentence sentence;
  sentence.span = {0, static_cast<std::uint32_t>(name.size())};
  text::tokenize(name, sentence);
  std::vector<std::string> words;
  for (const text::Token& token : sentence.tokens) words.emplace_back(token.form);
  return words;
}

/// "PAKISTAN" → "Pakistan", for text set in capitals; empty for what is not such a word.
std::string title_case(std::string_view form) {
  if (form.size() < 4 || !std::ranges::all_of(form, is_upper)) return {};
  std::string result = lower_case(form);
  result[0] = form[0];
  return result;
}

base::Result<base::Date> date_or(std::string_view cell, base::Date otherwise, bool end_of_period,
                                 const std::string& where) {
  if (cell.empty()) return otherwise;
  auto date = base::Date::parse(cell);
  if (!date) return base::fail("'" + std::string(cell) + "' is not a date", where, "YYYY-MM-DD");
  if (end_of_period && cell.size() == 4) return date->plus_months(12) - 1;
  if (end_of_period && cell.size() == 7) return date->plus_months(1) - 1;
  return *date;
}

base::Result<void> set_period(Sense& sense, const base::TsvRow& row) {
  const auto from = date_or(row["from"], kAlways, false, row.where());
  if (!from) return tl::unexpected(from.error());
  const auto to = date_or(row["to"], kForever, true, row.where());
  if (!to) return tl::unexpected(to.error());
  sense.from = *from;
  sense.to = *to;
  return {};
}

}  // namespace

std::uint32_t EdgeTable::find_or_insert(std::uint64_t key, std::uint32_t node) {
  if (2 * (used_ + 1) > slots_.size()) {
    EdgeTable larger(slots_.size());
    for (const Slot& slot : slots_)
      if (slot.node != 0) larger.find_or_insert(slot.key, slot.node);
    *this = std::move(larger);
  }
  Slot& slot = slots_[slot_of(key)];
  if (slot.node == 0) {
    slot = {key, node};
    ++used_;
  }
  return slot.node;
}

template <class Meaning>
void PhraseIndex<Meaning>::add(std::span<const std::string> tokens, const Meaning& meaning) {
  std::uint32_t node = 0;
  for (const std::string& token : tokens) {
    const auto next = static_cast<std::uint32_t>(words_.size());
    const std::uint32_t word = words_.try_emplace(token, next);
    node = edges_.find_or_insert(std::uint64_t{node} << 32 | word, nodes_);
    if (node == nodes_) ++nodes_;
  }
  if (node != 0) pending_.push_back({node, folder_, meaning});
}

template <class Meaning>
void PhraseIndex<Meaning>::reserve(std::size_t phrases) {
  words_.reserve(phrases);
  edges_ = EdgeTable(phrases);
  pending_.reserve(phrases);
}

template <class Meaning>
void PhraseIndex<Meaning>::freeze() {
  std::ranges::stable_sort(pending_, {}, &Pending::node);
  first_.assign(nodes_ + 1, 0);
  std::uint32_t node = 0, folder = 0;
  for (const Pending& pending : pending_) {
    if (pending.node != node) folder = pending.folder;
    node = pending.node;
    if (pending.folder != folder) continue;
    ++first_[node + 1];
    meanings_.push_back(pending.meaning);
  }
  for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
  pending_ = {};
}

base::Result<Actors> Actors::load(const Folders& folders) {
  Actors actors;
  actors.strings_.reserve(kNames);
  actors.names_.reserve(2 * kNames);
  actors.ids_by_lower_name_.reserve(kNames);
  for (const std::filesystem::path& folder : folders)
    if (auto done = actors.load_folder(folder); !done) return tl::unexpected(done.error());
  actors.names_.freeze();
  actors.roles_.freeze();
  return actors;
}

base::Result<void> Actors::load_folder(const std::filesystem::path& folder) {
  base::Result<void> done = load_countries(folder / "countries.tsv");
  if (done) done = load_organisations(folder / "organisations.tsv", NameKind::organisation);
  if (done) done = load_organisations(folder / "groups.tsv", NameKind::group);
  if (done) done = load_bodies(folder / "bodies.tsv");
  if (done) done = load_persons(folder / "persons.tsv");
  if (done) done = load_projects(folder / "projects.tsv");
  if (done) done = load_collectives(folder / "collectives.tsv");
  if (done) done = load_roles(folder / "roles.tsv");
  if (done) done = load_name_words(folder / "name_words.tsv");
  names_.close_folder();
  roles_.close_folder();
  return done;
}

std::string_view Actors::keep(std::string_view text) {
  return text.empty() ? std::string_view{} : *strings_.emplace(text).first;
}

base::Result<void> Actors::add_names(std::string_view cell, Sense sense) {
  for (const std::string_view name : base::split_list(cell)) {
    names_.add(words_of(name), sense);
    const bool stands_for_itself = sense.kind == NameKind::country ||
                                   sense.kind == NameKind::organisation ||
                                   sense.kind == NameKind::group;
    if (stands_for_itself) ids_by_lower_name_.try_emplace(lower_case(name), sense.id);
  }
  return {};
}

base::Result<void> Actors::load_countries(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    Sense sense{};
    sense.id = keep(row["id"]);
    if (auto done = set_period(sense, row); !done) return done;
    constexpr std::pair<std::string_view, NameKind> columns[] = {
        {"names", NameKind::country}, {"adjectives", NameKind::adjective},
        {"people", NameKind::people}, {"prefixes", NameKind::prefix},
        {"seats", NameKind::seat},    {"places", NameKind::place}};
    for (const auto& [column, kind] : columns) {
      sense.kind = kind;
      if (auto done = add_names(row[column], sense); !done) return done;
    }
    ActorFacts facts;
    facts.is_state = true;
    if (const auto names = base::split_list(row["names"]); !names.empty())
      facts.name = keep(names.front());
    for (const auto item : base::split_list(row["descriptors"]))
      facts.descriptors.push_back(keep(lower_case(item)));
    for (const auto item : base::split_list(row["borders"])) facts.borders.push_back(keep(item));
    ids_by_lower_name_.try_emplace(lower_case(sense.id), sense.id);
    facts_.try_emplace(sense.id, std::move(facts));
    return {};
  });
}

base::Result<void> Actors::load_organisations(const std::filesystem::path& path, NameKind kind) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    Sense sense{};
    sense.id = keep(row["id"]);
    sense.sector = keep(row["sector"]);
    if (auto done = set_period(sense, row); !done) return done;
    if (row["kind"] ==
        "region") {  // only locates; its adjective describes: "the South Asian nation"
      sense.kind = NameKind::place;
      sense.id = {};
      if (auto done = add_names(row["names"], sense); !done) return done;
      sense.kind = NameKind::adjective;
      return add_names(row["adjectives"], sense);
    }
    constexpr std::string_view columns[] = {"names", "adjectives", "seats"};
    const NameKind kinds[] = {kind, NameKind::adjective, NameKind::seat};
    for (std::size_t i = 0; i < 3; ++i) {
      sense.kind = kinds[i];
      if (auto done = add_names(row[columns[i]], sense); !done) return done;
    }
    ActorFacts facts;
    if (const auto names = base::split_list(row["names"]); !names.empty())
      facts.name = keep(names.front());
    std::string words = " ";  // not what only describes it: "army" of "West African army chiefs"
    for (const std::string_view name : base::split_list(row["names"]))
      for (const std::string_view word : base::split_list(name, ' '))
        if (!word.empty() && (word[0] < 'a' || word[0] > 'z')) words += lower_case(word) + " ";
    facts.words = keep(words);
    facts.home = keep(row["country"]);
    facts.foe = keep(row["foe"].empty() ? row["country"] : row["foe"]);
    if (row["kind"] == "party")
      facts.country = keep(row["country"]);
    else if (kind == NameKind::group && !row["country"].empty())
      facts.borders.push_back(keep(row["country"]));  // it stands in it
    ids_by_lower_name_.try_emplace(lower_case(sense.id), sense.id);
    facts_.try_emplace(sense.id, std::move(facts));
    return {};
  });
}

base::Result<void> Actors::load_bodies(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    Sense sense{};
    sense.kind = NameKind::body;
    sense.id = keep(row["country"]);
    sense.sector = keep(row["sector"]);
    sense.from = kAlways;
    sense.to = kForever;
    return add_names(row["names"], sense);
  });
}

base::Result<void> Actors::load_persons(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    Sense sense{};
    sense.id = keep(row["country"]);
    sense.sector = keep(row["sector"]);
    sense.office = keep(row["office"]);
    sense.name = keep(row["name"]);
    if (auto done = set_period(sense, row); !done) return done;
    known_until_ = std::max(known_until_, base::Interval::year(sense.from.civil().year).end);
    sense.kind = NameKind::person;
    if (auto done = add_names(row["name"], sense); !done) return done;
    if (auto done = add_names(row["distinctive"], sense); !done) return done;
    const auto distinctive = base::split_list(row["distinctive"]);
    for (const std::string_view alias : base::split_list(row["aliases"])) {
      if (alias == row["name"] || std::ranges::count(distinctive, alias) > 0) continue;
      // A spelling of the whole name is the person; a single word needs a title or a first mention.
      sense.kind = alias.find(' ') != alias.npos ? NameKind::person : NameKind::surname;
      if (auto done = add_names(alias, sense); !done) return done;
    }
    return {};
  });
}

base::Result<void> Actors::load_projects(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    return add_names(row["names"],
                     {NameKind::project, {}, {}, {}, keep(row["owners"]), kAlways, kForever});
  });
}

base::Result<void> Actors::load_collectives(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    return add_names(row["names"],
                     {NameKind::country, {}, {}, {}, keep(row["members"]), kAlways, kForever});
  });
}

base::Result<void> Actors::load_roles(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    constexpr std::string_view kinds[] = {"person", "body", "group", "state"};
    const auto kind = std::ranges::find(kinds, row["kind"]);
    if (kind == std::end(kinds))
      return base::fail("'" + std::string(row["kind"]) + "' is no kind of role", row.where(),
                        "person, body, group or state");
    const Role role{static_cast<RoleKind>(kind - kinds), keep(row["sector"]), keep(row["office"])};
    for (const std::string_view words : base::split_list(row["words"]))
      roles_.add(words_of(lower_case(words)), role);
    return {};
  });
}

base::Result<void> Actors::load_name_words(const std::filesystem::path& path) {
  return read_rows(path, [&](const base::TsvRow& row) -> base::Result<void> {
    for (const std::string_view word : base::split_list(row["words"]))
      name_words_.try_emplace(keep(word), keep(row["sector"]));
    return {};
  });
}

std::string_view Actors::sector_of_name_word(std::string_view word) const {
  const std::string_view* found = name_words_.find(word);
  return found == nullptr ? std::string_view{} : *found;
}

Match<Sense> Actors::name_at(std::span<const text::Token> tokens, int i) const {
  const auto count = static_cast<int>(tokens.size());
  const char first = tokens[std::size_t(i)].form[0];
  // Names begin with a capital, a letter beyond ASCII, or (few) a small letter: "al-Qaeda".
  auto match = names_.longest([&](int k) -> std::string_view {
    return i + k < count ? tokens[std::size_t(i + k)].form : std::string_view{};
  });
  if (match.length > 0 || !is_upper(first)) return match;
  std::string spelled = title_case(tokens[std::size_t(i)].form);
  if (spelled.empty()) return match;
  return names_.longest([&](int k) -> std::string_view {
    if (i + k >= count || k >= 8) return {};
    const std::string_view form = tokens[std::size_t(i + k)].form;
    spelled = title_case(form);
    return spelled.empty() ? form : std::string_view(spelled);
  });
}

Match<Role> Actors::role_at(std::span<const text::Token> tokens, int i) const {
  const auto count = static_cast<int>(tokens.size());
  std::string lowered;
  return roles_.longest([&](int k) -> std::string_view {
    if (i + k >= count || k >= 8) return {};
    lowered = lower_case(tokens[std::size_t(i + k)].form);
    return lowered;
  });
}

const ActorFacts* Actors::facts(std::string_view id) const { return facts_.find(id); }

bool Actors::is_called(std::string_view id, std::string_view word) const {
  const ActorFacts* known = facts(id);
  const std::string_view words = known != nullptr ? known->words : id;
  const auto is_end = [&](std::size_t at) {
    return at >= words.size() || words[at] == ' ' || words[at] == '-';
  };
  for (std::size_t at = words.find(word); at != words.npos; at = words.find(word, at + 1))
    if ((at == 0 || is_end(at - 1)) && is_end(at + word.size())) return true;
  return false;
}

std::string_view Actors::id_of(std::string_view name) const {
  const std::string_view* found = ids_by_lower_name_.find(lower_case(name));
  return found == nullptr ? std::string_view{} : *found;
}

}  // namespace entente::reading
