#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "entente/base/ascii.h"
#include "entente/reading/references.h"

/// What references.cpp and its parts (pronouns, descriptions, roles) have in common.
namespace entente::reading {

inline constexpr int kLookBack = 4;  // sentences

inline bool is_relative(std::string_view lemma) {
  constexpr std::array<std::string_view, 5> kWords{"who", "which", "that", "whom", "whose"};
  return is_one_of(lemma, kWords);
}

/// "tens of thousands of Georgians", "most of the states": words that only count what follows.
inline bool is_quantity(const text::Token& token) {
  constexpr std::array<std::string_view, 31> kWords{
      "variety", "range",    "host",    "array",    "multitude", "last",  "first", "remainder",
      "bulk",    "ten",      "hundred", "thousand", "million",   "dozen", "score", "group",
      "number",  "majority", "some",    "most",     "many",      "all",   "both",  "none",
      "part",    "rest",     "crowd",   "handful",  "half",      "each",  "member"};
  return token.tag == text::Tag::NUM || is_one_of(token.lemma, kWords);
}

/// "A's rivals", "A's neighbours", "A's donors": others than A, who are only called after it.
inline bool is_relation(std::string_view lemma) {
  constexpr std::array<std::string_view, 18> kWords{
      "enemy", "foe",       "rival",    "adversary", "opponent", "nemesis",
      "ally",  "friend",    "partner",  "neighbour", "neighbor", "patron",
      "donor", "protector", "creditor", "backer",    "sponsor",  "protégé"};
  return is_one_of(lemma, kWords);
}

/// True for "foreign secretary boris johnson" and "foreign secretary", not for "vice president" and
/// "president": whole words, and the same office.
inline bool names_role(std::string_view words, std::string_view role) {
  const std::size_t at = words.find(role);
  if (role.empty() || at == words.npos) return false;
  const std::size_t end = at + role.size();
  if ((at > 0 && words[at - 1] != ' ') || (end < words.size() && words[end] != ' ')) return false;
  const std::string_view before = words.substr(0, at);
  return !before.ends_with("vice ") && !before.ends_with("deputy ") &&
         !before.ends_with("assistant ");
}

inline bool is_speech(std::string_view verb) {
  constexpr std::array<std::string_view, 10> kVerbs{
      "say", "add", "tell", "note", "state", "declare", "write", "explain", "warn", "continue"};
  return is_one_of(verb, kVerbs);
}

/// What somebody says in the first person.
inline bool is_address(std::string_view lemma) {
  constexpr std::array<std::string_view, 8> kWords{"statement", "remark", "speech",  "address",
                                                   "message",   "letter", "comment", "declaration"};
  return is_one_of(lemma, kWords);
}

/// "two" → 2, up to seven; 0 for other words.
inline int number(const text::Token& token) {
  constexpr std::array<std::string_view, 6> kNumbers{"two",  "three", "four",
                                                     "five", "six",   "seven"};
  const auto found = std::ranges::find(kNumbers, base::lower_case(token.form));
  return found == kNumbers.end() ? 0 : static_cast<int>(found - kNumbers.begin()) + 2;
}

/// "the pair" → 2, "the trio" → 3; 0 for other nouns.
inline int number_of_set(std::string_view lemma) {
  constexpr std::array<std::string_view, 3> kPairs{"pair", "duo", "twosome"};
  if (is_one_of(lemma, kPairs)) return 2;
  return lemma == "trio" || lemma == "threesome" ? 3 : 0;
}

/// "the two states" → 2; 0 for a plural without a number.
inline int count_of(const Tree& tree, int noun) {
  for (const int c : tree.children(noun)) {
    const std::string word = base::lower_case(tree[c].form);
    if (word == "both" || word == "either" || word == "neither" || word == "2") return 2;
    if (word == "each" && tree.lemma(noun) == "side") return 2;
    if (const int count = number(tree[c]); count > 0) return count;
  }
  return 0;
}

inline bool is_definite(const Tree& tree, int noun) {
  for (const int c : tree.children(noun)) {
    const std::string_view lemma = tree.lemma(c);
    if (lemma == "the" || lemma == "this" || lemma == "that" || lemma == "these" ||
        lemma == "those" || lemma == "both")
      return true;
  }
  return false;
}

struct References::Guard {
  explicit Guard(int& depth) : depth_(depth) { ++depth_; }
  ~Guard() { --depth_; }
  int& depth_;
};

}  // namespace entente::reading
