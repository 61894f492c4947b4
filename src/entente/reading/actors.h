#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"
#include "entente/base/word_table.h"
#include "entente/reading/knowledge.h"
#include "entente/text/sentence.h"

namespace entente::reading {

/// How words name an actor. What a name can stand for depends on it: a seat of government may be
/// the state or just a place, an adjective never acts by itself.
enum class NameKind : std::uint8_t {
  country,       ///< "Pakistan"
  adjective,     ///< "Pakistani"
  people,        ///< "Pakistanis"
  prefix,        ///< "Sino" in "Sino-Indian"
  seat,          ///< "Islamabad", "the Kremlin"
  place,         ///< "Karachi", "Xinjiang": locates, never acts
  organisation,  ///< "NATO", "the West", "Gazprom"
  group,         ///< "the Taliban"
  body,          ///< "State Department"
  person,        ///< "Vladimir Putin", and "Putin" where it can be nobody else
  project,       ///< "CPEC", "Nord Stream": never acts, but has owners who do
  surname,       ///< "Khan": a person only with a title, or after the full name
};

/// Until when what has no end holds.
inline constexpr base::Date kForever{std::numeric_limits<std::int32_t>::max()};

/// One meaning of a name. Views point into the Actors that gave it.
struct Sense {
  NameKind kind;
  std::string_view id;      ///< country, organisation or group; empty for a body of no one country
  std::string_view sector;  ///< PLOVER sector, or empty
  std::string_view office;  ///< "head", "government", "foreign", … for persons
  std::string_view name;    ///< a person's full name; a project's owners, a collective's members
  base::Date from, to;      ///< when it held
};

/// What a role noun makes of the actor that it goes with: "officials" → GOV.
enum class RoleKind : std::uint8_t { person, body, group, state };
struct Role {
  RoleKind kind;
  std::string_view sector, office;
};

/// The longest name or role that starts at a token.
template <class Meaning>
struct Match {
  int length = 0;  ///< tokens; 0 when nothing starts there
  std::span<const Meaning> meanings;
};

/// From (node, word) to the next node: open addressing, never more than half full, no deletion.
class EdgeTable {
 public:
  explicit EdgeTable(std::size_t capacity = 16) : slots_(std::bit_ceil(2 * capacity)) {}
  /// The node behind the key, set to `node` where the key is new.
  std::uint32_t find_or_insert(std::uint64_t key, std::uint32_t node);
  /// 0 for a key that is not there: no edge leads back to the root.
  [[nodiscard]] std::uint32_t find(std::uint64_t key) const { return slots_[slot_of(key)].node; }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t node = 0;
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t key) const {
    std::size_t at = (key * 0x9E3779B97F4A7C15u) >> 20 & (slots_.size() - 1);
    while (slots_[at].node != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

/// A trie over token forms.
template <class Meaning>
class PhraseIndex {
 public:
  void reserve(std::size_t phrases);
  void add(std::span<const std::string> tokens, const Meaning& meaning);
  /// Phrases that have a meaning by now are not given another by what is added from here on.
  void close_folder() { ++folder_; }
  /// Call once after the last `add`; `longest` only works thereafter.
  void freeze();
  /// `form(i)` is the i-th token from the start, an empty view at the end of the sentence; it is
  /// asked for in turn, and the view need only last until the next is.
  template <class Form>
  [[nodiscard]] Match<Meaning> longest(Form form) const;

 private:
  base::WordTable<std::uint32_t> words_;
  struct Pending {
    std::uint32_t node, folder;
    Meaning meaning;
  };
  EdgeTable edges_;  // node << 32 | word → node
  std::vector<Pending> pending_;
  std::vector<std::uint32_t> first_;  // of node, in meanings_
  std::vector<Meaning> meanings_;
  std::uint32_t folder_ = 0;
  std::uint32_t nodes_ = 1;
};

/// What knowledge/ has about one actor.
struct ActorFacts {
  std::string_view name;                      ///< its usual English name
  std::vector<std::string_view> descriptors;  ///< "South Asian", "landlocked": in descriptions
  std::vector<std::string_view> borders;      ///< ids of land neighbours
  std::string_view words;    ///< of its names, in lower case, each between spaces; empty for states
  std::string_view country;  ///< of a party: the state that it may govern; empty for all others
  std::string_view home;     ///< of an organisation or group: the one state that it is of, if any
  std::string_view foe;      ///< of a group: the state whose forces it fights, if that is one
  bool is_state = false;
};

/// Every actor that knowledge/ and the worlds know, by every name: countries.tsv,
/// organisations.tsv, groups.tsv, bodies.tsv, persons.tsv, projects.tsv, collectives.tsv,
/// roles.tsv, name_words.tsv.
class Actors {
 public:
  static base::Result<Actors> load(const Folders& folders);

  /// The longest name that starts at token `i`; all-caps text is matched too.
  [[nodiscard]] Match<Sense> name_at(std::span<const text::Token> tokens, int i) const;
  /// The longest role noun that starts at token `i`.
  [[nodiscard]] Match<Role> role_at(std::span<const text::Token> tokens, int i) const;
  /// What a word in an unknown name tells of its bearer: a sector; "-": it is no actor at all;
  /// "--": nor is who lent it the name; empty: nothing.
  [[nodiscard]] std::string_view sector_of_name_word(std::string_view word) const;
  /// True for "-" and "--".
  [[nodiscard]] static bool never_acts(std::string_view sector) { return sector.starts_with('-'); }
  [[nodiscard]] const ActorFacts* facts(std::string_view id) const;
  /// True when the word, in lower case, is part of a name of the organisation or group: "union" of
  /// the European Union.
  [[nodiscard]] bool is_called(std::string_view id, std::string_view word) const;
  /// "Pakistan", "pakistan" or "PAK" → "PAK"; empty for what nobody is called.
  [[nodiscard]] std::string_view id_of(std::string_view name) const;
  /// The last day of the year in which the last term of office begins that is known.
  [[nodiscard]] base::Date known_until() const { return known_until_; }

 private:
  std::string_view keep(std::string_view text);  // interned: the view lives as long as this
  base::Result<void> add_names(std::string_view cell, Sense sense);
  base::Result<void> load_folder(const std::filesystem::path& folder);
  base::Result<void> load_countries(const std::filesystem::path& path);
  base::Result<void> load_organisations(const std::filesystem::path& path, NameKind kind);
  base::Result<void> load_bodies(const std::filesystem::path& path);
  base::Result<void> load_persons(const std::filesystem::path& path);
  base::Result<void> load_projects(const std::filesystem::path& path);
  base::Result<void> load_collectives(const std::filesystem::path& path);
  base::Result<void> load_roles(const std::filesystem::path& path);
  base::Result<void> load_name_words(const std::filesystem::path& path);

  std::unordered_set<std::string> strings_;
  PhraseIndex<Sense> names_;
  PhraseIndex<Role> roles_;
  base::WordTable<ActorFacts> facts_;
  base::WordTable<std::string_view> name_words_;  // word → sector
  base::WordTable<std::string_view> ids_by_lower_name_;
  base::Date known_until_;
};

template <class Meaning>
template <class Form>
Match<Meaning> PhraseIndex<Meaning>::longest(Form form) const {
  Match<Meaning> best;
  std::uint32_t node = 0;
  for (int i = 0;; ++i) {
    const std::string_view word = form(i);
    if (word.empty()) return best;
    const std::uint32_t* id = words_.find(word);
    if (id == nullptr) return best;
    node = edges_.find(std::uint64_t{node} << 32 | *id);
    if (node == 0) return best;
    const std::uint32_t begin = first_[node], end = first_[node + 1];
    if (begin < end) best = {i + 1, std::span(meanings_).subspan(begin, end - begin)};
  }
}

}  // namespace entente::reading
