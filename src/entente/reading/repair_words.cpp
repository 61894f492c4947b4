// Lemmas, headlines in title case, and words that the model is shown in place of others.

#include "entente/reading/repairs.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"

namespace entente::reading {

using base::is_upper;
using base::lower_case;
using text::Tag;
using text::Token;

/// The verb of knowledge/ of which a word is a form: "barred" → "bar"; empty for others.
std::string known_lemma(std::string_view word, const Patterns& patterns) {
  std::string form = lower_case(word);
  if (patterns.knows_verb(form)) return form;  // "accuse", taken for a past form
  if (const std::string_view base = patterns.irregular_base(form); !base.empty())
    return std::string(base);
  const std::string_view endings[] = {"ed", "ing", "es", "s"};
  const auto ending = std::ranges::find_if(
      endings, [&](std::string_view e) { return form.size() > e.size() + 2 && form.ends_with(e); });
  if (ending == std::end(endings)) return {};
  form.resize(form.size() - ending->size());
  std::string undoubled = form;
  if (form[form.size() - 1] == form[form.size() - 2]) undoubled.pop_back();
  std::string from_y = form;  // "tied" is irregular, "allied" is "ally"
  if (from_y.back() == 'i') from_y.back() = 'y';
  for (std::string& candidate : std::array{form, form + "e", undoubled, from_y})
    if (patterns.knows_verb(candidate)) return std::move(candidate);
  return {};
}

/// "cease-fire", "pull-outs", "strong-armed": the last part bears the lemma of the whole where
/// knowledge/ has it.
void join_hyphened(text::Sentence& sentence, const Patterns& patterns, std::size_t last) {
  Token& token = sentence.tokens[last];
  const bool verb = text::is_verb(token.tag);
  if ((!verb && !text::is_noun(token.tag)) || sentence.tokens[last - 1].form != "-") return;
  const std::string first = lower_case(sentence.tokens[last - 2].form);
  for (const std::string_view joint : {"", "-"}) {
    std::string whole = first;
    (whole += joint) += verb ? token.form : std::string_view(token.lemma);
    if (verb) whole = known_lemma(whole, patterns);
    if (patterns.triggers(whole, verb ? WordClass::verb : WordClass::noun).empty()) continue;
    token.lemma = std::move(whole);
    return;
  }
}

namespace {

bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

/// Four words of five, beyond the first, begin with a capital, or all are capitals. In a sentence
/// that stops as running text does every word must, and one that is no name must be a verb.
bool is_title_case(const text::Sentence& sentence, const Actors& actors, const Patterns& patterns) {
  const bool stops = sentence.role == text::Role::body && sentence.tokens.back().form == ".";
  int words = 0, capitalised = 0;
  for (std::size_t i = 1; i < sentence.tokens.size(); ++i) {
    const std::string_view form = sentence.tokens[i].form;
    if (!is_letter(form[0]) || form.size() < 2) continue;
    const bool small_word = form.size() <= 3 && !is_upper(form[0]);  // "of", "the" stay small
    words += !small_word;
    capitalised += is_upper(form[0]);
  }
  if (!stops) return words >= 3 && capitalised * 5 >= words * 4;
  if (words < 3 || capitalised < words) return false;
  for (int i = 0, named = 0; i < std::ssize(sentence.tokens); i += std::max(1, named)) {
    named = actors.name_at(sentence.tokens, i).length;
    const std::string_view form = sentence.tokens[std::size_t(i)].form;
    if (i > 0 && named == 0 && is_letter(form[0]) && !known_lemma(form, patterns).empty())
      return true;
  }
  return false;
}

/// "ECOWAS": four capitals or more.
bool is_acronym(std::string_view form) {
  return form.size() >= 4 && std::ranges::all_of(form, base::is_upper);
}

std::string singular(std::string plural) {
  if (plural.ends_with("ies")) return plural.substr(0, plural.size() - 3) + "y";
  if (plural.ends_with('s')) plural.pop_back();
  return plural;
}

}  // namespace

void mend_lemmas(text::Sentence& sentence, const Patterns& patterns) {
  for (std::size_t i = 2; i < sentence.tokens.size(); ++i) join_hyphened(sentence, patterns, i);
  for (Token& token : sentence.tokens) {
    // "cyber warfare": what is a part of a noun is no comparative, whose ending the lemma drops
    if (token.tag == Tag::ADJ && token.relation == text::Relation::compound &&
        token.form.ends_with("er"))
      token.lemma = lower_case(token.form);
    if (!text::is_verb(token.tag)) continue;
    // "beaten" is no form of "bet", whichever endings the model compares.
    if (token.tag == Tag::VERB_PAST || token.tag == Tag::VERB_PARTICIPLE)
      if (const std::string_view base = patterns.irregular_base(lower_case(token.form));
          !base.empty())
        token.lemma = base;
    if (patterns.knows_verb(token.lemma)) continue;
    if (std::string lemma = known_lemma(token.form, patterns); !lemma.empty())
      token.lemma = std::move(lemma);
  }
}

bool set_running_case(text::Sentence& sentence, const Actors& actors, const Patterns& patterns,
                      std::string& buffer) {
  if (sentence.tokens.empty() || !is_title_case(sentence, actors, patterns)) return false;
  buffer.clear();
  buffer.reserve(sentence.span.end - sentence.span.begin);
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t i = 0; i < sentence.tokens.size();) {
    const int named = actors.name_at(sentence.tokens, static_cast<int>(i)).length;
    for (const std::size_t end = i + std::size_t(std::max(1, named)); i < end; ++i) {
      const std::string_view form = sentence.tokens[i].form;
      places.emplace_back(buffer.size(), form.size());
      const bool acronym = form.size() > 1 &&
                           std::ranges::none_of(form, [](char c) { return c >= 'a' && c <= 'z'; });
      const bool all_capitals = acronym && form.size() > 4;
      for (std::size_t k = 0; k < form.size(); ++k) {
        const bool keeps = (named > 0 && (!all_capitals || k == 0)) || (acronym && !all_capitals);
        buffer += keeps || !is_upper(form[k]) ? form[k] : static_cast<char>(form[k] - 'A' + 'a');
      }
    }
  }
  for (std::size_t i = 0; i < sentence.tokens.size(); ++i)
    sentence.tokens[i].form = std::string_view(buffer).substr(places[i].first, places[i].second);
  return true;
}

namespace {

/// A name of the same grammar that the model has seen often, in place of one that looks like
/// something else to it: "Beijing" like a gerund, "Mozambique" like an adjective, "ECOWAS" like
/// anything. Empty for other words.
std::string_view familiar_name(const text::Sentence& sentence, int word, const Actors& actors) {
  const std::string_view form = sentence.tokens[std::size_t(word)].form;
  if (!is_upper(form[0])) return {};
  const auto named = actors.name_at(sentence.tokens, word);
  if (named.length != 1) return {};
  if (is_acronym(form)) return "NATO";
  // "US", "UK" stand before nouns as an adjective does, and the model knows them.
  if (std::ranges::none_of(form, [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  for (const Sense& sense : named.meanings) {
    if (sense.kind == NameKind::country) return "Russia";
    if (sense.kind == NameKind::seat) return "Moscow";
  }
  return {};
}

}  // namespace

bool use_stand_ins(text::Sentence& sentence, const Patterns& patterns, const Actors& actors) {
  bool changed = false;
  for (std::size_t i = 0; i < sentence.tokens.size(); ++i) {
    Token& token = sentence.tokens[i];
    std::string_view stand_in = patterns.stand_in(token.form);
    if (stand_in.empty()) stand_in = familiar_name(sentence, static_cast<int>(i), actors);
    if (stand_in.empty()) continue;
    token.form = stand_in;
    changed = true;
  }
  return changed;
}

void restore_forms(text::Sentence& sentence, std::string_view text) {
  for (Token& token : sentence.tokens) {
    const std::string_view form = token.span.of(text);
    const std::string lowered = lower_case(form);
    // A stand-in's lemma is another word's: the real one is found from the form.
    if (lower_case(token.form) != lowered)
      token.lemma = token.tag == Tag::NOUN_PLURAL ? singular(lowered) : lowered;
    token.form = form;
  }
}

}  // namespace entente::reading
