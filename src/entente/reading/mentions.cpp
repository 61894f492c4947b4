#include "entente/reading/mention_finder.h"

#include <algorithm>
#include <array>

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// "No country signed": no bearer of that name.
bool is_small_word(const text::Token& token) {
  return token.tag == Tag::DET || token.tag == Tag::PRON || token.tag == Tag::ADP ||
         token.tag == Tag::ADV || token.tag == Tag::SCONJ || token.tag == Tag::CCONJ;
}

constexpr int kLongestShortName = 4;  // tokens

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

}  // namespace

bool is_official(std::string_view sector) {
  constexpr std::string_view kSectors[] = {"GOV", "MIL", "COP", "JUD", "LEG",
                                           "SPY", "OPP", "PTY", "IGO", "REB"};
  return std::ranges::find(kSectors, sector) != std::end(kSectors);
}

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

std::vector<Mention> MentionFinder::run() {
  find_parts();
  drop_names_of_things();
  drop_shorter_parties();
  join_institutions();
  join_roles();
  absorb_names();
  join_of();
  add_unknown_names();
  join_described();
  join_apposed();
  introduce_persons();
  define_acronyms();
  expect_acronyms();
  expect_short_names();
  settle_shared_bodies();
  number_lists();
  set_owners_aside();
  return std::move(mentions_);
}

/// "thousands", "tens of thousands": how many there are of those who are not told.
bool is_count(std::string_view lemma) {
  constexpr std::string_view kWords[] = {"thousand", "hundred", "dozen", "score", "ten", "million"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

/// "militants", "the rebel army", not "a militant group" nor "backed".
bool MentionFinder::is_role_noun(int last, const Role& role) const {
  const Tag tag = tree_[last].tag;
  // "B's opposition to A", "opposition from B": what somebody does, and nobody's party
  const std::string_view next = last + 1 < tree_.size() ? tree_.lemma(last + 1) : "";
  const int beside = tree_.relation(last) == Relation::conj ? tree_.head(last) : -1;
  const bool joined = beside >= 0 && tree_.lemma(beside) == "government";  // "and the opposition"
  if (tree_.lemma(last) == "opposition" && (next == "to" || next == "from") && !joined)
    return false;
  // "Thousands marched", "have marched", not "thousands of shells"
  if (is_count(tree_.lemma(last))) {
    int at = last;
    while (tree_.relation(at) == Relation::nmod && is_count(tree_.lemma(tree_.head(at))))
      at = tree_.head(at);
    const bool befallen =  // "Dozens killed as A and B fight"
        last + 1 < tree_.size() && tree_[last + 1].tag == Tag::VERB_PARTICIPLE;
    return next != "of" && !befallen &&
           (tree_.relation(at) == Relation::nsubj || tree_.relation(at) == Relation::nsubj_pass);
  }
  // "the SU-35 fighter": an aircraft
  if (tree_.lemma(last) == "fighter" && last > 2 && tree_[last - 1].tag == Tag::NUM &&
      tree_[last - 2].form == "-")
    return false;
  if (tag != Tag::ADJ || tree_.lemma(last) == "giant")
    return tag < Tag::VERB_BASE || tag == Tag::ADJ;
  // "a general strike", "his first official foreign visits"
  const int of = tree_.head(last);
  const bool before_noun = (last + 1 < tree_.size() && tree_[last + 1].tag == Tag::NOUN) ||
                           (of > last && text::is_noun(tree_[of].tag));
  return role.kind != RoleKind::group && !(role.kind == RoleKind::person && before_noun);
}

/// The "Party" of "the Golden Plough Party", where nothing before it is known, not the bank of
/// "China's Exim Bank".
bool MentionFinder::ends_unknown_name(int at, int last) const {
  const std::string_view sector = actors_.sector_of_name_word(tree_[last].form);
  if (sector.size() != 3 || !is_capitalised(tree_[at].form)) return false;
  if (is_official(sector) && sector != "PTY" && sector != "REB") return false;
  int begin = at;
  while (begin > 0 && begins_name(begin - 1)) --begin;
  const int before = begin > 0 && is_possessive_mark(tree_[begin - 1]) ? begin - 1 : begin;
  if (begin == at) return false;
  // "the opposition Golden Plough Party": the role before it is no part of the name.
  return mentions_.empty() || mentions_.back().end < before ||
         (mentions_.back().end == before && mentions_.back().role && mentions_.back().id.empty());
}

/// The "North" of "North and South Korea": named by what the second name adds.
Match<Sense> MentionFinder::half_name(int at) const {
  if (at + 3 >= tree_.size() || opposite_of(tree_[at].form).empty() ||
      tree_[at + 1].tag != Tag::CCONJ || tree_[at + 2].form != opposite_of(tree_[at].form))
    return {};
  const text::Token whole[] = {tokens_[std::size_t(at)], tokens_[std::size_t(at) + 3]};
  const Match<Sense> name = actors_.name_at(whole, 0);
  return name.length == 2 ? Match<Sense>{1, name.meanings} : Match<Sense>{};
}

/// "the North", "the South" once one of two states that are so called has been named: "South
/// Korea".
std::string_view MentionFinder::divided_state(int at) const {
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

/// False when an unknown given name stands before it: "Melania Trump" is not "Trump".
bool MentionFinder::stands_alone(int at, int end) const {
  if (end - at > 1 || at == 0) return true;
  const text::Token& before = tree_[at - 1];
  if (!text::is_proper(before.tag) || !is_capitalised(before.form)) return true;
  if (actors_.sector_of_name_word(before.form) == "title") return true;
  return !mentions_.empty() && mentions_.back().end == at;
}

/// "the two Muslim nations", "both Western powers": some of them, not all that the name stands
/// for.
bool MentionFinder::is_counted(int at, int end) const {
  if (at == 0 || tree_[end - 1].tag != Tag::NOUN_PLURAL) return false;
  const std::string_view before = tree_.lemma(at - 1);
  return before == "both" || before == "two";
}

bool MentionFinder::stands_as_noun(const Mention& adjective) const {
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
bool MentionFinder::is_given_name(int at, int end) const {
  if (end - at > 1 || end >= tree_.size()) return false;
  return text::is_proper(tree_[end].tag) && is_capitalised(tree_[end].form) &&
         actors_.name_at(tokens_, end).length == 0 && actors_.role_at(tokens_, end).length == 0 &&
         actors_.sector_of_name_word(tree_[end].form).empty();
}

/// The "Samar" of "Samar Badawi", which is an island besides.
bool MentionFinder::is_before_surname(int at, int end) const {
  if (end - at > 1 || end >= tree_.size()) return false;
  const Match<Sense> next = actors_.name_at(tokens_, end);
  return next.length == 1 && std::ranges::all_of(next.meanings, [](const Sense& sense) {
           return sense.kind == NameKind::surname || sense.kind == NameKind::person;
         });
}

/// "Pervaiz" before the surname of "Pervez Musharraf": another spelling of the given name.
bool MentionFinder::is_named_spelling(int given, std::string_view full_name) const {
  if (given < 0 || !is_capitalised(tree_[given].form)) return false;
  const std::string_view here = tree_[given].form;
  const std::string_view known = full_name.substr(0, full_name.find(' '));
  return here.size() > 3 && known.size() > 3 && here[0] == known[0] &&
         edit_distance(here, known) <= std::max(here.size(), known.size()) / 3;
}

/// "a court in the capital, Minsk, ruled": where it is.
bool MentionFinder::follows_capital(int at) const {
  const int comma = at > 0 && tree_[at - 1].form == ",";
  return at > comma && tree_.lemma(at - 1 - comma) == "capital";
}

bool MentionFinder::add_name(int at, const Match<Sense>& match) {
  const int end = at + match.length;
  const bool after_title = (at > 0 && actors_.sector_of_name_word(tree_[at - 1].form) == "title") ||
                           (!mentions_.empty() && mentions_.back().end == at &&
                            mentions_.back().role == RoleKind::person);
  const bool before_role = actors_.role_at(tokens_, std::min(end, tree_.size() - 1)).length > 0;
  // "Argentina's Milei": whoever of that state is called so
  const bool owned = at > 1 && !mentions_.empty() && mentions_.back().end == at - 1 &&
                     mentions_.back().kind == NameKind::country &&
                     is_possessive_mark(tree_[at - 1]);
  const auto is_theirs = [&](const Sense& meant) {
    return meant.kind == NameKind::surname && meant.id == mentions_.back().id;
  };
  const bool compatriot = owned && std::ranges::any_of(match.meanings, is_theirs);
  const Match<Role> held = !mentions_.empty() && mentions_.back().end == at
                               ? actors_.role_at(tokens_, mentions_.back().begin)
                               : Match<Role>{};
  const std::string_view office = held.length > 0 ? held.meanings[0].office : std::string_view{};
  const Sense* sense =
      names_.choose(match.meanings, after_title || before_role || compatriot, office);
  if (compatriot && sense != nullptr && !is_theirs(*sense))
    sense = &*std::ranges::find_if(match.meanings, is_theirs);
  if (sense == nullptr) return false;
  if (sense->kind == NameKind::organisation && is_counted(at, end)) return false;
  // "The Independent Electoral Commission" is no newspaper.
  if (sense->sector == "MED" && tree_.lemma(at) == "the" && end < tree_.size() && is_name_word(end))
    return false;
  const bool is_person = sense->kind == NameKind::person || sense->kind == NameKind::surname;
  // The "Ali" of "Ali Rodriguez", neither of whom is the one whom knowledge/ calls so.
  if (is_person && is_before_surname(at, end) &&
      sense->name.find(tree_[end].form) == sense->name.npos)
    return false;
  if (is_person && is_given_name(at, end)) return false;
  if (sense->kind == NameKind::place && (is_given_name(at, end) || is_before_surname(at, end)))
    return false;
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
  const bool collective = sense->kind == NameKind::country && sense->id.empty();
  if (collective || sense->kind == NameKind::project) mention.several = sense->name;
  if (sense->kind == NameKind::seat && follows_capital(at)) mention.kind = NameKind::place;
  if (is_person) {
    mention.person = sense->name;
    names_.remember_person(sense->name);
  }
  // "The British attacked", "a Canadian": an adjective that no noun follows is its people.
  if (mention.kind == NameKind::adjective && !mention.id.empty() && stands_as_noun(mention))
    mention.kind = NameKind::people;
  const Tag head = tree_[mention.head].tag;
  const bool of_people = mention.kind == NameKind::body || mention.kind == NameKind::group;
  mention.plural = mention.kind == NameKind::people ||  // "the Houthis", "Rwandan troops"
                   (of_people && (head == Tag::NOUN_PLURAL || head == Tag::PROPN_PLURAL));
  mentions_.push_back(mention);
  return true;
}

/// "Crown Prince Mohammed bin Zayed" is not the "Crown Prince Mohammed" whom knowledge/ has too:
/// the person whose name goes on behind the title is meant.
bool MentionFinder::goes_on_in_fuller_name(int at, int length) const {
  for (int i = at + 1; i < at + length; ++i) {
    const Match<Sense> fuller = actors_.name_at(tokens_, i);
    if (fuller.length > 1 && i + fuller.length > at + length &&
        fuller.meanings.front().kind == NameKind::person)
      return true;
  }
  return false;
}

/// The end of the longest name at `at` that the text has given in full before: "Abbasi", "UGTT",
/// "Move Forward"; `at` when there is none.
int MentionFinder::short_name_end(int at) const {
  if (!is_capitalised(tree_[at].form)) return at;
  int end = std::min(at + kLongestShortName, tree_.size());
  for (; end > at; --end)
    if (names_.surname(words(at, end)) != nullptr && (end > at + 1 || stands_alone(at, end)))
      return end;
  return at;
}

/// The "Rodriguez" of whom the text has said that he is foreign minister, where knowledge/ has a
/// president of another state whom the text has not named.
bool MentionFinder::is_introduced(int at, const Match<Sense>& name) const {
  if (name.length != 1 || short_name_end(at) != at + 1) return false;
  const Names::Known& known = *names_.surname(tree_[at].form);
  return known.kind == NameKind::person && known.certainty > 0.85f &&
         std::ranges::all_of(name.meanings, [](const Sense& sense) {
           return sense.kind == NameKind::person || sense.kind == NameKind::surname;
         });
}

void MentionFinder::add_short_name(int at, int end) {
  const Names::Known& known = *names_.surname(words(at, end));
  Mention mention;
  mention.begin = at;
  mention.end = end;
  mention.head = head_of(tree_, at, end);
  mention.kind = known.kind;
  mention.id = known.id;
  mention.sector = known.sector;
  mention.certainty = known.certainty;
  if (known.kind == NameKind::person) mention.person = tree_[at].form;
  mentions_.push_back(mention);
}

void MentionFinder::find_parts() {
  for (int i = 0; i < tree_.size();) {
    Match<Sense> name = actors_.name_at(tokens_, i);
    if (name.length == 0) name = half_name(i);
    if (goes_on_in_fuller_name(i, name.length)) name = {};
    const Match<Role> role = actors_.role_at(tokens_, i);
    const int short_end = short_name_end(i);
    if (short_end > i + std::max(name.length, role.length) || is_introduced(i, name)) {
      add_short_name(i, short_end);
      i = short_end;
    } else if (name.length > 0 && name.length >= role.length && add_name(i, name)) {
      i += name.length;
    } else if (role.length > 0 && is_role_noun(i + role.length - 1, role.meanings[0]) &&
               !ends_unknown_name(i, i + role.length - 1)) {
      Mention mention;
      mention.begin = i;
      mention.end = i + role.length;
      mention.kind = NameKind::body;
      mention.role = role.meanings[0].kind;
      mention.sector = role.meanings[0].sector;
      int noun = mention.end - 1;  // "Minister for Foreign Affairs" is one person
      for (int t = i; t < mention.end; ++t)
        if (tree_[t].tag == Tag::ADP && t > i) {
          noun = t - 1;
          break;
        }
      const Tag last = tree_[noun].tag;
      mention.plural = last == Tag::NOUN_PLURAL || last == Tag::PROPN_PLURAL;
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
    } else if (short_end > i) {
      add_short_name(i, short_end);
      i = short_end;
    } else {
      ++i;
    }
  }
}

/// "the Senate", "Congress": names of many states' bodies mean that of a state which the text
/// names; so does "Moscow", of the Soviet Union or Russia, where no date tells.
void MentionFinder::settle_shared_bodies() {
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

bool is_patronage(const Tree& tree, int token) {
  constexpr std::string_view kWords[] = {
      "backed",    "supported", "recognised", "recognized", "funded",   "financed", "sponsored",
      "armed",     "trained",   "aligned",    "allied",     "brokered", "mediated", "appointed",
      "imposed",   "occupied",  "born",       "linked",     "inspired", "educated", "friendly",
      "installed", "equipped",  "sanctioned", "influenced", "supplied", "facing",   "speaking"};
  return token > 0 && tree[token - 1].form == "-" &&
         std::ranges::find(kWords, tree[token].form) != std::end(kWords);
}

bool Mention::is_many() const {
  constexpr std::array<std::string_view, 10> kSectors{"MIL", "REB", "UAF", "COP", "CRM",
                                                      "PTY", "OPP", "SPY", "CVL", "LAB"};
  const bool one = plural || !person.empty() || role == RoleKind::person || list >= 0;
  return !one && can_act() &&
         (kind == NameKind::group || std::ranges::find(kSectors, sector) != kSectors.end());
}

std::vector<Mention> find_mentions(const Tree& tree, std::span<const text::Token> tokens,
                                   const Actors& actors, Names& names) {
  return MentionFinder(tree, tokens, actors, names).run();
}

}  // namespace entente::reading
