#include "entente/reading/mentions.h"

#include <algorithm>
#include <limits>

namespace entente::reading {

using text::Relation;
using text::Tag;
using Tokens = std::span<const text::Token>;

/// Days after which a title and a surname do not mean a former holder of the title any more.
constexpr int kMemory = 30 * 365;

namespace {

bool is_possessive_mark(const text::Token& token) {
  return token.form == "'s" || token.form == "’s" || token.form == "'" || token.form == "’";
}

bool is_capitalised(std::string_view form) { return form[0] >= 'A' && form[0] <= 'Z'; }

/// "No country signed": no bearer of that name.
bool is_small_word(const text::Token& token) {
  return token.tag == Tag::DET || token.tag == Tag::PRON || token.tag == Tag::ADP ||
         token.tag == Tag::ADV || token.tag == Tag::SCONJ || token.tag == Tag::CCONJ;
}

bool is_unknown_person(const Mention& mention) {
  return mention.kind == NameKind::person && mention.certainty < 1.0f;
}

/// Sectors of those who act for their state: whoever holds such a role is the state (codebook 2). A
/// lawyer, a trader or a warlord acts in their own name.
bool is_official(std::string_view sector) {
  constexpr std::string_view kSectors[] = {"GOV", "MIL", "COP", "JUD", "LEG",
                                           "SPY", "OPP", "PTY", "IGO", "REB"};
  return std::ranges::find(kSectors, sector) != std::end(kSectors);
}

/// "Ethiopia's foreign minister", with a country and without a name.
bool holds_office(const Mention& mention) {
  return mention.role == RoleKind::person && mention.person.empty() && !mention.id.empty() &&
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

/// The token of [begin, end) that hangs outside of it, nouns first.
int head_of(const Tree& tree, int begin, int end) {
  int best = end - 1;
  bool found = false;
  for (int i = begin; i < end; ++i) {
    if (tree.head(i) >= begin && tree.head(i) < end) continue;
    const Tag tag = tree[i].tag;
    const bool nominal = text::is_noun(tag) || text::is_proper(tag) || tag == Tag::ADJ;
    if (nominal || !found) best = i;
    found = found || nominal;
  }
  return best;
}

std::string_view opposite_of(std::string_view side) {
  if (side == "North") return "South";
  if (side == "South") return "North";
  if (side == "East") return "West";
  return side == "West" ? "East" : std::string_view{};
}

/// How many letters have to be changed, added or left out to make one word of the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
      diagonal = above;
    }
  }
  return row[b.size()];
}

/// Finds single names and roles; the later steps join them.
class Finder {
 public:
  Finder(const Tree& tree, Tokens tokens, const Actors& actors, Names& names)
      : tree_(tree), tokens_(tokens), actors_(actors), names_(names) {}

  std::vector<Mention> run() {
    find_parts();
    join_institutions();
    join_roles();
    absorb_names();
    join_of();
    add_unknown_names();
    introduce_persons();
    define_acronyms();
    expect_acronyms();
    settle_shared_bodies();
    number_lists();
    return std::move(mentions_);
  }

 private:
  void find_parts();
  bool is_role_noun(int last, const Role& role) const;
  bool ends_unknown_name(int at, int last) const;
  std::string_view divided_state(int at) const;
  bool add_name(int at, const Match<Sense>& match);
  bool stands_as_noun(const Mention& adjective) const;
  bool is_counted(int at, int end) const;
  Match<Sense> half_name(int at) const;
  bool is_named_spelling(int given, std::string_view full_name) const;
  bool is_given_name(int at, int end) const;
  void join_institutions();
  int institution_begin(int head) const;
  int institution_end(int head) const;
  void join_roles();
  void absorb_names();
  void join_of();
  void add_unknown_names();
  bool begins_name(int at) const;
  int end_of_run(int begin, int limit) const;
  std::optional<Mention> unknown_name(int begin, int end) const;
  bool may_be_alone(int token) const;
  std::string_view id_of_words(int begin, int end) const;
  void introduce_persons();
  void define_acronyms();
  void expect_acronyms();
  void settle_shared_bodies();
  void number_lists();
  bool in_bare_list(std::size_t at) const;
  bool in_headline_pair(std::size_t at) const;
  bool is_joinable_gap(int begin, int end) const;
  int adjectives_before(const Mention& name) const;
  bool is_membership(const Mention& name, const Mention& role) const;
  bool goes_with(const Mention& name, const Mention& role) const;
  bool stands_alone(int at, int end) const;
  bool is_compared(const Mention& here, const Mention& next) const;
  void merge(std::size_t first, std::size_t second);

  const Tree& tree_;
  Tokens tokens_;
  const Actors& actors_;
  Names& names_;
  std::vector<Mention> mentions_;
};

/// "militants", "the rebel army", not "a militant group" nor "backed".
bool Finder::is_role_noun(int last, const Role& role) const {
  const Tag tag = tree_[last].tag;
  // "B's opposition to A", "opposition from B": what somebody does, and nobody's party
  const std::string_view next = last + 1 < tree_.size() ? tree_.lemma(last + 1) : "";
  if (tree_.lemma(last) == "opposition" && (next == "to" || next == "from")) return false;
  // "the SU-35 fighter": an aircraft
  if (tree_.lemma(last) == "fighter" && last > 2 && tree_[last - 1].tag == Tag::NUM &&
      tree_[last - 2].form == "-")
    return false;
  if (tag != Tag::ADJ) return tag < Tag::VERB_BASE;
  // "a general strike"
  const bool before_noun = last + 1 < tree_.size() && tree_[last + 1].tag == Tag::NOUN;
  return role.kind != RoleKind::group && !(role.kind == RoleKind::person && before_noun);
}

/// The "Party" of "the Golden Plough Party", where nothing before it is known, not the bank of
/// "China's Exim Bank".
bool Finder::ends_unknown_name(int at, int last) const {
  const std::string_view sector = actors_.sector_of_name_word(tree_[last].form);
  if (sector.size() != 3 || !is_capitalised(tree_[at].form)) return false;
  if (is_official(sector) && sector != "PTY" && sector != "REB") return false;
  int begin = at;
  while (begin > 0 && begins_name(begin - 1)) --begin;
  const int before = begin > 0 && is_possessive_mark(tree_[begin - 1]) ? begin - 1 : begin;
  return begin < at && (mentions_.empty() || mentions_.back().end < before);
}

/// The "North" of "North and South Korea": named by what the second name adds.
Match<Sense> Finder::half_name(int at) const {
  if (at + 3 >= tree_.size() || opposite_of(tree_[at].form).empty() ||
      tree_[at + 1].tag != Tag::CCONJ || tree_[at + 2].form != opposite_of(tree_[at].form))
    return {};
  const text::Token whole[] = {tokens_[std::size_t(at)], tokens_[std::size_t(at) + 3]};
  const Match<Sense> name = actors_.name_at(whole, 0);
  return name.length == 2 ? Match<Sense>{1, name.meanings} : Match<Sense>{};
}

/// "the North", "the South" once one of two states that are so called has been named: "South
/// Korea".
std::string_view Finder::divided_state(int at) const {
  const std::string_view form = tree_[at].form;
  if (form != "North" && form != "South") return {};
  if (at == 0 || tree_.lemma(at - 1) != "the") return {};
  if (at + 1 < tree_.size() && (is_capitalised(tree_[at + 1].form) || tree_[at + 1].form == "-"))
    return {};
  const auto state_called = [&](std::string_view side, std::string_view rest) -> std::string_view {
    const std::string_view id = actors_.id_of(std::string(side).append(rest));
    const ActorFacts* facts = actors_.facts(id);
    return facts != nullptr && facts->is_state ? id : std::string_view{};
  };
  const auto half_of = [&](std::string_view named) -> std::string_view {
    const ActorFacts* facts = actors_.facts(named);
    if (facts == nullptr || !facts->is_state ||
        (!facts->name.starts_with("North ") && !facts->name.starts_with("South ")))
      return {};
    const std::string_view rest = facts->name.substr(5);  // " Korea"
    return state_called(opposite_of(form), rest).empty() ? std::string_view{}
                                                         : state_called(form, rest);
  };
  for (auto m = mentions_.rbegin(); m != mentions_.rend(); ++m)
    if (const std::string_view half = half_of(m->id); !half.empty()) return half;
  for (const std::string_view named : names_.states())
    if (const std::string_view half = half_of(named); !half.empty()) return half;
  return {};
}

void Finder::find_parts() {
  for (int i = 0; i < tree_.size();) {
    Match<Sense> name = actors_.name_at(tokens_, i);
    if (name.length == 0) name = half_name(i);
    const Match<Role> role = actors_.role_at(tokens_, i);
    if (name.length > 0 && name.length >= role.length && add_name(i, name)) {
      i += name.length;
    } else if (role.length > 0 && is_role_noun(i + role.length - 1, role.meanings[0]) &&
               !ends_unknown_name(i, i + role.length - 1)) {
      Mention mention;
      mention.begin = i;
      mention.end = i + role.length;
      mention.kind = NameKind::body;
      mention.role = role.meanings[0].kind;
      mention.sector = role.meanings[0].sector;
      mention.plural = tree_[mention.end - 1].tag == Tag::NOUN_PLURAL;
      mention.head = head_of(tree_, mention.begin, mention.end);
      mentions_.push_back(mention);
      i += role.length;
    } else if (const std::string_view half = divided_state(i); !half.empty()) {
      Mention mention;
      mention.begin = mention.head = i;
      mention.end = i + 1;
      mention.id = half;
      mention.certainty = 0.9f;
      mentions_.push_back(mention);
      ++i;
    } else {
      const Names::Known* known = names_.surname(tree_[i].form);
      if (known != nullptr && stands_alone(i, i + 1)) {
        Mention mention;
        mention.begin = i;
        mention.end = i + 1;
        mention.head = i;
        const bool acronym =
            std::ranges::all_of(tree_[i].form, [](char c) { return c >= 'A' && c <= 'Z'; });
        mention.kind = acronym ? NameKind::organisation : NameKind::person;
        mention.id = known->id;
        mention.sector = known->sector;
        mention.certainty = known->certainty;
        if (!acronym) mention.person = tree_[i].form;
        mentions_.push_back(mention);
      }
      ++i;
    }
  }
}

/// False when an unknown given name stands before it: "Melania Trump" is not "Trump".
bool Finder::stands_alone(int at, int end) const {
  if (end - at > 1 || at == 0) return true;
  const text::Token& before = tree_[at - 1];
  if (!text::is_proper(before.tag) || !is_capitalised(before.form)) return true;
  if (actors_.sector_of_name_word(before.form) == "title") return true;
  return !mentions_.empty() && mentions_.back().end == at;
}

/// "the two Muslim nations", "both Western powers": some of them, not all that the name stands
/// for.
bool Finder::is_counted(int at, int end) const {
  if (at == 0 || tree_[end - 1].tag != Tag::NOUN_PLURAL) return false;
  const std::string_view before = tree_.lemma(at - 1);
  return before == "both" || before == "two";
}

bool Finder::stands_as_noun(const Mention& adjective) const {
  const bool noun_follows =
      adjective.end < tree_.size() &&
      (tree_[adjective.end].form == "-" || tree_.head(adjective.head) == adjective.end);
  switch (tree_.relation(adjective.head)) {
    case Relation::nsubj:
    case Relation::nsubj_pass:
    case Relation::obj:
    case Relation::iobj:
    case Relation::obl:
    case Relation::obl_agent:
      return !noun_follows;
    case Relation::nmod:
      return !noun_follows && !tree_.preposition(adjective.head).empty();
    default:
      return false;
  }
}

/// The "Richard" of "Richard Clarke", where knowledge/ has but a Minister Richard: one word before
/// a surname that it does not have.
bool Finder::is_given_name(int at, int end) const {
  if (end - at > 1 || end >= tree_.size()) return false;
  return text::is_proper(tree_[end].tag) && is_capitalised(tree_[end].form) &&
         actors_.name_at(tokens_, end).length == 0 && actors_.role_at(tokens_, end).length == 0 &&
         actors_.sector_of_name_word(tree_[end].form).empty();
}

/// "Pervaiz" before the surname of "Pervez Musharraf": another spelling of the given name.
bool Finder::is_named_spelling(int given, std::string_view full_name) const {
  if (given < 0 || !is_capitalised(tree_[given].form)) return false;
  const std::string_view here = tree_[given].form;
  const std::string_view known = full_name.substr(0, full_name.find(' '));
  return here.size() > 3 && known.size() > 3 && here[0] == known[0] &&
         edit_distance(here, known) <= std::max(here.size(), known.size()) / 3;
}

bool Finder::add_name(int at, const Match<Sense>& match) {
  const int end = at + match.length;
  const bool after_title = (at > 0 && actors_.sector_of_name_word(tree_[at - 1].form) == "title") ||
                           (!mentions_.empty() && mentions_.back().end == at &&
                            mentions_.back().role == RoleKind::person);
  const bool before_role = actors_.role_at(tokens_, std::min(end, tree_.size() - 1)).length > 0;
  const Match<Role> held = !mentions_.empty() && mentions_.back().end == at
                               ? actors_.role_at(tokens_, mentions_.back().begin)
                               : Match<Role>{};
  const std::string_view office = held.length > 0 ? held.meanings[0].office : std::string_view{};
  const Sense* sense = names_.choose(match.meanings, after_title || before_role, office);
  if (sense == nullptr) return false;
  if (sense->kind == NameKind::organisation && is_counted(at, end)) return false;
  const bool is_person = sense->kind == NameKind::person || sense->kind == NameKind::surname;
  if (is_person && is_given_name(at, end)) return false;
  const bool spelling =
      is_person && !stands_alone(at, end) && is_named_spelling(at - 1, sense->name);
  if (is_person && ((!spelling && !stands_alone(at, end)) || is_small_word(tree_[at])))
    return false;
  Mention mention;
  mention.begin = at - spelling;
  mention.end = end;
  mention.head = head_of(tree_, at, end);
  mention.kind = is_person ? NameKind::person : sense->kind;
  mention.id = sense->id;
  mention.sector = sense->sector;
  if (sense->kind == NameKind::project) mention.owners = sense->name;
  if (is_person) {
    mention.person = sense->name;
    names_.remember_person(sense->name);
  }
  // "The British attacked", "a Canadian": an adjective that no noun follows is its people.
  if (mention.kind == NameKind::adjective && !mention.id.empty() && stands_as_noun(mention))
    mention.kind = NameKind::people;
  mention.plural = mention.kind == NameKind::people;
  mentions_.push_back(mention);
  return true;
}

/// "NATO allies", "EU member states": all of them are the organisation; not "two NATO allies", nor
/// where some are named next, as in "NATO members Greece and Turkey".
bool Finder::is_membership(const Mention& name, const Mention& role) const {
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
bool Finder::goes_with(const Mention& name, const Mention& role) const {
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
    if (!is_modifier(tree_[i]) || tree_.child(i, Relation::nsubj) >= 0 || is_patronage(tree_, i))
      return false;
  if (*role.role == RoleKind::state)
    return !possessive && (name.kind == NameKind::adjective || is_membership(name, role));
  return name.kind != NameKind::person || possessive || *role.role == RoleKind::body;
}

/// Where the capitalised words before the head of an institution's name begin: "Venezuelan" before
/// "Observatory".
int Finder::institution_begin(int head) const {
  int begin = head;
  while (begin > 1 && is_capitalised(tree_[begin - 1].form) &&
         (tree_[begin - 1].tag == Tag::ADJ || text::is_proper(tree_[begin - 1].tag)))
    --begin;
  return begin;
}

/// The end of what a preposition adds to an institution's name: "Movement for Quality Government",
/// "Church of Norway", "Action Against Hunger"; `head` + 1 when there is none.
int Finder::institution_end(int head) const {
  constexpr std::string_view kLinks[] = {"of", "for", "against", "without", "to"};
  const auto is_name = [&](int i) {
    if (i >= tree_.size() || !is_capitalised(tree_[i].form)) return false;
    return text::is_proper(tree_[i].tag) || text::is_noun(tree_[i].tag) ||
           tree_[i].tag == Tag::ADJ || tree_[i].tag == Tag::X;
  };
  int at = head + 1;
  if (at >= tree_.size() || std::ranges::find(kLinks, tree_.lemma(at)) == std::end(kLinks))
    return head + 1;
  ++at;
  if (at < tree_.size() && tree_[at].lemma == "the") ++at;
  int end = head + 1;
  while (is_name(at) ||
         (is_name(at + 1) && at > head + 2 && (tree_[at].lemma == "and" || tree_[at].form == "-")))
    end = ++at;
  return end;
}

/// "the Movement for Quality Government", "the Church of Norway": one institution under a name of
/// its own, not the government nor the state that stands in it.
void Finder::join_institutions() {
  for (int i = 1; i + 2 < tree_.size(); ++i) {
    if (!is_capitalised(tree_[i].form)) continue;
    const std::string_view sector = actors_.sector_of_name_word(tree_[i].form);
    const bool own_name = sector == "NGO" || sector == "PTY" || sector == "REL" ||
                          sector == "LAB" || tree_[i].form == "Front";
    if (!own_name) continue;
    const int begin = institution_begin(i), end = institution_end(i);
    if (end == i + 1) continue;
    const auto overlaps = [&](const Mention& m) { return m.begin < end && begin < m.end; };
    // A name that knowledge/ has is left alone.
    const bool known = std::ranges::any_of(mentions_, [&](const Mention& m) {
      return overlaps(m) && m.begin <= i && i < m.end && !m.role;
    });
    if (known) continue;
    std::erase_if(mentions_, overlaps);
    Mention whole;
    whole.begin = begin;
    whole.end = end;
    whole.head = head_of(tree_, begin, end);
    whole.kind = NameKind::organisation;
    whole.id = id_of_words(begin, end);
    whole.sector = sector;
    whole.certainty = 0.8f;
    mentions_.insert(
        std::ranges::find_if(mentions_, [&](const Mention& m) { return m.begin >= end; }), whole);
    i = end - 1;
  }
}

void Finder::merge(std::size_t first, std::size_t second) {
  Mention& into = mentions_[first];
  const Mention& from = mentions_[second];
  into.end = from.end;
  if (!from.sector.empty()) into.sector = from.sector;
  if (from.role) into.role = from.role;
  if (!from.person.empty()) into.person = from.person;
  if (into.id.empty()) into.id = from.id;
  into.plural = from.plural;
  into.kind = from.kind == NameKind::person ? NameKind::person : NameKind::body;
  into.head = head_of(tree_, into.begin, into.end);
  mentions_.erase(mentions_.begin() + std::ptrdiff_t(second));
}

void Finder::join_roles() {
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
void Finder::absorb_names() {
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    if (!is_title_noun(mentions_[i]) || mentions_[i].plural) continue;
    const bool followed = i + 1 < mentions_.size() && mentions_[i].end == mentions_[i + 1].begin;
    if (followed && mentions_[i + 1].kind == NameKind::person) {
      const std::string_view id = mentions_[i].id, sector = mentions_[i].sector;
      merge(i, i + 1);
      if (!id.empty()) mentions_[i].id = id;
      if (!sector.empty()) mentions_[i].sector = sector;
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
void Finder::join_of() {
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    Mention &role = mentions_[i], &name = mentions_[i + 1];
    // "the National Guard of Nicaragua": a body that many states have is that of the one named.
    const bool body = !role.role && role.kind == NameKind::body && name.kind == NameKind::country;
    if (!body && (!role.role || !role.id.empty())) continue;
    if (name.id.empty() || role.role == RoleKind::state) continue;
    int at = role.end;
    if (at >= name.begin || tree_[at].lemma != "of") continue;
    if (++at < name.begin && tree_[at].tag == Tag::DET) ++at;
    if (at != name.begin || name.kind == NameKind::adjective) continue;
    role.id = name.id;
    role.end = name.end;
    role.head = head_of(tree_, role.begin, role.end);
    mentions_.erase(mentions_.begin() + std::ptrdiff_t(i) + 1);
  }
}

bool Finder::begins_name(int at) const {
  if (!is_capitalised(tree_[at].form)) return false;
  if (text::is_proper(tree_[at].tag)) return true;
  // "Democratic Choice": an adjective with a capital inside a sentence
  const bool more = at > 0 && at + 1 < tree_.size() && text::is_proper(tree_[at + 1].tag) &&
                    is_capitalised(tree_[at + 1].form);
  return more && (tree_[at].tag == Tag::ADJ || tree_[at].tag == Tag::NOUN);
}

/// The end of the name that begins at `begin`: capitalised proper nouns, also across a hyphen or
/// the small words inside names ("Omar al-Bashir", "Ursula von der Leyen", "Larsen & Toubro").
int Finder::end_of_run(int begin, int limit) const {
  int end = begin;
  for (int i = begin; i < limit && i - begin < 8; ++i) {
    if (begins_name(i) || (i > begin && tree_[i].tag == Tag::X && is_capitalised(tree_[i].form)))
      end = i + 1;
    else if (i == begin || (tree_[i].form != "-" && tree_[i].form != "&" &&
                            !(tree_[i].tag == Tag::ADP && is_capitalised(tree_[i].form)) &&
                            actors_.sector_of_name_word(tree_[i].form) != "joint"))
      break;
  }
  return end;
}

/// "Tullow Oil" → "tullow-oil"
std::string_view Finder::id_of_words(int begin, int end) const {
  const std::size_t from = tree_[begin].span.begin, to = tree_[end - 1].span.end;
  return names_.id_of_unknown(std::string_view(tree_[begin].form.data(), to - from));
}

/// A single capitalised word that knowledge/ does not know is an actor only where actors stand, and
/// without an article: "sued Siemens", "charges against Boztepe", not "in Gloversville".
bool Finder::may_be_alone(int token) const {
  const std::string_view form = tree_[token].form;
  if (form.size() < 3 || (token > 0 && tree_[token - 1].tag == Tag::DET)) return false;
  int at = token;  // in a list it stands where the first of the list stands
  while (tree_.relation(at) == Relation::conj && tree_.head(at) >= 0) at = tree_.head(at);
  switch (tree_.relation(at)) {
    case Relation::nsubj:
    case Relation::nsubj_pass:
    case Relation::obj:
    case Relation::iobj:
    case Relation::obl_agent:
    case Relation::nmod_poss:
      return true;
    case Relation::nmod:
    case Relation::obl: {
      constexpr std::string_view kPrepositions[] = {"against", "with", "by", "between", "into"};
      const std::string preposition = tree_.preposition(at);
      return std::ranges::find(kPrepositions, preposition) != std::end(kPrepositions);
    }
    default:
      return false;
  }
}

/// A run of capitalised proper nouns that knowledge/ does not know: an organisation when a word in
/// it says so, when it is an acronym or has an article, else maybe a person.
std::optional<Mention> Finder::unknown_name(int begin, int end) const {
  constexpr std::string_view kPlaces[] = {"in",     "at",     "near",    "outside",    "inside",
                                          "across", "around", "through", "throughout", "within"};
  Mention mention;
  mention.begin = begin;
  mention.end = end;
  mention.head = head_of(tree_, begin, end);
  bool titled = false;
  while (begin < end && actors_.sector_of_name_word(tree_[begin].form) == "title")
    titled = true, ++begin;
  if (begin == end) return std::nullopt;
  std::string_view sector;
  for (int i = begin; i < end; ++i) {
    const std::string_view told = actors_.sector_of_name_word(tree_[i].form);
    if (told == "-") return std::nullopt;
    if (!told.empty() && told != "joint" && told != "title") sector = told;
  }
  const bool alone = end == begin + 1;
  const bool acronym =
      alone && tree_[begin].form.size() > 2 &&
      std::ranges::all_of(tree_[begin].form, [](char c) { return c >= 'A' && c <= 'Z'; });
  const bool article = begin > 0 && tree_[begin - 1].lemma == "the";
  const bool located =
      std::ranges::find(kPlaces, tree_.preposition(mention.head)) != std::end(kPlaces);
  mention.kind = NameKind::organisation;
  if (!sector.empty() && !titled) {
    if (alone) return std::nullopt;  // "the Council" alone is a description
    mention.sector = sector;
    mention.certainty = 0.8f;
  } else if (acronym) {
    mention.certainty = 0.6f;
  } else if (located || (alone && !titled && !may_be_alone(begin))) {
    return std::nullopt;
  } else if (article || (alone && !titled)) {
    mention.certainty = 0.5f;
  } else if (std::ranges::none_of(tree_[end - 1].form,
                                  [](char c) { return c >= 'a' && c <= 'z'; })) {
    return std::nullopt;  // capitals throughout: a headline, or who speaks next in a transcript
  } else {
    mention.kind = NameKind::person;
    mention.person = tree_[end - 1].form;
    mention.certainty = titled ? 0.8f : 0.6f;
  }
  mention.id = id_of_words(begin, end);
  return mention;
}

void Finder::add_unknown_names() {
  std::vector<Mention> all;
  all.reserve(mentions_.size());
  std::size_t next = 0;
  for (int i = 0; i < tree_.size();) {
    if (next < mentions_.size() && mentions_[next].begin == i) {
      i = mentions_[next].end;
      all.push_back(mentions_[next++]);
      continue;
    }
    const int limit = next < mentions_.size() ? mentions_[next].begin : tree_.size();
    const int end = end_of_run(i, limit);
    if (end == i) {
      ++i;
      continue;
    }
    if (auto mention = unknown_name(i, end)) {
      all.push_back(*mention);
      if (!mention->person.empty())
        names_.remember_surname(mention->person,
                                {mention->id, mention->sector, mention->certainty});
    }
    i = end;
  }
  mentions_ = std::move(all);
}

/// "Gedu Andargachew, Ethiopia's foreign minister" and "the Ethiopian foreign minister, Gedu
/// Andargachew": a name set beside an office holds it, here and from here on. "A Lebanese lawyer,
/// Karim Haddadin": what is no office is the one who is named.
void Finder::introduce_persons() {
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

/// "the Tunisian General Labour Union (UGTT)": the letters are part of the name, and stand for it
/// from here on.
void Finder::define_acronyms() {
  for (std::size_t i = 0; i < mentions_.size(); ++i) {
    Mention& named = mentions_[i];
    const int at = named.end + 1;
    if (at + 1 >= tree_.size() || tree_[named.end].form != "(" || tree_[at + 1].form != ")")
      continue;
    if (named.id.empty() || !named.can_act() || named.end - named.begin < 2) continue;
    const std::string_view letters = tree_[at].form;
    const bool acronym =
        letters.size() > 1 && is_capitalised(letters) &&
        std::ranges::count_if(letters, [](char c) { return c >= 'A' && c <= 'Z'; }) >= 2;
    if (!acronym) continue;
    if (i + 1 < mentions_.size() && mentions_[i + 1].begin == at)
      mentions_.erase(mentions_.begin() + std::ptrdiff_t(i) + 1);
    Mention& whole = mentions_[i];
    whole.end = at + 2;
    whole.head = head_of(tree_, whole.begin, whole.end);
    if (whole.person.empty())
      names_.remember_surname(letters, {whole.id, whole.sector, whole.certainty});
  }
}

/// "the Iraqi Islamic Party": may be called the IIP from here on, whether or not the text says so.
void Finder::expect_acronyms() {
  for (const Mention& m : mentions_) {
    if (m.kind != NameKind::organisation || m.id.empty() || m.role || m.end - m.begin < 3) continue;
    std::string letters;
    for (int i = m.begin; i < m.end; ++i)
      if (is_capitalised(tree_[i].form)) letters += tree_[i].form[0];
    if (letters.size() < 3 || letters.size() > 6) continue;
    names_.remember_surname(names_.keep(std::move(letters)), {m.id, m.sector, 0.9f * m.certainty});
  }
}

/// "the Senate", "Congress": names of many states' bodies mean that of a state which the text
/// names; so does "Moscow", of the Soviet Union or Russia, where no date tells.
void Finder::settle_shared_bodies() {
  const auto is_shared = [&](const Mention& m) {
    const bool seat = m.kind == NameKind::seat && !names_.is_dated();
    return (m.kind == NameKind::body || seat) && !m.role && !m.id.empty();
  };
  for (const Mention& m : mentions_)
    if (const ActorFacts* facts = actors_.facts(m.id); facts != nullptr && facts->is_state)
      if (m.kind == NameKind::seat ? !is_shared(m)
                                   : m.kind != NameKind::body || m.role || m.end - m.begin > 1)
        names_.name_state(m.id);
  for (Mention& m : mentions_) {
    if (!is_shared(m) || names_.names_state(m.id)) continue;
    const auto meanings = actors_.name_at(tokens_, m.begin);
    if (meanings.length != m.end - m.begin) continue;
    for (const Sense& sense : meanings.meanings)
      if (sense.kind == m.kind && names_.names_state(sense.id)) m.id = sense.id;
    if (m.kind == NameKind::seat) names_.name_state(m.id);
  }
}

/// "between Russia, China, Pakistan": three names or more with only commas between them, in text
/// that lost its "and".
bool Finder::in_bare_list(std::size_t at) const {
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
bool Finder::in_headline_pair(std::size_t at) const {
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
bool Finder::is_joinable_gap(int begin, int end) const {
  return begin == end || (begin + 1 == end && tree_[begin].lemma == "the");
}

/// "US-Pakistan", "Pakistan vs US", "China/Russia": two names that one word ties.
bool Finder::is_compared(const Mention& here, const Mention& next) const {
  if (next.begin != here.end + 1 || here.id.empty() || next.id.empty()) return false;
  if (here.role || next.kind == NameKind::person || next.kind == NameKind::place) return false;
  const std::string_view form = tree_[here.end].form;
  return form == "-" || form == "–" || form == "/" || tree_[here.end].lemma == "versus" ||
         form == "vs" || form == "vs." || form == "v";
}

/// Where the adjectives before a name begin: "Russia and nuclear-armed North Korea".
int Finder::adjectives_before(const Mention& name) const {
  const auto is_hyphen = [&](int at) { return at >= 0 && tree_[at].form == "-"; };
  int begin = name.begin;
  for (; begin > 0; --begin) {
    const Tag tag = tree_[begin - 1].tag;
    const bool in_compound = (is_hyphen(begin) && tag == Tag::NOUN) ||
                             (is_hyphen(begin - 2) && tag == Tag::VERB_PARTICIPLE);
    if (tag != Tag::ADJ && !is_hyphen(begin - 1) && !in_compound) break;
  }
  return begin;
}

/// Mentions with nothing between them but commas and conjunctions, where the tree does not object:
/// "China, Russia and Turkey", and, in text whose commas were lost, "Russia Pakistan".
void Finder::number_lists() {
  int lists = 0;
  for (std::size_t i = 0; i + 1 < mentions_.size(); ++i) {
    Mention &here = mentions_[i], &next = mentions_[i + 1];
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
    if (next_starts_clause) continue;
    if (comma && !conjunction) {
      // A lone comma may part as well as join: the tree, or a list already begun, decides.
      const bool listed = tree_.relation(next.head) == Relation::conj || here.list >= 0;
      if (!listed || !in_tree) {
        const bool later_and = i + 2 < mentions_.size() && in_tree &&
                               tree_.relation(mentions_[i + 2].head) == Relation::conj &&
                               tree_.relation(next.head) != Relation::appos;
        if (!later_and && !in_bare_list(i) && !in_headline_pair(i)) continue;
      }
    }
    if (here.list < 0) here.list = lists++;
    next.list = here.list;
    // "Chinese and Russian officials": the first adjective shares the role.
    if (here.kind == NameKind::adjective && next.role && !here.role) {
      here.kind = NameKind::body;
      here.sector = next.sector;
      here.role = next.role;
      here.plural = next.plural;
    }
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
}

}  // namespace

const Sense* Names::choose(std::span<const Sense> senses, bool titled,
                           std::string_view office) const {
  const Sense* best = nullptr;
  int best_rank = 0;
  for (const Sense& sense : senses) {
    if (sense.kind == NameKind::surname && !persons_.contains(sense.name)) {
      // "Mr Wilson" of today is not the Prime Minister of 1964.
      const bool long_ago = date_ && sense.to.days < date_->days - kMemory;
      if (!titled || long_ago) continue;
    }
    // An organisation is not named before there is one; states and persons are.
    const bool founded = sense.kind == NameKind::organisation || sense.kind == NameKind::group;
    if (founded && date_ && *date_ + 366 < sense.from) continue;
    // Rank: holds at the document's date; a past holder (named so still); kinds in their order.
    int rank = 100 - 2 * static_cast<int>(sense.kind);
    if (date_) {
      if (sense.from <= *date_ && *date_ <= sense.to)
        rank += 400;
      else if (sense.to < *date_)
        rank += 200 - std::min(190, (*date_).days / 60 - sense.to.days / 60);
    }
    if (sense.kind == NameKind::surname && persons_.contains(sense.name)) rank += 50;
    if (!office.empty() && sense.office == office) rank += 30;
    if (best == nullptr || rank > best_rank) {
      best = &sense;
      best_rank = rank;
    }
  }
  return best;
}

void Names::name_state(std::string_view id) {
  if (!names_state(id)) states_.push_back(id);
}

bool Names::names_state(std::string_view id) const {
  return std::ranges::find(states_, id) != states_.end();
}

void Names::remember_surname(std::string_view surname, const Known& known) {
  const auto [entry, is_new] = surnames_.try_emplace(surname, known);
  if (!is_new && known.certainty >= entry->second.certainty) entry->second = known;
}

const Names::Known* Names::surname(std::string_view name) const {
  const auto found = surnames_.find(name);
  return found == surnames_.end() ? nullptr : &found->second;
}

std::string_view Names::id_of_unknown(std::string_view name) {
  std::string id;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (c >= 'A' && c <= 'Z')
      id += static_cast<char>(c - 'A' + 'a');
    else if (letter)
      id += c;
    else if (!id.empty() && id.back() != '-')
      id += '-';
  }
  return *unknown_.insert(std::move(id)).first;
}

bool is_patronage(const Tree& tree, int token) {
  constexpr std::string_view kWords[] = {
      "backed",    "supported", "recognised", "recognized", "funded",   "financed", "sponsored",
      "armed",     "trained",   "aligned",    "allied",     "brokered", "mediated", "appointed",
      "imposed",   "occupied",  "born",       "linked",     "inspired", "educated", "friendly",
      "installed", "equipped",  "sanctioned", "influenced", "supplied", "facing",   "speaking"};
  return token > 0 && tree[token - 1].form == "-" &&
         std::ranges::find(kWords, tree[token].form) != std::end(kWords);
}

std::vector<Mention> find_mentions(const Tree& tree, Tokens tokens, const Actors& actors,
                                   Names& names) {
  return Finder(tree, tokens, actors, names).run();
}

}  // namespace entente::reading
