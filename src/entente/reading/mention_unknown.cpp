#include "entente/reading/mention_finder.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;

bool MentionFinder::begins_name(int at) const {
  if (!is_capitalised(tree_[at].form)) return false;
  if (text::is_proper(tree_[at].tag)) return true;
  // "Democratic Choice": an adjective with a capital inside a sentence
  const bool more = at > 0 && at + 1 < tree_.size() && text::is_proper(tree_[at + 1].tag) &&
                    is_capitalised(tree_[at + 1].form);
  return more && (tree_[at].tag == Tag::ADJ || tree_[at].tag == Tag::NOUN);
}

/// The end of the name that begins at `begin`: capitalised proper nouns, also across a hyphen or
/// the small words inside names ("Omar al-Bashir", "Ursula von der Leyen", "Larsen & Toubro").
int MentionFinder::end_of_run(int begin, int limit) const {
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
std::string_view MentionFinder::id_of_words(int begin, int end) const {
  const std::size_t from = tree_[begin].span.begin, to = tree_[end - 1].span.end;
  return names_.id_of_unknown(std::string_view(tree_[begin].form.data(), to - from));
}

/// A single capitalised word that knowledge/ does not know is an actor only where actors stand, and
/// without an article: "sued Siemens", "charges against Boztepe", not "in Gloversville".
bool MentionFinder::may_be_alone(int token) const {
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

void MentionFinder::add_unknown_names() {
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

/// Where the capitalised words before the head of an institution's name begin: "Venezuelan" before
/// "Observatory".
int MentionFinder::institution_begin(int head) const {
  int begin = head;
  while (begin > 1 && is_capitalised(tree_[begin - 1].form) &&
         (tree_[begin - 1].tag == Tag::ADJ || text::is_proper(tree_[begin - 1].tag)))
    --begin;
  return begin;
}

/// The end of what a preposition adds to an institution's name: "Movement for Quality Government",
/// "Church of Norway", "Action Against Hunger"; `head` + 1 when there is none.
int MentionFinder::institution_end(int head) const {
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
void MentionFinder::join_institutions() {
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

/// "the Tunisian General Labour Union (UGTT)": the letters are part of the name, and stand for it
/// from here on.
void MentionFinder::define_acronyms() {
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
void MentionFinder::expect_acronyms() {
  for (const Mention& m : mentions_) {
    if (m.kind != NameKind::organisation || m.id.empty() || m.role || m.end - m.begin < 3) continue;
    std::string letters;
    for (int i = m.begin; i < m.end; ++i)
      if (is_capitalised(tree_[i].form)) letters += tree_[i].form[0];
    if (letters.size() < 3 || letters.size() > 6) continue;
    names_.remember_surname(names_.keep(std::move(letters)), {m.id, m.sector, 0.9f * m.certainty});
  }
}

}  // namespace entente::reading
