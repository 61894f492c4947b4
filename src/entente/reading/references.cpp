#include "entente/reading/references.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"

namespace entente::reading {

using base::lower_case;

using text::Relation;
using text::Tag;

namespace {

constexpr int kMaxDepth = 6;  // of → description → owners → pronoun …: sentences can be circular
constexpr int kLookBack = 4;  // sentences

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_personal(std::string_view lemma, std::string_view form) {
  constexpr std::array<std::string_view, 8> kWords{"he",  "she",  "him",     "his",
                                                   "her", "hers", "himself", "herself"};
  return is_one_of(lemma, kWords) || is_one_of(form, kWords);
}
bool is_neuter(std::string_view lemma, std::string_view form) {
  constexpr std::array<std::string_view, 3> kWords{"it", "its", "itself"};
  return is_one_of(lemma, kWords) || is_one_of(form, kWords);
}
bool is_plural_pronoun(std::string_view lemma, std::string_view form) {
  constexpr std::array<std::string_view, 6> kWords{"they",   "them",       "their",
                                                   "theirs", "themselves", "both"};
  return is_one_of(lemma, kWords) || is_one_of(form, kWords);
}
/// The actor, where a role stands for it.
Referents as_role(const Mention& role, std::string_view id, float certainty) {
  return {{id, role.sector, role.begin, role.end - 1, certainty}};
}

bool is_first_person(std::string_view form) {
  constexpr std::array<std::string_view, 8> kWords{"we", "us", "our", "ours",
                                                   "i",  "me", "my",  "mine"};
  return is_one_of(form, kWords);
}
bool is_relative(std::string_view lemma) {
  constexpr std::array<std::string_view, 5> kWords{"who", "which", "that", "whom", "whose"};
  return is_one_of(lemma, kWords);
}

/// "tens of thousands of Georgians", "most of the states": words that only count what follows.
bool is_quantity(const text::Token& token) {
  constexpr std::array<std::string_view, 22> kWords{
      "ten",      "hundred", "thousand", "million", "dozen", "score", "group", "number",
      "majority", "some",    "most",     "many",    "all",   "both",  "none",  "part",
      "rest",     "crowd",   "handful",  "half",    "each",  "member"};
  return token.tag == Tag::NUM || is_one_of(token.lemma, kWords);
}

/// "Mozambique's northern province", "the coast of Yemen": where a state is, and so the state.
bool is_ground(std::string_view lemma) {
  constexpr std::array<std::string_view, 22> kWords{
      "province",  "region", "city",        "town",     "capital", "territory", "soil", "coast",
      "island",    "area",   "district",    "village",  "north",   "south",     "east", "west",
      "peninsula", "water",  "countryside", "airspace", "enclave", "suburb"};
  return is_one_of(lemma, kWords);
}

/// What may be said to be to do something: "the next step is to join".
bool is_option(std::string_view lemma) {
  constexpr std::array<std::string_view, 12> kWords{
      "step", "option", "way",         "goal",     "aim",      "task",
      "plan", "choice", "alternative", "solution", "priority", "resort"};
  return is_one_of(lemma, kWords);
}

bool is_speech(std::string_view verb) {
  constexpr std::array<std::string_view, 10> kVerbs{
      "say", "add", "tell", "note", "state", "declare", "write", "explain", "warn", "continue"};
  return is_one_of(verb, kVerbs);
}

/// What somebody says in the first person.
bool is_address(std::string_view lemma) {
  constexpr std::array<std::string_view, 8> kWords{"statement", "remark", "speech",  "address",
                                                   "message",   "letter", "comment", "declaration"};
  return is_one_of(lemma, kWords);
}

bool is_armed(std::string_view sector) { return sector == "REB" || sector == "UAF"; }

/// Those that act under a name of their own.
bool is_private(std::string_view sector) {
  constexpr std::array<std::string_view, 7> kSectors{"BUS", "PTY", "LAB", "NGO",
                                                     "MED", "EDU", "CRM"};
  return is_one_of(sector, kSectors);
}

/// People who are where they are spoken of: of the one state that a sentence names.
bool is_domestic(std::string_view sector) {
  constexpr std::array<std::string_view, 14> kSectors{"CVL", "LAB", "EDU", "OPP", "MED",
                                                      "HLH", "AGR", "REL", "PTY", "CRM",
                                                      "NGO", "COP", "JUD", "LEG"};
  return is_one_of(sector, kSectors);
}

/// "two" → 2, up to seven; 0 for other words.
int number(const text::Token& token) {
  constexpr std::array<std::string_view, 6> kNumbers{"two",  "three", "four",
                                                     "five", "six",   "seven"};
  const auto found = std::ranges::find(kNumbers, lower_case(token.form));
  return found == kNumbers.end() ? 0 : static_cast<int>(found - kNumbers.begin()) + 2;
}

/// "the two states" → 2; 0 for a plural without a number.
int count_of(const Tree& tree, int noun) {
  for (const int c : tree.children(noun)) {
    const std::string word = lower_case(tree[c].form);
    if (word == "both" || word == "either" || word == "neither" || word == "2") return 2;
    if (const int count = number(tree[c]); count > 0) return count;
  }
  return 0;
}

bool is_definite(const Tree& tree, int noun) {
  for (const int c : tree.children(noun)) {
    const std::string_view lemma = tree.lemma(c);
    if (lemma == "the" || lemma == "this" || lemma == "that" || lemma == "these" ||
        lemma == "those" || lemma == "both")
      return true;
  }
  return false;
}

}  // namespace

struct References::Guard {
  explicit Guard(int& depth) : depth_(depth) { ++depth_; }
  ~Guard() { --depth_; }
  int& depth_;
};

void add_all(Referents& to, const Referents& from) {
  for (const Referent& referent : from)
    if (std::ranges::none_of(to, [&](const Referent& r) { return same_actor(r, referent); }))
      to.push_back(referent);
}

void Discourse::add(const Entity& entity) {
  entities_.push_back(entity);
  if (!entity.state) return;
  const auto named =
      std::ranges::find(times_named_, entity.id, &std::pair<std::string_view, int>::first);
  if (named == times_named_.end())
    times_named_.emplace_back(entity.id, 1);
  else
    ++named->second;
}

const Discourse::Group* Discourse::speakers_called(std::string_view name) const {
  const auto found = std::ranges::find(labels_, name, &std::pair<std::string, Group>::first);
  return found == labels_.end() ? nullptr : &found->second;
}

void Discourse::read_quotes(std::span<const text::Token> tokens, std::uint32_t paragraph) {
  if (paragraph != paragraph_) quote_is_open_ = false;
  paragraph_ = paragraph;
  bool inside = quote_is_open_, outside = false;
  for (const text::Token& token : tokens) {
    if (token.form == "“" || token.form == "``")
      quote_is_open_ = inside = true;
    else if (token.form == "”" || token.form == "''")
      quote_is_open_ = false;
    else if (token.form == "\"")
      quote_is_open_ = !quote_is_open_, inside = true;
    else if (token.tag != Tag::PUNCT)
      outside = outside || !quote_is_open_;
  }
  is_all_quoted_ = inside && !outside;
}

const Discourse::Entity* Discourse::quoted_on() const {
  const bool of_late = quoted_ && sentence_ - quoted_->sentence <= kLookBack;
  return is_all_quoted_ && of_late ? &*quoted_ : nullptr;
}

std::string_view Discourse::clear_topic() const {
  constexpr int kOften = 4;
  const auto times = &std::pair<std::string_view, int>::second;
  const auto most = std::ranges::max_element(times_named_, {}, times);
  if (most == times_named_.end() || most->second < kOften) return {};
  for (const auto& [id, count] : times_named_)
    if (id != most->first && 3 * count > 2 * most->second) return {};
  return most->first;
}

References::References(const Tree& tree, const std::vector<Mention>& mentions, const Actors& actors,
                       Discourse& discourse)
    : tree_(tree),
      mentions_(mentions),
      actors_(actors),
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
    if (m.kind == NameKind::project && m.owners.empty()) return {};  // at sea, under a treaty
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

bool References::is_state(const Mention& mention) const {
  const ActorFacts* facts = actors_.facts(mention.id);
  return facts != nullptr && facts->is_state;
}

bool References::is_subject(const Mention& mention) const {
  const Relation relation = tree_.relation(mention.head);
  return relation == Relation::nsubj || relation == Relation::nsubj_pass;
}

Referents References::at(int token) const {
  Referents direct = of(token);
  return direct.empty() ? owners(token) : direct;
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
  if (tree_[token].tag == Tag::PRON || tree_[token].tag == Tag::DET) return of_pronoun(token);
  if (tree_.lemma(token) == "latter" || tree_.lemma(token) == "former") return of_latter(token);
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
  return result.empty() ? among_them(token) : result;
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
  Referents result;
  if (m.role == RoleKind::state && m.id.empty()) {
    result = of_description(m.head);
  } else if (m.id.empty()) {
    result = of_role(m);
  } else {
    result.push_back(referent(m));
  }
  add_all(result, listed(m));
  // Coordination that the words between hide: "Pakistan, its ally China and, lately, Iran".
  for (const int c : tree_.children(m.head))
    if (tree_.relation(c) == Relation::conj &&
        (mention(c) != nullptr ? mention(c) != &m && mention(c)->list != m.list
                               : tree_.lemma(c) == "what"))
      add_all(result, of(c));
  return result;
}

/// "Western powers, such as France and Britain": those that are named, not the bloc.
Referents References::exemplified(const Mention& m) const {
  if (is_state(m)) return {};
  int at = m.end;
  if (at < tree_.size() && tree_[at].form == ",") ++at;
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
    if (other.kind == NameKind::project) add_all(result, project_owners(other));
  }
  return result;
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
  return result.empty() ? possessor_before(token) : result;
}

/// "America's long-time ally", "its all-weather ally", where the tree has lost them: the possessive
/// before the noun's modifiers.
Referents References::possessor_before(int noun) const {
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

/// A corridor or pipeline never acts; its owners do.
Referents References::project_owners(const Mention& project) const {
  Referents result;
  for (std::size_t begin = 0; begin < project.owners.size();) {
    const std::size_t end = std::min(project.owners.find('|', begin), project.owners.size());
    result.push_back(
        {project.owners.substr(begin, end - begin), {}, project.begin, project.end - 1, 0.8f});
    begin = end + 1;
  }
  return result;
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
  if (named != nullptr && named->kind == NameKind::project) return project_owners(*named);
  // "supplied the Taliban's enemies": whoever they are, they are not the Taliban.
  constexpr std::array<std::string_view, 6> kFoes{"enemy",     "foe",      "rival",
                                                  "adversary", "opponent", "nemesis"};
  if (is_one_of(tree_.lemma(token), kFoes)) return {};
  // "US strikes that killed …", "a plan of Iran's which B rejected"
  if (tree_[token].tag == Tag::PRON && is_relative(lower_case(tree_[token].form)))
    for (int at = tree_.head(token), steps = 0; at >= 0 && steps < 3; at = tree_.head(at), ++steps)
      if (tree_.relation(at) == Relation::acl_relcl) return owners(tree_.head(at));
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
  const bool place = is_ground(tree_.lemma(token));
  for (Referent& r : result) {
    r.certainty *= 0.8f;
    (place ? r.is_place : r.is_owner) = true;
  }
  return result;
}

/// The "B" of "A urged B to leave", where `verb` is "urged" and `infinitive` "leave".
bool References::has_acting_object(int verb, int infinitive) const {
  return std::ranges::any_of(tree_.children(verb), [&](int c) {
    const Relation relation = tree_.relation(c);
    const Mention* m = mention(c);
    return c > verb && c < infinitive && m != nullptr && m->can_act() &&
           (relation == Relation::obj || relation == Relation::iobj);
  });
}

const Mention* References::subject_above(int token, bool want_person, bool want_plural,
                                         const Mention* except) const {
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps) {
    // "A urged B to withdraw its troops": the infinitive's subject is B.
    const bool by_object = tree_.relation(below) == Relation::xcomp && below <= token &&
                           tree_.lemma(at) != "promise" && tree_.lemma(at) != "threaten" &&
                           has_acting_object(at, below);
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      const bool object = by_object && c < below && c > at &&
                          (relation == Relation::obj || relation == Relation::iobj);
      const bool subject = relation == Relation::nsubj || relation == Relation::nsubj_pass;
      if (by_object ? !object : !subject) continue;
      if (c == below || c > token) continue;
      const Mention* m = mention(c);
      if (m == nullptr || !m->can_act() || m == except) continue;
      const bool is_person = !m->person.empty() || m->role == RoleKind::person;
      const bool is_plural = m->plural || m->list >= 0;
      if (is_person != want_person && want_person) continue;
      if (is_person && !want_person && !want_plural) continue;
      if (is_plural != want_plural) continue;
      return m;
    }
  }
  return nullptr;
}

/// "The involvement of the United States … its rivalry": to whom the subject above belongs.
Referents References::subject_owner_above(int token) const {
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps)
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      if (relation != Relation::nsubj && relation != Relation::nsubj_pass) continue;
      if (c == below || c > token || mention(c) != nullptr || tree_[c].tag == Tag::PRON) continue;
      if (Referents owner = owners(c); !owner.empty()) return owner;
    }
  return {};
}

/// The subject of the clause in which `token` stands, shared with the clauses before it.
const Mention* References::clause_subject(int token) const {
  int steps = 0;
  for (int at = tree_.head(token); at >= 0 && steps < tree_.size(); at = tree_.head(at), ++steps) {
    for (const Relation relation : {Relation::nsubj, Relation::nsubj_pass})
      if (const int c = tree_.child(at, relation); c >= 0) return mention(c);
    const bool clause = text::is_verb(tree_[at].tag);
    if (clause && tree_.relation(at) != Relation::conj && tree_.relation(at) != Relation::xcomp)
      return nullptr;
  }
  return nullptr;
}

const Mention* References::nearest_before(int token, bool want_person,
                                          const Mention* except) const {
  // "Pakistan, its ally": what a comma sets right before "its" is what "its" describes.
  const bool after_comma = token >= 2 && tree_[token - 1].form == ",";
  const Mention* described = after_comma ? mention(token - 2) : nullptr;
  const Mention* best = nullptr;
  for (const Mention& m : mentions_) {
    if (m.end > token) break;
    if (&m == described || &m == except) continue;
    const bool is_person = !m.person.empty() || m.role == RoleKind::person;
    if (is_person == want_person && !m.id.empty() && m.can_act()) best = &m;
  }
  return best;
}

Referents References::antecedent(int token) const {
  // The relative clause hangs from the noun that the pronoun stands for.
  int at = token;
  for (int steps = 0; at >= 0 && steps < tree_.size(); ++steps) {
    if (tree_.relation(at) == Relation::acl_relcl) {
      const int noun = tree_.head(at);
      const Mention* m = noun >= 0 ? mention(noun) : nullptr;
      const bool singular = tree_[at].tag == Tag::VERB_PRESENT && tree_[at].form.ends_with('s');
      if (m != nullptr && singular && !m->id.empty()) return {referent(*m)};
      if (Referents found = of(noun); !found.empty()) return found;
      break;
    }
    at = tree_.head(at);
  }
  return before_comma(token);
}

Referents References::topic_for(int token, const Referent& except) const {
  // "the last resort is to get closer to B"
  const bool beside_verb = tree_[token].tag == Tag::ADJ && tree_.relation(token) == Relation::xcomp;
  const int verb = beside_verb ? tree_.head(token) : token;
  const bool infinitive = tree_[verb].tag == Tag::VERB_BASE && tree_.child(verb, "to") >= 0;
  bool untold = text::is_noun(tree_[verb].tag) || tree_[verb].tag == Tag::VERB_GERUND || infinitive;
  for (int at = token, steps = 0; at >= 0 && untold && steps < tree_.size();
       at = tree_.head(at), ++steps)
    for (const int c : tree_.children(at)) {
      const Relation relation = tree_.relation(c);
      if (relation == Relation::nmod_poss) untold = false;
      if (relation != Relation::nsubj && relation != Relation::nsubj_pass) continue;
      const Mention* m = mention(c);
      // "this", "the first", "the aim", but no other subject: that is who does it.
      const bool option = tree_[c].tag == Tag::ADJ || tree_[c].tag == Tag::DET ||
                          tree_.lemma(c) == "this" || tree_.lemma(c) == "that" ||
                          is_option(tree_.lemma(c));
      // "relations with B developed", "the effort to turn to B failed"
      const bool inside =
          (infinitive || text::is_noun(tree_[token].tag)) && tree_.is_below(token, c);
      untold = untold && m == nullptr && owners(c).empty() && (option || inside);
    }
  if (!untold) return {};
  const std::string_view topic = discourse_.clear_topic();
  if (topic.empty() || topic == except.id) return {};
  return {{topic, {}, token, token, 0.5f}};
}

Referents References::before_comma(int token) const {
  int at = token - 1;
  while (at >= 0 && (tree_[at].tag == Tag::PUNCT || tree_[at].tag == Tag::ADP)) --at;
  if (at < 0 || at == token - 1) return {};
  const Mention* m = mention(at);
  if (m == nullptr || !m->can_act()) return {};
  Referents found = of_mention(*m);
  for (Referent& r : found) r.certainty *= 0.85f;
  return found;
}

/// "the Pakistan vs US diplomatic row", wherever the tree hung the names: those that one word ties
/// before the noun and its adjectives.
Referents References::compared_before(int noun) const {
  int at = noun - 1;
  for (int steps = 0; steps < 3 && at >= 0 && mention(at) == nullptr; ++steps, --at) {
    const Tag tag = tree_[at].tag;
    if (tag != Tag::ADJ && tag != Tag::NOUN && tag != Tag::VERB_GERUND &&
        tag != Tag::VERB_PARTICIPLE)
      return {};
  }
  const Mention* last = at >= 0 ? mention(at) : nullptr;
  if (last == nullptr || last->list < 0 || last->role || last->kind == NameKind::place) return {};
  Referents result;
  for (const Mention& m : mentions_)
    if (m.list == last->list && m.begin <= last->begin && !m.id.empty())
      result.push_back(referent(m));
  return result.size() > 1 ? result : Referents{};
}

/// "After its attack on B, A …": the subject that follows a phrase at the head of the sentence, in
/// which nobody else is named before the pronoun. Null for other pronouns than possessive ones.
const Mention* References::subject_ahead(int token) const {
  const std::string form = lower_case(tree_[token].form);
  if (form != "its" && form != "his" && form != "her" && form != "their") return nullptr;
  for (const Mention& m : mentions_)
    if (m.begin < token && m.can_act()) return nullptr;
  for (int below = token, at = tree_.head(token); at >= 0; below = at, at = tree_.head(at)) {
    const Relation relation = tree_.relation(below);
    const int who = tree_.child(at, Relation::nsubj);
    if (who < token || (relation != Relation::obl && relation != Relation::advcl)) continue;
    const Mention* m = mention(who);
    if (m == nullptr || m->id.empty() || !m->can_act()) return nullptr;
    const bool fits = form == "its"     ? m->person.empty()
                      : form == "their" ? m->list >= 0 || m->plural || m->kind == NameKind::people
                                        : !m->person.empty();
    return fits ? m : nullptr;
  }
  return nullptr;
}

Referents References::of_pronoun(int token) const {
  const std::string form = lower_case(tree_[token].form);
  const std::string_view lemma = tree_.lemma(token);
  if (is_relative(form) && tree_[token].tag == Tag::PRON) return antecedent(token);
  if (is_first_person(form)) return of_first_person(token);
  if (form.ends_with("self") || form.ends_with("selves")) {  // whoever acts there
    const bool plural = form.ends_with("selves");
    const Mention* m = subject_above(token, !plural, plural);
    if (m == nullptr) m = subject_above(token, false, false);
    Referents found = m == nullptr ? Referents{} : of_mention(*m);
    for (Referent& r : found) r.first = r.last = token;
    return found;
  }
  const auto& entities = discourse_.entities();
  const int now = discourse_.sentence();
  // "it" and "him" are somebody else than the subject of their clause; "its" and "his" need not be.
  const bool object_form = form == "it" || form == "him" || form == "them";
  const Mention* own =
      object_form && tree_.relation(token) != Relation::nsubj ? clause_subject(token) : nullptr;
  if (const Mention* m = subject_ahead(token); m != nullptr)
    return {{m->id, m->sector, token, token, 0.8f}};
  if (is_personal(lemma, form)) {
    const Mention* m = subject_above(token, true, false, own);
    if (m == nullptr) m = nearest_before(token, true, own);
    if (m != nullptr && !m->id.empty()) return {{m->id, m->sector, token, token, 0.85f}};
    for (auto e = entities.rbegin(); e != entities.rend() && now - e->sentence <= kLookBack; ++e)
      if (e->person && e->subject) return {referent(*e, token, 0.8f)};
    for (auto e = entities.rbegin(); e != entities.rend() && now - e->sentence <= kLookBack; ++e)
      if (e->person) return {referent(*e, token, 0.7f)};
    return {};
  }
  if (is_neuter(lemma, form)) {
    const Mention* m = subject_above(token, false, false, own);
    if (m == nullptr || m->id.empty())
      if (Referents owner = subject_owner_above(token); owner.size() == 1)
        return {{owner[0].id, owner[0].sector, token, token, 0.75f}};
    if (m == nullptr || m->id.empty()) m = nearest_before(token, false, own);
    if (m != nullptr && !m->id.empty()) return {{m->id, m->sector, token, token, 0.8f}};
    for (auto e = entities.rbegin(); e != entities.rend() && now - e->sentence <= kLookBack; ++e)
      if (!e->person && e->subject) return {referent(*e, token, 0.7f)};
    for (auto e = entities.rbegin(); e != entities.rend() && now - e->sentence <= kLookBack; ++e)
      if (!e->person && !e->aside) return {referent(*e, token, 0.55f)};
    return {};
  }
  if (is_plural_pronoun(lemma, form)) {
    if (const Mention* m = subject_above(token, false, true); m != nullptr) {
      Referents result = of_mention(*m);
      for (Referent& r : result) r.first = r.last = token, r.certainty *= 0.85f;
      if (!result.empty()) return result;
    }
    for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m) {
      if (m->end > token || (m->list < 0 && !m->plural)) continue;
      Referents result = of_mention(*m);
      for (Referent& r : result) r.first = r.last = token, r.certainty *= 0.8f;
      if (!result.empty()) return result;
    }
    return of_plural(token, 0, {});
  }
  return {};
}

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
  for (const std::string& word : words)
    for (const std::string_view descriptor : facts->descriptors)
      if (word == descriptor) best = std::max(best, 1 + std::ranges::count(word, ' '));
  return static_cast<int>(best) + 1;
}

/// "we": those who are named with it, or whose speech is reported, or who have the floor.
Referents References::of_first_person(int token) const {
  for (const int c : tree_.children(token))
    if (tree_.relation(c) == Relation::appos)
      if (Referents named = of(c); !named.empty()) return named;
  // "'We will answer,' the Turkish minister said"
  const auto speaker_at = [&](int verb) -> Referents {
    const int who = tree_.child(verb, Relation::nsubj);
    const Mention* m = who >= 0 ? mention(who) : nullptr;
    if (m == nullptr || m->id.empty() || !m->can_act()) return {};
    return {{m->id, m->sector, token, token, 0.8f}};
  };
  int steps = 0;
  for (int below = token, at = tree_.head(token); at >= 0 && steps < tree_.size();
       below = at, at = tree_.head(at), ++steps) {
    if (tree_.relation(below) == Relation::ccomp || tree_.relation(below) == Relation::parataxis)
      if (Referents found = speaker_at(at); !found.empty()) return found;
    for (const int c : tree_.children(at))
      if (tree_.relation(c) == Relation::parataxis && c != below)
        if (Referents found = speaker_at(c); !found.empty()) return found;
  }
  Referents result;
  const std::optional<Discourse::Entity>& quoted = discourse_.quoted();
  const auto& speakers = discourse_.speakers();
  const bool later = quoted && !discourse_.is_transcript() && !speakers.empty() &&
                     quoted->sentence > speakers.front().sentence;
  if (!later || discourse_.sentence() - quoted->sentence > kLookBack)
    for (const Discourse::Entity& speaker : speakers)
      result.push_back({speaker.id, speaker.sector, token, token, 0.8f});
  if (result.empty() && quoted && discourse_.sentence() - quoted->sentence <= kLookBack)
    result.push_back({quoted->id, quoted->sector, token, token, 0.7f});
  return result;
}

/// "'We will answer,' Mr Cook said." "The minister said:" Who is quoted here, and maybe in the
/// sentences that follow.
std::optional<Discourse::Entity> References::quoted() const {
  const auto is_quote = [](const text::Token& token) {
    return token.form == "\"" || token.form == "“" || token.form == "”" || token.form == "``" ||
           token.form == "''";
  };
  bool quotes = tree_.size() > 0 && tree_[tree_.size() - 1].form == ":";
  for (int i = 0; i < tree_.size() && !quotes; ++i) quotes = is_quote(tree_[i]);
  if (!quotes) return std::nullopt;
  for (int i = 0; i < tree_.size(); ++i) {
    if (!text::is_verb(tree_[i].tag)) continue;
    const int thing = tree_.child(i, Relation::obj);  // "released the following statement:"
    if (!is_speech(tree_.lemma(i)) && (thing < 0 || !is_address(tree_.lemma(thing)))) continue;
    const int who = tree_.child(i, Relation::nsubj);
    if (who < 0) continue;
    for (const Referent& r : of(who))
      if (r.id != "UNK")
        return Discourse::Entity{r.id, r.sector, true, true, false, discourse_.sentence()};
  }
  return std::nullopt;
}

/// "both presidents", "the ministers": the persons of that office whom the text named together
/// last.
Referents References::of_persons(const Mention& role, int count) const {
  const Referents doers = doers_around(role.head);
  Referents found;
  const auto add = [&](std::string_view id, std::string_view sector, bool person, float certainty) {
    const bool doer = std::ranges::any_of(doers, [&](const Referent& r) { return r.id == id; });
    if (person && !id.empty() && sector == role.sector && !doer)
      add_all(found, {{id, role.sector, role.begin, role.end - 1, certainty}});
  };
  const auto is_all = [&] {
    return count > 0 ? found.size() == std::size_t(count) : found.size() > 1;
  };
  for (const Mention& m : mentions_)
    if (m.end <= role.begin && m.can_act())
      add(m.id, m.sector, !m.person.empty() || m.role == RoleKind::person, 0.85f);
  if (is_all()) return found;
  found.clear();
  const auto& entities = discourse_.entities();
  int sentence = discourse_.sentence();
  for (auto e = entities.rbegin(); e != entities.rend(); ++e) {
    if (e->sentence != sentence) {
      if (is_all()) return {found.rbegin(), found.rend()};
      found.clear();
      sentence = e->sentence;
      if (discourse_.sentence() - sentence > kLookBack / 2) return {};
    }
    add(e->id, e->sector, e->person, 0.75f);
  }
  return is_all() ? Referents{found.rbegin(), found.rend()} : Referents{};
}

Referents References::of_plural(int token, int count, const std::vector<std::string>& words) const {
  const bool pronoun = mention(token) == nullptr && tree_[token].tag == Tag::PRON;
  const int look_back = pronoun ? kLookBack / 2 : 2 * kLookBack;
  const auto all_fit = [&](const auto& ids, int wanted) {
    return std::ranges::all_of(ids, [&](const auto& e) { return fit(e.id, words) >= wanted; });
  };
  const Referents doers = pronoun ? Referents{} : doers_around(token);
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
  }
  // Then sentence by sentence back: a list of that many, or just that many states.
  const auto& entities = discourse_.entities();
  const auto& groups = discourse_.groups();
  for (const int wanted : {3, 2, 1}) {
    auto e = entities.rbegin();
    auto g = groups.rbegin();
    for (int back = 1; back <= look_back; ++back) {
      const int sentence = discourse_.sentence() - back;
      while (g != groups.rend() && g->front().sentence > sentence) ++g;
      for (; g != groups.rend() && g->front().sentence == sentence; ++g) {
        if ((count > 0 && g->size() != std::size_t(count)) || !all_fit(*g, wanted)) continue;
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
      if (count > 0 && states.size() == std::size_t(count)) return states;
    }
  }
  return count > 1 ? of_most_named(token, count, doers) : Referents{};
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
    if (!is_definite(tree_, noun) && !all_of_them) return {};
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
  if (!owned_by.empty() && words.empty()) return {};
  const bool modified = !words.empty();
  words.push_back(lower_case(lemma));  // "the kingdom"
  // "Poland invaded the country", but "the Polish president defended the country"
  const Referents doers = doers_around(noun);
  const auto is_doer = [&](std::string_view id) {
    return std::ranges::any_of(doers, [&](const Referent& r) {
      return r.id == id && (r.sector.empty() || r.sector == "MIL");
    });
  };
  // Whom the words describe; else, for a bare "the country", the last that was named.
  for (const bool bare : {false, true}) {
    if (bare && modified) return {};  // a description that fits nobody stands for nobody
    std::string_view best_id;
    int best = bare ? 0 : 1;
    for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m) {
      if (m->end > noun || m->id.empty() || is_doer(m->id)) continue;
      if (bare && !m->can_act()) continue;
      if (const int score = fits(m->id); score > best) best = score, best_id = m->id;
    }
    if (best_id.empty() || !bare) {
      const auto& entities = discourse_.entities();
      for (auto e = entities.rbegin(); e != entities.rend() && !(bare && !best_id.empty()); ++e)
        if (const int score = is_doer(e->id) || (bare && e->aside) ? 0 : fits(e->id); score > best)
          best = score, best_id = e->id;
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

Referents References::of_role(const Mention& m) const {
  const RoleKind kind = m.role.value_or(RoleKind::body);  // "the Supreme Court" is a body by name
  if (m.sector.empty()) {  // "the movement", not "the gas network" nor "a group of …"
    const bool bare = m.begin > 0 && tree_[m.begin - 1].tag == Tag::DET;
    return bare && is_definite(tree_, m.head) ? named_before(m.head, {}) : Referents{};
  }
  if (Referents named = armed_before(m); !named.empty()) return named;
  if (Referents owned = of_owned_role(m); !owned.empty()) return owned;
  // "the ministers", "both presidents": of those that were named together.
  const int count = m.plural ? count_of(tree_, m.head) : 0;
  const bool together = kind == RoleKind::person || count > 1;
  if (m.plural && together && is_definite(tree_, m.head)) {
    if (kind == RoleKind::person && modifiers(m.begin).empty())
      if (Referents persons = of_persons(m, count); !persons.empty()) return persons;
    Referents all = of_plural(m.head, count, {});
    for (Referent& r : all) r.sector = m.sector;
    if (all.size() > 1) return all;
  }
  const bool after_article = m.begin > 0 && tree_[m.begin - 1].tag == Tag::DET;
  const bool definite = is_definite(tree_, m.head) || !m.person.empty();
  if (definite && (kind != RoleKind::person || m.sector == "IGO"))
    if (Referents named = named_before(m.head, m.sector); !named.empty()) return named;
  const std::string_view around = state_around(m);
  const bool domestic = is_domestic(m.sector);
  if (const auto some = of_some(m, kind, around, definite)) return *some;
  if (kind == RoleKind::group) {
    if (!around.empty()) return as_role(m, around, 0.6f);
    if (is_armed(m.sector) || m.sector == "CRM")
      if (const std::string_view scene = scene_of_sentence(); !scene.empty())
        return as_role(m, scene, 0.55f);
    const std::string_view topic = discourse_.topic([](std::string_view) { return false; });
    return domestic && definite && !topic.empty() ? as_role(m, topic, 0.5f)
                                                  : as_role(m, "UNK", 0.6f);
  }
  // "clashed with police", "asked parliament": there is but one.
  const bool only_one = kind == RoleKind::body && (m.sector == "COP" || m.sector == "LEG");
  const bool acts = is_subject(m) || tree_.relation(m.head) == Relation::obl_agent;
  if (!definite && !after_article && !acts && !only_one) return {};
  // "the man" is somebody whom the text has named, not just anybody.
  if (definite && !m.plural && m.sector == "CVL" && m.person.empty()) return {};
  return of_role_in_focus(m);
}

/// "the rebels in Bulgaria": where the text has named rebels, these are they.
Referents References::armed_before(const Mention& m) const {
  if (!is_armed(m.sector) || !is_definite(tree_, m.head) || !possessors(m.head).empty()) return {};
  const bool of_others = std::ranges::any_of(tree_.children(m.head), [&](int c) {
    return mention(c) != nullptr && tree_.preposition(c) != "in";
  });
  return of_others ? Referents{} : named_before(m.head, m.sector);
}

/// "arrested three journalists", "outlawed opposition parties": some people of whom no more is told
/// are of the state that acts on them, or where it does. Nothing for other phrases.
std::optional<Referents> References::of_some(const Mention& m, RoleKind kind,
                                             std::string_view around, bool definite) const {
  int noun = m.head;  // "arrested dozens of journalists"
  if (tree_.relation(noun) == Relation::nmod && is_quantity(tree_[tree_.head(noun)]))
    noun = tree_.head(noun);
  const int verb = tree_.head(noun);
  const Relation relation = tree_.relation(noun);
  const bool undergo = relation == Relation::obj || relation == Relation::nsubj_pass;
  const bool acts = is_subject(m) || tree_.relation(m.head) == Relation::obl_agent;
  const bool domestic = is_domestic(m.sector);
  // Not those who are told something.
  const bool told = m.sector == "MED" && (!undergo || (verb >= 0 && is_speech(tree_.lemma(verb))));
  const bool one = !m.plural && domestic && tree_.child(m.head, "a") >= 0;
  const bool bodies = kind == RoleKind::body && m.plural && domestic && undergo;
  const bool some = (kind == RoleKind::person && (m.plural || one)) || bodies;
  if (!some || definite || acts || told || m.sector == "GOV" || m.sector == "IGO")
    return std::nullopt;
  if (!around.empty()) return as_role(m, around, 0.6f);
  // "Kenya arrested three journalists": of nobody else, so of its own.
  const bool of_another = std::ranges::any_of(mentions_, [&](const Mention& other) {
    const int head = tree_.head(other.head);
    return other.begin >= m.end && !other.id.empty() && (head == m.head || head == verb);
  });
  const Referents doers = domestic && undergo && !of_another ? doers_around(m.head) : Referents{};
  if (doers.size() == 1 && is_state(doers[0].id)) return as_role(m, doers[0].id, 0.5f);
  return one || bodies ? std::nullopt : std::optional<Referents>(Referents{});
}

/// "Iran's army", "the president of Kenya", "police in Lusaka", "the minister, Abiy Ahmed"
Referents References::of_owned_role(const Mention& m) const {
  // "his counterpart, the Iranian minister": whoever is named, not the owner.
  if (m.role == RoleKind::person)
    for (const int c : tree_.children(m.head)) {
      const Mention* name = mention(c);
      if (tree_.relation(c) == Relation::appos && name != nullptr && name != &m &&
          !name->id.empty() && name->can_act())
        return {referent(*name)};
    }
  Referents owned_by = possessors(m.head);
  if (owned_by.empty()) {
    for (const int c : tree_.children(m.head)) {
      const std::string preposition = tree_.preposition(c);
      const Mention* name = mention(c);
      // Soldiers are often abroad; police, courts and citizens are of the country that they are in.
      const bool at_home = m.role.value_or(RoleKind::body) == RoleKind::body ||
                           (m.sector != "MIL" && m.sector != "GOV");
      const bool seat_of = name != nullptr && (preposition == "in" || preposition == "at") &&
                           (name->kind == NameKind::seat || at_home);
      const bool belongs =
          preposition == "of" || preposition == "from" || preposition == "for" || seat_of;
      if (belongs) add_all(owned_by, of(c));
      if (belongs && name != nullptr && name->kind == NameKind::place && !name->id.empty())
        add_all(owned_by, {referent(*name)});  // "police in Lahore"
      if (name != nullptr && name->kind == NameKind::adjective &&
          tree_.relation(c) != Relation::conj)
        owned_by.push_back(referent(*name));
      if (tree_.relation(c) == Relation::appos && name != nullptr && !name->id.empty())
        return {referent(*name)};
    }
  }
  if (owned_by.empty()) owned_by = leader_of(m);
  if (owned_by.empty()) owned_by = owner_right_after(m);
  if (owned_by.empty()) owned_by = shared_owner(m);
  if (!owned_by.empty()) {
    Referents result;
    for (const Referent& r : owned_by) add_all(result, as_role(m, r.id, 0.9f * r.certainty));
    return result;
  }
  if (tree_.relation(m.head) == Relation::appos && tree_.head(m.head) >= 0)
    if (const Mention* name = mention(tree_.head(m.head)); name != nullptr && !name->id.empty())
      return {referent(*name)};
  return {};
}

/// "forces loyal to the president", "rebels led by Machar": whom they follow.
Referents References::leader_of(const Mention& followers) const {
  int at = followers.end;
  if (at + 2 >= tree_.size()) return {};
  const std::string_view how = tree_.lemma(at), link = tree_.lemma(at + 1);
  const bool loyal = (how == "loyal" || how == "faithful") && link == "to";
  const bool led = (how == "lead" || how == "command" || how == "head") && link == "by";
  if (!loyal && !led) return {};
  at += 2;
  const auto describes = [&](int i) {
    return mention(i) == nullptr && (tree_[i].tag == Tag::DET || tree_[i].tag == Tag::ADJ);
  };
  while (at + 1 < tree_.size() && describes(at)) ++at;
  const Mention* leader = mention(at);
  return leader == nullptr || !leader->can_act() ? Referents{} : of_mention(*leader);
}

/// "officials of A and representatives of B", where the tree gave all to the first: who stands
/// right after "of".
Referents References::owner_right_after(const Mention& role) const {
  if (tree_.relation(role.head) != Relation::conj || role.end + 1 >= tree_.size() ||
      tree_.lemma(role.end) != "of")
    return {};
  int at = role.end + 1;
  while (at + 1 < tree_.size() && mention(at) == nullptr && tree_[at].tag == Tag::DET) ++at;
  const Mention* owner = mention(at);
  return owner == nullptr || owner->id.empty() || !owner->can_act() ? Referents{}
                                                                    : of_mention(*owner);
}

/// "Saudi soldiers and police": the country of the first of a list goes for all that have no
/// article of their own.
Referents References::shared_owner(const Mention& role) const {
  const int first = tree_.head(role.head);
  if (tree_.relation(role.head) != Relation::conj || first < 0 || first > role.begin) return {};
  const Mention* m = mention(first);
  if (m == nullptr || m == &role || !m->role || *m->role == RoleKind::state) return {};
  if (tree_.child(role.head, Relation::det) >= 0) return {};
  Referents owners;
  for (const Referent& r : m->id.empty() ? of_role(*m) : Referents{referent(*m)})
    if (is_state(r.id)) owners.push_back({r.id, {}, role.begin, role.end - 1, 0.9f * r.certainty});
  return owners;
}

/// "the army", "the president": of the country whose it was, or that is spoken of.
Referents References::of_role_in_focus(const Mention& m) const {
  const std::string_view around = state_around(m);
  const bool domestic = is_domestic(m.sector);
  const auto& entities = discourse_.entities();
  // "Uganda invited the government", but "Ugandan lawmakers petitioned the government"
  const Referents doers = doers_around(m.head);
  const auto is_doer = [&](std::string_view id) {
    return std::ranges::any_of(doers, [&](const Referent& r) {
      const Mention* name = mention(r.first);
      const bool people = name != nullptr && name->kind == NameKind::people;
      return r.id == id &&
             ((r.sector.empty() && !people) || (r.sector == m.sector && m.sector == "GOV"));
    });
  };
  for (auto other = mentions_.rbegin(); other != mentions_.rend(); ++other)
    if (other->end <= m.begin && !other->id.empty() && other->can_act() &&
        other->sector == m.sector && !is_doer(other->id))
      return as_role(m, other->id, 0.75f);
  for (const Referent& doer : doers)
    if (domestic && is_state(doer.id) && !doer.sector.empty() && !is_doer(doer.id))
      return as_role(m, doer.id, 0.65f);
  // Of courts and parties one goes on to speak; the police are those of the place.
  const bool one_of_many = domestic && m.sector != "JUD" && m.sector != "LEG" && m.sector != "OPP";
  if (one_of_many && !around.empty() && !is_doer(around)) return as_role(m, around, 0.65f);
  for (auto e = entities.rbegin();
       e != entities.rend() && discourse_.sentence() - e->sentence <= 2 * kLookBack; ++e)
    if (e->sector == m.sector && !is_doer(e->id)) return as_role(m, e->id, 0.7f);
  if (!around.empty() && !is_doer(around)) return as_role(m, around, 0.65f);
  for (auto other = mentions_.rbegin(); other != mentions_.rend(); ++other)
    if (other->end <= m.begin && other->can_act() && is_state(*other) && !is_doer(other->id))
      return as_role(m, other->id, 0.6f);
  if (const std::string_view topic = discourse_.topic(is_doer); domestic && !topic.empty())
    return as_role(m, topic, 0.6f);
  for (auto e = entities.rbegin();
       e != entities.rend() && discourse_.sentence() - e->sentence <= 2 * kLookBack; ++e)
    if (e->state && !is_doer(e->id)) return as_role(m, e->id, 0.55f);
  return as_role(m, "UNK", 0.5f);
}

/// The state of those who have no other mark of it: where their deed takes place ("soldiers fired
/// at a crowd in Khartoum"), or the only one that the sentence names.
std::string_view References::state_around(const Mention& role) const {
  constexpr std::array<std::string_view, 6> kPlaces{"in",      "at",     "near",
                                                    "outside", "across", "inside"};
  const bool travels = role.sector == "GOV" && role.role == RoleKind::person;
  const int verb = tree_.head(role.head);
  if (verb >= 0 && !travels && text::is_verb(tree_[verb].tag))
    for (const int c : tree_.children(verb)) {
      const Mention* place = mention(c);
      if (place != nullptr && is_state(*place) && place->kind != NameKind::body &&
          tree_.relation(c) == Relation::obl && is_one_of(tree_.preposition(c), kPlaces))
        return place->id;
    }
  const std::string_view only = names_embassy() ? std::string_view{} : only_state();
  const bool body = role.role.value_or(RoleKind::body) == RoleKind::body;
  return is_domestic(role.sector) || body ? only : std::string_view{};
}

/// "the coalition", "the union": the last organisation or group named with that word in its name;
/// "the militants", "the company": the last of that sector. Anything for an empty sector.
Referents References::named_before(int noun, std::string_view sector) const {
  const Mention* role = mention(noun);
  const int begin = role != nullptr ? role->begin : noun,
            end = role != nullptr ? role->end : noun + 1;
  std::vector<std::string> words;
  for (int i = begin; i < end; ++i) words.push_back(lower_case(tree_.lemma(i)));
  const bool by_sector =
      sector.empty() || sector == "IGO" || is_armed(sector) || is_private(sector);
  const auto fits = [&](std::string_view id, std::string_view its_sector, bool by_word) {
    if (id.empty() || id == "UNK" || is_state(id)) return false;
    if (!sector.empty() && is_armed(its_sector) != is_armed(sector)) return false;
    if (by_word)
      return std::ranges::any_of(words, [&](const auto& w) { return actors_.is_called(id, w); });
    return by_sector && (sector.empty() || is_armed(sector) || its_sector == sector);
  };
  const auto& entities = discourse_.entities();
  for (const bool by_word : {true, false}) {
    for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
      if (m->end <= begin && m->can_act() && m->person.empty() && fits(m->id, m->sector, by_word)) {
        Referents found{referent({m->id, m->sector}, noun, 0.75f)};
        if (role != nullptr && role->plural)  // "sued Ford and Fiat … the companies"
          for (const Referent& other : listed(*m))
            if (fits(other.id, other.sector, by_word))
              add_all(found, {referent({other.id, other.sector}, noun, 0.7f)});
        return found;
      }
    for (auto e = entities.rbegin();
         e != entities.rend() && discourse_.sentence() - e->sentence <= 3 * kLookBack; ++e) {
      if (e->person || !fits(e->id, e->sector, by_word)) continue;
      Referents found{referent({e->id, e->sector}, noun, 0.7f)};
      if (role != nullptr && role->plural)
        for (const Discourse::Group& group : discourse_.groups())
          if (group.front().sentence == e->sentence &&
              std::ranges::find(group, e->id, &Discourse::Entity::id) != group.end())
            for (const Discourse::Entity& other : group)
              if (fits(other.id, other.sector, by_word))
                add_all(found, {referent(other, noun, 0.65f)});
      return found;
    }
  }
  return {};
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
  std::vector<std::pair<int, Discourse::Group>> lists;
  for (const Mention& m : mentions_) {
    if (m.role == RoleKind::state && m.id.empty()) {  // "these two partners" keeps them together
      Discourse::Group group;
      for (const Referent& r : of_mention(m))
        add_member(group, {r.id, {}, false, false, true, now});
      add_group(std::move(group));
    }
    if (m.id.empty()) continue;
    if (!m.can_act()) {
      if (is_state(m)) discourse_.add({m.id, {}, false, false, true, now, true});
      continue;
    }
    const bool person = !m.person.empty() || m.role == RoleKind::person;
    const Discourse::Entity entity{m.id, m.sector, person, is_subject(m), is_state(m), now, false};
    discourse_.add(entity);
    if (m.list < 0) continue;
    if (lists.empty() || lists.back().first != m.list)
      lists.emplace_back(m.list, Discourse::Group{});
    add_member(lists.back().second, entity);
  }
  for (auto& [number, group] : lists) add_group(std::move(group));
}

}  // namespace entente::reading
