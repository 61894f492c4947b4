#include "entente/reading/mention_finder.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

bool is_unknown_person(const Mention& mention) {
  return mention.kind == NameKind::person && mention.certainty < 1.0f;
}

/// "Ethiopia's foreign minister", with a country and without a name.
bool holds_office(const Mention& mention) {
  return mention.role == RoleKind::person && mention.person.empty() && !mention.id.empty() &&
         !mention.plural && is_official(mention.sector);
}

/// "the foreign minister", without a country and without a name.
bool is_unowned_office(const Mention& mention) {
  return mention.role == RoleKind::person && mention.person.empty() && mention.id.empty() &&
         !mention.plural && is_official(mention.sector);
}

/// "a Lebanese lawyer", without a name: whoever bears the name beside it.
bool is_private_person(const Mention& mention) {
  return mention.role == RoleKind::person && mention.person.empty() && !mention.plural &&
         !is_official(mention.sector);
}

bool is_title_noun(const Mention& mention) {
  return mention.role == RoleKind::person && mention.person.empty();
}

/// Tokens between a country and its role that do not part them: "Pakistan's powerful spy agency",
/// "the Munich I Regional Court".
bool is_modifier(const text::Token& token) {
  return token.tag == Tag::ADJ || token.tag == Tag::NOUN || token.tag == Tag::VERB_PARTICIPLE ||
         token.tag == Tag::NUM || token.tag == Tag::ADV || text::is_proper(token.tag) ||
         token.form == "-";
}

}  // namespace

/// "NATO allies", "EU member states": all of them are the organisation; not "two NATO allies", nor
/// where some are named next, as in "NATO members Greece and Turkey".
bool MentionFinder::is_membership(const Mention& name, const Mention& role) const {
  constexpr std::string_view kMembers[] = {"ally",  "member", "country", "nation",
                                           "state", "power",  "capital"};
  const bool counted =
      name.begin > 0 &&
      (tree_[name.begin - 1].tag == Tag::NUM || tree_[name.begin - 1].tag == Tag::ADJ ||
       tree_.lemma(name.begin - 1) == "both" || tree_.lemma(name.begin - 1) == "some");
  const bool some_follow = role.end < tree_.size() && is_capitalised(tree_[role.end].form);
  return name.kind == NameKind::organisation && name.sector == "IGO" && role.plural &&
         role.begin == name.end && !counted && !some_follow &&
         std::ranges::find(kMembers, tree_.lemma(role.end - 1)) != std::end(kMembers);
}

/// "Pakistan" + "'s" + "powerful" + "army": does the role belong to the name before it?
bool MentionFinder::goes_with(const Mention& name, const Mention& role) const {
  if (name.id.empty() || name.role) return false;
  if (!role.role && role.kind == NameKind::body)  // "Brazil's Senate"
    return name.kind != NameKind::person && role.begin - name.end <= 1 &&
           (role.begin == name.end || is_possessive_mark(tree_[name.end]));
  if (!role.role) return false;
  int i = name.end;
  const bool possessive = i < role.begin && is_possessive_mark(tree_[i]);
  if (possessive) ++i;
  if (role.begin - i > 3) return false;
  for (; i < role.begin; ++i)
    if (!is_modifier(tree_[i]) || tree_.child(i, Relation::nsubj) >= 0 || is_patronage(tree_, i) ||
        (!possessive && is_deed_of(name, i)))
      return false;
  // "a Baghdad drone strike": where it was
  const bool armed = role.sector == "MIL" || role.sector == "UAF" || role.sector == "REB";
  if (armed && name.kind == NameKind::seat && !possessive && name.begin > 0 &&
      tree_.lemma(name.begin - 1) == "a")
    return false;
  if (*role.role == RoleKind::state)
    return !possessive && (name.kind == NameKind::adjective || is_membership(name, role));
  return name.kind != NameKind::person || possessive || *role.role == RoleKind::body;
}

/// The "accused" of "Human Rights Watch accused rebel fighters", taken for a participle; not that
/// of "US-led forces".
bool MentionFinder::is_deed_of(const Mention& name, int at) const {
  return name.kind != NameKind::adjective && tree_[at].tag == Tag::VERB_PARTICIPLE &&
         tree_[at - 1].form != "-" && tree_.lemma(at) != "lead";
}

void MentionFinder::merge(std::size_t first, std::size_t second) {
  Mention& into = mentions_[first];
  const Mention& from = mentions_[second];
  into.end = from.end;
  // "a Chinese coast guard vessel" is no merchant's
  const bool armed = into.sector == "MIL" || into.sector == "COP";
  if (!from.sector.empty() && !(armed && from.sector == "BUS")) into.sector = from.sector;
  if (from.role) into.role = from.role;
  if (!from.person.empty()) into.person = from.person;
  if (into.id.empty()) into.id = from.id;
  into.plural = from.plural;
  into.kind = from.kind == NameKind::person ? NameKind::person : NameKind::body;
  into.head = head_of(tree_, into.begin, into.end);
  mentions_.erase(mentions_.begin() + std::ptrdiff_t(second));
}

void MentionFinder::join_roles() {
  for (std::size_t i = 0; i + 1 < mentions_.size();) {
    const Mention &here = mentions_[i], &next = mentions_[i + 1];
    const bool roles_in_a_row = here.role && next.role && here.end == next.begin &&
                                *next.role != RoleKind::state && !here.plural;
    if (goes_with(here, next)) {
      // "the Sandinista government" is that of the state.
      const ActorFacts* facts = actors_.facts(here.id);
      const bool governs = next.role == RoleKind::body && next.sector == "GOV";
      merge(i, i + 1);
      if (governs && facts != nullptr && !facts->country.empty()) mentions_[i].id = facts->country;
    } else if (roles_in_a_row) {
      const std::string_view sector = here.sector;  // "army spokesman" speaks for the army
      merge(i, i + 1);
      if (!sector.empty() && sector != "GOV") mentions_[i].sector = sector;
    } else {
      ++i;
    }
  }
}

/// "Foreign Minister" + "Khawaja Asif": the name is the role's holder, and its last word stands for
/// the holder from here on.
void MentionFinder::absorb_names() {
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    if (!is_title_noun(mentions_[i]) || mentions_[i].plural) continue;
    const bool followed = i + 1 < mentions_.size() && mentions_[i].end == mentions_[i + 1].begin;
    if (followed && mentions_[i + 1].kind == NameKind::person) {
      const std::string_view id = mentions_[i].id, sector = mentions_[i].sector;
      const std::string_view own_id = mentions_[i + 1].id, own_sector = mentions_[i + 1].sector;
      // "the opposition candidate", who once was the head of an organisation of states
      const ActorFacts* held = actors_.facts(mentions_[i + 1].id);
      const bool politician = sector == "OPP" || sector == "PTY";
      const bool of_state = held != nullptr && (held->is_state || !held->country.empty());
      merge(i, i + 1);
      const auto is_another = [&](const Mention& m) {
        return m.id != own_id || m.sector != own_sector;
      };
      if (!id.empty() || (politician && !of_state)) mentions_[i].id = id;
      if (!sector.empty()) mentions_[i].sector = sector;
      const Mention& whole =
          mentions_[i];  // "opposition leader X", whom knowledge/ has as minister
      if (!whole.id.empty() && is_another(whole))
        names_.remember_surname(tree_[whole.end - 1].form,
                                {whole.id, whole.sector, whole.certainty});
      continue;
    }
    Mention& role = mentions_[i];
    const int limit = i + 1 < mentions_.size() ? mentions_[i + 1].begin : tree_.size();
    const int begin = role.end, end = begin < limit ? end_of_run(begin, limit) : begin;
    if (end == begin) continue;
    if (!is_official(role.sector)) {
      role.id = id_of_words(begin, end);
      role.certainty = 0.9f;
    }
    role.end = end;
    role.head = head_of(tree_, role.begin, end);
    role.kind = NameKind::person;
    role.person = tree_[end - 1].form;
    if (!role.id.empty())
      names_.remember_surname(role.person, {role.id, role.sector, role.certainty});
  }
}

/// "prime minister" + "of" + "Pakistan"
void MentionFinder::join_of() {
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    Mention &role = mentions_[i], &name = mentions_[i + 1];
    // "the National Guard of Nicaragua": a body that many states have is that of the one named.
    const bool body = !role.role && role.kind == NameKind::body && name.kind == NameKind::country;
    // "the Albanian parties of Macedonia": of the state that they are in
    const bool minority = role.role && role.plural && name.kind == NameKind::country &&
                          (role.sector == "PTY" || role.sector == "OPP");
    if (!body && !minority && (!role.role || !role.id.empty())) continue;
    if (name.id.empty() || role.role == RoleKind::state) continue;
    int at = role.end;
    if (at >= name.begin || tree_[at].lemma != "of") continue;
    if (++at < name.begin && tree_[at].tag == Tag::DET) ++at;
    if (at != name.begin || name.kind == NameKind::adjective) continue;
    role.id = name.id;
    // "a group of Kenyan students", "the leader of Kenya's opposition"
    const bool heads = role.sector == "GOV" && (name.sector == "OPP" || name.sector == "PTY");
    if (role.sector.empty() || heads) role.sector = name.sector;
    role.end = name.end;
    role.head = head_of(tree_, role.begin, role.end);
    mentions_.erase(mentions_.begin() + std::ptrdiff_t(i) + 1);
  }
}

/// "the opposition Move Forward Party", "rebel group M23": one actor, who has the name. Not "the
/// army Hamas fought".
void MentionFinder::join_described() {
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    const Mention &here = mentions_[i], &next = mentions_[i + 1];
    const bool named = !next.role && !next.id.empty() &&
                       (next.kind == NameKind::organisation || next.kind == NameKind::group);
    if (!named || !here.role || here.role == RoleKind::state || here.role == RoleKind::person ||
        here.plural || here.end != next.begin)
      continue;
    const auto inside = [&](int token, const Mention& m) {
      return token >= m.begin && token < m.end;
    };
    const bool party = tree_.lemma(here.end - 1) == "opposition" && next.sector == "PTY";
    const bool apart = tree_.relation(next.head) == Relation::nsubj &&
                       tree_.relation(tree_.head(next.head)) == Relation::acl_relcl;
    const bool described = describes_name(here) && !apart;  // whatever the tree makes of it
    if (!party && !described && !inside(tree_.head(next.head), here) &&
        !inside(tree_.head(here.head), next))
      continue;
    Mention whole = next;
    whole.begin = here.begin;
    if (!here.id.empty()) {  // "Dutch lender ING": whose it is stands by itself
      const Match<Sense> owner = actors_.name_at(tokens_, here.begin);
      whole.begin = here.begin + owner.length;
      if (owner.length == 0 || whole.begin >= here.end) continue;
      if (is_possessive_mark(tree_[whole.begin])) ++whole.begin;
    }
    if (whole.sector.empty()) whole.sector = here.sector;
    whole.head = head_of(tree_, whole.begin, whole.end);
    mentions_[i + 1] = whole;
    if (here.id.empty())
      mentions_.erase(mentions_.begin() + std::ptrdiff_t(i));
    else
      keep_owner(mentions_[i], whole.begin);
  }
}

/// "Repsol, a Spanish company,", "a Spanish company, Repsol,": one actor, who has the name.
void MentionFinder::join_apposed() {
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    for (const bool name_first : {true, false}) {
      const Mention& name = mentions_[name_first ? i : i + 1];
      Mention& role = mentions_[name_first ? i + 1 : i];
      const bool named = !name.role && !name.id.empty() && name.sector != "IGO" &&
                         (name.kind == NameKind::organisation || name.kind == NameKind::group);
      const Mention& second = mentions_[i + 1];
      const bool beside = tree_.relation(second.head) == Relation::appos &&
                          tree_.head(second.head) == mentions_[i].head &&
                          tree_[second.begin - 1].form != ")";
      if (!named || !beside || role.id.empty() || !describes_name(role)) continue;
      role.id = name.id;
      if (!name.sector.empty()) role.sector = name.sector;
    }
  }
}

/// True for one of those that have names of their own: "the militant group", "Russian energy
/// giant", not "the army".
bool MentionFinder::describes_name(const Mention& role) const {
  constexpr std::string_view kSectors[] = {"",    "BUS", "REB", "UAF", "PTY", "OPP",
                                           "NGO", "LAB", "MED", "CRM", "REL", "EDU"};
  constexpr std::string_view kThings[] = {"ship",    "vessel",    "boat",       "tanker", "carrier",
                                          "frigate", "submarine", "contractor", "fighter"};
  return (role.role == RoleKind::body || role.role == RoleKind::group) && !role.plural &&
         role.person.empty() &&
         std::ranges::find(kThings, tree_.lemma(role.end - 1)) == std::end(kThings) &&
         std::ranges::find(kSectors, role.sector) != std::end(kSectors);
}

/// "Lebanon's Hezbollah", "India's ruling BJP", "Russian lender Sberbank": whose it is does nothing
/// there.
void MentionFinder::set_owners_aside() {
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    Mention& owner = mentions_[i];
    const Mention& named = mentions_[i + 1];
    const bool state =
        !owner.role && (owner.kind == NameKind::country || owner.kind == NameKind::adjective);
    const bool own_name = !named.id.empty() && named.sector != "IGO" && named.sector != "GOV" &&
                          (named.kind == NameKind::organisation || named.kind == NameKind::group) &&
                          (!named.role || *named.role != RoleKind::person);
    if (!state || !own_name || owner.list >= 0) continue;
    const ActorFacts* facts = actors_.facts(named.id);
    if (facts != nullptr && facts->home != owner.id) continue;
    const bool possessive = owner.end < named.begin && is_possessive_mark(tree_[owner.end]);
    bool tied = possessive || owner.kind == NameKind::adjective;
    for (int t = owner.end + possessive; t < named.begin; ++t)
      tied = tied && is_modifier(tree_[t]) && tree_[t].form != "-";
    if (tied) owner.kind = NameKind::prefix;
  }
}

/// What is left of "Dutch lender" and "India's opposition" before a name: the country.
void MentionFinder::keep_owner(Mention& described, int end) const {
  const Match<Sense> owner = actors_.name_at(tokens_, described.begin);
  described.end = std::min(end, described.begin + owner.length);
  described.head = head_of(tree_, described.begin, described.end);
  // "London-based group": no more than a place
  const bool based = described.end < tree_.size() && tree_[described.end].form == "-";
  described.kind = based ? NameKind::prefix : owner.meanings[0].kind;
  described.role.reset();
  described.sector = {};
}

/// "Jan Berg presented his credentials as Dutch envoy", "became the Dutch envoy", "the first Dutch
/// envoy was Jan Berg": an office that the sentence gives to a name it is held by from here on.
void MentionFinder::appoint_persons() {
  constexpr std::string_view kAppoints[] = {"appoint", "promote", "name", "nominate", "elevate"};
  const auto office_at = [&](int token) {
    const auto found = std::ranges::find_if(
        mentions_, [&](const Mention& m) { return m.begin <= token && token < m.end; });
    return found != mentions_.end() && holds_office(*found) ? &*found : nullptr;
  };
  const auto given_by = [&](int verb, int name, bool passive) -> const Mention* {
    const std::string_view lemma = tree_.lemma(verb);
    const bool appoints = std::ranges::find(kAppoints, lemma) != std::end(kAppoints);
    for (const int c : tree_.children(verb)) {
      if (c <= name) continue;
      const std::string preposition = tree_.preposition(c);
      const Relation relation = tree_.relation(c);
      const bool noun = relation == Relation::xcomp || relation == Relation::obj;
      if (preposition == "as" || (lemma == "become" && noun) ||
          (appoints && passive && (preposition == "to" || relation == Relation::xcomp)))
        if (const Mention* office = office_at(c)) return office;
      if (relation != Relation::obj) continue;
      for (const int d : tree_.children(c))  // "his credentials as envoy"
        if (tree_.preposition(d) == "as")
          if (const Mention* office = office_at(d)) return office;
    }
    return nullptr;
  };
  for (Mention& name : mentions_) {
    if (!is_unknown_person(name)) continue;
    const int at = tree_.head(name.head);
    const Relation relation = tree_.relation(name.head);
    const bool passive = relation == Relation::nsubj_pass;
    const Mention* office = nullptr;
    if (tree_.child(name.head, Relation::cop) >= 0)
      office = office_at(tree_.child(name.head, Relation::nsubj));
    else if (at >= 0 && relation == Relation::nsubj && tree_.child(at, Relation::cop) >= 0)
      office = office_at(at);
    else if (at >= 0 && (relation == Relation::nsubj || passive || relation == Relation::obj))
      office = given_by(at, name.head, passive);
    if (office == nullptr) continue;
    name.id = office->id;
    name.sector = office->sector;
    name.certainty = 0.95f;
    names_.remember_surname(tree_[name.end - 1].form, {name.id, name.sector, name.certainty});
  }
}

/// "The provincial governor, Jean Bamanisa," and "Jean Bamanisa, the provincial governor,": the
/// name stands right beside the office, and whose office it is the name does not tell.
bool MentionFinder::may_hold(const Mention& name, const Mention& office) const {
  const Mention& second = name.begin < office.begin ? office : name;
  const int first = name.begin < office.begin ? name.head : office.head;
  if (tree_.relation(second.head) != Relation::appos || tree_.head(second.head) != first)
    return false;
  if (name.begin > office.begin) return true;
  // "Jean Bamanisa, its governor": the owner hangs on the office.
  return std::ranges::none_of(tree_.children(office.head), [&](int c) {
    return tree_.relation(c) == Relation::nmod_poss || tree_.relation(c) == Relation::nmod;
  });
}

/// "Gedu Andargachew, Ethiopia's foreign minister" and "the Ethiopian foreign minister, Gedu
/// Andargachew": a name set beside an office holds it, here and from here on. "A Lebanese lawyer,
/// Karim Haddadin": what is no office is the one who is named.
void MentionFinder::introduce_persons() {
  // "Kenya's ambassador to the UN, Martin Kimani": the tree tells whom the name stands beside.
  for (Mention& name : mentions_) {
    if (!is_unknown_person(name) || tree_.relation(name.head) != Relation::appos) continue;
    const int at = tree_.head(name.head);
    const auto office = std::ranges::find_if(
        mentions_, [&](const Mention& m) { return m.begin <= at && at < m.end; });
    if (office == mentions_.end() || !holds_office(*office) || office->begin > name.begin) continue;
    name.id = office->id;
    name.sector = office->sector;
    name.certainty = 0.95f;
    names_.remember_surname(tree_[name.end - 1].form, {name.id, name.sector, name.certainty});
  }
  appoint_persons();
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    Mention &first = mentions_[i], &second = mentions_[i + 1];
    int gap = first.end;
    if (gap >= second.begin || tree_[gap].form != ",") continue;
    ++gap;
    while (gap < second.begin && (tree_[gap].tag == Tag::DET || tree_[gap].tag == Tag::ADJ)) ++gap;
    if (gap != second.begin) continue;
    Mention& name = is_unknown_person(first) ? first : second;
    Mention& other = is_unknown_person(first) ? second : first;
    if (!is_unknown_person(name)) continue;
    const bool nobodys = name.id.empty() || (name.id[0] >= 'a' && name.id[0] <= 'z');
    if (nobodys && is_unowned_office(other) && may_hold(name, other)) {
      first.end = second.end;
      first.person = tree_[name.end - 1].form;
      first.role = RoleKind::person;
      first.sector = other.sector;
      first.kind = NameKind::person;
      first.id = {};
      first.certainty = 1.0f;
      mentions_.erase(mentions_.begin() + std::ptrdiff_t(i) + 1);
      continue;
    }
    if (holds_office(other)) {
      name.id = other.id;
      name.sector = other.sector;
    } else if (is_private_person(other)) {
      other.id = name.id;
      name.sector = other.sector;
    } else {
      continue;
    }
    name.certainty = 0.95f;
    names_.remember_surname(tree_[name.end - 1].form, {name.id, name.sector, name.certainty});
  }
}

}  // namespace entente::reading
