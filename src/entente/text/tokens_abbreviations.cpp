#include "entente/text/tokens_abbreviations.h"

#include <algorithm>
#include <array>

#include "entente/text/tokens_characters.h"

namespace entente::text {

namespace {

struct Entry {
  std::string_view word;
  Abbreviation kind;
};

constexpr auto sorted_entries() {
  using enum Abbreviation;
  auto entries = std::to_array<Entry>(
      {{"adm", title},      {"amb", title},     {"atty", title},     {"ave", company},
       {"brig", title},     {"bros", company},  {"bgen", title},     {"capt", title},
       {"cdr", title},      {"cf", title},      {"cmdr", title},     {"co", company},
       {"col", title},      {"cong", title},    {"corp", company},   {"cpl", title},
       {"dept", title},     {"det", title},     {"dist", title},     {"dr", title},
       {"eg", title},       {"eng", title},     {"esp", title},      {"esq", company},
       {"est", title},      {"etc", company},   {"fr", title},       {"ft", title},
       {"gen", title},      {"gens", title},    {"gov", title},      {"govt", title},
       {"hon", title},      {"hrs", company},   {"ie", title},       {"inc", company},
       {"insp", title},     {"jr", company},    {"lt", title},       {"ltd", company},
       {"maj", title},      {"messrs", title},  {"mr", title},       {"mrs", title},
       {"ms", title},       {"msgr", title},    {"mt", title},       {"ph", title},
       {"plc", company},    {"pres", title},    {"prof", title},     {"pvt", title},
       {"rep", title},      {"reps", title},    {"rev", title},      {"sen", title},
       {"sens", title},     {"sgt", title},     {"spc", title},      {"sr", company},
       {"st", company},     {"ste", title},     {"supt", title},     {"univ", title},
       {"viz", title},      {"vs", title},      {"approx", title},   {"ca", title},
       {"al", company},     {"blvd", company},  {"ed", company},     {"eds", company},
       {"drs", title},      {"dec", numbered},  {"feb", numbered},   {"jan", numbered},
       {"nov", numbered},   {"oct", numbered},  {"sep", numbered},   {"sept", numbered},
       {"aug", numbered},   {"apr", numbered},  {"jul", numbered},   {"jun", numbered},
       {"mar", numbered},   {"no", numbered},   {"nos", numbered},   {"art", numbered},
       {"arts", numbered},  {"fig", numbered},  {"figs", numbered},  {"para", numbered},
       {"paras", numbered}, {"pp", numbered},   {"sec", numbered},   {"vol", numbered},
       {"vols", numbered},  {"ch", numbered},   {"chap", numbered},  {"doc", numbered},
       {"op", numbered},    {"res", numbered},  {"tel", numbered},   {"ext", numbered},
       {"mon", numbered},   {"tue", numbered},  {"tues", numbered},  {"wed", numbered},
       {"thu", numbered},   {"thur", numbered}, {"thurs", numbered}, {"fri", numbered},
       {"sat", numbered},   {"sun", numbered}});
  std::ranges::sort(entries, {}, &Entry::word);
  return entries;
}
constexpr auto kEntries = sorted_entries();
constexpr std::size_t kLongest = 6;

/// "U.S", "Ph.D", "p.m": runs of at most two letters with single points between.
bool is_acronym(std::string_view word) {
  if (word.find('.') == std::string_view::npos || word.size() > 12) return false;
  std::size_t run = 0;
  for (const char c : word) {
    if (c == '.') {
      if (run == 0) return false;
      run = 0;
    } else if (!is_letter(character_at({&c, 1}, 0).kind) || ++run > 2) {
      return false;
    }
  }
  return run > 0;
}

}  // namespace

Abbreviation abbreviation(std::string_view word) {
  if (word.empty()) return Abbreviation::none;
  if (word.size() == 1)
    return word[0] >= 'A' && word[0] <= 'Z'   ? Abbreviation::initial
           : word[0] == 'p'                   ? Abbreviation::numbered
           : word[0] == 'c' || word[0] == 'v' ? Abbreviation::title
                                              : Abbreviation::none;
  if (word.size() <= kLongest) {
    std::array<char, kLongest> small;
    std::ranges::transform(word, small.begin(), lower);
    const std::string_view key(small.data(), word.size());
    const auto found = std::ranges::lower_bound(kEntries, key, {}, &Entry::word);
    if (found != kEntries.end() && found->word == key) return found->kind;
  }
  return is_acronym(word) ? Abbreviation::acronym : Abbreviation::none;
}

}  // namespace entente::text
