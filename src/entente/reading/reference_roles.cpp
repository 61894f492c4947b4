// Whose people are: "the army", "officials in Kabul", "forces loyal to the president".

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

/// The actor, where a role stands for it.
Referents as_role(const Mention& role, std::string_view id, float certainty) {
  return {{id, role.sector, role.begin, role.end - 1, certainty}};
}

bool is_armed(std::string_view sector) { return sector == "REB" || sector == "UAF"; }

/// The state's own: no gang is meant by "the army", whatever it calls itself.
bool is_organ_of_state(std::string_view sector) {
  constexpr std::array<std::string_view, 6> kSectors{"GOV", "MIL", "COP", "JUD", "LEG", "SPY"};
  return is_one_of(sector, kSectors);
}

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

}  // namespace

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

/// "our government", "my country's army", where it is unknown who speaks.
bool References::is_ours(const Mention& m) const {
  const int owner = tree_.child(m.head, Relation::nmod_poss);
  if (owner < 0) return false;
  const std::string word = lower_case(tree_[owner].form);
  return word == "our" || word == "my";
}

/// "A's troops in B were attacked by the local army": of the state where the sentence has just
/// been.
Referents References::of_place_before(const Mention& role) const {
  const bool local = std::ranges::any_of(modifiers(role.end - 1), [](const std::string& word) {
    return word == "local" || word == "host";
  });
  constexpr std::array<std::string_view, 7> kPlaces{"in",     "at",     "near",  "outside",
                                                    "across", "inside", "around"};
  for (auto m = mentions_.rbegin(); local && m != mentions_.rend(); ++m)
    if (m->end <= role.begin && is_state(*m) && is_one_of(tree_.preposition(m->head), kPlaces))
      return as_role(role, m->id, 0.75f);
  return {};
}

Referents References::of_role(const Mention& m) const {
  const RoleKind kind = m.role.value_or(RoleKind::body);  // "the Supreme Court" is a body by name
  if (m.sector.empty()) {      // "the movement", not "the gas network" nor "a group of …"
    int before = m.begin - 1;  // "the hardline group", "the Iran-backed group"
    while (before > 0 &&
           (tree_[before].tag == Tag::ADJ || tree_[before].tag == Tag::VERB_PARTICIPLE ||
            tree_[before].form == "-" || tree_[before + 1].form == "-"))
      --before;
    const bool bare = before >= 0 && tree_[before].tag == Tag::DET;
    return bare && is_definite(tree_, m.head) ? named_before(m.head, {}) : Referents{};
  }
  if (tree_.child(m.head, "no") >= 0) return {};
  if (tree_.lemma(m.head) == "press" && m.end < tree_.size() && text::is_noun(tree_[m.end].tag))
    return as_role(m, "UNK", 0.5f);  // "a press conference" is of no state
  if (Referents named = armed_before(m); !named.empty()) return named;
  if (Referents named = called_by_word(m); !named.empty()) return named;
  if (Referents owned = of_owned_role(m); !owned.empty()) return owned;
  if (is_contracting(m))
    if (Referents sides = of_plural(m.head, 0, {}); sides.size() > 1) return sides;
  if (Referents here = of_place_before(m); !here.empty()) return here;
  // "a military coup in Niger": no army that other sentences named.
  const Relation relation = tree_.relation(m.head);
  if (m.sector == "MIL" && tree_.lemma(m.head) == "military" &&
      (relation == Relation::amod || relation == Relation::compound)) {
    const bool several = tree_[tree_.head(m.head)].tag == Tag::NOUN_PLURAL;  // "military coups"
    const std::string_view around = several ? std::string_view{} : state_around(m);
    return around.empty() ? Referents{} : as_role(m, around, 0.6f);
  }
  // "your government", in a question to whoever gives the briefing
  if (const int owner = tree_.child(m.head, Relation::nmod_poss);
      owner >= 0 && lower_case(tree_[owner].form) == "your")
    return discourse_.host().empty() ? Referents{} : as_role(m, discourse_.host(), 0.6f);
  if (is_ours(m)) return {};  // of whoever writes, and of nobody whom the sentence names
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
  constexpr std::array<std::string_view, 6> kOnePerState{"junta", "regime",  "government",
                                                         "army",  "cabinet", "parliament"};
  if (kind == RoleKind::body && m.plural && count < 2 && is_definite(tree_, m.head) &&
      is_one_of(tree_.lemma(m.head), kOnePerState)) {  // "the juntas"
    Referents all = of_plural(m.head, 0, {});
    for (Referent& r : all) r.sector = m.sector;
    return all.size() > 1 ? all : Referents{};
  }
  const bool after_article = m.begin > 0 && tree_[m.begin - 1].tag == Tag::DET;
  const bool definite = is_definite(tree_, m.head) || !m.person.empty();
  if (definite && (kind != RoleKind::person || m.sector == "IGO"))
    if (Referents named = named_before(m.head, m.sector); !named.empty()) return named;
  if (definite && m.sector == "IGO" && !m.plural && kind == RoleKind::body && m.end == m.begin + 1)
    if (Referents named = named_before(m.head, {}); !named.empty()) return named;
  if (definite && is_organ(m))
    if (Referents named = organisation_before(m); !named.empty() || is_council(m)) return named;
  const std::string_view around = state_around(m);
  const bool domestic = is_domestic(m.sector);
  if (const auto some = of_some(m, kind, around, definite)) return *some;
  if (kind == RoleKind::group && definite && !m.plural)  // "the bank", after "Kenya's central bank"
    if (const std::string_view id = discourse_.called(words_of(m)); !id.empty())
      return as_role(m, id, 0.65f);
  if (kind == RoleKind::group) {
    if (const std::string_view state = state_fought_in(m); domestic && !state.empty())
      return as_role(m, state, 0.6f);
    if (!around.empty()) return as_role(m, around, 0.6f);
    // "troops fired on protesters" in a text about one state
    if (m.sector == "MIL" && only_state().empty() && modifiers(m.begin).empty())
      if (const std::string_view about = discourse_.clear_topic();
          !about.empty() && names_no_other(about))
        return as_role(m, about, 0.5f);
    if (const std::string_view home = home_of_armed(m); !home.empty())
      return as_role(m, home, 0.55f);
    if (const std::string_view foe = foe_of_group(m, false); !foe.empty())
      return as_role(m, foe, 0.55f);
    const std::string_view topic = discourse_.topic([](std::string_view) { return false; });
    if (domestic && definite && !topic.empty()) return as_role(m, topic, 0.5f);
    // "villagers" in a text about one state; gunmen may be anybody's
    const bool local = domestic && m.sector != "CRM" && m.sector != "NGO" &&
                       (only_state().empty() || only_state() == state_acted_on(m));
    const std::string_view target = state_acted_on(m);
    const auto is_target = [&](std::string_view id) { return id == target; };
    const std::string_view about = !local                   ? std::string_view{}
                                   : names_no_other(target) ? discourse_.topic(is_target)
                                                            : discourse_.clear_topic();
    return about.empty() ? as_role(m, "UNK", 0.6f) : as_role(m, about, 0.5f);
  }
  // A coalition is of several, and not of the state where it fights.
  if (lower_case(tree_[m.begin].form) == "coalition" && m.sector == "MIL")
    return as_role(m, "UNK", 0.5f);
  // "clashed with police", "asked parliament": there is but one.
  const bool only_one = kind == RoleKind::body && (m.sector == "COP" || m.sector == "LEG");
  const bool acts = is_subject(m) || tree_.relation(m.head) == Relation::obl_agent;
  if (!definite && !after_article && !acts && !only_one) {  // "ambushed government forces"
    const std::string_view foe = foe_of_group(m, false);
    if (foe.empty()) return {};
    return as_role(m, around.empty() ? foe : around, 0.6f);
  }
  // "the man" is somebody whom the text has named, not just anybody.
  if (definite && !m.plural && m.sector == "CVL" && m.person.empty()) return {};
  // "international officials", "foreign troops": of no state that the text is about
  constexpr std::array<std::string_view, 4> kOutside{"international", "foreign", "global",
                                                     "overseas"};
  if (std::ranges::any_of(modifiers(m.begin),
                          [&](const std::string& w) { return is_one_of(w, kOutside); }))
    return as_role(m, "UNK", 0.5f);
  Referents found = of_role_in_focus(m);
  if (m.sector == "IGO")  // no state is a bloc
    std::erase_if(found, [&](const Referent& r) { return is_state(r.id); });
  return found;
}

/// Rebels and gangs where the sentence is; rebels also, where it names but one state, of the one
/// whose army or police they face. Gunmen may come from elsewhere.
std::string_view References::home_of_armed(const Mention& role) const {
  if (!is_armed(role.sector) && role.sector != "CRM") return {};
  if (const std::string_view scene = scene_of_sentence(); !scene.empty()) return scene;
  const std::string_view only = only_state();
  const bool faced = std::ranges::any_of(mentions_, [&](const Mention& m) {
    return !only.empty() && m.id == only && m.role == RoleKind::body &&
           (m.sector == "MIL" || m.sector == "COP");
  });
  if (role.sector == "REB" && faced) return only;
  const std::string_view about = discourse_.clear_topic();
  return !about.empty() && names_no_other(about) ? about : std::string_view{};
}

/// "the parties", where the text has named no party: those of an agreement or of talks.
bool References::is_contracting(const Mention& m) const {
  return m.sector == "PTY" && m.plural && m.end == m.begin + 1 && m.begin > 0 &&
         lower_case(tree_[m.begin - 1].form) == "the" && tree_.lemma(m.head) == "party" &&
         std::ranges::none_of(discourse_.entities(),
                              [](const Discourse::Entity& e) { return e.sector == "PTY"; });
}

/// "asked the Council for sanctions": of no state, where no organisation has been named.
bool References::is_council(const Mention& m) const {
  return lower_case(tree_.lemma(m.head)) == "council" && discourse_.called("council").empty();
}

/// "the Council", "the Commission" with a capital inside a sentence: of an organisation.
bool References::is_organ(const Mention& m) const {
  constexpr std::array<std::string_view, 5> kOrgans{"council", "commission", "committee",
                                                    "secretariat", "assembly"};
  const char first = tree_[m.begin].form[0];
  return m.end == m.begin + 1 && first >= 'A' && first <= 'Z' && m.begin > 0 &&
         is_one_of(lower_case(tree_.lemma(m.head)), kOrgans);
}

/// "the Russian gas giant", "the London-based group", "the UN agency", "the lender": an
/// organisation that the text has named, under a description that names its state, its seat or its
/// parent.
Referents References::described_organisation(const Mention& m) const {
  const bool one = m.role && !m.plural && m.person.empty() && is_definite(tree_, m.head) &&
                   (*m.role == RoleKind::body || *m.role == RoleKind::group);
  if (!one) return {};
  constexpr std::array<std::string_view, 6> kOrgans{"agency",   "watchdog", "lender",
                                                    "tribunal", "court",    "body"};
  const bool based = tree_[m.begin + (m.end - m.begin > 2)].form == "-" && m.end - m.begin > 3 &&
                     (tree_.lemma(m.begin + 2) == "base" || tree_[m.begin + 2].form == "based");
  if (is_one_of(tree_.lemma(m.end - 1), kOrgans) && (m.id.empty() || based || m.sector == "IGO"))
    if (Referents found = organisation_in_focus(m); !found.empty()) return found;
  const bool named =
      m.sector.empty() || is_private(m.sector) || is_armed(m.sector) || m.sector == "IGO";
  if (m.id.empty() || !named) return {};
  Referents found = named_before(m.head, m.sector);
  std::erase_if(found, [&](const Referent& r) {
    const ActorFacts* facts = actors_.facts(r.id);
    return !based && facts != nullptr && facts->home != m.id;
  });
  return found;
}

/// "the north of the Union", "the community": the organisation of states that was named last by a
/// name with that word.
Referents References::called_by_word(const Mention& role) const {
  constexpr std::array<std::string_view, 4> kWords{"union", "community", "commonwealth", "league"};
  const std::string word = lower_case(tree_.lemma(role.head));
  if (role.plural || role.end != role.begin + 1 || role.begin == 0 || !is_one_of(word, kWords))
    return {};
  if (tree_[role.begin - 1].lemma != "the") return {};
  const auto fits = [&](std::string_view id, std::string_view sector) {
    return sector == "IGO" && id != "UNK" && actors_.is_called(id, word);
  };
  for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
    if (m->end <= role.begin && m->can_act() && fits(m->id, m->sector))
      return {referent({m->id, m->sector}, role.head, 0.75f)};
  const auto& entities = discourse_.entities();
  for (auto e = entities.rbegin(); e != entities.rend(); ++e)
    if (!e->person && fits(e->id, e->sector))
      return {referent({e->id, e->sector}, role.head, 0.7f)};
  return {};
}

/// The organisation of states that one of the last two sentences is about: its subject.
Referents References::organisation_in_focus(const Mention& role) const {
  const auto& entities = discourse_.entities();
  for (auto e = entities.rbegin();
       e != entities.rend() && discourse_.sentence() - e->sentence <= kLookBack / 2; ++e) {
    if (!e->subject || e->person || e->aside) continue;
    if (e->sector != "IGO" || e->id == "UNK" || e->id == role.id) return {};
    return as_role(role, e->id, 0.65f);
  }
  return {};
}

/// The organisation of states that the text named last.
Referents References::organisation_before(const Mention& role) const {
  for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
    if (m->end <= role.begin && m->sector == "IGO" && !m->id.empty() && m->can_act())
      return as_role(role, m->id, 0.65f);
  const auto& entities = discourse_.entities();
  for (auto e = entities.rbegin();
       e != entities.rend() && discourse_.sentence() - e->sentence <= 3 * kLookBack; ++e)
    if (e->sector == "IGO" && e->id != "UNK") return as_role(role, e->id, 0.6f);
  return {};
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
  if (const std::string_view state = state_fought_in(m); domestic && !state.empty())
    return as_role(m, state, 0.6f);
  if (!around.empty()) return as_role(m, around, 0.6f);
  // "Kenya arrested three journalists": of nobody else, so of its own.
  const bool of_another = std::ranges::any_of(mentions_, [&](const Mention& other) {
    const int head = tree_.head(other.head);
    return other.begin >= m.end && !other.id.empty() && (head == m.head || head == verb);
  });
  const Referents doers = domestic && undergo && !of_another ? doers_around(m.head) : Referents{};
  if (doers.size() == 1 && is_state(doers[0].id)) return as_role(m, doers[0].id, 0.5f);
  const bool by_state =
      std::ranges::any_of(doers, [&](const Referent& r) { return is_state(r.id); });
  if (domestic && !of_another && !by_state)
    if (const std::string_view about = discourse_.topic([](std::string_view) { return false; });
        !about.empty() && only_state().empty())
      return as_role(m, about, 0.5f);
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
  std::erase_if(owned_by, [&](const Referent& r) {  // "the M23 and government forces"
    const Mention* owner = mention(r.first);
    return owner != nullptr && owner->list == m.list && m.list >= 0 && owner->end < m.begin &&
           tree_[owner->end].tag == Tag::CCONJ && !is_state(r.id);
  });
  if (owned_by.empty()) {
    for (const int c : tree_.children(m.head)) {
      const std::string preposition = tree_.preposition(c);
      const Mention* name = mention(c);
      // Soldiers are often abroad; police, courts and citizens are of the country that they are in.
      const bool at_home = m.role.value_or(RoleKind::body) == RoleKind::body ||
                           (m.sector != "MIL" && m.sector != "GOV");
      const bool seat_of = name != nullptr && (preposition == "in" || preposition == "at") &&
                           (name->kind == NameKind::seat || at_home);
      const bool employed = m.role == RoleKind::person &&
                            (preposition == "with" || preposition == "at") &&
                            tree_.relation(c) == Relation::nmod;
      constexpr std::array<std::string_view, 6> kServes{"adviser", "advisor",   "aide",
                                                        "deputy",  "assistant", "secretary"};
      const bool serves = preposition == "to" && is_one_of(tree_.lemma(m.end - 1), kServes);
      const bool belongs = serves || preposition == "of" || preposition == "from" ||
                           preposition == "for" || seat_of || employed;
      if (belongs) add_all(owned_by, of(c));
      if (belongs && name == nullptr)  // "rebels in the town of Vlore"
        for (const Referent& place : owners(c))
          if (place.is_place) add_all(owned_by, {place});
      if (belongs && name != nullptr && name->kind == NameKind::place && !name->id.empty())
        add_all(owned_by, {referent(*name)});  // "police in Lahore"
      if (name != nullptr && name->kind == NameKind::adjective &&
          tree_.relation(c) != Relation::conj)
        owned_by.push_back(referent(*name));
      if (tree_.relation(c) == Relation::appos && name != nullptr && !name->id.empty())
        return {referent(*name)};
    }
  }
  if (owned_by.empty()) owned_by = held(m.head);
  if (owned_by.empty()) owned_by = inside(m.head);
  if (owned_by.empty()) owned_by = leader_of(m);
  if (owned_by.empty()) owned_by = owner_right_after(m);
  if (owned_by.empty()) owned_by = shared_owner(m);
  if (!owned_by.empty()) {
    Referents result;
    for (const Referent& r : owned_by) {
      Referents role = as_role(m, r.id, 0.9f * r.certainty);
      // "the leader of the opposition" is no part of the government.
      if (m.sector == "GOV" && m.role == RoleKind::person && !r.sector.empty() &&
          r.sector != "IGO" && !is_organ_of_state(r.sector))
        role.front().sector = r.sector;
      add_all(result, role);
    }
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
/// "The ministry said the government would recall its envoy": the government of the ministry that
/// speaks. Empty where the role does not act in what an organ of a state says.
std::string_view References::state_of_speaker(const Mention& role) const {
  int at = tree_.head(role.head);
  if (!is_subject(role) || role.role != RoleKind::body || !is_organ_of_state(role.sector))
    return {};
  for (; at >= 0 && tree_.relation(at) == Relation::ccomp; at = tree_.head(at)) {
    const int speaker = tree_.child(tree_.head(at), Relation::nsubj);
    if (speaker < 0) continue;
    for (const Referent& r : of(speaker))
      if (is_organ_of_state(r.sector) && is_state(r.id)) return r.id;
  }
  return {};
}

/// "The army clashed with the ELN", "fighting between the army and the RSF": the state whose forces
/// the group fights that the sentence names (`listed`: beside the role); empty for several or none.
std::string_view References::foe_of_group(const Mention& role, bool listed) const {
  if (!is_organ_of_state(role.sector)) return {};
  std::string_view state;
  for (const Mention& m : mentions_) {
    if (!is_armed(m.sector) || m.id.empty() || (listed && (m.list < 0 || m.list != role.list)))
      continue;
    const ActorFacts* facts = actors_.facts(m.id);
    if (facts == nullptr || facts->foe.empty() || (!state.empty() && state != facts->foe))
      return {};
    state = facts->foe;
  }
  return state;
}

/// "The Taliban barred women, drawing protests from the US": those on whom a group acts are of the
/// state that it fights in, unless the sentence says where.
std::string_view References::state_fought_in(const Mention& victims) const {
  int noun = victims.head;  // "abducted dozens of schoolgirls"
  if (tree_.relation(noun) == Relation::nmod && is_quantity(tree_[tree_.head(noun)]))
    noun = tree_.head(noun);
  const Relation relation = tree_.relation(noun);
  const bool undergo = relation == Relation::obj || relation == Relation::nsubj_pass;
  const Referents groups = undergo ? doers_around(noun) : Referents{};
  if (groups.size() != 1 || !is_armed(groups[0].sector) || !scene_of_sentence().empty()) return {};
  const ActorFacts* facts = actors_.facts(groups[0].id);
  return facts == nullptr ? std::string_view{} : facts->foe;
}

Referents References::of_role_in_focus(const Mention& m) const {
  // "the army and the RSF"
  if (const std::string_view state = foe_of_group(m, true); !state.empty())
    return as_role(m, state, 0.7f);
  if (const std::string_view speaker = state_of_speaker(m);
      !speaker.empty() && is_definite(tree_, m.head))
    return as_role(m, speaker, 0.75f);
  const std::string_view around = state_around(m);
  const bool domestic = is_domestic(m.sector);
  const auto& entities = discourse_.entities();
  // "Uganda invited the government", but "Ugandan lawmakers petitioned the government"
  const Referents doers = doers_around(m.head);
  constexpr std::array<std::string_view, 7> kGone{"former",  "previous", "outgoing", "ousted",
                                                  "deposed", "toppled",  "old"};
  const bool gone = std::ranges::any_of(modifiers(m.begin),
                                        [&](const std::string& w) { return is_one_of(w, kGone); });
  const auto is_doer = [&](std::string_view id) {
    if (gone) return false;  // "took power from the former regime"
    return std::ranges::any_of(doers, [&](const Referent& r) {
      const Mention* name = mention(r.first);
      const bool people = name != nullptr && name->kind == NameKind::people;
      return r.id == id &&
             ((r.sector.empty() && !people) || (r.sector == m.sector && m.sector == "GOV"));
    });
  };
  const bool state_acts =
      std::ranges::any_of(doers, [&](const Referent& r) { return is_state(r.id); });
  // "the Assad regime … the regime", whichever ministers were named since
  if (is_definite(tree_, m.head)) {
    const std::string words = words_of(m);
    for (auto other = mentions_.rbegin(); other != mentions_.rend(); ++other)
      if (other->end <= m.begin && !other->id.empty() && other->role && !is_doer(other->id) &&
          names_role(words_of(*other), words))
        return as_role(m, other->id, 0.8f);
    // "The ministry warned the President": of the same state, and not of another that has one.
    const bool person = m.role == RoleKind::person;
    if (const std::string_view id = discourse_.called(words);
        !id.empty() && (person || !is_doer(id)))
      return as_role(m, id, 0.75f);
  }
  const bool one = m.role == RoleKind::person && !m.plural;  // "the official": none of several
  const bool is_regime = tree_.lemma(m.end - 1) == "regime" || tree_.lemma(m.end - 1) == "junta";
  for (auto other = mentions_.rbegin(); other != mentions_.rend(); ++other)
    if (other->end <= m.begin && !other->id.empty() && other->can_act() && !is_regime &&
        other->sector == m.sector && !is_doer(other->id))
      return as_role(m, other->id, 0.75f);
  for (const Referent& doer : doers)
    if (domestic && is_state(doer.id) && !doer.sector.empty() && !is_doer(doer.id))
      return as_role(m, doer.id, 0.65f);
  // "The Kenya Bankers Association asked the government": of its own state
  for (const Referent& doer : doers)
    if (const std::string_view home = home_of(doer); !home.empty() && home != doer.id)
      return as_role(m, home, 0.65f);
  // Of courts and parties one goes on to speak; the police are those of the place.
  const bool one_of_many = domestic && m.sector != "JUD" && m.sector != "LEG" && m.sector != "OPP";
  if (one_of_many && !around.empty() && !is_doer(around)) return as_role(m, around, 0.65f);
  // "the president" in a text about one state
  const std::string_view about = discourse_.clear_topic();
  if (is_definite(tree_, m.head) && (domestic || m.sector == "GOV") && !about.empty() &&
      !is_doer(about))
    return as_role(m, about, 0.65f);
  for (const bool several : {false, true})  // "the official": rather one than several
    for (auto e = entities.rbegin();
         e != entities.rend() && discourse_.sentence() - e->sentence <= 2 * kLookBack; ++e)
      if (e->sector == m.sector && !is_regime && !is_doer(e->id) && (several || !one || !e->plural))
        return as_role(m, e->id, 0.7f);
  if (!around.empty() && !is_doer(around)) return as_role(m, around, 0.65f);
  for (auto other = mentions_.rbegin(); other != mentions_.rend(); ++other)
    if (other->end <= m.begin && other->can_act() && is_state(*other) && !is_doer(other->id) &&
        !(other->role == RoleKind::person && is_domestic(other->sector)))
      return as_role(m, other->id, 0.6f);
  if (const std::string_view state = foe_of_group(m, false); !state.empty())
    return as_role(m, state, 0.6f);
  if (const std::string_view topic = discourse_.topic(is_doer); domestic && !topic.empty())
    return as_role(m, topic, 0.6f);
  if (const std::string_view first = discourse_.first_topic(is_doer); domestic && !first.empty())
    return as_role(m, first, 0.55f);
  for (auto e = entities.rbegin();
       e != entities.rend() && discourse_.sentence() - e->sentence <= 2 * kLookBack; ++e)
    if (e->state && !is_doer(e->id) && !(is_regime && e->person) && !(e->aside && state_acts))
      return as_role(m, e->id, 0.55f);
  return as_role(m, "UNK", 0.5f);
}

/// "Police accused Brazil": the state that the role at the subject acts on, under its own name, and
/// which is not the role's. Empty where there is none.
std::string_view References::state_acted_on(const Mention& role) const {
  constexpr std::array<std::string_view, 7> kToward{"",   "against", "on",     "with",
                                                    "to", "toward",  "towards"};
  int actor = role.head;  // "a government statement accused Brazil"
  while (tree_.head(actor) >= 0 && mention(tree_.head(actor)) == nullptr &&
         (tree_.relation(actor) == Relation::compound ||
          tree_.relation(actor) == Relation::nmod_poss || tree_.relation(actor) == Relation::nmod))
    actor = tree_.head(actor);
  const int verb = tree_.head(actor);
  if (verb < 0 || !text::is_verb(tree_[verb].tag) ||
      (tree_.relation(actor) != Relation::nsubj && tree_.relation(actor) != Relation::obl_agent))
    return {};
  // "Analysts said Russia had broken the truce"
  const bool comments = role.sector == "EDU" || role.sector == "MED";
  for (const int c : tree_.children(verb)) {
    if (comments && tree_.relation(c) == Relation::ccomp && tree_.child(c, Relation::nsubj) >= 0) {
      const Mention* told = mention(tree_.child(c, Relation::nsubj));
      if (told != nullptr && !told->role && told->kind == NameKind::country) return told->id;
    }
    const Mention* other = mention(c);
    const Relation relation = tree_.relation(c);
    const bool is_end = relation == Relation::obj || relation == Relation::iobj ||
                        relation == Relation::obl || relation == Relation::nsubj_pass;
    if (other != nullptr && is_end && is_one_of(tree_.preposition(c), kToward) && !other->role &&
        is_state(*other) && other->kind == NameKind::country)
      return other->id;
  }
  return {};
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
  if (!only.empty() && only == state_acted_on(role)) return {};
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
  const Referents doers = doers_around(noun);  // "the EU imposed sanctions on the bloc"
  const auto fits = [&](std::string_view id, std::string_view its_sector, bool by_word) {
    if (id.empty() || id == "UNK" || is_state(id)) return false;
    if (std::ranges::find(doers, id, &Referent::id) != doers.end()) return false;
    if (!sector.empty() && is_armed(its_sector) != is_armed(sector)) return false;
    if (is_organ_of_state(sector) && its_sector == "CRM") return false;
    if (by_word)
      return std::ranges::any_of(words, [&](const auto& w) { return actors_.is_called(id, w); });
    const bool party = sector == "PTY" && its_sector == "OPP";
    return by_sector && (sector.empty() || is_armed(sector) || its_sector == sector || party);
  };
  const auto& entities = discourse_.entities();
  for (const bool by_word : {true, false}) {
    for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
      if (m->end <= begin && m->can_act() && m->person.empty() && fits(m->id, m->sector, by_word)) {
        Referents found{referent({m->id, m->sector}, noun, 0.75f)};
        if (role != nullptr && role->plural)  // "sued Ford and Fiat … the companies"
          for (const Referent& other : listed(*m))
            if (fits(other.id, other.sector, by_word) || fits(other.id, other.sector, !by_word))
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

}  // namespace entente::reading
