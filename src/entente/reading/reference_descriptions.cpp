// Whom descriptions mean: "the two neighbours", "the South Asian nation".

#include "entente/reading/references.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"
#include "entente/reading/reference_words.h"

namespace entente::reading {

using base::lower_case;
using text::Relation;
using text::Tag;

namespace {

/// Those who stand against one another, and so are not named together for what they do together.
bool is_foe(std::string_view lemma) {
  constexpr std::array<std::string_view, 7> kWords{
      "rival", "foe", "enemy", "adversary", "opponent", "antagonist", "belligerent"};
  return is_one_of(lemma, kWords);
}

/// "the sides", "the neighbours": without a number, those who stood together last.
bool is_side(std::string_view lemma, int count) {
  constexpr std::array<std::string_view, 5> kWords{"side", "party", "signatory", "delegation",
                                                   "negotiator"};
  const bool rivals = lemma == "neighbour" || lemma == "neighbor" || is_foe(lemma);
  return is_one_of(lemma, kWords) || (count == 0 && rivals);
}

/// "the developed countries", "the great powers": a class of states, and not the last that were
/// named.
bool is_class(const std::vector<std::string>& modifiers) {
  constexpr std::array<std::string_view, 30> kWords{
      "developed", "developing", "industrialised", "industrialized", "industrial", "rich",
      "richer",    "richest",    "wealthy",        "wealthier",      "poor",       "poorer",
      "poorest",   "advanced",   "emerging",       "major",          "great",      "big",
      "bigger",    "biggest",    "small",          "smaller",        "leading",    "other",
      "donor",     "foreign",    "producing",      "exporting",      "importing",  "remaining"};
  return std::ranges::any_of(modifiers, [&](const auto& w) { return is_one_of(w, kWords); });
}

/// "the small republic", "the new state": says nothing of which one.
bool is_plain(std::string_view modifier) {
  constexpr std::array<std::string_view, 24> kWords{
      "small", "tiny",   "little",    "new",  "young",    "old",          "whole",     "entire",
      "poor",  "vast",   "huge",      "same", "weak",     "fragile",      "troubled",  "divided",
      "proud", "lonely", "fledgling", "host", "isolated", "impoverished", "embattled", "war-torn"};
  return is_one_of(modifier, kWords);
}

/// "the island": never a state on the mainland.
bool is_island(std::string_view lemma) { return lemma == "island" || lemma == "archipelago"; }

/// "each side", "neither country": both, without an article.
bool is_each(const Tree& tree, int noun) {
  return std::ranges::any_of(tree.children(noun), [&](int c) {
    const std::string_view lemma = tree.lemma(c);
    return lemma == "each" || lemma == "either" || lemma == "neither";
  });
}

}  // namespace

/// "two nations in the UN: Beijing and Moscow"
Referents References::after_colon(int noun) const {
  for (int at = noun + 1; at + 1 < tree_.size() && at - noun <= 6; ++at) {
    if (tree_[at].form != ":") continue;
    const Mention* m = mention(at + 1);
    return m == nullptr || !m->can_act() ? Referents{} : of_mention(*m);
  }
  return {};
}

/// The adjectives and nouns before a noun, in lower case: "south asian".
std::vector<std::string> References::modifiers(int noun) const {
  std::vector<std::string> words;
  for (int at = noun - 1; at >= 0 && noun - at <= 4; --at) {
    const Tag tag = tree_[at].tag;
    if (tag != Tag::ADJ && tag != Tag::NOUN && !text::is_proper(tag) && tree_[at].form != "-" &&
        tag != Tag::VERB_PARTICIPLE && tag != Tag::ADV)
      break;
    const std::string word = lower_case(tree_[at].form);
    if (!words.empty()) words.push_back(word + (word == "-" ? "" : " ") + words.back());
    words.push_back(word);
  }
  return words;
}

/// How well a description fits a state: the words of the longest descriptor that it names ("South
/// Asian": 2), plus one; 1 when it names none; 0 for what is no state.
int References::fit(std::string_view id, const std::vector<std::string>& words) const {
  const ActorFacts* facts = actors_.facts(id);
  if (facts == nullptr || !facts->is_state) return 0;
  std::ptrdiff_t best = 0;
  // The "asian" of "southeast asian" describes nobody by itself.
  const auto is_tail = [&](const std::string& word) {
    constexpr std::array<std::string_view, 13> kParts{
        "south",    "north",   "east",    "west",  "southeast", "central", "southern",
        "northern", "eastern", "western", "latin", "northeast", "middle"};
    return std::ranges::any_of(kParts, [&](std::string_view part) {
      return std::ranges::find(words, std::string(part) + " " + word) != words.end();
    });
  };
  for (const std::string& word : words)
    for (const std::string_view descriptor : facts->descriptors)
      if (word == descriptor && !is_tail(word))
        best = std::max(best, 1 + std::ranges::count(word, ' '));
  return static_cast<int>(best) + 1;
}

/// "signed agreements between the two countries": maybe its own and the other's; not "hosted talks
/// between the two sides".
bool References::may_be_doers(int token) const {
  constexpr std::array<std::string_view, 7> kWords{"country", "nation",   "state", "government",
                                                   "people",  "ministry", "two"};
  constexpr std::array<std::string_view, 10> kOfOthers{
      "talk", "negotiation", "mediation", "crisis",  "conflict",
      "war",  "dispute",     "rivalry",   "tension", "contact"};
  const Relation relation = tree_.relation(token);
  if (relation != Relation::nmod && relation != Relation::nmod_poss) return false;
  return is_one_of(lower_case(tree_.lemma(token)), kWords) && tree_.child(token, "other") < 0 &&
         !is_one_of(tree_.lemma(tree_.head(token)), kOfOthers);
}

Referents References::of_plural(int token, int count, const std::vector<std::string>& words) const {
  const bool pronoun = mention(token) == nullptr && tree_[token].tag == Tag::PRON;
  const int look_back = pronoun && count == 0 ? kLookBack / 2 : 2 * kLookBack;
  const bool sides = is_side(tree_.lemma(token), count);
  const auto all_fit = [&](const auto& ids, int wanted) {
    return std::ranges::all_of(ids, [&](const auto& e) { return fit(e.id, words) >= wanted; });
  };
  const bool inside = count > 1 && may_be_doers(token);
  const Referents doers = pronoun || inside ? Referents{} : doers_around(token);
  const auto is_doer = [&](std::string_view id) {
    return std::ranges::any_of(doers, [&](const Referent& r) { return r.id == id; });
  };
  const auto has_doer = [&](const auto& ids) {
    return std::ranges::any_of(ids, [&](const auto& e) { return is_doer(e.id); });
  };
  // In this sentence first: "Ankara and Islamabad … the two allies".
  for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m) {
    if (m->end > token || m->list < 0) continue;
    Referents result = of_mention(*m);
    if (has_doer(result)) continue;
    if (result.size() < 2 || (count > 0 && result.size() != std::size_t(count))) continue;
    for (Referent& r : result) r = {r.id, r.sector, token, token, 0.85f};
    return result;
  }
  if (count > 1) {  // "A's closeness to B led both governments"
    Referents named;
    for (const Mention& m : mentions_)
      if (m.end <= token && (m.can_act() || m.kind == NameKind::adjective) && fit(m.id, words) > 0)
        add_all(named, {{m.id, {}, token, token, 0.8f}});
    if (named.size() == std::size_t(count) && !has_doer(named)) return named;
    // "Sudan's envoy spoke of the relations between the two countries": and whom the text is about
    if (count == 2 && named.size() == 1 && is_state(named[0].id))
      if (const std::string_view topic = discourse_.clear_topic(named[0].id);
          !topic.empty() && fit(topic, words) > 0 && !is_doer(topic)) {
        named.push_back({topic, {}, token, token, 0.6f});
        if (!is_doer(named[0].id)) return named;
      }
  }
  // Those whom the document is about, unless two have just acted together.
  const auto& entities = discourse_.entities();
  const auto& groups = discourse_.groups();
  if (count > 1) {
    const bool hostile = is_foe(tree_.lemma(token));
    const bool of_late = !groups.empty() && groups.back().size() == std::size_t(count) &&
                         groups.back().front().sentence + 1 == discourse_.sentence() &&
                         groups.back().front().subject;
    if (hostile || !of_late)
      if (Referents found = of_protagonists(token, count, words, doers); !found.empty())
        return found;
  }
  constexpr std::array<std::string_view, 8> kMen{"leader", "minister", "president", "premier",
                                                 "king",   "diplomat", "man",       "statesman"};
  const bool met = pronoun ? count == 0 : count < 3 && is_one_of(tree_.lemma(token), kMen);
  const Discourse::Group* company = met ? discourse_.company() : nullptr;
  const bool listed = !groups.empty() && company != nullptr &&
                      groups.back().front().sentence == company->front().sentence;
  if (company != nullptr && !listed && !has_doer(*company)) {
    Referents result;
    for (const auto& entity : *company) result.push_back(referent(entity, token, 0.7f));
    return result;
  }
  // Then sentence by sentence back: a list of that many, or just that many states.
  for (const int wanted : {3, 2, 1}) {
    auto e = entities.rbegin();
    auto g = groups.rbegin();
    for (int back = 1; back <= look_back; ++back) {
      const int sentence = discourse_.sentence() - back;
      while (g != groups.rend() && g->front().sentence > sentence) ++g;
      for (; g != groups.rend() && g->front().sentence == sentence; ++g) {
        if ((count > 0 && g->size() != std::size_t(count)) || (!sides && !all_fit(*g, wanted)))
          continue;
        if (has_doer(*g)) continue;
        Referents result;
        for (const auto& entity : *g) result.push_back(referent(entity, token, 0.75f));
        return result;
      }
      Referents states;
      while (e != entities.rend() && e->sentence > sentence) ++e;
      for (; e != entities.rend() && e->sentence == sentence; ++e)
        if (!e->aside && !is_doer(e->id) && fit(e->id, words) >= wanted)
          add_all(states, {{e->id, {}, token, token, 0.65f}});
      if (states.size() == std::size_t(count > 0 || !sides ? count : 2) && !states.empty())
        return states;
    }
  }
  return count > 1 ? of_most_named(token, count, doers) : Referents{};
}

/// "the two rivals": the states that the document names far more often than all others.
Referents References::of_protagonists(int token, int count, const std::vector<std::string>& words,
                                      const Referents& except) const {
  Referents result;
  for (const std::string_view id : discourse_.protagonists(count, [&](std::string_view other) {
         return std::ranges::any_of(except, [&](const Referent& r) { return r.id == other; });
       })) {
    if (fit(id, words) == 0) return {};
    result.push_back(referent({id, {}}, token, 0.7f));
  }
  return result;
}

/// "the member states", "its members": the organisation that the text named last, or the owner.
Referents References::of_members(int noun) const {
  const Mention* role = mention(noun);
  const int first = role != nullptr ? role->begin : noun;
  if (tree_.lemma(first) != "member" || tree_[noun].tag != Tag::NOUN_PLURAL) return {};
  if (count_of(tree_, noun) > 0 || number(tree_[noun]) > 0) return {};
  Referents owned_by = possessors(noun);
  std::erase_if(owned_by, [&](const Referent& r) { return is_state(r.id) || r.id == "UNK"; });
  for (Referent& r : owned_by) r.certainty *= 0.9f;
  if (!owned_by.empty() || role == nullptr || !is_definite(tree_, noun)) return owned_by;
  return organisation_before(*role);
}

Referents References::of_description(int noun) const {
  // Named outright: "two veto-wielding nations in the UN: Beijing and Moscow", "its ally, Iran".
  Referents named;
  for (const int c : tree_.children(noun)) {
    const std::string preposition = tree_.preposition(c);
    const bool names = tree_.relation(c) == Relation::appos || preposition == "such as" ||
                       preposition == "including" || preposition == "like" ||
                       tree_.relation(c) == Relation::flat;
    if (names) add_all(named, of(c));
  }
  if (!named.empty()) return named;
  if (tree_.lemma(noun) == "member" && tree_.child(noun, Relation::det) >= 0 &&
      is_definite(tree_, noun))  // "the members of the Council urge"
    for (const int c : tree_.children(noun))
      if (const Mention* m = mention(c);
          m != nullptr && !is_state(*m) && m->can_act() && tree_.preposition(c) == "of")
        return of_mention(*m);
  if (Referents all = of_members(noun); !all.empty()) return all;
  if (tree_.relation(noun) == Relation::appos && tree_.head(noun) >= 0)
    if (const Mention* m = mention(tree_.head(noun)); m != nullptr && !m->id.empty())
      return of_mention(*m);
  const int count = std::max(count_of(tree_, noun), number(tree_[noun]));  // "the two"
  const bool plural = tree_[noun].tag == Tag::NOUN_PLURAL || count > 1;
  const Referents owned_by = possessors(noun);
  std::vector<std::string> words = modifiers(mention(noun) ? mention(noun)->begin : noun);
  if (plural) {
    if (Referents listed = after_colon(noun); !listed.empty()) return listed;
    const bool all_of_them = count > 2 && std::ranges::any_of(tree_.children(noun), [&](int c) {
                               return tree_.lemma(c) == "all";
                             });
    const bool each = count == 2 && is_each(tree_, noun);
    if (!is_definite(tree_, noun) && !all_of_them && !each) return {};
    if (count == 0 && is_class(modifiers(noun))) return {};
    return of_plural(noun, count, words);
  }
  const auto fits = [&](std::string_view id) {
    const bool owns = std::ranges::any_of(owned_by, [&](const Referent& r) { return r.id == id; });
    return owns ? 0 : fit(id, words);
  };
  if (!is_definite(tree_, noun) && owned_by.empty()) return {};
  const std::string_view lemma = tree_.lemma(noun);
  if (!owned_by.empty() && (lemma == "neighbour" || lemma == "neighbor"))
    if (Referents found = of_neighbour(noun, owned_by); !found.empty()) return found;
  if (owned_by.size() == 1 && words.empty() && is_foe(lemma))
    return of_most_named(noun, 1, owned_by);
  if (!owned_by.empty() && words.empty()) return {};
  const bool modified = std::ranges::any_of(words, [](const std::string& w) {
    return w != "-" && w.find(' ') == w.npos && !is_plain(w);
  });
  words.push_back(lower_case(lemma));  // "the kingdom"
  // "Poland invaded the country", but "the Polish president defended the country"
  const Referents doers = doers_around(noun);
  const auto is_doer = [&](std::string_view id) {
    return std::ranges::any_of(doers, [&](const Referent& r) {
      return r.id == id && (r.sector.empty() || r.sector == "MIL");
    });
  };
  // Whom the words describe; else, for a bare "the country", whom the document is about, or the
  // last that was named.
  for (const bool bare : {false, true}) {
    if (bare && (modified || is_island(lemma))) return {};  // it fits nobody
    if (const std::string_view topic = discourse_.clear_topic();
        bare && !topic.empty() && !is_doer(topic) && fits(topic) > 0)
      return {referent({topic, {}, false, false, true, 0}, noun, 0.75f)};
    std::string_view best_id;
    int best = bare ? 0 : 1;
    for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m) {
      if (m->end > noun || m->id.empty() || is_doer(m->id)) continue;
      if (bare && !m->can_act()) continue;
      if (const int score = fits(m->id); score > best) best = score, best_id = m->id;
    }
    if (best_id.empty() || !bare) {
      const auto& entities = discourse_.entities();
      // "The country accused B", "the Gulf state": of the sentence before rather its subject.
      const bool subject = tree_.relation(noun) == Relation::nsubj;
      int sentence = -1;
      for (auto e = entities.rbegin(); e != entities.rend(); ++e) {
        const bool parallel =
            subject && (bare || (modified && e->sentence + 1 == discourse_.sentence()));
        if (bare && !best_id.empty() && !(parallel && e->sentence == sentence)) break;
        const int score = is_doer(e->id) || (bare && e->aside) ? 0 : fits(e->id);
        if (score > best || (parallel && score > 0 && score == best && e->subject))
          best = score, best_id = e->id, sentence = e->sentence;
      }
    }
    if (!best_id.empty()) return {referent({best_id, {}, false, false, true, 0}, noun, 0.8f)};
  }
  return {};
}

/// "its northern neighbour": the last named state that borders it, or else the one other state that
/// the document has named most.
Referents References::of_neighbour(int noun, const Referents& owned_by) const {
  const ActorFacts* facts = actors_.facts(owned_by.front().id);
  if (facts == nullptr || !facts->is_state || owned_by.size() > 1) return {};
  const auto borders = [&](std::string_view id) {
    return std::ranges::find(facts->borders, id) != facts->borders.end();
  };
  for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
    if (m->end <= noun && borders(m->id)) return {referent({m->id, {}}, noun, 0.75f)};
  const auto& entities = discourse_.entities();
  for (auto e = entities.rbegin(); e != entities.rend(); ++e)
    if (borders(e->id)) return {referent({e->id, {}}, noun, 0.7f)};
  return of_most_named(noun, 1, owned_by);
}

/// Who acts in the clause in which `token` stands, unless it is part of them: "Nigeria, which
/// withdrew from the country", "Russia and China urged the two rivals".
Referents References::doers_around(int token) const {
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps) {
    for (const Relation relation : {Relation::nsubj, Relation::nsubj_pass}) {
      const int subject = tree_.child(at, relation);
      if (subject == below) return {};
      if (subject >= 0 && subject < token) return of(subject);
    }
    if (tree_.relation(at) == Relation::acl_relcl) return of(tree_.head(at));
  }
  return {};
}

/// The states that the last sentences have named most, where it is clear which.
Referents References::of_most_named(int token, int count, const Referents& except) const {
  std::vector<std::pair<int, std::string_view>> counts;
  const auto add = [&](std::string_view id, int weight) {
    if (std::ranges::any_of(except, [&](const Referent& r) { return r.id == id; })) return;
    const auto known = std::ranges::find(counts, id, &std::pair<int, std::string_view>::second);
    if (known == counts.end())
      counts.emplace_back(weight, id);
    else
      known->first += weight;
  };
  for (const Discourse::Entity& e : discourse_.entities())
    if (e.state && !e.aside && discourse_.sentence() - e.sentence <= 3 * kLookBack) add(e.id, 1);
  if (counts.size() < std::size_t(count)) return {};
  for (const Mention& m : mentions_)
    if (m.end <= token && m.can_act() && is_state(m)) add(m.id, 1000);
  const auto wanted = static_cast<std::size_t>(count);
  if (counts.size() < wanted) return {};
  std::ranges::stable_sort(counts, std::greater{}, &std::pair<int, std::string_view>::first);
  if (counts.size() > wanted && counts[wanted].first == counts[wanted - 1].first) return {};
  Referents result;
  for (std::size_t i = 0; i < wanted; ++i)
    result.push_back(referent({counts[i].second, {}}, token, 0.55f));
  return result;
}

}  // namespace entente::reading
