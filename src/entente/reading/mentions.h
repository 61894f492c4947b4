#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "entente/base/date.h"
#include "entente/reading/actors.h"
#include "entente/reading/tree.h"

namespace entente::reading {

/// A stretch of a sentence that names an actor, or a role whose country the context must tell.
struct Mention {
  int begin = 0, end = 0;  ///< tokens [begin, end)
  int head = 0;            ///< the token by which it hangs in the tree
  NameKind kind = NameKind::country;
  std::string_view id;           ///< empty: a role whose country is still to be found
  std::string_view sector;       ///< PLOVER sector, or empty
  std::string_view person;       ///< the full name, when it is one person
  std::string_view several;      ///< "CHN|PAK": the owners of a project, whom "the Koreas" names
  std::string_view home;         ///< of an institution: the one state that its name has in it
  std::optional<RoleKind> role;  ///< set when a role noun is part of it
  bool plural = false;           ///< the head noun is plural
  float certainty = 1.0f;        ///< below one for names that knowledge/ does not know
  int list = -1;                 ///< mentions coordinated with one another share a number
  /// True for what can act by itself: not an adjective, not a mere place.
  [[nodiscard]] bool can_act() const {
    return kind != NameKind::adjective && kind != NameKind::prefix && kind != NameKind::place &&
           kind != NameKind::project;
  }
  /// One in form, of which a text may still say "they": "the army", "Hamas", "the police".
  [[nodiscard]] bool is_many() const;
};

/// What a document has told so far about who is who; names count from their first full mention on.
class Names {
 public:
  explicit Names(std::optional<base::Date> document_date) : date_(document_date) {}

  /// The meaning of a name in this document: the one that holds at its date, and for surnames only
  /// when the text has named the person.
  /// `office`: that of the role before the name, as in roles.tsv; it decides between namesakes.
  [[nodiscard]] const Sense* choose(std::span<const Sense> senses, bool titled,
                                    std::string_view office = {}) const;
  void remember_person(std::string_view full_name) { persons_.insert(full_name); }
  /// What a shorter name stands for since the text gave its bearer in full: "Abbasi", "UGTT", "Move
  /// Forward".
  struct Known {
    std::string_view id, sector;
    float certainty = 1.0f;
    NameKind kind = NameKind::person;
  };
  /// "Abbasi" stands for PAK GOV from here on, unless it is surer whom it stands for.
  void remember_surname(std::string_view surname, const Known& known);
  [[nodiscard]] const Known* surname(std::string_view name) const;
  /// The text has named this state by its own name, a person or a place.
  void name_state(std::string_view id);
  [[nodiscard]] bool names_state(std::string_view id) const;
  [[nodiscard]] bool is_dated() const { return date_.has_value(); }
  [[nodiscard]] const std::vector<std::string_view>& states() const { return states_; }
  /// The same text, kept as long as this.
  std::string_view keep(std::string text) { return *unknown_.insert(std::move(text)).first; }
  /// "Tullow Oil" → "tullow-oil", kept as long as this.
  std::string_view id_of_unknown(std::string_view name);

 private:
  std::optional<base::Date> date_;
  std::unordered_set<std::string_view> persons_;
  std::unordered_map<std::string_view, Known> surnames_;
  std::unordered_set<std::string> unknown_;
  std::vector<std::string_view> states_;
};

/// True for the "backed" of "the UN-backed government": who is named before it stands behind what
/// follows, which is not theirs; the "led" of "Saudi-led" is none.
[[nodiscard]] bool is_patronage(const Tree& tree, int token);

/// Finds the mentions of a sentence, left to right, none overlapping: names, roles, and names with
/// their roles and titles as one ("Pakistani Foreign Minister Khawaja Asif"). Coordinated ones get
/// a common list number. Learns names into `names`.
std::vector<Mention> find_mentions(const Tree& tree, std::span<const text::Token> tokens,
                                   const Actors& actors, Names& names);

}  // namespace entente::reading
