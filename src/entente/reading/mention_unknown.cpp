#include "entente/reading/mention_finder.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;

namespace {

/// The sectors of institutions that act under their own name wherever they are; whatever a country
/// has but one of is that country's.
bool has_own_name(std::string_view sector) {
  constexpr std::string_view kSectors[] = {"NGO", "PTY", "REL", "LAB", "MED", "EDU", "BUS", "REB"};
  return std::ranges::find(kSectors, sector) != std::end(kSectors);
}

/// Where a mention lies or whose it is, not what it is called: "Kenyan", "Lagos".
bool is_whereabouts(const Mention& mention) {
  return !mention.role &&
         (mention.kind == NameKind::country || mention.kind == NameKind::adjective ||
          mention.kind == NameKind::people || mention.kind == NameKind::prefix ||
          mention.kind == NameKind::place || mention.kind == NameKind::seat);
}

/// "Workers'": a plural that owns what follows, as in names.
bool is_bare_apostrophe(const text::Token& token) { return token.form == "'" || token.form == "’"; }

}  // namespace

bool MentionFinder::begins_name(int at) const {
  if (!is_capitalised(tree_[at].form)) return false;
  if (text::is_proper(tree_[at].tag)) return true;
  // "Democratic Choice": an adjective with a capital inside a sentence
  const bool more = at > 0 && at + 1 < tree_.size() && is_name_word(at + 1);
  return more && (tree_[at].tag == Tag::ADJ || tree_[at].tag == Tag::NOUN);
}

/// A capitalised word that may stand inside a name, whatever it was taken for: "Move" and "Forward"
/// of the "Move Forward Party".
bool MentionFinder::is_name_word(int at) const {
  const Tag tag = tree_[at].tag;
  const std::string_view form = tree_[at].form;
  if (!is_capitalised(form)) return false;
  if (text::is_proper(tag) || tag == Tag::X) return true;
  const bool all_caps = std::ranges::none_of(form, [](char c) { return c >= 'a' && c <= 'z'; });
  return !all_caps &&
         (text::is_noun(tag) || text::is_verb(tag) || tag == Tag::ADJ || tag == Tag::ADV);
}

/// The end of the name that begins at `begin`: capitalised proper nouns, also across a hyphen or
/// the small words inside names ("Omar al-Bashir", "Ursula von der Leyen", "Larsen & Toubro").
int MentionFinder::end_of_run(int begin, int limit) const {
  int end = begin;
  for (int i = begin; i < limit && i - begin < 8; ++i) {
    if (begins_name(i) || (i > begin && i == end && is_last_of_name(i)))
      end = i + 1;
    else if (i == begin || (tree_[i].form != "-" && tree_[i].form != "&" &&
                            !(tree_[i].tag == Tag::ADP && is_capitalised(tree_[i].form)) &&
                            actors_.sector_of_name_word(tree_[i].form) != "joint"))
      break;
  }
  return end;
}

/// The "Initiative" of "the Open Lands Initiative", taken for a common noun, or a surname that was.
bool MentionFinder::is_last_of_name(int at) const {
  if (!is_capitalised(tree_[at].form)) return false;
  const Relation relation = tree_.relation(at);
  const bool one_name = tree_.head(at) == at - 1 && text::is_proper(tree_[at - 1].tag) &&
                        (relation == Relation::appos || relation == Relation::flat);
  if (one_name && is_name_word(at) && actors_.role_at(tokens_, at).length == 0 &&
      actors_.name_at(tokens_, at).length == 0)
    return true;
  const std::string_view told = actors_.sector_of_name_word(tree_[at].form);
  return tree_[at].tag == Tag::X ||
         (text::is_noun(tree_[at].tag) && (has_own_name(told) || Actors::never_acts(told)));
}

/// The text of the tokens [begin, end).
std::string_view MentionFinder::words(int begin, int end) const {
  const std::size_t from = tree_[begin].span.begin, to = tree_[end - 1].span.end;
  return {tree_[begin].form.data(), to - from};
}

/// "Tullow Oil plc" → "tullow-oil"
std::string_view MentionFinder::id_of_words(int begin, int end) const {
  constexpr std::string_view kLegalForms[] = {"Ltd",   "Ltd.", "Limited", "Inc", "Inc.", "Corp",
                                              "Corp.", "PLC",  "plc",     "AG",  "SA",   "SpA",
                                              "GmbH",  "LLC",  "Co",      "Co."};
  while (end > begin + 1 &&
         std::ranges::find(kLegalForms, tree_[end - 1].form) != std::end(kLegalForms))
    --end;  // "MMG Ltd" is MMG
  return names_.id_of_unknown(words(begin, end));
}

/// A single capitalised word that knowledge/ does not know is an actor only where actors stand, and
/// without an article: "sued Siemens", "charges against Boztepe", not "in Gloversville".
bool MentionFinder::may_be_alone(int token) const {
  const std::string_view form = tree_[token].form;
  if (form.size() < 3 || (token > 0 && tree_[token - 1].tag == Tag::DET)) return false;
  if (form.starts_with("Anti-") || form.starts_with("Pro-")) return false;  // "Anti-Americanism"
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

/// True where none of the words [begin, end) has a small letter.
bool MentionFinder::is_in_capitals(int begin, int end) const {
  return std::ranges::none_of(words(begin, end), [](char c) { return c >= 'a' && c <= 'z'; });
}

/// A run of capitalised proper nouns that knowledge/ does not know: an organisation when a word in
/// it says so, when it is an acronym or has an article, else maybe a person.
std::optional<Mention> MentionFinder::unknown_name(int begin, int end) const {
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
  for (int i = end - 1; i >= begin; --i) {  // the last word says what it is: "Mountain Movement"
    const std::string_view told = actors_.sector_of_name_word(tree_[i].form);
    const bool first = i == begin && !has_own_name(sector);  // not the "Christian Alliance"
    if (Actors::never_acts(told) && (sector.empty() || first)) return std::nullopt;
    if (sector.empty() && told != "joint" && told != "title") sector = told;
  }
  if (is_name_of_thing(mention.head)) return std::nullopt;
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
  } else if (is_in_capitals(begin, end)) {
    return std::nullopt;  // a headline, or who speaks next in a transcript
  } else if (tree_[mention.head].tag == text::Tag::ADJ) {
    return std::nullopt;  // "a Comprehensive Strategic Partnership"
  } else {
    mention.kind = NameKind::person;
    mention.person = tree_[end - 1].form;
    mention.certainty = titled ? 0.8f : 0.6f;
  }
  mention.id = id_of_words(begin, end);
  return mention;
}

/// "the Las Palmas mine", "the Wadas quarry": the name of what stands behind it.
bool MentionFinder::is_name_of_thing(int head) const {
  const int thing = tree_.head(head);
  if (tree_.relation(head) != Relation::compound || thing < head || thing >= tree_.size())
    return false;
  std::string word(tree_.lemma(thing));
  if (is_capitalised(word) || word.empty()) return false;
  word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return actors_.sector_of_name_word(word) == "--";
}

/// The end of "National Unity and Peacemaking Committee", of which [begin, end) is the first half;
/// `end` where nothing joins the two.
int MentionFinder::end_of_pair(int begin, int end, int limit) const {
  const bool owned =
      begin > 0 && (tree_[begin - 1].tag == Tag::DET || is_possessive_mark(tree_[begin - 1]));
  if (!owned || end == begin || end + 2 >= limit || tree_[end].lemma != "and") return end;
  const auto tells = [&](int at) { return !actors_.sector_of_name_word(tree_[at].form).empty(); };
  for (int i = begin; i < end; ++i)
    if (tells(i)) return end;
  const int second = end_of_run(end + 1, limit);
  return second > end + 2 && tells(second - 1) ? second : end;
}

/// "the Islamist group Ansar", "the Chadema party": the unknown name [begin, end) of what the role
/// right before it, the last of `found`, or in small letters behind it, at `next`, says.
std::optional<Mention> MentionFinder::described_name(int begin, int end,
                                                     const std::vector<Mention>& found,
                                                     std::size_t next) const {
  for (int i = begin; i < end; ++i)
    if (Actors::never_acts(actors_.sector_of_name_word(tree_[i].form)) ||
        actors_.sector_of_name_word(tree_[i].form) == "title")
      return std::nullopt;
  const bool before = !found.empty() && found.back().end == begin && describes_name(found.back()) &&
                      !is_capitalised(tree_[begin - 1].form);
  const bool behind = next < mentions_.size() && mentions_[next].begin == end &&
                      !is_capitalised(tree_[end].form) && describes_name(mentions_[next]) &&
                      mentions_[next].id.empty() && mentions_[next].end == end + 1 && begin > 0 &&
                      tree_[begin - 1].lemma == "the";
  const Mention* const apposed = before || behind ? nullptr : apposed_role(begin, end, found, next);
  if (!before && !behind && apposed == nullptr) return std::nullopt;
  Mention mention;
  mention.begin = begin;
  mention.end = end;
  mention.head = head_of(tree_, begin, end);
  mention.kind = NameKind::organisation;
  mention.id = id_of_words(begin, end);
  mention.sector = before               ? found.back().sector
                   : apposed != nullptr ? apposed->sector
                                        : mentions_[next].sector;
  if (const std::string_view told = actors_.sector_of_name_word(tree_[end - 1].form);
      has_own_name(told))
    mention.sector = told;
  if (behind) mention.head = mentions_[next].head;
  mention.certainty = 0.8f;
  return mention;
}

/// "A Spanish company, Ence," and "Ence, a Spanish company": the role that the unknown name
/// [begin, end) bears, where the tree sets the two side by side; null when there is none.
const Mention* MentionFinder::apposed_role(int begin, int end, const std::vector<Mention>& found,
                                           std::size_t next) const {
  const int head = head_of(tree_, begin, end);
  const auto tells = [&](const Mention& role) {
    return describes_name(role) && !is_capitalised(tree_[role.head].form);
  };
  if (!found.empty() && found.back().end + 1 == begin && tree_[begin - 1].form == "," &&
      tree_.relation(head) == Relation::appos && tree_.head(head) == found.back().head &&
      tells(found.back()))
    return &found.back();
  if (next >= mentions_.size() || end >= tree_.size() || tree_[end].form != ",") return nullptr;
  const Mention& role = mentions_[next];
  const bool beside = tree_.relation(role.head) == Relation::appos && tree_.head(role.head) == head;
  return beside && role.begin <= end + 3 && tells(role) ? &role : nullptr;
}

/// The "ENCE" of "a company, ENCE, said": taken for a common noun.
bool MentionFinder::is_name_beside(int at, const std::vector<Mention>& found) const {
  return at > 0 && tree_[at - 1].form == "," && tree_[at].tag == Tag::NOUN &&
         is_capitalised(tree_[at].form) && apposed_role(at, at + 1, found, mentions_.size());
}

/// "Chad Smith", "Jordan Peele": a person who is called like a state, where the tree has one name.
std::optional<Mention> MentionFinder::namesake_of(const Mention& state, int limit) const {
  if (state.kind != NameKind::country || state.role || state.end != state.begin + 1)
    return std::nullopt;
  const int end = end_of_run(state.end, limit);
  if (end == state.end || end > state.end + 2 || is_in_capitals(state.begin, end))
    return std::nullopt;
  for (int i = state.end; i < end; ++i) {
    const auto known = actors_.name_at(tokens_, i);
    const bool surname = std::ranges::all_of(known.meanings, [](const Sense& sense) {
      return sense.kind == NameKind::person || sense.kind == NameKind::surname;
    });
    if (tree_.relation(i) != Relation::flat || tree_.head(i) != state.begin || !surname ||
        is_in_capitals(i, i + 1) || !actors_.sector_of_name_word(tree_[i].form).empty())
      return std::nullopt;
  }
  Mention person;
  person.begin = state.begin;
  person.end = end;
  person.head = state.begin;
  person.kind = NameKind::person;
  person.id = id_of_words(state.begin, end);
  person.person = tree_[end - 1].form;
  person.certainty = 0.6f;
  return person;
}

void MentionFinder::add_unknown_names() {
  std::vector<Mention> all;
  all.reserve(mentions_.size());
  std::size_t next = 0;
  for (int i = 0; i < tree_.size();) {
    if (next < mentions_.size() && mentions_[next].begin == i) {
      const int following = next + 1 < mentions_.size() ? mentions_[next + 1].begin : tree_.size();
      if (const auto person = namesake_of(mentions_[next], following)) {
        names_.remember_surname(person->person, {person->id, person->sector, person->certainty});
        mentions_[next] = *person;
      }
      i = mentions_[next].end;
      all.push_back(mentions_[next++]);
      continue;
    }
    const int limit = next < mentions_.size() ? mentions_[next].begin : tree_.size();
    int end = end_of_pair(i, end_of_run(i, limit), limit);
    if (end == i && is_name_beside(i, all)) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    if (auto mention = described_name(i, end, all, next)) {
      if (next < mentions_.size() && mentions_[next].begin == end) {  // "the Chadema party"
        // "the opposition Move Forward Party"
        const bool in_name = is_capitalised(tree_[end].form);
        mention->end = mentions_[next++].end;
        if (in_name) {
          mention->id = id_of_words(i, mention->end);
          mention->head = head_of(tree_, i, mention->end);
        }
        i = mention->end;
        all.push_back(*mention);
        continue;
      }
      all.push_back(*mention);
    } else if ((mention = unknown_name(i, end))) {
      all.push_back(*mention);
      if (!mention->person.empty())
        names_.remember_surname(mention->person,
                                {mention->id, mention->sector, mention->certainty});
    }
    i = end;
  }
  mentions_ = std::move(all);
}

/// The "'s" of "the People's Liberation Front".
bool MentionFinder::is_of_people(int at) const {
  constexpr std::string_view kOwners[] = {"People", "Women", "Men", "Children", "Nation"};
  return at > 0 && is_possessive_mark(tree_[at]) &&
         std::ranges::find(kOwners, tree_[at - 1].form) != std::end(kOwners);
}

bool MentionFinder::lies_in_mention(int at) const {
  return std::ranges::any_of(mentions_,
                             [&](const Mention& m) { return m.begin <= at && at < m.end; });
}

/// "the Christian Democratic Alliance", "the Malawi Congress Party": not the party of another state
/// whose name is shorter.
void MentionFinder::drop_shorter_parties() {
  std::erase_if(mentions_, [&](const Mention& m) {
    const ActorFacts* facts = actors_.facts(m.id);
    if (m.role || m.begin < 2 || facts == nullptr || facts->country.empty()) return false;
    if (m.end - m.begin < 2 || !is_capitalised(tree_[m.begin].form)) return false;
    const auto before = std::ranges::find(mentions_, m.begin, &Mention::end);
    if (before != mentions_.end())
      return before->kind == NameKind::country && before->id != facts->country;
    return is_name_word(m.begin - 1) && !text::is_verb(tree_[m.begin - 1].tag);
  });
}

/// Where the capitalised words before the head of an institution's name begin: "Venezuelan" before
/// "Observatory", "Garment" before "Workers' Federation".
int MentionFinder::institution_begin(int head) const {
  const auto is_named = [&](int at) {  // an actor of its own, who is no part of a longer name
    return std::ranges::any_of(mentions_, [&](const Mention& m) {
      return m.begin <= at && at < m.end && !m.role && !is_whereabouts(m);
    });
  };
  const auto belongs = [&](int at) {
    if (at < 0 || is_named(at)) return false;
    return at > 0 ? is_name_word(at)
                  : is_capitalised(tree_[at].form) && text::is_proper(tree_[at].tag);
  };
  int begin = head;
  while (true) {
    if (belongs(begin - 1))
      --begin;
    else if (begin > 1 && (is_bare_apostrophe(tree_[begin - 1]) || is_of_people(begin - 1)) &&
             belongs(begin - 2))
      begin -= 2;
    else if (begin > 2 && tree_[begin - 1].lemma == "and" && tree_[begin - 3].lemma == "the" &&
             belongs(begin - 2) && !lies_in_mention(begin - 2))
      begin -= 2;  // "the Freedom and Justice List"
    else
      return begin;
  }
}

/// The end of what a preposition adds to an institution's name: "Movement for Quality Government",
/// "Church of Norway", "Action Against Hunger"; `head` + 1 when there is none.
int MentionFinder::institution_end(int head) const {
  constexpr std::string_view kLinks[] = {"of", "for", "against", "without", "to"};
  const auto is_name = [&](int i) {  // not the "Russian" of "the Centre of the Russian branch"
    const bool adjective = i + 1 < tree_.size() && tree_[i].tag == Tag::ADJ &&
                           text::is_noun(tree_[i + 1].tag) && !is_capitalised(tree_[i + 1].form);
    return i < tree_.size() && is_name_word(i) && !adjective;
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
  // "the Chamber of Commerce of Lima"
  if (end > head + 1 && end + 1 < tree_.size() && tree_[end].lemma == "of" && is_name(end + 1))
    end += 2;
  return end;
}

/// "the Jakarta Herald", "the Kenyan Garment Workers Union": a name of its own, in which more than
/// the country and what it is stands; the "National Bank" and "Statistics Institute" of a country
/// are the country's.
bool MentionFinder::is_institution(int begin, int head) const {
  constexpr std::string_view kOfStates[] = {
      "Organization", "Organisation", "Committee", "Fund",       "Funds", "Institute",
      "Center",       "Centre",       "Congress",  "Laboratory", "Bank",  "Institution"};
  if (begin == head || (head + 1 < tree_.size() && is_name_word(head + 1))) return false;
  // "United Nations Observer Group": a part of whoever is named before it
  const bool goes_on = std::ranges::any_of(
      mentions_, [&](const Mention& m) { return m.end == begin && !m.role && !is_whereabouts(m); });
  if (goes_on) return false;
  if (std::ranges::find(kOfStates, tree_[head].form) != std::end(kOfStates)) return false;
  const std::string_view sector = actors_.sector_of_name_word(tree_[head].form);
  // "the Move Forward Party": what is read as a name does not reach its last word.
  bool touches = end_of_run(begin, head + 1) <= head, own_word = false, city = false;
  for (int i = begin; i < head; ++i) {
    const auto here = std::ranges::find_if(
        mentions_, [&](const Mention& m) { return m.begin <= i && i < m.end; });
    touches = touches || here != mentions_.end() || !is_capitalised(tree_[i].form);
    if (here != mentions_.end() && here->role && here->end > head) {
      own_word = own_word || (i > begin && sector == "PTY");  // "Iraqi Islamic Party"
      continue;                                               // "Labour Party"
    }
    if (here == mentions_.end() || !is_whereabouts(*here))
      own_word = own_word || (is_capitalised(tree_[i].form) && tree_[i].form != "National");
    else
      city = city || here->kind == NameKind::place || here->kind == NameKind::seat;
  }
  return touches && (own_word || (city && sector != "PTY" && sector != "REB"));
}

/// "the Army of the Just", "the Brigade of Martyrs": no army of a state.
bool MentionFinder::is_band(int head) const {
  const std::string_view form = tree_[head].form;
  return (form == "Army" || form == "Brigade" || form == "Brigades") && is_linked(head, "BUS");
}

/// Whether what "of", "for" and so on add to an institution is part of its name. Not the state of a
/// bank or an army; "Bank of Baroda" and "Army of the Just" are named so.
bool MentionFinder::is_linked(int head, std::string_view sector) const {
  if (sector == "MED") return false;
  if (sector != "BUS") return true;
  const bool named = tree_[head].form == "Bank" ||
                     actors_.sector_of_name_word(tree_[head].form) == "MIL" ||
                     actors_.sector_of_name_word(tree_[head].form) == "REB";
  if (!named || head + 1 >= tree_.size() || tree_.lemma(head + 1) != "of") return false;
  const int end = institution_end(head);
  return end > head + 1 && std::ranges::none_of(mentions_, [&](const Mention& m) {
           return m.begin > head && m.begin < end && is_whereabouts(m) && m.kind != NameKind::place;
         });
}

/// The one state that the words [begin, end) name; empty where they name several or none.
std::string_view MentionFinder::state_within(int begin, int end) const {
  std::string_view state;
  for (const Mention& m : mentions_) {
    if (m.begin < begin || m.end > end || !is_whereabouts(m) || m.id.empty()) continue;
    if (!state.empty() && state != m.id) return {};
    state = m.id;
  }
  const ActorFacts* facts = actors_.facts(state);
  return facts != nullptr && facts->is_state ? state : std::string_view{};
}

/// "the Movement for Quality Government", "the Church of Norway": one institution under a name of
/// its own, not the government nor the state that stands in it.
void MentionFinder::join_institutions() {
  for (int i = 0; i < tree_.size(); ++i) {
    if (!is_capitalised(tree_[i].form)) continue;
    const std::string_view sector = actors_.sector_of_name_word(tree_[i].form);
    if (!has_own_name(sector) && !is_band(i)) continue;
    // A name that knowledge/ has is left alone.
    const bool known = std::ranges::any_of(mentions_, [&](const Mention& m) {
      return m.begin <= i && i < m.end && !m.role && !is_whereabouts(m);
    });
    if (known) continue;
    const int begin = institution_begin(i), end = institution_end(i);
    const bool linked = end > i + 1 && i > 0 && is_linked(i, sector);
    if (!linked && !is_institution(begin, i)) continue;
    const auto overlaps = [&](const Mention& m) { return m.begin < end && begin < m.end; };
    Mention whole;
    whole.home = state_within(begin, end);
    std::erase_if(mentions_, overlaps);
    whole.begin = begin;
    whole.end = linked ? end : i + 1;
    whole.head = head_of(tree_, whole.begin, whole.end);
    whole.kind = NameKind::organisation;
    whole.id = id_of_words(whole.begin, whole.end);
    whole.sector = sector == "MIL" ? "REB" : sector;
    whole.certainty = 0.8f;
    mentions_.insert(
        std::ranges::find_if(mentions_, [&](const Mention& m) { return m.begin >= whole.end; }),
        whole);
    i = whole.end - 1;
  }
}

/// "Jomo Kenyatta International Airport", "Mount Kenya", "the Panama Papers": who lent a thing the
/// name has no part in it.
void MentionFinder::drop_names_of_things() {
  constexpr std::string_view kMoney[] = {"dollar", "franc",  "peso",  "pound", "yuan",     "yen",
                                         "ruble",  "rouble", "rupee", "lira",  "shilling", "dinar",
                                         "riyal",  "rial",   "krone", "krona", "won"};
  std::erase_if(mentions_, [&](const Mention& m) {  // "2 billion U.S. dollars"
    return !m.role && m.end < tree_.size() &&
           std::ranges::find(kMoney, tree_.lemma(m.end)) != std::end(kMoney);
  });
  constexpr std::string_view kFirst[] = {"Mount", "Lake", "Cape", "Fort", "Rio", "Hurricane",
                                         "MV",    "USS",  "HMS",  "INS",  "Camp"};
  for (int i = 0; i < tree_.size(); ++i) {
    int begin = i, end = i + 1;
    if (actors_.sector_of_name_word(tree_[i].form) == "--")
      while (begin > 0 && is_name_word(begin - 1)) --begin;
    else if (std::ranges::find(kFirst, tree_[i].form) != std::end(kFirst) && end < tree_.size() &&
             is_name_word(end))
      end = i + 2;
    if (end - begin < 2) continue;
    std::erase_if(mentions_, [&](const Mention& m) {
      return (!m.role || m.id.empty()) && m.begin >= begin && m.end <= end &&
             m.end - m.begin < end - begin && m.kind != NameKind::adjective &&
             m.kind != NameKind::organisation;
    });
  }
}

/// "the Tunisian General Labour Union (UGTT)": the letters are part of the name, and stand for it
/// from here on.
void MentionFinder::define_acronyms() {
  // "(SBU) The ministry …": how secret a cable's paragraph is
  std::erase_if(mentions_, [&](const Mention& m) {
    return m.begin == 1 && m.end < tree_.size() && tree_[0].form == "(" && tree_[m.end].form == ")";
  });
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
      names_.remember_surname(letters,
                              {whole.id, whole.sector, whole.certainty, NameKind::organisation});
  }
}

/// "the Iraqi Islamic Party": may be called the IIP from here on, whether or not the text says so.
void MentionFinder::expect_acronyms() {
  for (const Mention& m : mentions_) {
    if (m.kind != NameKind::organisation || m.id.empty() || m.role || m.end - m.begin < 3) continue;
    std::string letters;
    for (int i = m.begin; i < m.end; ++i)
      if (is_capitalised(tree_[i].form)) letters += tree_[i].form[0];
    if (letters.size() < 3 || letters.size() > 6) continue;
    names_.remember_surname(names_.keep(std::move(letters)),
                            {m.id, m.sector, 0.9f * m.certainty, NameKind::organisation});
  }
}

/// "the Move Forward Party", "Karimba Energy Group": may be called "Move Forward", "Karimba Energy"
/// and, as a company, "Karimba" from here on.
void MentionFinder::expect_short_names() {
  for (const Mention& m : mentions_) {
    const bool own = m.kind == NameKind::organisation && !m.role && actors_.facts(m.id) == nullptr;
    if (!own || m.id.empty() || !has_own_name(m.sector)) continue;
    int begin = m.begin;
    while (begin < m.end && !is_capitalised(tree_[begin].form)) ++begin;  // "opposition"
    for (int end = m.end; end > begin + 1; --end) {
      if (!has_own_name(actors_.sector_of_name_word(tree_[end - 1].form))) break;
      const int length = end - 1 - begin;
      const bool lone = length == 1 && (m.sector != "BUS" || !text::is_proper(tree_[begin].tag));
      if (lone || actors_.name_at(tokens_, begin).length >= length) break;
      names_.remember_surname(words(begin, end - 1),
                              {m.id, m.sector, 0.9f * m.certainty, NameKind::organisation});
    }
  }
}

}  // namespace entente::reading
