#include "entente/reading/mention_finder.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;

/// "between Russia, China, Pakistan": three names or more with only commas between them, in text
/// that lost its "and".
bool MentionFinder::in_bare_list(std::size_t at) const {
  const auto joins = [&](std::size_t i) {
    if (i + 1 >= mentions_.size()) return false;
    const Mention &here = mentions_[i], &next = mentions_[i + 1];
    const bool names = here.kind != NameKind::adjective && next.kind != NameKind::adjective &&
                       !here.role && !next.role && here.can_act() && next.can_act();
    return names && next.begin == here.end + 1 && tree_[here.end].form == ",";
  };
  std::size_t first = at, last = at + 1;
  while (first > 0 && joins(first - 1)) --first;
  while (joins(last)) ++last;
  return joins(at) && last - first >= 2;
}

/// "Japan, Manila to sign a pact", "EU urges Serbia, Kosovo to talk": a headline's comma is an
/// "and"; not in "Three die in Iran, Iraq says".
bool MentionFinder::in_headline_pair(std::size_t at) const {
  const Mention &here = mentions_[at], &next = mentions_[at + 1];
  const auto is_name = [](const Mention& m) {
    return !m.role && m.person.empty() && !m.id.empty() && m.can_act();
  };
  const text::Token& last = tree_[tree_.size() - 1];
  if (last.tag == Tag::PUNCT || !is_name(here) || !is_name(next)) return false;
  if (next.begin != here.end + 1 || next.end + 1 >= tree_.size()) return false;
  const bool opens = here.begin == 0 || text::is_verb(tree_[here.begin - 1].tag);
  const bool acts = text::is_verb(tree_[next.end].tag) || tree_.lemma(next.end) == "to";
  return opens && acts;
}

/// Nothing, or the article alone: "Kabul the Taliban" in text that lost its "and".
bool MentionFinder::is_joinable_gap(int begin, int end) const {
  return begin == end || (begin + 1 == end && tree_[begin].lemma == "the");
}

/// "US-Pakistan", "Pakistan vs US", "China/Russia": two names that one word ties.
bool MentionFinder::is_compared(const Mention& here, const Mention& next) const {
  if (next.begin != here.end + 1 || here.id.empty() || next.id.empty()) return false;
  if (here.role || next.kind == NameKind::person || next.kind == NameKind::place) return false;
  const std::string_view form = tree_[here.end].form;
  return form == "-" || form == "–" || form == "/" || tree_[here.end].lemma == "versus" ||
         form == "vs" || form == "vs." || form == "v";
}

/// "Iran-backed", "US-led": a name that only describes what follows, unless it is the last of
/// several that do ("China- and Russia-led").
bool MentionFinder::is_only_tied(const Mention& m) const {
  const bool tied =
      m.end + 1 < tree_.size() && tree_[m.end].form == "-" &&
      (tree_[m.end + 1].tag == Tag::VERB_PARTICIPLE || tree_[m.end + 1].tag == Tag::VERB_GERUND ||
       tree_[m.end + 1].tag == Tag::VERB_PAST);
  if (!tied || m.role) return false;
  const int before = m.begin - 1;
  return before < 1 || tree_[before].tag != Tag::CCONJ || tree_[before - 1].form != "-";
}

/// Where the adjectives before a name begin: "Russia and nuclear-armed North Korea".
int MentionFinder::adjectives_before(const Mention& name) const {
  const auto is_hyphen = [&](int at) { return at >= 0 && tree_[at].form == "-"; };
  const auto is_tied_name = [&](int at) {
    return std::ranges::any_of(
        mentions_, [&](const Mention& m) { return m.end == at + 1 && is_only_tied(m); });
  };
  int begin = name.begin;
  for (; begin > 0; --begin) {
    const Tag tag = tree_[begin - 1].tag;
    const bool in_compound = (is_hyphen(begin) && (tag == Tag::NOUN || is_tied_name(begin - 1))) ||
                             (is_hyphen(begin - 2) && tag == Tag::VERB_PARTICIPLE);
    if (tag != Tag::ADJ && !is_hyphen(begin - 1) && !in_compound) break;
  }
  return begin;
}

/// Mentions with nothing between them but commas and conjunctions, where the tree does not object:
/// "China, Russia and Turkey", and, in text whose commas were lost, "Russia Pakistan".
void MentionFinder::number_lists() {
  int lists = 0;
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    // "Yemen and Iran-backed rebels": Iran is not among them.
    std::size_t after = i + 1;
    while (after < mentions_.size() && mentions_[i].end < tree_.size() &&
           tree_[mentions_[i].end].form != "-" && is_only_tied(mentions_[after]))
      ++after;
    if (after == mentions_.size()) break;
    Mention &here = mentions_[i], &next = mentions_[after];
    if (is_compared(here, next)) {
      if (here.list < 0) here.list = lists++;
      next.list = here.list;
      continue;
    }
    bool comma = false, conjunction = false, other = false;
    for (int t = here.end; t < adjectives_before(next); ++t) {
      // "A but not B" parts them, "not only A but also B" does not
      const bool also = t + 1 < tree_.size() && tree_[t + 1].lemma == "also";
      const bool joins = tree_[t].tag == Tag::CCONJ && (tree_[t].lemma != "but" || also);
      if (joins || tree_[t].form == "&")
        conjunction = true;
      else if (tree_[t].lemma == "also" && conjunction)
        continue;
      else if (tree_[t].form == ",")
        comma = true;
      else if (tree_[t].form == "-" && t == here.end && t + 1 < next.begin)
        continue;  // "China- and"
      else if (tree_[t].tag != Tag::DET && !is_possessive_mark(tree_[t]))
        other = true;
    }
    if (other) continue;
    const bool touching = !comma && !conjunction;
    const bool both_names = here.kind != NameKind::adjective && next.kind != NameKind::adjective &&
                            here.kind != NameKind::prefix && !here.role && !next.role &&
                            here.kind != NameKind::place && next.kind != NameKind::place &&
                            here.kind != NameKind::person && next.kind != NameKind::person &&
                            !here.id.empty() && !next.id.empty() &&
                            is_joinable_gap(here.end, next.begin);
    if (touching && !both_names) continue;
    const bool in_tree =
        tree_.is_below(next.head, here.head) || tree_.head(next.head) == tree_.head(here.head);
    const bool next_starts_clause =
        tree_.relation(next.head) == Relation::nsubj && tree_.head(next.head) != here.head &&
        !tree_.is_below(here.head, next.head) && tree_.relation(here.head) != Relation::nsubj;
    const bool hailed =
        tree_.relation(here.head) == Relation::vocative &&  // "Japan, US hold drills"
        tree_.head(here.head) == tree_.head(next.head);
    if (next_starts_clause && !(hailed && in_headline_pair(i))) continue;
    if (comma && !conjunction && next.kind == NameKind::seat && here.id == next.id)
      continue;  // "at State House, Nairobi"
    if (comma && !conjunction) {
      // A lone comma may part as well as join: the tree, or a list already begun, decides.
      const bool listed = tree_.relation(next.head) == Relation::conj || here.list >= 0;
      if (!listed || !in_tree) {
        const bool later_and = after + 1 < mentions_.size() && in_tree &&
                               tree_.relation(mentions_[after + 1].head) == Relation::conj &&
                               tree_.relation(next.head) != Relation::appos;
        const bool beside = after == i + 1;
        // "Kazakh, Uzbek and Tajik officials", wherever the tree hangs the first
        const bool adjectives =
            here.kind == NameKind::adjective && next.kind == NameKind::adjective &&
            next.begin == here.end + 1 && after + 1 < mentions_.size() &&
            (tree_[next.end].tag == Tag::CCONJ || tree_[next.end].form == ",") &&
            mentions_[after + 1].begin <= next.end + 2;
        if (!later_and && !adjectives && !(beside && (in_bare_list(i) || in_headline_pair(i))))
          continue;
      }
    }
    if (here.list < 0) here.list = lists++;
    next.list = here.list;
    // "Afghan and Western leaders": also where knowledge/ has the second as one name.
    if (here.kind == NameKind::adjective && conjunction && next.kind == NameKind::organisation &&
        next.end - next.begin == 2) {
      const Match<Role> role = actors_.role_at(tokens_, next.end - 1);
      if (role.length == 1) {
        here.kind = NameKind::body;
        here.sector = role.meanings[0].sector;
        here.role = role.meanings[0].kind;
        here.plural = tree_[next.end - 1].tag == Tag::NOUN_PLURAL;
      }
    }
  }
  share_roles();
}

/// "Chinese, Kazakh and Russian officials": the adjectives before share the role of the last.
void MentionFinder::share_roles() {
  for (std::size_t i = mentions_.size(); i-- > 1;) {
    Mention& here = mentions_[i - 1];
    const Mention& next = mentions_[i];
    if (here.list < 0 || here.list != next.list || here.kind != NameKind::adjective || !next.role ||
        here.role)
      continue;
    here.kind = NameKind::body;
    here.sector = next.sector;
    here.role = next.role;
    here.plural = next.plural;
  }
}

}  // namespace entente::reading
