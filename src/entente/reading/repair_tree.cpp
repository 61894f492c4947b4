// What the repairs ask of a tree.

#include "entente/reading/repairs.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;
using text::Token;

bool has_child(const text::Sentence& sentence, int head, Relation relation) {
  return std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == head && token.relation == relation;
  });
}

bool is_below(const text::Sentence& sentence, int word, int ancestor) {
  for (std::size_t steps = 0; word >= 0 && steps <= sentence.tokens.size(); ++steps) {
    if (word == ancestor) return true;
    word = sentence.tokens[std::size_t(word)].head;
  }
  return false;
}

/// True when every head lies in the sentence and none closes a circle.
bool is_tree(const text::Sentence& sentence) {
  const int size = static_cast<int>(sentence.tokens.size());
  std::vector<int> walk(sentence.tokens.size(), -1);  // the walk that passed a word first
  for (int i = 0; i < size; ++i)
    for (int at = i; at >= 0; at = sentence.tokens[std::size_t(at)].head) {
      if (at >= size || walk[std::size_t(at)] == i) return false;
      if (walk[std::size_t(at)] >= 0) break;
      walk[std::size_t(at)] = i;
    }
  return true;
}

/// The head of the first mention in the list to which `mention` belongs.
int list_head(const std::vector<Mention>& mentions, const Mention& mention) {
  if (mention.list < 0) return mention.head;
  const auto first = std::ranges::find(mentions, mention.list, &Mention::list);
  return first->head;
}

/// "imposed", "imposes", "has imposed", "was hit": a verb that can head a main clause.
bool is_finite(const text::Sentence& sentence, int verb) {
  const Tag tag = sentence.tokens[std::size_t(verb)].tag;
  if (tag == Tag::VERB_PAST || tag == Tag::VERB_PRESENT) return true;
  return text::is_verb(tag) && (has_child(sentence, verb, Relation::aux) ||
                                has_child(sentence, verb, Relation::aux_pass));
}

/// "A has, in B's view, attacked C": nothing hangs from an auxiliary but from its verb.
bool free_auxiliary(text::Sentence& sentence, int word) {
  Token& token = sentence.tokens[std::size_t(word)];
  if (token.head < 0) return false;
  const Token& above = sentence.tokens[std::size_t(token.head)];
  const bool helps = above.relation == Relation::aux || above.relation == Relation::aux_pass;
  if (!helps || above.head < 0 || above.head == word) return false;
  token.head = above.head;
  return true;
}

/// The finite verb above a word; -1 without one.
int finite_above(const text::Sentence& sentence, int word) {
  int at = sentence.tokens[std::size_t(word)].head;
  for (std::size_t steps = 0; at >= 0 && steps < sentence.tokens.size(); ++steps) {
    if (is_finite(sentence, at)) return at;
    at = sentence.tokens[std::size_t(at)].head;
  }
  return -1;
}

/// True for "said", "announced", "told": its subject vouches for what it says.
bool is_speech(const text::Sentence& sentence, int verb, const Patterns& patterns) {
  const Token& token = sentence.tokens[std::size_t(verb)];
  if (!text::is_verb(token.tag)) return false;
  const Operator* op = patterns.find_operator(token.lemma, WordClass::verb);
  return op != nullptr && op->voucher == Voucher::subject;
}

bool is_nominal(Tag tag) { return text::is_noun(tag) || text::is_proper(tag); }

/// The last of the adjectives and nouns that follow a word; the word itself where none do.
int phrase_after(const text::Sentence& sentence, int word) {
  int noun = word;
  for (std::size_t i = std::size_t(word) + 1; i < sentence.tokens.size(); ++i) {
    const Tag tag = sentence.tokens[i].tag;
    if (text::is_noun(tag) || text::is_proper(tag))
      noun = static_cast<int>(i);
    else if (tag != Tag::ADJ || noun != word)
      break;
  }
  return noun;
}

}  // namespace entente::reading
