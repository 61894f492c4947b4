#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "entente/reading/mentions.h"

namespace entente::reading {

[[nodiscard]] inline bool is_possessive_mark(const text::Token& token) {
  return token.form == "'s" || token.form == "’s" || token.form == "'" || token.form == "’";
}

/// "Kurti", "Öcalan", "Șor".
[[nodiscard]] bool is_capitalised(std::string_view form);

/// Sectors of those who act for their state: whoever holds such a role is the state (codebook 2). A
/// lawyer, a trader or a warlord acts in their own name.
[[nodiscard]] bool is_official(std::string_view sector);

/// The token of [begin, end) that hangs outside of it, nouns first.
[[nodiscard]] int head_of(const Tree& tree, int begin, int end);

/// Reads one sentence: finds single names and roles, which the later steps join. The steps stand in
/// files of their own: single names and roles (mentions.cpp), a name with its role, its title or
/// its bearer as one (mention_joins.cpp), names that knowledge/ does not have
/// (mention_unknown.cpp), lists (mention_lists.cpp).
class MentionFinder {
 public:
  MentionFinder(const Tree& tree, std::span<const text::Token> tokens, const Actors& actors,
                Names& names)
      : tree_(tree), tokens_(tokens), actors_(actors), names_(names) {}

  /// The mentions of the sentence, left to right. Once only.
  std::vector<Mention> run();

 private:
  // mentions.cpp
  bool goes_on_in_fuller_name(int at, int length) const;
  void find_parts();
  bool add_name(int at, const Match<Sense>& match);
  bool is_role_noun(int last, const Role& role) const;
  bool ends_unknown_name(int at, int last) const;
  std::string_view divided_state(int at) const;
  Match<Sense> half_name(int at) const;
  bool stands_alone(int at, int end) const;
  bool stands_as_noun(const Mention& adjective) const;
  bool follows_capital(int at) const;
  bool is_counted(int at, int end) const;
  int short_name_end(int at) const;
  bool is_introduced(int at, const Match<Sense>& name) const;
  void add_short_name(int at, int end);
  bool is_named_spelling(int given, std::string_view full_name) const;
  bool is_given_name(int at, int end) const;
  bool is_before_surname(int at, int end) const;
  void settle_shared_bodies();

  // mention_joins.cpp
  void join_roles();
  void absorb_names();
  void join_of();
  void join_described();
  void join_apposed();
  bool describes_name(const Mention& role) const;
  void set_owners_aside();
  void keep_owner(Mention& described, int end) const;
  void introduce_persons();
  void appoint_persons();
  bool may_hold(const Mention& name, const Mention& office) const;
  bool is_membership(const Mention& name, const Mention& role) const;
  bool goes_with(const Mention& name, const Mention& role) const;
  bool is_deed_of(const Mention& name, int at) const;
  void merge(std::size_t first, std::size_t second);

  // mention_unknown.cpp
  void add_unknown_names();
  std::optional<Mention> unknown_name(int begin, int end) const;
  std::optional<Mention> described_name(int begin, int end, const std::vector<Mention>& found,
                                        std::size_t next) const;
  const Mention* apposed_role(int begin, int end, const std::vector<Mention>& found,
                              std::size_t next) const;
  bool is_name_beside(int at, const std::vector<Mention>& found) const;
  bool begins_name(int at) const;
  bool is_name_word(int at) const;
  bool is_last_of_name(int at) const;
  bool is_name_of_thing(int head) const;
  int end_of_run(int begin, int limit) const;
  int end_of_pair(int begin, int end, int limit) const;
  bool may_be_alone(int token) const;
  std::string_view words(int begin, int end) const;
  std::string_view id_of_words(int begin, int end) const;
  bool is_in_capitals(int begin, int end) const;
  std::optional<Mention> namesake_of(const Mention& state, int limit) const;
  std::string_view state_within(int begin, int end) const;
  void drop_names_of_things();
  void drop_shorter_parties();
  bool is_of_people(int at) const;
  bool lies_in_mention(int at) const;
  void join_institutions();
  bool is_institution(int begin, int head) const;
  bool is_band(int head) const;
  bool is_linked(int head, std::string_view sector) const;
  int institution_begin(int head) const;
  int institution_end(int head) const;
  void expect_short_names();
  void define_acronyms();
  void expect_acronyms();

  // mention_lists.cpp
  void number_lists();
  void share_roles();
  bool in_bare_list(std::size_t at) const;
  bool in_headline_pair(std::size_t at) const;
  bool is_joinable_gap(int begin, int end) const;
  bool is_only_tied(const Mention& m) const;
  bool is_compared(const Mention& here, const Mention& next) const;
  int adjectives_before(const Mention& name) const;

  const Tree& tree_;
  std::span<const text::Token> tokens_;
  const Actors& actors_;
  Names& names_;
  std::vector<Mention> mentions_;
};

}  // namespace entente::reading
