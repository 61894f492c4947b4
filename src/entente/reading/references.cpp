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

constexpr int kMaxDepth = 6;  // of → description → owners → pronoun …: sentences can be circular

/// "Mozambique's northern province", "the coast of Yemen": where a state is, and so the state.
bool is_ground(std::string_view lemma) {
  constexpr std::array<std::string_view, 22> kWords{
      "province",  "region", "city",        "town",     "capital", "territory", "soil", "coast",
      "island",    "area",   "district",    "village",  "north",   "south",     "east", "west",
      "peninsula", "water",  "countryside", "airspace", "enclave", "suburb"};
  return is_one_of(lemma, kWords);
}

/// "Odesa port", "the Kabul airport": a thing that stands in the place whose name is before it.
bool is_site(std::string_view lemma) {
  constexpr std::array<std::string_view, 26> kWords{
      "port",     "airport", "harbour",  "harbor",  "airbase",    "base",     "airfield",
      "hospital", "hotel",   "bridge",   "station", "plant",      "refinery", "market",
      "school",   "mosque",  "church",   "prison",  "stadium",    "dam",      "depot",
      "district", "suburb",  "province", "region",  "countryside"};
  return is_one_of(lemma, kWords);
}

/// What says something on the word of whoever made it.
bool is_document(std::string_view lemma) {
  constexpr std::array<std::string_view, 21> kWords{
      "statement", "report",      "resolution", "decree",  "bill",       "law",      "verdict",
      "ruling",    "communique",  "letter",     "note",    "indictment", "speech",   "memo",
      "document",  "declaration", "decision",   "article", "editorial",  "judgment", "order"};
  return is_one_of(lemma, kWords);
}

/// When an office speaks or answers, as titles of transcripts say.
bool is_occasion(std::string_view word) {
  constexpr std::array<std::string_view, 14> kWords{
      "statements", "remarks", "briefing", "conference", "interview", "transcript", "q&a",
      "replies",    "reply",   "answers",  "question",   "questions", "press",      "communiqué"};
  return is_one_of(word, kWords);
}

bool is_office(std::string_view word) {
  constexpr std::array<std::string_view, 12> kWords{
      "ministry",  "minister",    "ministers",  "department", "secretary", "spokesperson",
      "spokesman", "spokeswoman", "ambassador", "presidency", "embassy",   "president"};
  return is_one_of(word, kWords);
}

}  // namespace

void add_all(Referents& to, const Referents& from) {
  for (const Referent& referent : from)
    if (std::ranges::none_of(to, [&](const Referent& r) { return same_actor(r, referent); }))
      to.push_back(referent);
}

References::References(const Tree& tree, const std::vector<Mention>& mentions, const Actors& actors,
                       const Names& names, Discourse& discourse)
    : tree_(tree),
      mentions_(mentions),
      actors_(actors),
      names_(names),
      discourse_(discourse),
      mention_of_(std::size_t(tree.size()), -1) {
  for (std::size_t m = 0; m < mentions.size(); ++m)
    for (int t = mentions[m].begin; t < mentions[m].end; ++t)
      mention_of_[std::size_t(t)] = static_cast<int>(m);
}

const Mention* References::mention(int token) const {
  const int m = mention_of_[std::size_t(token)];
  return m < 0 ? nullptr : &mentions_[std::size_t(m)];
}

Referent References::referent(const Mention& mention, float certainty) const {
  return {mention.id, mention.sector, mention.begin, mention.end - 1,
          certainty * mention.certainty};
}

Referent References::referent(const Discourse::Entity& entity, int token, float certainty) const {
  const Mention* words = mention(token);
  const int first = words != nullptr ? words->begin : token;
  const int last = words != nullptr ? words->end - 1 : token;
  return {entity.id, entity.sector, first, last, certainty};
}

bool References::is_state(std::string_view id) const {
  const ActorFacts* facts = actors_.facts(id);
  return facts != nullptr && facts->is_state;
}

bool References::are_neighbours(std::string_view a, std::string_view b) const {
  const auto touches = [&](std::string_view one, std::string_view other) {
    const ActorFacts* facts = actors_.facts(one);
    return facts != nullptr && (facts->country == other ||
                                std::ranges::find(facts->borders, other) != facts->borders.end());
  };
  return touches(a, b) || touches(b, a);
}

/// A crowd outside an embassy is not of the state whose embassy it is.
bool References::names_embassy() const {
  for (int i = 0; i < tree_.size(); ++i)
    if (tree_.lemma(i) == "embassy" || tree_.lemma(i) == "consulate") return true;
  return false;
}

/// The state to which all that the sentence names belongs; empty when there are several or none.
std::string_view References::only_state() const {
  std::string_view only;
  for (const Mention& m : mentions_) {
    if (m.kind == NameKind::project && m.several.empty()) return {};  // at sea, under a treaty
    if (!is_state(m) || m.sector == "MED") continue;  // "KARACHI (AFP)" is not about France
    if (!only.empty() && only != m.id) return {};
    only = m.id;
  }
  return only;
}

/// The one state that the sentence names, where it says that something happened there.
std::string_view References::scene_of_sentence() const {
  constexpr std::array<std::string_view, 8> kLocates{"in",     "at",      "near",   "across",
                                                     "inside", "outside", "around", "throughout"};
  const bool located = std::ranges::any_of(mentions_, [&](const Mention& m) {
    return is_state(m) && m.sector.empty() &&
           (m.kind == NameKind::place || is_one_of(tree_.preposition(m.head), kLocates));
  });
  return located ? only_state() : std::string_view{};
}

std::string_view References::home_of(const Referent& who) const {
  if (is_state(who.id)) return who.id;
  if (const Mention* name = mention(who.first); name != nullptr && !name->home.empty())
    return name->home;
  constexpr std::array<std::string_view, 5> kPrivate{"PTY", "OPP", "LAB", "NGO", "EDU"};
  const ActorFacts* facts = actors_.facts(who.id);
  if (facts == nullptr || !is_one_of(who.sector, kPrivate)) return {};
  return facts->country.empty() ? facts->home : facts->country;
}

bool References::is_state(const Mention& mention) const {
  const ActorFacts* facts = actors_.facts(mention.id);
  return facts != nullptr && facts->is_state;
}

std::string References::words_of(const Mention& mention) const {
  std::string words;
  for (int i = mention.begin; i < mention.end; ++i) {
    if (!words.empty()) words += ' ';
    words += lower_case(tree_[i].form);
  }
  return words;
}

bool References::is_subject(const Mention& mention) const {
  const Relation relation = tree_.relation(mention.head);
  return relation == Relation::nsubj || relation == Relation::nsubj_pass;
}

/// "A's relations with B are tense. It …": whose the subject is, where that is nobody itself.
bool References::owns_subject(const Mention& m) const {
  const int thing = tree_.head(m.head);
  return thing >= 0 && tree_.relation(m.head) == Relation::nmod_poss && mention(thing) == nullptr &&
         (tree_.relation(thing) == Relation::nsubj ||
          tree_.relation(thing) == Relation::nsubj_pass);
}

Referents References::at(int token) const {
  Referents direct = of(token);
  return direct.empty() ? owners(token) : direct;
}

Referents References::prefixed(int word, std::string_view prefix) const {
  constexpr std::string_view kDoctrine = "ism";
  text::Token name = tree_[word];
  if (name.form.size() <= prefix.size() || lower_case(name.form.substr(0, prefix.size())) != prefix)
    return {};
  name.form.remove_prefix(prefix.size());
  const Sense* sense = names_.choose(actors_.name_at({&name, 1}, 0).meanings, false);
  if (sense == nullptr && name.form.ends_with(kDoctrine)) {
    name.form.remove_suffix(kDoctrine.size());
    sense = names_.choose(actors_.name_at({&name, 1}, 0).meanings, false);
  }
  if (sense == nullptr || sense->id.empty()) return {};
  const bool acts = sense->kind == NameKind::country || sense->kind == NameKind::adjective ||
                    sense->kind == NameKind::organisation || sense->kind == NameKind::group;
  return acts ? Referents{{sense->id, sense->sector, word, word, 0.95f}} : Referents{};
}

Referents References::stance(int noun, std::string_view prefix) const {
  Referents found;
  for (const int c : tree_.children(noun))
    if (c < noun) add_all(found, prefixed(c, prefix));
  return found;
}

Referents References::of(int token) const {
  if (token < 0 || depth_ > kMaxDepth) return {};
  const Guard guard(depth_);
  if (const Mention* m = mention(token); m != nullptr)
    if (Referents found = of_mention(*m); !found.empty() || !m->role || !m->sector.empty())
      return found;
  // "what is now Ghana"
  if (tree_.lemma(token) == "what" && token + 3 < tree_.size() && tree_.lemma(token + 1) == "be" &&
      tree_[token + 2].tag == Tag::ADV) {
    const int name = token + (tree_[token + 3].tag == Tag::DET ? 4 : 3);
    const Mention* m = name < tree_.size() ? mention(name) : nullptr;
    return m == nullptr || m->id.empty() || !m->can_act() ? Referents{} : Referents{referent(*m)};
  }
  if (tree_[token].tag == Tag::PRON || tree_[token].tag == Tag::DET) {
    // "partners including those of Brazil and Peru"
    if (const std::string preposition = tree_.preposition(token);
        tree_.lemma(token) == "that" && (preposition == "including" || preposition == "such as"))
      for (const int c : tree_.children(token))
        if (tree_.preposition(c) == "of" && mention(c) != nullptr) return of(c);
    Referents found = of_pronoun(token);
    if (found.empty()) found = of_people_in_seat(token);
    if (found.empty() && is_quantity(tree_[token]))  // "some of them"
      for (const int c : tree_.children(token))
        if (tree_.preposition(c) == "of") add_all(found, of(c));
    return found.empty() ? enumerated(token) : found;
  }
  if (Referents found = of_people_in_seat(token); !found.empty()) return found;
  if (tree_.lemma(token) == "latter" || tree_.lemma(token) == "former") return of_latter(token);
  // "the pair agreed", not "the pair of boots"
  if (const int count = number_of_set(tree_.lemma(token));
      count > 0 && is_definite(tree_, token) && tree_.child(token, Relation::nmod) < 0)
    return of_plural(token, count, {});
  // "the two agreed", "these three"
  if (tree_[token].tag == Tag::NUM && is_definite(tree_, token))
    if (const int count = number(tree_[token]); count > 0) return of_plural(token, count, {});
  // "one of the closest allies of Iran", "members of NATO", "powers such as France"
  Referents result;
  for (const int c : tree_.children(token)) {
    const Relation relation = tree_.relation(c);
    const std::string preposition = tree_.preposition(c);
    if (relation == Relation::appos || preposition == "such as" || preposition == "including" ||
        preposition == "like" || (preposition == "of" && is_quantity(tree_[token])))
      add_all(result, of(c));
  }
  if (result.empty()) result = enumerated(token);
  return result.empty() ? among_them(token) : result;
}

/// "many in Ankara", "those in Washington": the state, of whose politics that is said.
Referents References::of_people_in_seat(int token) const {
  constexpr std::array<std::string_view, 9> kSome{"many", "some",     "those", "few",    "others",
                                                  "most", "everyone", "all",   "several"};
  if (!is_one_of(lower_case(tree_[token].form), kSome)) return {};
  for (const int c : tree_.children(token)) {
    const Mention* seat = mention(c);
    if (seat == nullptr || seat->kind != NameKind::seat || tree_.preposition(c) != "in") continue;
    Referents found = of_mention(*seat);
    for (Referent& r : found) r.certainty *= 0.7f;
    return found;
  }
  return {};
}

/// "Those who condemned it include A and B", "among the states that left were A and B"
Referents References::enumerated(int noun) const {
  const int head = tree_.head(noun);
  const bool described = std::ranges::any_of(tree_.children(noun), [&](int c) {
    return tree_.relation(c) == Relation::acl_relcl || tree_.relation(c) == Relation::acl;
  });
  if (head < 0 || !described || tree_.relation(noun) != Relation::nsubj) return {};
  if (tree_.lemma(head) == "include" || tree_.lemma(head) == "comprise") {
    const int first = tree_.child(head, Relation::obj);
    return first < 0 || mention(first) == nullptr ? Referents{} : of_mention(*mention(first));
  }
  const bool is = tree_.child(head, Relation::cop) >= 0 && mention(head) != nullptr;
  return is ? of_mention(*mention(head)) : Referents{};
}

Referents References::companions(int subject) const {
  const Mention* m = mention(subject);
  if (m == nullptr) return {};
  const auto says = [&](int at, std::initializer_list<std::string_view> words) {
    if (at < 0 || at + static_cast<int>(words.size()) >= tree_.size()) return false;
    for (const std::string_view word : words)
      if (lower_case(tree_[at++].form) != word) return false;
    return true;
  };
  /// Who follows such words at `at`.
  const auto named_at = [&](int at) -> const Mention* {
    int length = 0;
    for (const auto& words :
         std::initializer_list<std::initializer_list<std::string_view>>{{"together", "with"},
                                                                        {"along", "with"},
                                                                        {"jointly", "with"},
                                                                        {"alongside"},
                                                                        {"followed", "by"},
                                                                        {"joined", "by"},
                                                                        {"like"},
                                                                        {"as", "well", "as"}})
      if (says(at, words)) length = static_cast<int>(words.size());
    if (length == 0) return nullptr;
    for (int name = at + length; name < tree_.size() && name <= at + length + 3; ++name) {
      if (mention(name) != nullptr) return mention(name)->can_act() ? mention(name) : nullptr;
      if (tree_[name].tag != Tag::DET && tree_[name].tag != Tag::ADJ &&
          tree_[name].tag != Tag::PRON && tree_[name].tag != Tag::NOUN)
        return nullptr;
    }
    return nullptr;
  };
  const Mention* beside = nullptr;
  if (m->end < tree_.size() && tree_[m->end].form == ",") beside = named_at(m->end + 1);
  if (beside == nullptr && m->begin > 1) {  // "Like B, A condemned"
    int begin = m->begin;
    while (begin > 0 && tree_[begin - 1].tag == Tag::DET) --begin;
    if (begin > 1 && tree_[begin - 1].form == ",") beside = named_at(0);
    if (beside != nullptr && beside->end + 1 < begin && mention(begin - 2) != nullptr &&
        mention(begin - 2)->list != beside->list)
      beside = nullptr;
  }
  // "A condemned it, as did B", "and so did B"
  for (int at = m->end; beside == nullptr && at + 2 < tree_.size(); ++at) {
    const std::string_view first = tree_.lemma(at), aux = tree_.lemma(at + 1);
    const bool same = (first == "as" || first == "so") && (aux == "do" || aux == "have");
    if (!same || tree_[at - 1].tag == Tag::VERB_PAST || !is_subject(*m)) continue;
    const int name = at + (tree_[at + 2].tag == Tag::DET && at + 3 < tree_.size() ? 3 : 2);
    if (mention(name) != nullptr && mention(name)->can_act()) beside = mention(name);
  }
  if (beside == nullptr) {  // "not only B but also A"
    int at = m->begin - 1;
    while (at > 0 && tree_[at].tag == Tag::DET) --at;
    if (at > 0 && tree_.lemma(at) == "also") --at;
    if (at < 2 || tree_.lemma(at) != "but") return {};
    at -= tree_[at - 1].form == "," ? 2 : 1;
    const Mention* first = mention(at);
    if (first == nullptr || !first->can_act()) return {};
    int before = first->begin - 1;
    while (before > 0 && tree_[before].tag == Tag::DET) --before;
    if (before > 0 && tree_.lemma(before) == "only" && tree_.lemma(before - 1) == "not")
      beside = first;
  }
  return beside == nullptr || beside == m ? Referents{} : of_mention(*beside);
}

/// "the latter", "the former" of the two that were named last, here or in the sentence before.
Referents References::of_latter(int token) const {
  if (!is_definite(tree_, token)) return {};
  std::vector<Discourse::Entity> named;
  const auto add = [&](const Discourse::Entity& entity) {
    if (entity.id.empty() || entity.id == "UNK") return;
    if (named.empty() || named.back().id != entity.id) named.push_back(entity);
  };
  for (const Mention& m : mentions_)
    if (m.end <= token && m.can_act()) add({m.id, m.sector});
  if (named.size() < 2) {
    named.clear();
    for (const Discourse::Entity& e : discourse_.entities())
      if (e.sentence + 1 == discourse_.sentence() && !e.aside) add(e);
  }
  if (named.size() < 2) return {};
  return {referent(named[named.size() - (tree_.lemma(token) == "latter" ? 1 : 2)], token, 0.75f)};
}

/// "several members, among them Germany and Hungary"
Referents References::among_them(int noun) const {
  int at = noun + 1;
  if (at < tree_.size() && tree_[at].form == ",") ++at;
  if (at + 2 < tree_.size() && tree_.lemma(at) == "among" &&
      lower_case(tree_[at + 1].form) == "them")
    if (const Mention* first = mention(at + 2); first != nullptr && first->can_act())
      return of_mention(*first);
  return {};
}

Referents References::of_mention(const Mention& m) const {
  if (!m.can_act()) return {};
  if (Referents named = exemplified(m); !named.empty()) return named;
  if (m.plural && m.list >= 0)  // "companies and agencies, including those of A and B"
    for (const Mention& other : mentions_)
      if (other.list == m.list && other.begin > m.begin && other.role && other.id.empty())
        if (Referents named = exemplified(other); !named.empty()) return named;
  Referents result;
  if (Referents named = described_organisation(m); !named.empty()) {
    result = std::move(named);
  } else if (m.role == RoleKind::state && m.id.empty()) {
    result = of_description(m.head);
  } else if (!m.several.empty()) {
    result = several(m);
  } else if (m.id.empty()) {
    result = of_role(m);
  } else {
    result.push_back(referent(m));
  }
  add_all(result, listed(m));
  // Coordination that the words between hide: "Pakistan, its ally China and, lately, Iran", "the
  // government and its opponents", "on A and on B".
  for (const int c : tree_.children(m.head))
    if (tree_.relation(c) == Relation::conj &&
        (mention(c) != nullptr ? mention(c) != &m && (m.list < 0 || mention(c)->list != m.list)
                               : tree_.lemma(c) == "what"))
      add_all(result, of(c));
  // "between A and what is now B"
  if (m.end + 1 < tree_.size() && tree_[m.end].tag == Tag::CCONJ &&
      tree_.lemma(m.end + 1) == "what")
    add_all(result, of(m.end + 1));
  return result;
}

std::optional<std::pair<int, int>> References::name_of_pronoun(const Referent& end) const {
  std::optional<std::pair<int, int>> name;
  for (const Mention& m : mentions_) {
    if (m.begin > end.first && name) break;
    for (const Referent& r : of_mention(m))
      if (same_actor(r, end) && tree_[r.last].tag != Tag::PRON) name.emplace(r.first, r.last);
  }
  return name;
}

std::pair<int, int> References::naming(const Referent& end) const {
  if (end.first == end.last && tree_[end.first].tag == Tag::PRON)
    return name_of_pronoun(end).value_or(std::pair{end.first, end.last});
  std::pair<int, int> words{end.first, end.last};
  // "his Iranian counterpart, X Y, agreed": who that is
  const auto is_proper = [&](int i) { return i < tree_.size() && text::is_proper(tree_[i].tag); };
  const int name = end.last + 2;
  if (is_proper(name) && tree_[name - 1].form == "," && tree_.relation(name) == Relation::appos &&
      tree_.head(name) >= end.first && tree_.head(name) <= end.last)
    for (words.second = name; is_proper(words.second + 1);) ++words.second;
  const Mention* described = mention(end.last);
  if (described == nullptr || !described->role || !described->id.empty()) return words;
  // By the words alone: trees often hang "in" and "of" from the verb. "Deaths of people by the
  // army" are not told by where the people are.
  const auto is_in_phrase = [&](int i) {
    const Tag tag = tree_[i].tag;
    return (tag == Tag::ADP && tree_.lemma(i) != "by") || tag == Tag::DET || tag == Tag::ADJ ||
           mention(i) != nullptr || tree_[i].form == "," || tree_.lemma(i) == "and";
  };
  for (const Mention& m : mentions_) {
    if (m.id != end.id || m.begin <= end.last) continue;
    int between = end.last + 1;
    while (between < m.begin && is_in_phrase(between)) ++between;
    const bool follows = tree_[end.last + 1].tag == Tag::ADP;
    if (!follows || between != m.begin) continue;
    // "in the eastern Kosovan town": with what the adjective describes
    const int noun = tree_.head(m.head);
    words.second = m.kind == NameKind::adjective && noun == m.end ? noun : m.end - 1;
  }
  return words;
}

/// "Western powers, such as France and Britain": those that are named, not the bloc.
Referents References::exemplified(const Mention& m) const {
  if (is_state(m)) return {};
  int at = m.end;
  // "space agencies and industries, including …"
  if (m.plural && at + 1 < tree_.size() && tree_[at].tag == Tag::CCONJ &&
      tree_[at + 1].tag == Tag::NOUN_PLURAL && mention(at + 1) == nullptr)
    at += 2;
  const bool in_region = m.plural && at < tree_.size() && tree_[at].tag == Tag::ADP &&
                         tree_.lemma(at) != "include" && tree_.lemma(at) != "like";
  // "governments across South America, including …"
  for (int steps = 0; in_region && steps < 5 && at < tree_.size(); ++steps, ++at) {
    const Mention* here = mention(at);
    const Tag tag = tree_[at].tag;
    if (here != nullptr && !here->id.empty()) return {};
    if (tag != Tag::ADP && tag != Tag::DET && tag != Tag::ADJ && !text::is_proper(tag) &&
        !text::is_noun(tag))
      break;
  }
  if (at < tree_.size() &&
      (tree_[at].form == "," || tree_[at].form == "–" || tree_[at].form == "—" ||
       tree_[at].form == "(" || tree_[at].form == "-"))
    ++at;
  if (at + 1 >= tree_.size()) return {};
  const std::string_view word = tree_.lemma(at);
  // "Arab countries, especially Jordan": of an alliance the rest is meant, too.
  const bool several = tree_[m.end - 1].tag == Tag::NOUN_PLURAL;
  if (word == "such" && tree_.lemma(at + 1) == "as")
    at += 2;
  else if (several && (word == "especially" || word == "particularly" || word == "notably"))
    ++at;
  else if (word == "like" || word == "including" || word == "include" || word == "namely")
    ++at;
  else
    return {};
  // "including those of Brazil and Peru"
  if (at + 1 < tree_.size() && lower_case(tree_[at].form) == "those" &&
      (tree_.lemma(at + 1) == "of" || tree_.lemma(at + 1) == "from"))
    at += 2;
  if (at < tree_.size() && tree_[at].tag == Tag::DET) ++at;
  const Mention* first = at < tree_.size() ? mention(at) : nullptr;
  if (first == nullptr || first->id.empty() || !first->can_act()) return {};
  Referents result{referent(*first)};
  add_all(result, listed(*first));
  return result;
}

Referents References::listed(const Mention& m) const {
  Referents result;
  if (m.list < 0) return result;
  for (const Mention& other : mentions_) {
    if (&other == &m || other.list != m.list) continue;
    if (!other.id.empty() && other.can_act()) result.push_back(referent(other));
    // "officials of A and ministers of B"
    const auto joins = [&](const Mention& later, const Mention& first) {
      return tree_.relation(later.head) == Relation::conj &&
             mention(tree_.head(later.head)) == &first;
    };
    const bool people = other.plural || tree_.child(other.head, Relation::det) >= 0;
    if (other.id.empty() && other.role && other.role != RoleKind::state && people &&
        joins(other, m) && depth_ <= kMaxDepth) {
      const Guard guard(depth_);
      add_all(result, of_role(other));
    }
    if (!other.several.empty()) add_all(result, several(other));
  }
  // "the ministers of A and B, Jon Berg and Ali Sam": they are these, and no others.
  const auto is_name = [&](const Referent& r) {
    return !is_state(r.id) && (r.id[0] >= 'a' && r.id[0] <= 'z');
  };
  if (m.role == RoleKind::person && m.plural && is_state(m) &&
      2 * std::ranges::count_if(result, is_name) == std::ptrdiff_t(result.size()) + 1)
    std::erase_if(result, is_name);
  return result;
}

/// "the Geneva conference", "the Paris Summit", "the Vienna Convention": where it was held.
bool References::is_venue(const Mention& m, int noun) const {
  constexpr std::array<std::string_view, 11> kHeld{
      "summit", "conference", "forum",      "convention", "declaration", "protocol",
      "accord", "congress",   "communique", "communiqué", "process"};
  return m.kind == NameKind::seat && m.list < 0 && is_one_of(lower_case(tree_.lemma(noun)), kHeld);
}

Referents References::possessors(int token) const {
  if (token < 0 || depth_ > kMaxDepth) return {};
  const Guard guard(depth_);
  if (Referents compared = compared_before(token); !compared.empty()) return compared;
  Referents result;
  const bool has_possessive = tree_.child(token, Relation::nmod_poss) >= 0;
  // What stands before a determiner is no part of the phrase: "gave Pakistan | their assurances".
  int phrase_begin = 0;
  for (const int c : tree_.children(token))
    if (c < token && (tree_[c].tag == Tag::DET || tree_[c].tag == Tag::PRON)) phrase_begin = c;
  for (const int c : tree_.children(token)) {
    if (c < phrase_begin) continue;
    const Relation relation = tree_.relation(c);
    const bool before = relation == Relation::nmod_poss || relation == Relation::compound ||
                        relation == Relation::amod || relation == Relation::nmod_desc ||
                        relation == Relation::nmod || relation == Relation::det;
    if (!before || c > token) continue;
    // "Trump's Afghan strategy" is Trump's.
    if (has_possessive && relation != Relation::nmod_poss) continue;
    if (relation == Relation::nmod && !tree_.preposition(c).empty()) continue;
    const Mention* m = mention(c);
    if (m != nullptr && relation == Relation::compound && is_venue(*m, token)) continue;
    if (m == nullptr) {
      if (relation == Relation::nmod_poss) add_all(result, of(c));
      // "the Pakistan vs US row", "US-led": the name stands deeper.
      const bool deeper = relation == Relation::compound || relation == Relation::amod;
      if (deeper && !is_patronage(tree_, c)) add_all(result, possessors(c));
      continue;
    }
    if (m->kind == NameKind::place || m->id.empty()) {
      if (m->id.empty() && m != mention(token)) add_all(result, of_mention(*m));
      continue;
    }
    add_all(result, {referent(*m)});
    if (m->list >= 0)
      for (const Mention& other : mentions_)
        if (other.list == m->list && !other.id.empty() && other.kind != NameKind::place)
          add_all(result, {referent(other)});
  }
  if (result.empty()) result = possessor_before(token);
  return result.empty() ? shared_possessor(token) : result;
}

/// "A's support for B and attacks on C": whose the first is, where the second has no article and
/// nobody of its own.
Referents References::shared_possessor(int noun) const {
  const int first = tree_.head(noun);
  if (tree_.relation(noun) != Relation::conj || first < 0 || first > noun ||
      !text::is_noun(tree_[noun].tag) || !text::is_noun(tree_[first].tag) ||
      mention(noun) != nullptr || mention(first) != nullptr)
    return {};
  for (const int c : tree_.children(noun)) {
    if (tree_.relation(c) == Relation::det) return {};
    const std::string preposition = tree_.preposition(c);
    if (preposition == "by" || preposition == "from" || preposition == "between" ||
        preposition == "among")
      return {};
  }
  const int whose = tree_.child(first, Relation::nmod_poss);
  Referents found = whose < 0 ? shared_possessor(first) : possessors(first);
  for (Referent& r : found) r.certainty *= 0.9f;
  return found;
}

/// "America's long-time ally", "its all-weather ally", where the tree has lost them: the possessive
/// before the noun's modifiers.
Referents References::possessor_before(int noun) const {
  if (tree_.relation(noun) == Relation::amod) return {};  // "A's pro-Western president"
  for (int at = noun - 1; at > 0 && noun - at <= 6; --at) {
    const text::Token& token = tree_[at];
    if (token.lemma == "'s" || token.lemma == "'") {
      const Mention* m = mention(at - 1);
      return m == nullptr || m->kind == NameKind::place || m->id.empty()
                 ? Referents{}
                 : Referents{referent(*m, 0.9f)};
    }
    if (token.tag == Tag::PRON)
      return tree_.relation(at) == Relation::nmod_poss ? of_pronoun(at) : Referents{};
    const bool modifies = token.tag == Tag::ADJ || token.tag == Tag::NOUN || token.form == "-" ||
                          token.tag == Tag::VERB_PARTICIPLE || token.tag == Tag::NUM ||
                          token.tag == Tag::VERB_GERUND || text::is_proper(token.tag);
    if (!modifies || mention(at) != nullptr) return {};
  }
  return {};
}

/// A corridor or pipeline never acts; its owners do. "The Koreas" act, each of them.
Referents References::several(const Mention& m) const {
  Referents result;
  const float certainty = m.kind == NameKind::project ? 0.8f : 1.0f;
  for (std::size_t begin = 0; begin < m.several.size();) {
    const std::size_t end = std::min(m.several.find('|', begin), m.several.size());
    result.push_back({m.several.substr(begin, end - begin), {}, m.begin, m.end - 1, certainty});
    begin = end + 1;
  }
  return result;
}

/// "A pursues a policy that B condemned", "A announced a plan, which B rejected": whose it is.
Referents References::maker_of(int noun) const {
  constexpr std::array<std::string_view, 39> kMeasures{
      "report",   "resolution", "verdict",   "ruling",      "communique", "letter",    "note",
      "speech",   "indictment", "policy",    "law",         "plan",       "decision",  "step",
      "move",     "strategy",   "campaign",  "practice",    "measure",    "programme", "program",
      "proposal", "rule",       "decree",    "initiative",  "offensive",  "operation", "test",
      "bill",     "ban",        "statement", "declaration", "tariff",     "reform",    "stance",
      "position", "demand",     "offer",     "referendum"};
  constexpr std::array<std::string_view, 37> kMakes{
      "give",    "release", "send",    "sign",    "maintain", "pursue",    "adopt",     "announce",
      "launch",  "pass",    "unveil",  "impose",  "take",     "make",      "introduce", "propose",
      "present", "submit",  "follow",  "have",    "continue", "implement", "enact",     "approve",
      "issue",   "begin",   "start",   "carry",   "conduct",  "run",       "hold",      "stage",
      "defend",  "order",   "publish", "outline", "keep"};
  const int verb = tree_.head(noun);
  if (verb < 0 || tree_.relation(noun) != Relation::obj || mention(noun) != nullptr) return {};
  if (!is_one_of(tree_.lemma(noun), kMeasures) || !is_one_of(tree_.lemma(verb), kMakes)) return {};
  const int who = tree_.child(verb, Relation::nsubj);
  Referents found = who < 0 ? Referents{} : of(who);
  for (Referent& r : found) r.certainty *= 0.7f, r.is_owner = true;
  return found;
}

/// "the sanctions that B has imposed on C", "the aid B promised": whose the thing is of which the
/// clause below it tells who made it.
Referents References::maker_below(int noun) const {
  constexpr std::array<std::string_view, 36> kMakes{
      "impose",  "announce", "promise",   "make",    "offer",  "pledge",  "propose", "put",
      "publish", "sign",     "launch",    "adopt",   "issue",  "send",    "supply",  "deliver",
      "provide", "give",     "pursue",    "wage",    "build",  "deploy",  "levy",    "declare",
      "set",     "draft",    "introduce", "present", "submit", "conduct", "file",    "unveil",
      "enact",   "pass",     "commit",    "raise"};
  // "The pact that A and B signed ends a war": what it does its makers do not do.
  const Relation as = tree_.relation(noun);
  if (mention(noun) != nullptr || as == Relation::nsubj || as == Relation::nsubj_pass) return {};
  for (const int c : tree_.children(noun)) {
    if (tree_.relation(c) != Relation::acl_relcl || !is_one_of(tree_.lemma(c), kMakes)) continue;
    const int who = tree_.child(c, Relation::nsubj), what = tree_.child(c, Relation::obj);
    const bool itself = what < 0 || is_relative(lower_case(tree_[what].form));
    if (who < 0 || !itself || is_relative(lower_case(tree_[who].form))) continue;
    return of(who);
  }
  return {};
}

/// "the attack, which B has claimed", "the bombing for which B claimed responsibility", "the
/// massacre blamed on B": whose deed it is said to be.
Referents References::answerable(int deed) const {
  constexpr std::array<std::string_view, 4> kBlames{"blame", "pin", "attribute", "ascribe"};
  const auto told_by = [&](int verb) -> Referents {
    if (tree_.lemma(verb) == "claim") {
      if (const int by = tree_.child(verb, Relation::obl_agent); by >= 0) return of(by);
      const int what = tree_.child(verb, Relation::obj), who = tree_.child(verb, Relation::nsubj);
      const bool deed_itself = what >= 0 && (tree_.lemma(what) == "responsibility" ||
                                             is_relative(lower_case(tree_[what].form)));
      return deed_itself && who >= 0 ? of(who) : Referents{};
    }
    if (!is_one_of(tree_.lemma(verb), kBlames)) return {};
    for (const int c : tree_.children(verb))
      if (tree_.relation(c) == Relation::obl &&
          (tree_.preposition(c) == "on" || tree_.preposition(c) == "to"))
        return of(c);
    return {};
  };
  for (const int c : tree_.children(deed)) {
    if (tree_.relation(c) != Relation::acl && tree_.relation(c) != Relation::acl_relcl) continue;
    if (Referents found = told_by(c); !found.empty()) return found;
    for (const int d : tree_.children(c))  // "which killed nine and was claimed by B"
      if (tree_.relation(d) == Relation::conj)
        if (Referents found = told_by(d); !found.empty()) return found;
  }
  return {};
}

/// "a refinery owned by B", "a convoy belonging to B": whose it is.
Referents References::held(int token) const {
  constexpr std::array<std::string_view, 7> kHeld{"own", "run",     "operate", "control",
                                                  "man", "command", "charter"};
  Referents result;
  for (const int c : tree_.children(token)) {
    if (tree_.relation(c) != Relation::acl) continue;
    const bool belongs = tree_.lemma(c) == "belong";
    if (!belongs && !is_one_of(tree_.lemma(c), kHeld)) continue;
    for (const int d : tree_.children(c))
      if (belongs ? tree_.preposition(d) == "to" : tree_.relation(d) == Relation::obl_agent)
        add_all(result, at(d));
  }
  return result;
}

Referents References::inside(int token) const {
  constexpr std::array<std::string_view, 12> kHolds{
      "house",   "host", "carry", "transport",   "shelter", "hold",
      "contain", "fly",  "ferry", "accommodate", "quarter", "escort"};
  const auto within = [&](int c) {
    if (tree_[c].tag != Tag::VERB_GERUND || !is_one_of(tree_.lemma(c), kHolds)) return Referents{};
    const int whom = tree_.child(c, Relation::obj);
    return whom < 0 ? Referents{} : at(whom);
  };
  for (const int c : tree_.children(token))
    if (c > token && tree_.relation(c) == Relation::acl)
      if (Referents found = within(c); !found.empty()) return found;
  // "a camp hosting troops", which the tree hung from the verb
  const int next = token + 1;
  return next < tree_.size() && tree_.relation(next) == Relation::advcl ? within(next)
                                                                        : Referents{};
}

Referents References::subject_before(int noun) const {
  const Discourse::Group* focus = discourse_.focus_of(discourse_.sentence() - 1);
  if (focus == nullptr || focus->size() != 1 || !is_state(focus->front().id)) return {};
  return {referent(focus->front(), noun, 0.6f)};
}

Referents References::owners(int token) const {
  if (token < 0 || depth_ > kMaxDepth) return {};
  const Guard guard(depth_);
  const Mention* named = mention(token);
  if (named != nullptr && named->kind == NameKind::place && !named->id.empty()) {
    Referents located{referent(*named, 0.7f)};
    located.front().is_place = true;
    return located;
  }
  if (named != nullptr && named->kind == NameKind::project) return several(*named);
  if (named == nullptr && is_site(tree_.lemma(token)))
    for (const int c : tree_.children(token))
      if (tree_.relation(c) == Relation::compound && mention(c) != nullptr &&
          (mention(c)->kind == NameKind::place || mention(c)->kind == NameKind::seat))
        return owners(c);
  // "supplied the Taliban's enemies": whoever they are, they are not the Taliban.
  if (is_relation(tree_.lemma(token))) return {};
  // "US strikes that killed …", "a plan of Iran's which B rejected"
  if (tree_[token].tag == Tag::PRON && is_relative(lower_case(tree_[token].form)))
    for (int at = tree_.head(token), steps = 0; at >= 0 && steps < 3; at = tree_.head(at), ++steps)
      if (tree_.relation(at) == Relation::acl_relcl) {
        Referents whose = owners(tree_.head(at));
        return whose.empty() ? maker_of(tree_.head(at)) : whose;
      }
  Referents result = possessors(token);
  if (result.empty()) {
    for (const int c : tree_.children(token)) {
      // "a letter sent by B"
      if (tree_.relation(c) == Relation::acl && tree_[c].tag == Tag::VERB_PARTICIPLE)
        for (const int d : tree_.children(c))
          if (tree_.relation(d) == Relation::obl_agent) add_all(result, of(d));
      if (tree_.relation(c) != Relation::nmod) continue;
      const std::string preposition = tree_.preposition(c);
      if (preposition == "of" || preposition == "by" || preposition == "from") {
        add_all(result, of(c));
        if (result.empty() && preposition == "of") add_all(result, owners(c));
      }
    }
  }
  if (result.empty()) result = held(token);
  if (result.empty()) result = inside(token);
  if (result.empty()) result = answerable(token);
  if (result.empty()) result = maker_below(token);
  // "Its army issued a statement. The statement …"
  if (result.empty() && is_document(tree_.lemma(token)) && is_definite(tree_, token))
    if (const Discourse::Entity* maker = discourse_.maker_of(tree_.lemma(token)); maker != nullptr)
      result = {referent(*maker, token, 0.8f)};
  const bool place = is_ground(tree_.lemma(token));
  for (Referent& r : result) {
    r.certainty *= 0.8f;
    (place ? r.is_place : r.is_owner) = true;
  }
  return result;
}

void References::remember_speaker() const {
  for (int i = 0; i < tree_.size(); ++i) {
    if (!is_address(lower_case(tree_.lemma(i)))) continue;
    Referents who = possessors(i);
    const bool by =
        i + 1 < tree_.size() && (tree_.lemma(i + 1) == "by" || tree_.lemma(i + 1) == "from");
    for (int at = i + 2; by && who.empty() && at < tree_.size() && at <= i + 4; ++at)
      if (const Mention* m = mention(at); m != nullptr && m->can_act()) who = of_mention(*m);
    if (who.size() != 1 || who.front().id == "UNK") continue;
    return discourse_.set_speakers(
        {{who.front().id, who.front().sector, true, true, false, discourse_.sentence()}}, false);
  }
  if (const std::string_view host = office_that_speaks(); !host.empty()) {
    discourse_.set_host(host);
    discourse_.set_speakers({{host, "GOV", true, true, false, discourse_.sentence()}}, false);
  }
}

std::string_view References::office_that_speaks() const {
  bool speaks = false;
  int office = -1;
  for (int i = 0; i < tree_.size(); ++i) {
    const std::string word = lower_case(tree_[i].form);
    speaks = speaks || is_address(word) || is_occasion(word);
    if (office < 0 && is_office(word)) office = i;
  }
  if (!speaks || office < 0) return {};
  const Mention* seat = nullptr;
  for (const Mention& m : mentions_) {
    if (m.id.empty() || !is_state(m)) continue;
    if (m.begin <= office && office < m.end) return m.id;  // "the Ministry of Defence of A"
    // "Ministry of Foreign Affairs, Tokyo"
    const bool behind = m.begin > office && tree_[m.begin - 1].form == ",";
    const bool closes = m.end == tree_.size() || tree_[m.end].form == ":" ||
                        tree_[m.end].form == "(" || tree_[m.end].form == ".";
    const bool place = m.kind == NameKind::seat || m.kind == NameKind::country;
    if (behind && closes && place && seat == nullptr) seat = &m;
  }
  return seat == nullptr ? std::string_view{} : seat->id;
}

void References::remember() const {
  const int now = discourse_.sentence();
  const auto add_group = [&](Discourse::Group group) {
    if (group.size() > 1) discourse_.add_group(std::move(group));
  };
  const auto add_member = [](Discourse::Group& group, const Discourse::Entity& entity) {
    if (std::ranges::none_of(group, [&](const auto& e) { return e.id == entity.id; }))
      group.push_back(entity);
  };
  for (int i = 0; i < tree_.size(); ++i) {  // "We, the leaders of A and B, …"
    if (lower_case(tree_[i].form) != "we" || tree_.child(i, Relation::appos) < 0) continue;
    Discourse::Group speakers;
    for (const Referent& r : of_first_person(i))
      add_member(speakers, {r.id, r.sector, false, true, true, now});
    if (!speakers.empty()) discourse_.set_speakers(std::move(speakers), false);
  }
  if (const auto speaker = quoted()) {
    discourse_.set_quoted(*speaker);
    // "Speaking today, the minister said:" What follows is all his.
    if (tree_[tree_.size() - 1].form == ":" && !discourse_.is_transcript())
      discourse_.set_speakers({*speaker}, false);
  }
  for (int i = 0; i < tree_.size(); ++i) {
    if (!is_document(tree_.lemma(i)) || mention(i) != nullptr) continue;
    Referents maker = owners(i);
    if (maker.empty()) maker = maker_of(i);
    if (maker.size() == 1 && maker.front().id != "UNK")
      discourse_.remember_document(
          tree_.lemma(i), {maker.front().id, maker.front().sector, false, false, false, now});
  }
  std::vector<std::pair<int, Discourse::Group>> lists;
  for (const Mention& m : mentions_) {
    if (m.role == RoleKind::state && m.id.empty()) {  // "these two partners" keeps them together
      Discourse::Group group;
      for (const Referent& r : of_mention(m))
        add_member(group, {r.id, {}, false, false, true, now});
      add_group(std::move(group));
    }
    if (m.id.empty()) {
      // "A spokesman for the army of A": not named, but "he" in the sentence that follows.
      const bool people = m.role == RoleKind::person || m.role == RoleKind::group;
      const bool body = m.role == RoleKind::body && !m.plural && is_definite(tree_, m.head);
      const Referents who = people || body ? of_mention(m) : Referents{};
      if (body && who.size() == 1 && who.front().id != "UNK")
        discourse_.remember_role(words_of(m), who.front().id);
      if (people && who.size() == 1 && !who.front().sector.empty() && who.front().id != "UNK")
        discourse_.add({who.front().id, who.front().sector, m.role == RoleKind::person,
                        is_subject(m), false, now, false, m.plural, m.is_many()});
      continue;
    }
    if (!m.can_act()) {
      if (is_state(m)) discourse_.add({m.id, {}, false, false, true, now, true});
      continue;
    }
    const bool may_return = m.role || m.kind == NameKind::body;  // "the ministry", later on
    if (may_return) discourse_.remember_role(words_of(m), m.id);
    const bool person = !m.person.empty() || m.role == RoleKind::person;
    const bool agency = m.sector == "MED" && !m.role;  // "AFP reported" is not about France
    const bool state = is_state(m) && !agency;
    const Discourse::Entity entity{m.id,       m.sector, person, is_subject(m) || owns_subject(m),
                                   state,      now,      false,  m.plural,
                                   m.is_many()};
    if (!m.home.empty()) discourse_.add({m.home, {}, false, false, true, now, true});
    discourse_.add(entity);
    if (m.list < 0) continue;
    if (lists.empty() || lists.back().first != m.list)
      lists.emplace_back(m.list, Discourse::Group{});
    add_member(lists.back().second, entity);
  }
  for (auto& [number, group] : lists) add_group(std::move(group));
  remember_focus();
}

}  // namespace entente::reading
