// Who says it, where a parser loses the verb of speech among what is said, and what a noun says.

#include "entente/reading/repairs.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"
#include "entente/reading/speakers.h"
#include "entente/reading/tree.h"

namespace entente::reading {

using text::Relation;
using text::Sentence;
using text::Tag;
using text::Token;

namespace {

int size_of(const Sentence& sentence) { return static_cast<int>(sentence.tokens.size()); }
const Token& at(const Sentence& sentence, int i) { return sentence.tokens[std::size_t(i)]; }

void hang(Sentence& sentence, int word, int head, Relation relation) {
  Token& token = sentence.tokens[std::size_t(word)];
  token.head = static_cast<std::int16_t>(head);
  token.relation = relation;
}

/// What one only says of a clause, and never does to somebody: "reported the ministry".
bool only_says(std::string_view lemma) {
  constexpr std::array<std::string_view, 14> kVerbs{
      "say",  "report", "announce", "state",   "add",    "declare",  "claim",
      "note", "stress", "explain",  "confirm", "insist", "disclose", "reveal"};
  return is_one_of(lemma, kVerbs);
}

/// The word "that" or another mark which opens the clause at `verb`; -1.
int opening_that(const Sentence& sentence, int verb) {
  for (int i = 0; i < verb; ++i)
    if (at(sentence, i).head == verb && at(sentence, i).relation == Relation::mark &&
        at(sentence, i).lemma == "that")
      return i;
  return -1;
}

int child_of(const Sentence& sentence, int head, Relation relation) {
  for (int i = 0; i < size_of(sentence); ++i)
    if (at(sentence, i).head == head && at(sentence, i).relation == relation) return i;
  return -1;
}

}  // namespace

/// "found no sign that", "repeated its demand that": a noun that a clause can tell the content of.
bool says_something(std::string_view noun, const Patterns& patterns) {
  constexpr std::array<std::string_view, 7> kEvidence{"evidence", "indication", "sign", "proof",
                                                      "trace",    "clue",       "news"};
  return is_one_of(noun, kEvidence) || patterns.find_operator(noun, WordClass::noun) != nullptr;
}

namespace {

/// True when names, roles and "sources" make up the tokens [begin, end).
bool names_tellers(const Sentence& sentence, const Actors& actors, int begin, int end) {
  constexpr std::array<std::string_view, 9> kNobody{
      "source", "sources", "report", "reports", "analyst", "expert", "poll", "study", "survey"};
  int i = begin;
  while (i < end) {
    const int known = std::max(actors.name_at(sentence.tokens, i).length,
                               actors.role_at(sentence.tokens, i).length);
    const int length =
        std::max(known, is_one_of(base::lower_case(at(sentence, i).form), kNobody) ? 1 : 0);
    if (length == 0) return false;
    i += length;
  }
  return i == end && begin < end;
}

bool is_dash(std::string_view form) { return form == "-" || form == "–" || form == "—"; }

}  // namespace

Teller take_teller(Sentence& sentence, const Actors& actors) {
  constexpr int kLongest = 6, kShortest = 3;  // words of the teller, of what is told
  const int size = size_of(sentence);
  const bool stops = size > 0 && at(sentence, size - 1).tag == Tag::X &&
                     (at(sentence, size - 1).form == "." || at(sentence, size - 1).form == "?");
  auto& tokens = sentence.tokens;
  for (int mark = size - 2; !stops && mark >= std::max(kShortest, size - 1 - kLongest); --mark) {
    const bool parts = at(sentence, mark).form == ":" ||
                       (is_dash(at(sentence, mark).form) && at(sentence, mark).space_before);
    if (!parts || !at(sentence, mark + 1).space_before) continue;
    if (!names_tellers(sentence, actors, mark + 1, size)) break;
    Teller teller{{tokens.begin() + mark, tokens.end()}, false};
    tokens.erase(tokens.begin() + mark, tokens.end());
    return teller;
  }
  if (speaker_label(tokens) > 0) return {};
  for (int mark = 1; mark <= kLongest && mark + kShortest < size; ++mark) {
    if (at(sentence, mark).form != ":") continue;
    if (!names_tellers(sentence, actors, 0, mark)) break;
    Teller teller{{tokens.begin(), tokens.begin() + mark + 1}, true};
    tokens.erase(tokens.begin(), tokens.begin() + mark + 1);
    return teller;
  }
  return {};
}

void put_back(Sentence& sentence, Teller teller) {
  if (teller.tokens.empty()) return;
  auto& tokens = sentence.tokens;
  const auto count = static_cast<std::int16_t>(teller.tokens.size());
  if (teller.before)
    for (Token& token : tokens)
      if (token.head >= 0) token.head = static_cast<std::int16_t>(token.head + count);
  const auto root = std::ranges::find_if(tokens, [](const Token& t) { return t.head < 0; });
  const int said = static_cast<int>(root - tokens.begin()) + (teller.before ? count : 0);
  const int first = teller.before ? 0 : static_cast<int>(tokens.size());
  const int mark = teller.before ? count - 1 : 0, head = teller.before ? count - 2 : count - 1;
  for (int i = 0; i < count; ++i) {
    Token& token = teller.tokens[std::size_t(i)];
    token.lemma = base::lower_case(token.form);
    token.tag = i == mark ? Tag::PUNCT : base::is_upper(token.form[0]) ? Tag::PROPN : Tag::NOUN;
    token.head = static_cast<std::int16_t>(i == head ? said : first + head);
    token.relation = i == mark   ? Relation::punct
                     : i == head ? Relation::parataxis
                                 : Relation::compound;
  }
  tokens.insert(teller.before ? tokens.begin() : tokens.end(), teller.tokens.begin(),
                teller.tokens.end());
  sentence.states.insert(teller.before ? sentence.states.begin() : sentence.states.end(),
                         std::size_t(count) * text::kTokenStates, 0);
}

/// "A attacked B, reported the ministry on Monday": who stands behind the verb of speech that
/// closes the sentence is who reported.
bool turn_speaker(Sentence& sentence, const std::vector<Mention>& mentions, int verb) {
  const Token& says = at(sentence, verb);
  const bool loose = says.relation == Relation::conj || says.relation == Relation::parataxis ||
                     says.relation == Relation::advcl || says.relation == Relation::dep;
  if (!loose || says.head < 0 || says.head > verb || !only_says(says.lemma) ||
      at(sentence, verb - 1).form != "," || has_child(sentence, verb, Relation::nsubj) ||
      has_child(sentence, verb, Relation::ccomp) || has_child(sentence, verb, Relation::cc))
    return false;
  int who = child_of(sentence, verb, Relation::obj);
  if (who < 0) who = child_of(sentence, verb, Relation::iobj);
  const auto named = std::ranges::find(mentions, who, &Mention::head);
  if (who < verb || named == mentions.end() || !named->can_act() || named->begin > verb + 2)
    return false;
  for (int i = named->end; i < size_of(sentence); ++i)  // nothing more is said behind
    if (text::is_verb(at(sentence, i).tag) && is_finite(sentence, i)) return false;
  hang(sentence, who, verb, Relation::nsubj);
  sentence.tokens[std::size_t(verb)].relation = Relation::parataxis;
  return true;
}

/// "A attacked B, the minister, X Y, said", "A attacked B, X Y, a spokesman of C, told reporters",
/// "A attacked B, said X Y, a spokesman": the verb of speech has its clause and nobody who speaks,
/// so that the person whom commas part from the clause speaks, and is nothing of B's.
bool attach_apposed_speaker(Sentence& sentence, const std::vector<Mention>& mentions,
                            const Patterns& patterns, int verb) {
  const Token& says = at(sentence, verb);
  const int clause = child_of(sentence, verb, Relation::ccomp);
  if (clause < 0 || clause > verb || !is_finite(sentence, verb) ||
      !is_speech(sentence, verb, patterns) || has_child(sentence, verb, Relation::nsubj) ||
      has_child(sentence, verb, Relation::nsubj_pass))
    return false;
  const auto person_in = [&](int begin, int end) {
    return std::ranges::find_if(mentions, [&](const Mention& m) {
             return m.begin >= begin && m.end <= end &&
                    (m.kind == NameKind::person || m.role == RoleKind::person);
           }) != mentions.end();
  };
  const auto is_verbless = [&](int begin, int end) {
    for (int i = begin; i < end; ++i)
      if (text::is_verb(at(sentence, i).tag) && is_finite(sentence, i)) return false;
    return true;
  };
  if (at(sentence, verb - 1).form == "," && only_says(says.lemma)) {
    int who = child_of(sentence, verb, Relation::iobj);
    if (who < 0) who = child_of(sentence, verb, Relation::obj);
    const auto named = std::ranges::find(mentions, who, &Mention::head);
    if (who > verb && named != mentions.end() && named->begin <= verb + 2 && named->can_act()) {
      hang(sentence, who, verb, Relation::nsubj);
      return true;
    }
  }
  if (at(sentence, verb - 1).form != ",") return false;
  const auto part_before = [&](int end) {  // the first token behind the comma before `end`
    int begin = end;
    while (begin > clause && at(sentence, begin - 1).form != ",") --begin;
    return begin;
  };
  const auto head_in = [&](int begin, int end) {
    for (int i = begin; i < end; ++i)
      if (is_nominal(at(sentence, i).tag) &&
          (at(sentence, i).head < begin || at(sentence, i).head >= end))
        return i;
    return -1;
  };
  const int end = verb - 1, begin = part_before(end);
  const auto speaks = [&](int from, int to) {
    return from > clause + 1 && person_in(from, to) && is_verbless(from, to) &&
           head_in(from, to) >= 0;
  };
  if (!speaks(begin, end)) return false;
  int who = head_in(begin, end);
  const int first = part_before(begin - 1);
  const int post = first > clause + 1 ? head_in(first, begin - 1) : -1;
  const bool unnamed_post =  // "the head of its delegation, X Y,"
      post >= 0 && at(sentence, post).tag == Tag::NOUN && is_verbless(first, begin - 1) &&
      std::ranges::none_of(mentions,
                           [&](const Mention& m) { return m.begin <= post && post < m.end; });
  if (unnamed_post || speaks(first, begin - 1)) {  // both the name and the post
    hang(sentence, who, post, Relation::appos);
    who = post;
  }
  hang(sentence, who, verb, Relation::nsubj);
  return true;
}

/// "A, the president of C said, attacked B", "A, said C, attacked B": between two commas stands who
/// says so; whoever stands before them does what stands behind.
bool part_inserted(Sentence& sentence, const Patterns& patterns, int verb) {
  const Token& says = at(sentence, verb);
  if (says.relation != Relation::root || !is_speech(sentence, verb, patterns) ||
      !(says.tag == Tag::VERB_PAST || says.tag == Tag::VERB_PRESENT))
    return false;
  int before = verb, behind = verb;
  while (before >= 0 && at(sentence, before).form != ",") --before;
  while (behind < size_of(sentence) && at(sentence, behind).form != ",") ++behind;
  constexpr int kLongest = 14;
  if (before < 1 || behind >= size_of(sentence) || behind - before > kLongest) return false;
  int clause = -1, first = -1, who = -1;
  for (int i = 0; i < size_of(sentence); ++i) {
    const Token& token = at(sentence, i);
    const bool nominal = is_nominal(token.tag) || token.tag == Tag::PRON;
    if (token.head == verb && i > behind && token.relation == Relation::ccomp && clause < 0)
      clause = i;
    const bool place = token.relation == Relation::nsubj || token.relation == Relation::vocative ||
                       token.relation == Relation::dep;
    if (token.head == verb && nominal && place && i < before) first = i;
    const bool speaker = token.relation == Relation::nsubj &&
                         (token.head == verb || (clause < 0 && token.head > behind));
    if (nominal && speaker && i > before && i < behind) who = i;
  }
  if (clause < 0 || first < 0 || who < 0 || opening_that(sentence, clause) >= 0 ||
      (at(sentence, who).head != verb && at(sentence, who).head != clause))
    return false;
  for (int i = behind; i < clause; ++i)  // a subject of its own
    if (at(sentence, i).head == clause && at(sentence, i).relation == Relation::nsubj) return false;
  hang(sentence, who, verb, Relation::nsubj);
  hang(sentence, first, clause,
       has_child(sentence, clause, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj);
  hang(sentence, clause, -1, Relation::root);
  hang(sentence, verb, clause, Relation::parataxis);
  return true;
}

/// "found no indication that A armed B", "repeated its demand that A sign": the clause is what the
/// noun right before it says.
bool attach_content(Sentence& sentence, const Patterns& patterns, int verb) {
  const Token& clause = at(sentence, verb);
  const int that = clause.relation == Relation::ccomp ? opening_that(sentence, verb) : -1;
  if (that < 1 || clause.head < 0 || clause.head >= that) return false;
  const Token& noun = at(sentence, that - 1);
  if (!text::is_noun(noun.tag) || noun.head != clause.head || noun.relation != Relation::obj)
    return false;
  if (!says_something(noun.lemma, patterns)) return false;
  hang(sentence, verb, that - 1, Relation::acl);
  return true;
}

/// "dismissed as baseless reports that A armed B": what is dismissed stands behind what it is
/// called, and is the object.
bool shift_judged(Sentence& sentence, const Patterns& patterns, int as) {
  const int noun = at(sentence, as).head;
  if (at(sentence, as).lemma != "as" || noun != as + 2 || at(sentence, as + 1).tag != Tag::ADJ ||
      at(sentence, as + 1).head != noun || !text::is_noun(at(sentence, noun).tag) ||
      !says_something(at(sentence, noun).lemma, patterns))
    return false;
  const int verb = at(sentence, noun).head;
  if (verb < 0 || verb != as - 1 || !text::is_verb(at(sentence, verb).tag) ||
      child_of(sentence, verb, Relation::obj) >= 0)
    return false;
  hang(sentence, noun, verb, Relation::obj);
  hang(sentence, as + 1, verb, Relation::xcomp);
  hang(sentence, as, as + 1, Relation::mark);
  return true;
}

/// "told C in an interview that A armed B", "argued in written evidence that": where a verb of
/// speech has no clause, the one behind says what was said and not what was written or done.
bool attach_said(Sentence& sentence, const Patterns& patterns, int verb) {
  const Token& clause = at(sentence, verb);
  if ((clause.relation != Relation::acl && clause.relation != Relation::acl_relcl) ||
      clause.head < 0 || clause.head > verb || opening_that(sentence, verb) < 0 ||
      !(has_child(sentence, verb, Relation::nsubj) ||
        has_child(sentence, verb, Relation::nsubj_pass)))
    return false;
  const int before = opening_that(sentence, verb) - 1;  // "a report showing that"
  if (before > clause.head && text::is_verb(at(sentence, before).tag) &&
      at(sentence, before).head == clause.head && !has_child(sentence, before, Relation::ccomp)) {
    hang(sentence, verb, before, Relation::ccomp);
    return true;
  }
  constexpr std::array<std::string_view, 4> kWritten{"letter", "statement", "speech", "report"};
  constexpr std::array<std::string_view, 2> kHeld{"evidence", "news"};
  const std::string_view noun = at(sentence, clause.head).lemma;
  if (says_something(noun, patterns) && !is_one_of(noun, kWritten) && !is_one_of(noun, kHeld))
    return false;
  int up = clause.head;
  while (up >= 0 && at(sentence, up).relation == Relation::nmod) up = at(sentence, up).head;
  if (up < 0 || at(sentence, up).relation != Relation::obl) return false;
  const int says = at(sentence, up).head;
  if (says < 0 || says > up || !is_speech(sentence, says, patterns) ||
      has_child(sentence, says, Relation::ccomp) ||
      (has_child(sentence, says, Relation::obj) && at(sentence, says).lemma != "tell"))
    return false;
  hang(sentence, verb, says, Relation::ccomp);
  return true;
}

/// "denies that it is poor and accuses B", "said that they were alarmed and called on B": a second
/// act of speech in the speaker's tense is the speaker's.
bool raise_act(Sentence& sentence, const Patterns& patterns, int verb) {
  const Token& act = at(sentence, verb);
  if (act.relation != Relation::conj || act.head < 0 || act.head > verb ||
      !has_child(sentence, verb, Relation::cc) || has_child(sentence, verb, Relation::nsubj) ||
      has_child(sentence, verb, Relation::aux) || has_child(sentence, verb, Relation::aux_pass))
    return false;
  const int said = act.head, speech = at(sentence, said).head;
  if (at(sentence, said).relation != Relation::ccomp || speech < 0 || speech > said ||
      !is_speech(sentence, speech, patterns) || at(sentence, speech).tag != act.tag)
    return false;
  const auto rows = patterns.triggers(act.lemma, WordClass::verb);
  const bool verbal = std::ranges::any_of(rows, [](const Trigger& row) {
    return row.type == model::ClaimType::accuse || row.type == model::ClaimType::request ||
           row.type == model::ClaimType::threaten;
  });
  const int subject = child_of(sentence, said, Relation::nsubj);
  if (!verbal || subject < 0) return false;
  constexpr std::array<std::string_view, 6> kSame{"it", "he", "she", "they", "we", "i"};
  const int owner = child_of(sentence, subject, Relation::nmod_poss);
  const bool same = is_one_of(at(sentence, subject).lemma, kSame) ||
                    (owner >= 0 && at(sentence, owner).tag == Tag::PRON);
  if (!same) return false;
  hang(sentence, verb, speech, Relation::conj);
  return true;
}

/// "A to lend B money": a headline's infinitive is its verb, and the name its subject.
bool raise_headline(Sentence& sentence, int infinitive) {
  const Token& verb = at(sentence, infinitive);
  if (verb.tag != Tag::VERB_BASE || verb.relation != Relation::acl || verb.head < 0 ||
      !text::is_proper(at(sentence, verb.head).tag) ||
      at(sentence, verb.head).relation != Relation::root || verb.head > infinitive ||
      has_child(sentence, verb.head, Relation::nsubj) || at(sentence, infinitive - 1).lemma != "to")
    return false;
  const int name = verb.head;
  for (int i = 0; i < size_of(sentence); ++i)
    if (at(sentence, i).head == name && i > infinitive)
      hang(sentence, i, infinitive, at(sentence, i).relation);
  hang(sentence, infinitive, -1, Relation::root);
  hang(sentence, name, infinitive, Relation::nsubj);
  return true;
}

/// "wants B attacked by A": nobody who is named is described by a bare participle; it is what is
/// wanted.
bool free_wished(Sentence& sentence, int participle) {
  constexpr std::array<std::string_view, 6> kWish{"want", "wish", "like", "prefer", "need", "see"};
  const Token& deed = at(sentence, participle);
  int whom = deed.head, wish = whom < 0 ? -1 : at(sentence, whom).head;
  const bool bare = deed.relation == Relation::acl || deed.relation == Relation::xcomp;
  const bool after = participle > 0 && deed.relation == Relation::xcomp;
  if (after) whom = participle - 1, wish = deed.head;
  if (deed.tag != Tag::VERB_PARTICIPLE || !bare || wish < 0 || whom + 1 != participle ||
      !text::is_proper(at(sentence, whom).tag) || at(sentence, whom).relation != Relation::obj ||
      at(sentence, whom).head != wish || !is_one_of(at(sentence, wish).lemma, kWish))
    return false;
  hang(sentence, participle, wish, Relation::ccomp);
  hang(sentence, whom, participle, Relation::nsubj_pass);
  return true;
}

/// "Kenyan claims that A armed B were dismissed": with a second verb behind the clause, what the
/// adjective describes is a noun.
bool restore_claims(Sentence& sentence, int verb) {
  Token& claims = sentence.tokens[std::size_t(verb)];
  const bool plural = claims.tag == Tag::VERB_PRESENT || claims.tag == Tag::NOUN_PLURAL;
  if (!plural || claims.relation != Relation::root || verb == 0 || !claims.form.ends_with('s') ||
      at(sentence, verb - 1).tag != Tag::ADJ || at(sentence, verb - 1).head != verb)
    return false;
  int content = -1, main = -1;
  for (int i = verb + 1; i < size_of(sentence); ++i) {
    const Token& token = at(sentence, i);
    if (token.head != verb || !text::is_verb(token.tag)) continue;
    if (content < 0 && opening_that(sentence, i) == verb + 1)
      content = i;
    else if (content >= 0 && main < 0 && is_finite(sentence, i) &&
             !has_child(sentence, i, Relation::nsubj) && !has_child(sentence, i, Relation::cc))
      main = i;
  }
  if (content < 0 || main < 0) return false;
  hang(sentence, main, -1, Relation::root);
  for (int i = 0; i < size_of(sentence); ++i)
    if (at(sentence, i).head == verb && i > main) hang(sentence, i, main, at(sentence, i).relation);
  hang(sentence, verb, main,
       has_child(sentence, main, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj);
  hang(sentence, content, verb, Relation::acl);
  sentence.tokens[std::size_t(verb) - 1].relation = Relation::amod;
  claims.tag = Tag::NOUN_PLURAL;
  return true;
}

}  // namespace entente::reading
