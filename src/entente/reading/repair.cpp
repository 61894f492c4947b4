#include "entente/reading/repair.h"

#include <algorithm>
#include <array>
#include <span>

#include "entente/base/ascii.h"
#include "entente/reading/speakers.h"

namespace entente::reading {

using base::is_upper;
using base::lower_case;

using text::Relation;
using text::Tag;
using text::Token;

namespace {

bool has_child(const text::Sentence& sentence, int head, Relation relation) {
  return std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == head && token.relation == relation;
  });
}

bool is_below(const text::Sentence& sentence, int word, int ancestor) {
  for (std::size_t steps = 0; word >= 0 && steps <= sentence.tokens.size(); ++steps) {
    if (word == ancestor) return true;
    word = sentence.tokens[std::size_t(word)].head;
  }
  return false;
}

/// The head of the first mention in the list to which `mention` belongs.
int list_head(const std::vector<Mention>& mentions, const Mention& mention) {
  if (mention.list < 0) return mention.head;
  const auto first = std::ranges::find(mentions, mention.list, &Mention::list);
  return first->head;
}

/// "of A and B forming": hangs the gerund where the names hang, and the names from it as subject.
bool attach_gerund(text::Sentence& sentence, const std::vector<Mention>& mentions, int gerund) {
  const auto before = std::ranges::find(mentions, gerund, &Mention::end);
  if (before == mentions.end() || !before->can_act()) return false;
  Token& verb = sentence.tokens[std::size_t(gerund)];
  const bool loose = verb.relation == Relation::conj || verb.relation == Relation::parataxis ||
                     verb.relation == Relation::advcl || verb.relation == Relation::acl;
  if (!loose || has_child(sentence, gerund, Relation::nsubj) ||
      has_child(sentence, gerund, Relation::cc) || has_child(sentence, gerund, Relation::mark))
    return false;
  const int name = list_head(mentions, *before);
  Token& subject = sentence.tokens[std::size_t(name)];
  const bool in_of_phrase =
      subject.relation == Relation::nmod && subject.head >= 0 && subject.head < name &&
      std::ranges::any_of(sentence.tokens, [&](const Token& token) {
        return token.head == name && token.relation == Relation::case_ && token.form == "of";
      });
  if (!in_of_phrase) return false;
  verb.head = subject.head;
  verb.relation = Relation::acl;
  subject.head = static_cast<std::int16_t>(gerund);
  subject.relation = Relation::nsubj;
  return true;
}

/// "no intention of resuming talks": hangs the gerund from the noun of will, and what stands behind
/// from the gerund, which was taken for an adjective.
bool free_gerund(text::Sentence& sentence, const Patterns& patterns, int gerund) {
  Token& verb = sentence.tokens[std::size_t(gerund)];
  Token& before = sentence.tokens[std::size_t(gerund) - 1];
  if (verb.relation != Relation::amod || verb.head != gerund + 1 || before.head != verb.head ||
      before.relation != Relation::case_ || !patterns.knows_verb(verb.lemma) ||
      patterns.find_operator(lower_case(verb.form), WordClass::adjective) != nullptr)
    return false;
  Token& object = sentence.tokens[std::size_t(verb.head)];
  if (object.head < 0 || object.head > gerund) return false;
  const Operator* will =
      patterns.find_operator(sentence.tokens[std::size_t(object.head)].lemma, WordClass::noun);
  if (will == nullptr || (will->aux & (model::future | model::hypothetical)) == 0) return false;
  verb.head = object.head;
  verb.relation = Relation::acl;
  object.head = before.head = static_cast<std::int16_t>(gerund);
  object.relation = Relation::obj;
  before.relation = Relation::mark;
  return true;
}

/// "What counts is that A has drawn B's support": of two subjects the one before the copula is not
/// who draws.
bool free_outer_subject(text::Sentence& sentence, int copula) {
  const int head = sentence.tokens[std::size_t(copula)].head;
  int outer = -1, subjects = 0;
  for (int i = 0; i < static_cast<int>(sentence.tokens.size()); ++i) {
    const Token& token = sentence.tokens[std::size_t(i)];
    if (token.head != head || token.relation != Relation::nsubj) continue;
    if (i < copula) outer = i;
    ++subjects;
  }
  if (outer < 0 || subjects != 2) return false;
  sentence.tokens[std::size_t(outer)].relation = Relation::nsubj_outer;
  return true;
}

/// "veto attempts by B to join": hangs the infinitive from the noun of will that is the object.
bool attach_infinitive(text::Sentence& sentence, const Patterns& patterns, int infinitive) {
  Token& verb = sentence.tokens[std::size_t(infinitive)];
  if (verb.head < 0 || (verb.relation != Relation::advcl && verb.relation != Relation::xcomp))
    return false;
  for (int i = verb.head + 1; i < infinitive; ++i) {
    const Token& noun = sentence.tokens[std::size_t(i)];
    const bool object = noun.head == verb.head &&
                        (noun.relation == Relation::obj || noun.relation == Relation::nsubj_pass);
    if (!object || !text::is_noun(noun.tag)) continue;
    const Operator* will = patterns.find_operator(noun.lemma, WordClass::noun);
    if (will == nullptr || (will->aux & (model::future | model::hypothetical)) == 0) return false;
    verb.head = static_cast<std::int16_t>(i);
    verb.relation = Relation::acl;
    return true;
  }
  return false;
}

/// "imposed", "imposes", "has imposed", "was hit": a verb that can head a main clause.
bool is_finite(const text::Sentence& sentence, int verb) {
  const Tag tag = sentence.tokens[std::size_t(verb)].tag;
  if (tag == Tag::VERB_PAST || tag == Tag::VERB_PRESENT) return true;
  return text::is_verb(tag) && (has_child(sentence, verb, Relation::aux) ||
                                has_child(sentence, verb, Relation::aux_pass));
}

/// The finite verb above a word; -1 without one.
int finite_above(const text::Sentence& sentence, int word) {
  int at = sentence.tokens[std::size_t(word)].head;
  for (std::size_t steps = 0; at >= 0 && steps < sentence.tokens.size(); ++steps) {
    if (is_finite(sentence, at)) return at;
    at = sentence.tokens[std::size_t(at)].head;
  }
  return -1;
}

/// "refused to recognise B and demanded", "agreed on the sale of arms to B and imposed": a finite
/// verb stands beside a finite verb, never beside an infinitive, a gerund or a noun.
bool attach_finite(text::Sentence& sentence, int verb) {
  Token& second = sentence.tokens[std::size_t(verb)];
  if (second.relation != Relation::conj || second.head < 0 || second.head > verb) return false;
  if (has_child(sentence, verb, Relation::nsubj) || !has_child(sentence, verb, Relation::cc))
    return false;
  const bool passive = std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == verb && (token.tag == Tag::AUX_PAST || token.tag == Tag::AUX_PRESENT);
  });
  const bool bare = second.tag == Tag::VERB_PARTICIPLE && !passive;  // a past form mistaken
  const int other = second.head;
  const Token& first = sentence.tokens[std::size_t(other)];
  if (bare && (first.tag != Tag::VERB_BASE || is_finite(sentence, verb))) return false;
  const bool loose = first.tag == Tag::VERB_BASE || first.tag == Tag::VERB_GERUND ||
                     text::is_noun(first.tag) || text::is_proper(first.tag);
  if (!loose || is_finite(sentence, second.head) ||
      has_child(sentence, second.head, Relation::nsubj) ||
      has_child(sentence, second.head, Relation::cop))
    return false;
  const int above = finite_above(sentence, second.head);
  if (above < 0 || above > verb) return false;
  second.head = static_cast<std::int16_t>(above);
  second.tag = bare ? Tag::VERB_PAST : second.tag;
  for (std::size_t i = std::size_t(verb) + 1; i < sentence.tokens.size(); ++i) {
    Token& behind = sentence.tokens[i];  // its objects, where they went to the other verb
    if (behind.head == other &&
        (behind.relation == Relation::obj || behind.relation == Relation::obl))
      behind.head = static_cast<std::int16_t>(verb);
  }
  return true;
}

/// "A was not asked; B recalled its ambassador": what stands behind a semicolon is told, and not
/// what was asked.
bool part_clause(text::Sentence& sentence, int verb) {
  Token& second = sentence.tokens[std::size_t(verb)];
  if (second.relation != Relation::ccomp || second.head < 0 || second.head > verb) return false;
  if (!is_finite(sentence, verb) || !has_child(sentence, verb, Relation::nsubj)) return false;
  const auto between = std::span(sentence.tokens).subspan(std::size_t(second.head));
  if (std::ranges::none_of(between.first(std::size_t(verb - second.head)),
                           [](const Token& token) { return token.form == ";"; }))
    return false;
  second.relation = Relation::parataxis;
  return true;
}

/// "MR. LOPEZ: We support B": what is said is the sentence, and the label hangs from it.
bool attach_label(text::Sentence& sentence) {
  const int label = speaker_label(sentence.tokens);
  const auto root = std::ranges::find(sentence.tokens, Relation::root, &Token::relation);
  const auto old = root - sentence.tokens.begin();
  if (label == 0 || old >= label) return false;
  int said = -1;
  for (int i = label; i < std::ssize(sentence.tokens); ++i) {
    Token& token = sentence.tokens[std::size_t(i)];
    if (token.head >= label || token.tag == Tag::PUNCT) continue;
    if (said < 0) {
      said = i;
      token.head = root->head;
      token.relation = Relation::root;
    } else {
      token.head = static_cast<std::int16_t>(said);
    }
  }
  if (said < 0) return false;
  root->head = static_cast<std::int16_t>(said);
  root->relation = Relation::dep;
  return true;
}

/// True for "said", "announced", "told": its subject vouches for what it says.
bool is_speech(const text::Sentence& sentence, int verb, const Patterns& patterns) {
  const Token& token = sentence.tokens[std::size_t(verb)];
  if (!text::is_verb(token.tag)) return false;
  const Operator* op = patterns.find_operator(token.lemma, WordClass::verb);
  return op != nullptr && op->voucher == Voucher::subject;
}

/// "There are reports that A attacked B": with "that" and a subject of its own the clause is what
/// is reported, and does not describe the reports.
bool attach_reported(text::Sentence& sentence, int verb) {
  Token& clause = sentence.tokens[std::size_t(verb)];
  if (clause.relation != Relation::acl_relcl || clause.head < 0 ||
      !has_child(sentence, verb, Relation::nsubj))
    return false;
  const bool that = std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == verb && token.relation == Relation::mark && token.lemma == "that";
  });
  if (that) clause.relation = Relation::acl;
  return that;
}

/// "A, B said, attacked C": the verb set between commas has the subject right before it, and leaves
/// the first one to the verb behind it.
bool share_subjects(text::Sentence& sentence, const Patterns& patterns, int verb) {
  const Token& says = sentence.tokens[std::size_t(verb)];
  if (says.relation != Relation::parataxis || says.head < verb ||
      !is_speech(sentence, verb, patterns) || has_child(sentence, says.head, Relation::nsubj))
    return false;
  int first = -1, subjects = 0;
  for (int i = 0; i < verb; ++i) {
    const Token& token = sentence.tokens[std::size_t(i)];
    if (token.head != verb || token.relation != Relation::nsubj) continue;
    if (first < 0) first = i;
    ++subjects;
  }
  if (subjects != 2) return false;
  sentence.tokens[std::size_t(first)].head = says.head;
  return true;
}

/// "A attacked B, said C", "A is due in B, C said": of two subjects the first is that of the clause
/// that was said.
bool share_quoted_subject(text::Sentence& sentence, int verb) {
  const Token& said = sentence.tokens[std::size_t(verb)];
  if (said.relation != Relation::ccomp || said.head < verb ||
      has_child(sentence, verb, Relation::nsubj) || has_child(sentence, verb, Relation::nsubj_pass))
    return false;
  int first = -1, last = -1;
  for (int i = 0; i < static_cast<int>(sentence.tokens.size()); ++i) {
    const Token& token = sentence.tokens[std::size_t(i)];
    if (token.head != said.head || token.relation != Relation::nsubj) continue;
    if (first < 0) first = i;
    last = i;
  }
  if (first < 0 || first > verb || last < verb) return false;
  sentence.tokens[std::size_t(first)].head = static_cast<std::int16_t>(verb);
  return true;
}

/// "Some argue that A attacked B": what has "that" as its object clause is a verb.
bool restore_speech(text::Sentence& sentence, const Patterns& patterns, int noun) {
  Token& says = sentence.tokens[std::size_t(noun)];
  Token& who = sentence.tokens[std::size_t(noun) - 1];
  if (who.head != noun || (who.tag != Tag::DET && who.tag != Tag::ADJ) ||
      !has_child(sentence, noun, Relation::ccomp) || !patterns.knows_verb(says.lemma))
    return false;
  says.tag = Tag::VERB_PRESENT;
  who.relation = Relation::nsubj;
  return true;
}

/// "told reporters that he had met B": the clause is what was told, and does not describe them.
bool attach_told(text::Sentence& sentence, const Patterns& patterns, int verb) {
  Token& told = sentence.tokens[std::size_t(verb)];
  if ((told.relation != Relation::acl && told.relation != Relation::acl_relcl) || told.head < 0)
    return false;
  const int listener = told.head;
  const int teller = sentence.tokens[std::size_t(listener)].head;
  const Relation place = sentence.tokens[std::size_t(listener)].relation;
  if (teller < 0 || teller > listener || (place != Relation::obj && place != Relation::iobj) ||
      !is_speech(sentence, teller, patterns) || !has_child(sentence, verb, Relation::nsubj))
    return false;
  const bool that = std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == verb && token.relation == Relation::mark && token.lemma == "that";
  });
  if (!that) return false;
  told.head = static_cast<std::int16_t>(teller);
  told.relation = Relation::ccomp;
  return true;
}

/// "A recognised B, the ministry announced": who says so closes the sentence, and describes nobody.
bool attach_speaker(text::Sentence& sentence, const Patterns& patterns, int verb) {
  Token& says = sentence.tokens[std::size_t(verb)];
  const bool loose = says.relation == Relation::acl_relcl || says.relation == Relation::acl ||
                     says.relation == Relation::appos || says.relation == Relation::conj ||
                     says.relation == Relation::dep;
  if (!loose || !is_finite(sentence, verb) || !is_speech(sentence, verb, patterns) ||
      has_child(sentence, verb, Relation::ccomp) || has_child(sentence, verb, Relation::cc) ||
      (has_child(sentence, verb, Relation::obj) && says.lemma != "tell"))
    return false;
  int first = verb;  // of its clause
  bool names_speaker = false;
  for (int i = 0; i < verb; ++i) {
    const Token& token = sentence.tokens[std::size_t(i)];
    if (token.head != verb) continue;
    if (token.tag == Tag::PRON && token.relation != Relation::nsubj) return false;
    names_speaker = names_speaker || (token.relation == Relation::nsubj && token.lemma != "who" &&
                                      token.lemma != "which" && token.lemma != "that");
    if (token.relation != Relation::punct) first = std::min(first, i);
  }
  while (first > 0 && sentence.tokens[std::size_t(first) - 1].form != "," &&
         is_below(sentence, first - 1, verb))
    --first;
  if (!names_speaker || first == 0 || sentence.tokens[std::size_t(first) - 1].form != ",")
    return false;
  const auto root = std::ranges::find(sentence.tokens, Relation::root, &Token::relation);
  const auto head = root - sentence.tokens.begin();
  if (root == sentence.tokens.end() || head > verb) return false;
  says.head = static_cast<std::int16_t>(head);
  says.relation = Relation::parataxis;
  return true;
}

/// "condemned the bombing carried out by B": a participle with an agent and without an auxiliary
/// says more of the noun before it, and is no clause of its own.
bool attach_reduced(text::Sentence& sentence, int participle) {
  Token& verb = sentence.tokens[std::size_t(participle)];
  const Token& before = sentence.tokens[std::size_t(participle) - 1];
  if (verb.relation == Relation::xcomp && verb.tag == Tag::VERB_PARTICIPLE &&
      before.relation == Relation::obj && before.head == verb.head &&
      has_child(sentence, participle, Relation::obl_agent)) {
    verb.head = static_cast<std::int16_t>(participle - 1);
    verb.relation = Relation::acl;
    return true;
  }
  if (verb.relation != Relation::ccomp || verb.head < 0 || verb.head > participle) return false;
  const bool clause = is_finite(sentence, participle) && verb.tag != Tag::VERB_PAST;
  if (clause || !has_child(sentence, participle, Relation::obl_agent) ||
      has_child(sentence, participle, Relation::aux) ||
      has_child(sentence, participle, Relation::aux_pass) ||
      has_child(sentence, participle, Relation::mark) ||
      has_child(sentence, verb.head, Relation::obj))
    return false;
  for (int i = verb.head + 1; i < participle; ++i) {
    Token& noun = sentence.tokens[std::size_t(i)];
    const bool subject = noun.head == participle && (noun.relation == Relation::nsubj ||
                                                     noun.relation == Relation::nsubj_pass);
    if (!subject || !text::is_noun(noun.tag)) continue;
    noun.head = verb.head;
    noun.relation = Relation::obj;
    verb.head = static_cast<std::int16_t>(i);
    verb.relation = Relation::acl;
    verb.tag = Tag::VERB_PARTICIPLE;
    return true;
  }
  return false;
}

/// "A to visit B, an aide says": of two subjects the first is that of the clause.
bool part_subjects(text::Sentence& sentence, const Patterns& patterns, int verb) {
  if (!is_speech(sentence, verb, patterns) || has_child(sentence, verb, Relation::ccomp))
    return false;
  int first = -1, comma = -1, clause = -1;
  for (int i = 0; i < verb; ++i) {
    const Token& token = sentence.tokens[std::size_t(i)];
    if (token.form == "," && first >= 0) comma = i;
    const bool beside = token.head == verb || (first >= 0 && token.head == first);
    if (beside && text::is_verb(token.tag) && first >= 0 && comma < 0 && clause < 0) clause = i;
    if (token.head != verb) continue;
    if (token.relation != Relation::nsubj) continue;
    if (first < 0) {
      first = i;
    } else if (clause >= 0 && comma > clause && comma < i) {
      sentence.tokens[std::size_t(first)].head = static_cast<std::int16_t>(clause);
      sentence.tokens[std::size_t(clause)].head = static_cast<std::int16_t>(verb);
      sentence.tokens[std::size_t(clause)].relation = Relation::ccomp;
      return true;
    }
  }
  return false;
}

/// "accused by A of arming B": the gerund is the charge, and not what A does.
bool attach_charge(text::Sentence& sentence, int gerund) {
  Token& verb = sentence.tokens[std::size_t(gerund)];
  if (verb.relation != Relation::acl || verb.head < 0) return false;
  const Token& agent = sentence.tokens[std::size_t(verb.head)];
  Token& before = sentence.tokens[std::size_t(gerund) - 1];
  if (agent.relation != Relation::obl_agent || agent.head < 0 ||
      (before.lemma != "of" && before.lemma != "for"))
    return false;
  before.head = static_cast<std::int16_t>(gerund);
  before.relation = Relation::mark;
  verb.head = agent.head;
  verb.relation = Relation::advcl;
  return true;
}

/// "condemned the sale to B and imposed sanctions", "met on Monday and detained President B": no
/// name is coordinated with a noun that a participle opens, and no date with an actor, so that the
/// participle is the second verb and the noun its object.
bool attach_second_verb(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns, int participle) {
  Token& verb = sentence.tokens[std::size_t(participle)];
  Token& conjunction = sentence.tokens[std::size_t(participle) - 1];
  if (verb.relation != Relation::amod || verb.head < participle || conjunction.tag != Tag::CCONJ ||
      !patterns.knows_verb(verb.lemma))
    return false;
  const int noun = verb.head;
  Token& object = sentence.tokens[std::size_t(noun)];
  if (object.relation != Relation::conj || object.head < 0 || object.head > participle)
    return false;
  const bool beside_name = std::ranges::any_of(mentions, [&](const Mention& m) {
    return m.begin <= object.head && object.head < m.end && m.can_act() && !m.role;
  });
  // "dissolved the government on Monday and detained A": nor is who acts coordinated with a day
  const bool is_name = std::ranges::any_of(mentions, [&](const Mention& m) {
    return m.begin <= noun && noun < m.end && m.kind == NameKind::person;
  });
  const int above = beside_name || is_name ? finite_above(sentence, object.head) : -1;
  if (above < 0) return false;
  verb.tag = Tag::VERB_PAST;
  verb.relation = Relation::conj;
  verb.head = static_cast<std::int16_t>(above);
  object.relation = Relation::obj;
  object.head = conjunction.head = static_cast<std::int16_t>(participle);
  return true;
}

/// The verb of knowledge/ of which a word is a form: "barred" → "bar"; empty for others.
std::string known_lemma(std::string_view word, const Patterns& patterns) {
  std::string form = lower_case(word);
  if (patterns.knows_verb(form)) return form;  // "accuse", taken for a past form
  if (const std::string_view base = patterns.irregular_base(form); !base.empty())
    return std::string(base);
  const std::string_view endings[] = {"ed", "ing", "es", "s"};
  const auto ending = std::ranges::find_if(
      endings, [&](std::string_view e) { return form.size() > e.size() + 2 && form.ends_with(e); });
  if (ending == std::end(endings)) return {};
  form.resize(form.size() - ending->size());
  std::string undoubled = form;
  if (form[form.size() - 1] == form[form.size() - 2]) undoubled.pop_back();
  std::string from_y = form;  // "tied" is irregular, "allied" is "ally"
  if (from_y.back() == 'i') from_y.back() = 'y';
  for (std::string& candidate : std::array{form, form + "e", undoubled, from_y})
    if (patterns.knows_verb(candidate)) return std::move(candidate);
  return {};
}

bool is_nominal(Tag tag) { return text::is_noun(tag) || text::is_proper(tag); }

/// The noun that heads a sentence without a main verb, ended by a full stop; -1 for others.
int bare_noun(const text::Sentence& sentence) {
  const auto& tokens = sentence.tokens;
  if (tokens.back().form != ".") return -1;
  const auto root = std::ranges::find(tokens, Relation::root, &Token::relation);
  if (root == tokens.end() || !is_nominal(root->tag)) return -1;
  const int noun = static_cast<int>(root - tokens.begin());
  for (const Token& token : tokens) {
    const Relation relation = token.relation;
    const bool predicates = relation == Relation::nsubj || relation == Relation::cop ||
                            relation == Relation::nsubj_outer || relation == Relation::parataxis ||
                            relation == Relation::case_ || token.form == ":";
    if (token.head == noun && predicates) return -1;
  }
  return noun;
}

/// Makes `verb` the main verb of what was a mere phrase headed by `noun`.
void make_main(text::Sentence& sentence, int verb, int noun) {
  std::vector<Token>& tokens = sentence.tokens;
  for (int i = verb + 1; i < static_cast<int>(tokens.size()); ++i)
    if (tokens[std::size_t(i)].head == noun) tokens[std::size_t(i)].head = std::int16_t(verb);
  Tag& tag = tokens[std::size_t(verb)].tag;
  if (tag != Tag::VERB_PRESENT) tag = Tag::VERB_PAST;
  tokens[std::size_t(verb)].relation = Relation::root;
  tokens[std::size_t(verb)].head = -1;
}

/// "A, a former minister, called for B": a sentence without a main verb has one that was taken for
/// a participle.
bool restore_main_verb(text::Sentence& sentence) {
  const int noun = bare_noun(sentence);
  if (noun < 0) return false;
  std::vector<Token>& tokens = sentence.tokens;
  for (int i = noun + 1; i < static_cast<int>(tokens.size()); ++i) {
    const Token& verb = tokens[std::size_t(i)];
    const bool past = verb.tag == Tag::VERB_PARTICIPLE || verb.tag == Tag::VERB_PAST;
    const bool present = verb.tag == Tag::VERB_PRESENT && verb.relation == Relation::appos &&
                         verb.form.ends_with('s');
    if ((!present && (!past || verb.relation != Relation::acl)) ||
        has_child(sentence, i, Relation::obl_agent) || has_child(sentence, i, Relation::nsubj) ||
        has_child(sentence, i, Relation::mark))
      continue;
    const bool goes_on = std::ranges::any_of(tokens, [&](const Token& token) {
      return token.head == i && &token > &verb && token.relation != Relation::punct;
    });
    const bool after_comma = tokens[std::size_t(i) - 1].form == ",";
    if (!goes_on || (verb.head != noun && !after_comma)) continue;
    make_main(sentence, i, noun);
    tokens[std::size_t(noun)].relation = Relation::nsubj;
    tokens[std::size_t(noun)].head = static_cast<std::int16_t>(i);
    return true;
  }
  return false;
}

/// "cease-fire", "pull-outs", "strong-armed": the last part bears the lemma of the whole where
/// knowledge/ has it.
void join_hyphened(text::Sentence& sentence, const Patterns& patterns, std::size_t last) {
  Token& token = sentence.tokens[last];
  const bool verb = text::is_verb(token.tag);
  if ((!verb && !text::is_noun(token.tag)) || sentence.tokens[last - 1].form != "-") return;
  const std::string first = lower_case(sentence.tokens[last - 2].form);
  for (const std::string_view joint : {"", "-"}) {
    std::string whole = first;
    (whole += joint) += verb ? token.form : std::string_view(token.lemma);
    if (verb) whole = known_lemma(whole, patterns);
    if (patterns.triggers(whole, verb ? WordClass::verb : WordClass::noun).empty()) continue;
    token.lemma = std::move(whole);
    return;
  }
}

/// "Beijing downgraded ties with B": the same where it was taken for an adjective.
bool restore_transitive(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns) {
  const int noun = bare_noun(sentence);
  if (noun < 0) return false;
  std::vector<Token>& tokens = sentence.tokens;
  for (const Mention& mention : mentions) {
    int verb = mention.end;
    const auto form = [&](int at) {
      return at < static_cast<int>(tokens.size()) ? tokens[std::size_t(at)].form
                                                  : std::string_view{};
    };
    if (form(verb + 1) == "-") verb += 2;  // "strong-armed"
    if (verb >= static_cast<int>(tokens.size())) continue;
    const int object = tokens[std::size_t(verb)].head;
    if (object <= verb || !mention.can_act() || object != noun) continue;
    Token& word = tokens[std::size_t(verb)];
    std::string lemma = known_lemma(word.form, patterns);
    if (word.relation != Relation::amod || lemma.empty()) continue;
    word.lemma = std::move(lemma);
    for (int i = 0; i < verb; ++i)  // what stands before the subject is the subject's
      if (tokens[std::size_t(i)].head == object)
        tokens[std::size_t(i)].head = static_cast<std::int16_t>(mention.head);
    make_main(sentence, verb, -2);
    join_hyphened(sentence, patterns, std::size_t(verb));
    tokens.back().head = static_cast<std::int16_t>(verb);
    tokens[std::size_t(object)].relation = Relation::obj;
    tokens[std::size_t(mention.head)].relation = Relation::nsubj;
    tokens[std::size_t(object)].head = tokens[std::size_t(mention.head)].head =
        static_cast<std::int16_t>(verb);
    return true;
  }
  return false;
}

/// "Warplanes and artillery attacked positions": a past form behind an "and" between nouns is the
/// verb, and what follows it is the object and no third noun.
bool restore_past(text::Sentence& sentence) {
  const int noun = bare_noun(sentence);
  if (noun < 0) return false;
  std::vector<Token>& tokens = sentence.tokens;
  for (int i = noun + 1; i < static_cast<int>(tokens.size()); ++i) {
    const Token& verb = tokens[std::size_t(i)];
    const int object = verb.head;
    const bool past = verb.tag == Tag::VERB_PAST || verb.tag == Tag::VERB_PARTICIPLE;
    const int other = tokens[std::size_t(i) - 1].head;
    if (!past || verb.relation != Relation::amod || object < i ||
        !is_nominal(tokens[std::size_t(i) - 1].tag) || other != noun ||
        !has_child(sentence, i - 1, Relation::cc))
      continue;
    Token& whom = tokens[std::size_t(object)];
    if (whom.relation != Relation::conj || whom.head != noun ||
        has_child(sentence, object, Relation::cc))
      continue;
    make_main(sentence, i, noun);
    whom.relation = Relation::obj;
    tokens[std::size_t(noun)].relation = Relation::nsubj;
    whom.head = std::int16_t(i);
    tokens[std::size_t(noun)].head = std::int16_t(i);
    return true;
  }
  return false;
}

/// The last of the adjectives and nouns that follow a word; the word itself where none do.
int phrase_after(const text::Sentence& sentence, int word) {
  int noun = word;
  for (std::size_t i = std::size_t(word) + 1; i < sentence.tokens.size(); ++i) {
    const Tag tag = sentence.tokens[i].tag;
    if (text::is_noun(tag) || text::is_proper(tag))
      noun = static_cast<int>(i);
    else if (tag != Tag::ADJ || noun != word)
      break;
  }
  return noun;
}

/// "fought the Iran-backed Houthis": what a hyphen ties to a name describes the noun behind it, and
/// whoever is named is not fought.
bool attach_hyphened(text::Sentence& sentence, const std::vector<Mention>& mentions,
                     int participle) {
  std::vector<Token>& tokens = sentence.tokens;
  if (participle < 2 || tokens[std::size_t(participle)].relation == Relation::amod) return false;
  const Token& hyphen = tokens[std::size_t(participle) - 1];
  if (hyphen.form != "-" || hyphen.space_before || tokens[std::size_t(participle)].space_before)
    return false;
  const auto before = std::ranges::find(mentions, participle - 1, &Mention::end);
  const int noun = phrase_after(sentence, participle);
  // "war-torn Mali", "cash-strapped Chad": so does any noun, where the verb has no clause
  const bool described = before == mentions.end() &&
                         text::is_noun(tokens[std::size_t(participle) - 2].tag) &&
                         tokens[std::size_t(participle)].tag == Tag::VERB_PARTICIPLE &&
                         !has_child(sentence, participle, Relation::aux) &&
                         !has_child(sentence, participle, Relation::aux_pass);
  if ((before == mentions.end() && !described) || noun == participle) return false;
  const int name = described ? participle - 2 : before->head;
  const int begin = described ? participle - 2 : before->begin;
  Token& head = tokens[std::size_t(noun)];
  Token& owner = tokens[std::size_t(name)];
  if (is_below(sentence, noun, name) || is_below(sentence, noun, participle)) {
    // the noun takes the place of what it hung from
    const bool beside = owner.head == tokens[std::size_t(participle)].head;
    const bool above = beside || is_below(sentence, participle, name);
    const Token& top = tokens[std::size_t(above ? name : participle)];
    head.head = top.head;
    head.relation = top.relation;
  }
  for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
    Token& token = tokens[std::size_t(i)];
    if (i == noun || i == name || i == participle || i == participle - 1) continue;
    if (token.head == name && i < begin) token.head = static_cast<std::int16_t>(noun);
    if (token.head == participle)
      token.head = static_cast<std::int16_t>(i > noun && head.head >= 0 ? head.head : noun);
  }
  tokens[std::size_t(participle)].tag = Tag::VERB_PARTICIPLE;
  tokens[std::size_t(participle)].relation = Relation::amod;
  tokens[std::size_t(participle)].head = static_cast<std::int16_t>(noun);
  owner.relation = Relation::compound;
  owner.head = static_cast<std::int16_t>(participle);
  return true;
}

/// "held a drill near the border with B": with whom a border is shared belongs to the border.
bool attach_border(text::Sentence& sentence, int preposition) {
  Token& with = sentence.tokens[std::size_t(preposition)];
  const std::string_view before = sentence.tokens[std::size_t(preposition) - 1].lemma;
  if (with.lemma != "with" || with.relation != Relation::case_ || with.head < 0 ||
      (before != "border" && before != "frontier" && before != "boundary"))
    return false;
  Token& neighbour = sentence.tokens[std::size_t(with.head)];
  if (neighbour.relation != Relation::obl || neighbour.head > preposition) return false;
  neighbour.relation = Relation::nmod;
  neighbour.head = static_cast<std::int16_t>(preposition - 1);
  return true;
}

bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

/// Four words of five, beyond the first, begin with a capital; or all are capitals.
bool is_title_case(const text::Sentence& sentence) {
  int words = 0, capitalised = 0;
  for (std::size_t i = 1; i < sentence.tokens.size(); ++i) {
    const std::string_view form = sentence.tokens[i].form;
    if (!is_letter(form[0]) || form.size() < 2) continue;
    const bool small_word = form.size() <= 3 && !is_upper(form[0]);  // "of", "the" stay small
    words += !small_word;
    capitalised += is_upper(form[0]);
  }
  return words >= 3 && capitalised * 5 >= words * 4;
}

/// "ECOWAS": four capitals or more.
bool is_acronym(std::string_view form) {
  return form.size() >= 4 && std::ranges::all_of(form, base::is_upper);
}

/// "A is due to visit B": "due" is the predicate, and no conjunction.
bool attach_due(text::Sentence& sentence, int due) {
  Token& word = sentence.tokens[std::size_t(due)];
  if (word.relation != Relation::mark || word.head <= due + 1) return false;
  const int infinitive = word.head;
  Token& verb = sentence.tokens[std::size_t(infinitive)];
  Token& to = sentence.tokens[std::size_t(due) + 1];
  if (verb.tag != Tag::VERB_BASE || to.head != due ||
      !has_child(sentence, infinitive, Relation::cop))
    return false;
  word.head = verb.head;
  word.relation = verb.relation;
  word.tag = Tag::ADJ;
  verb.head = static_cast<std::int16_t>(due);
  verb.relation = Relation::xcomp;
  to.head = static_cast<std::int16_t>(infinitive);
  to.relation = Relation::mark;
  for (int i = 0; i < due; ++i)
    if (Token& token = sentence.tokens[std::size_t(i)]; token.head == infinitive)
      token.head = static_cast<std::int16_t>(due);
  return true;
}

/// "no evidence that A attacked B": where the clause has its object, "that" opens it and is none.
bool attach_that(text::Sentence& sentence, int that) {
  Token& word = sentence.tokens[std::size_t(that)];
  if (word.relation != Relation::obj || word.head < that || lower_case(word.form) != "that")
    return false;
  const int verb = word.head;
  bool has_subject = false, has_object = false;
  for (int i = that + 1; i < static_cast<int>(sentence.tokens.size()); ++i) {
    const Token& token = sentence.tokens[std::size_t(i)];
    if (token.head != verb) continue;
    has_subject = has_subject || (i < verb && token.relation == Relation::nsubj);
    has_object = has_object || (i > verb && token.relation == Relation::obj);
  }
  if (!has_subject) return false;
  if (!has_object) {  // an object is no conjunction: "a charge that B has dismissed"
    Relation& place = sentence.tokens[std::size_t(verb)].relation;
    const bool mistaken = word.tag == Tag::SCONJ && place == Relation::acl_relcl;
    if (mistaken) word.tag = Tag::PRON;
    return mistaken;
  }
  word.relation = Relation::mark;
  word.tag = Tag::SCONJ;
  return true;
}

/// "deported at least four asylum seekers": a noun that no preposition ties is the verb's object.
/// So is a name right behind it: nobody is his own predicate ("censured not only A but also B").
bool attach_object(text::Sentence& sentence, const Mention& mention, const Patterns& patterns) {
  Token& noun = sentence.tokens[std::size_t(mention.head)];
  if (noun.relation == Relation::xcomp && noun.tag == Tag::PROPN && noun.head < mention.head &&
      !has_child(sentence, mention.head, Relation::case_) &&
      !has_child(sentence, mention.head, Relation::cop) &&
      !has_child(sentence, noun.head, Relation::obj) &&
      !patterns.triggers(sentence.tokens[std::size_t(noun.head)].lemma, WordClass::verb).empty()) {
    noun.relation = Relation::obj;
    return true;
  }
  if (noun.relation != Relation::obl || noun.head < 0 || noun.head > mention.head) return false;
  if (!mention.can_act() || !text::is_verb(sentence.tokens[std::size_t(noun.head)].tag))
    return false;
  if (has_child(sentence, mention.head, Relation::case_) ||
      !has_child(sentence, mention.head, Relation::nummod) ||
      has_child(sentence, noun.head, Relation::obj) ||
      has_child(sentence, noun.head, Relation::nsubj_pass))
    return false;
  noun.relation = Relation::obj;
  return true;
}

/// "Niger thanks Russia for wheat", "called President Petro on Monday": who is spoken to stands
/// behind a comma; without one he is the subject or the object. Nor is a person what he is called.
bool attach_addressed(text::Sentence& sentence, const Mention& mention) {
  Token& name = sentence.tokens[std::size_t(mention.head)];
  const int verb = name.head;
  if (verb < 0 || !text::is_verb(sentence.tokens[std::size_t(verb)].tag) || !mention.can_act())
    return false;
  const bool behind = verb < mention.begin;
  const bool called = name.relation == Relation::xcomp && mention.kind == NameKind::person &&
                      sentence.tokens[std::size_t(verb)].lemma == "call" && behind;
  if (name.relation != Relation::vocative && !called) return false;
  const int first = behind ? verb + 1 : mention.end, last = behind ? mention.begin : verb;
  for (int i = first; i < last; ++i)
    if (sentence.tokens[std::size_t(i)].tag == Tag::PUNCT) return false;
  const Relation place = behind ? Relation::obj : Relation::nsubj;
  if (has_child(sentence, verb, place)) return false;
  name.relation = place;
  return true;
}

/// "A railway links B to C", "The Post reports that B has left": a noun has no object, and
/// "reports" at the top of a sentence with a noun before it and a clause behind it is what that
/// noun does.
bool raise_present(text::Sentence& sentence, const Patterns& patterns) {
  auto& tokens = sentence.tokens;
  const auto top = std::ranges::find(tokens, -1, &Token::head);
  const auto root = static_cast<int>(top - tokens.begin());
  if (root == 0 || top->tag != Tag::NOUN_PLURAL || !patterns.knows_verb(top->lemma)) return false;
  Token& subject = *(top - 1);
  if (subject.head != root || subject.relation != Relation::compound ||
      has_child(sentence, root, Relation::nsubj) || has_child(sentence, root, Relation::cop))
    return false;
  const auto is_said = [&](const Token& token) {
    const auto i = static_cast<int>(&token - tokens.data());
    return token.head == root && token.relation == Relation::acl && i > root + 1 &&
           tokens[std::size_t(root) + 1].head == i &&
           tokens[std::size_t(root) + 1].relation == Relation::mark;
  };
  const auto said = std::ranges::find_if(tokens, is_said);
  if (said == tokens.end() && !has_child(sentence, root, Relation::obj)) return false;
  if (said != tokens.end()) said->relation = Relation::ccomp;
  for (int i = 0; i < root - 1; ++i)
    if (tokens[std::size_t(i)].head == root)
      tokens[std::size_t(i)].head = static_cast<std::int16_t>(root - 1);
  subject.relation = Relation::nsubj;
  top->tag = Tag::VERB_PRESENT;
  return true;
}

/// "the pact that A and B signed": a clause whose verb lacks its object describes the noun, and is
/// not what the noun says ("the claim that A lied"). Of "the agreement that A signed" the rows of
/// the verb say that it lacks "agreement".
bool relate_clause(text::Sentence& sentence, const Patterns& patterns, int verb) {
  auto& tokens = sentence.tokens;
  Token& clause = tokens[std::size_t(verb)];
  if (clause.relation != Relation::acl || clause.head < 0 || clause.head > verb) return false;
  const Token& noun = tokens[std::size_t(clause.head)];
  const bool lacks_noun = std::ranges::any_of(
      patterns.triggers(clause.lemma, WordClass::verb), [&](const Trigger& row) {
        return std::ranges::find(row.needs, noun.lemma) != row.needs.end();
      });
  if (!text::is_noun(noun.tag) || !has_child(sentence, verb, Relation::nsubj) ||
      (patterns.find_operator(noun.lemma, WordClass::noun) != nullptr && !lacks_noun))
    return false;
  for (const Relation fills : {Relation::obj, Relation::ccomp, Relation::xcomp, Relation::cop})
    if (has_child(sentence, verb, fills)) return false;
  const auto that = std::ranges::find_if(tokens, [&](const Token& token) {
    return token.head == verb && token.relation == Relation::mark && token.lemma == "that";
  });
  if (that == tokens.end()) return false;
  clause.relation = Relation::acl_relcl;
  that->relation = Relation::obj;
  that->tag = Tag::PRON;
  return true;
}

/// "The coalition bombed positions": what stands behind a verb is not coordinated with its subject
/// without an "and"; it is the object.
bool part_object(text::Sentence& sentence, int verb) {
  auto& tokens = sentence.tokens;
  if (has_child(sentence, verb, Relation::obj) || has_child(sentence, verb, Relation::aux_pass))
    return false;
  for (int i = verb + 1; i < static_cast<int>(tokens.size()); ++i) {
    Token& noun = tokens[std::size_t(i)];
    if (noun.relation != Relation::conj || noun.head < 0 || noun.head >= verb ||
        !text::is_noun(noun.tag) || has_child(sentence, i, Relation::cc) ||
        has_child(sentence, i, Relation::case_))
      continue;
    const Token& subject = tokens[std::size_t(noun.head)];
    if (subject.head != verb || subject.relation != Relation::nsubj) continue;
    noun.head = static_cast<std::int16_t>(verb);
    noun.relation = Relation::obj;
    return true;
  }
  return false;
}

/// Makes the participle at `verb`, taken for an adjective of the noun behind it, the verb of the
/// clause: the noun is its object, and the clause that the noun was the subject of describes it.
void raise_verb(text::Sentence& sentence, const Patterns& patterns, int subject, int verb) {
  auto& tokens = sentence.tokens;
  const int noun = tokens[std::size_t(verb)].head;
  Token& raised = tokens[std::size_t(verb)];
  Token& object = tokens[std::size_t(noun)];
  raised.head = object.head;
  raised.relation = object.relation;
  if (const int above = object.head;
      above > noun && text::is_verb(tokens[std::size_t(above)].tag)) {
    Token& clause = tokens[std::size_t(above)];
    if (is_speech(sentence, above, patterns)) {
      raised.relation = Relation::ccomp;
    } else if (object.relation == Relation::nsubj || object.relation == Relation::obj ||
               object.relation == Relation::nsubj_pass) {
      raised.head = clause.head;
      raised.relation = clause.relation;
      clause.head = static_cast<std::int16_t>(noun);
      clause.relation = Relation::acl;
      // "over fears they helped rebels": the phrases before its own subject are the raised verb's.
      for (int i = noun + 1; i < above && tokens[std::size_t(i)].relation != Relation::nsubj; ++i) {
        Token& phrase = tokens[std::size_t(i)];
        if (phrase.head != above || phrase.relation != Relation::obl) continue;
        phrase.head = static_cast<std::int16_t>(verb);
        clause.head = static_cast<std::int16_t>(i);
      }
    }
  }
  for (int i = 0; i < verb; ++i) {
    Token& before = tokens[std::size_t(i)];
    if (i != subject && before.head == noun)
      before.head = static_cast<std::int16_t>(i < subject ? subject : verb);
  }
  raised.tag = Tag::VERB_PAST;
  object.relation = Relation::obj;
  tokens[std::size_t(subject)].relation = Relation::nsubj;
  object.head = tokens[std::size_t(subject)].head = static_cast<std::int16_t>(verb);
}

/// "Police on Monday arrested two men", "A suspended food supplies": what has a subject of its own
/// is no adjective, nor is what follows a phrase that says when or where the name before it acts.
bool restore_participle(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns, int participle) {
  auto& tokens = sentence.tokens;
  const Token& word = tokens[std::size_t(participle)];
  const int noun = word.head;
  if (word.relation != Relation::amod || noun <= participle || !patterns.knows_verb(word.lemma) ||
      tokens[std::size_t(participle) - 1].form == "-" || has_child(sentence, noun, Relation::case_))
    return false;
  const auto is_subject = [&](const Mention& m) {
    if (m.end > participle || !m.can_act()) return false;
    const Token& name = tokens[std::size_t(m.head)];
    if (name.head == participle && name.relation == Relation::nsubj) return true;
    const bool phrase =
        m.end < participle && tokens[std::size_t(m.end)].relation == Relation::case_;
    return name.head == noun && name.relation == Relation::compound && phrase;
  };
  const auto subject = std::ranges::find_if(mentions, is_subject);
  if (subject == mentions.end()) return false;
  raise_verb(sentence, patterns, subject->head, participle);
  return true;
}

/// "Niger thanks Russia": what has both a subject and an object is a verb.
bool restore_present(text::Sentence& sentence, const Patterns& patterns, int noun) {
  Token& verb = sentence.tokens[std::size_t(noun)];
  if (verb.tag == Tag::PROPN || has_child(sentence, noun, Relation::cop) ||
      has_child(sentence, noun, Relation::det) || has_child(sentence, noun, Relation::case_) ||
      !has_child(sentence, noun, Relation::nsubj) || !has_child(sentence, noun, Relation::obj))
    return false;
  std::string lemma = known_lemma(verb.form, patterns);
  if (lemma.empty()) return false;
  verb.tag = Tag::VERB_PRESENT;
  verb.lemma = std::move(lemma);
  return true;
}

/// "was involved in": an adjective has no passive.
bool part_passive(text::Sentence& sentence, int adjective) {
  bool changed = false;
  for (Token& token : sentence.tokens) {
    if (token.head != adjective) continue;
    const Relation active = token.relation == Relation::nsubj_pass ? Relation::nsubj
                            : token.relation == Relation::aux_pass ? Relation::cop
                                                                   : token.relation;
    changed |= active != token.relation;
    token.relation = active;
  }
  return changed;
}

/// "Kenya's army launched": a finite verb is no part of a compound, so that the name before it is
/// its subject, with all the words that the name has.
bool part_compound(text::Sentence& sentence, const Mention& mention) {
  auto& tokens = sentence.tokens;
  Token& name = tokens[std::size_t(mention.head)];
  const int verb = name.head;
  if (name.relation != Relation::compound || verb < mention.end || !mention.can_act() ||
      !is_finite(sentence, verb) || has_child(sentence, verb, Relation::nsubj))
    return false;
  name.relation = Relation::nsubj;
  for (int i = mention.begin; i < mention.end; ++i) {
    Token& part = tokens[std::size_t(i)];
    if (part.head < mention.begin || part.head >= mention.end)
      part.head = static_cast<std::int16_t>(i == mention.head ? verb : mention.head);
  }
  return true;
}

/// "Would A back B?", "Did A fund B?": between an auxiliary that opens a question and a name, the
/// word behind the name is the verb, whichever preposition or noun it may be elsewhere.
bool restore_question(text::Sentence& sentence, const std::vector<Mention>& mentions,
                      const Patterns& patterns) {
  auto& tokens = sentence.tokens;
  const auto size = static_cast<int>(tokens.size());
  if (tokens.back().form != "?") return false;
  for (const Mention& subject : mentions) {
    const int verb = subject.end;
    int aux = subject.begin - 1;
    if (aux > 0 && tokens[std::size_t(aux)].tag == Tag::DET) --aux;
    if (aux < 0 || aux > 1 || verb + 1 >= size || !subject.can_act()) continue;
    const Token& opens = tokens[std::size_t(aux)];
    if (opens.tag != Tag::AUX_MODAL && opens.lemma != "do") continue;
    Token& word = tokens[std::size_t(verb)];
    const bool mistaken = word.tag == Tag::ADP || word.tag == Tag::NOUN || word.tag == Tag::ADJ ||
                          word.tag == Tag::ADV || word.tag == Tag::PROPN;
    if (!mistaken || !patterns.knows_verb(lower_case(word.form))) continue;
    const auto object = std::ranges::find_if(mentions, [&](const Mention& m) {
      return m.begin > verb && m.can_act() && (m.begin == verb + 1 || m.head == word.head);
    });
    if (object == mentions.end()) continue;
    const int name = subject.head, other = object->head;
    for (int i = 0; i < size; ++i) {
      Token& token = tokens[std::size_t(i)];
      const bool inside = (i >= subject.begin && i < subject.end && i != name) ||
                          (i > verb && i < object->end && i != other);
      if (!inside && (token.head == name || token.head == other || token.head == -1) &&
          (i <= aux || token.head == -1 || token.relation == Relation::punct))
        token.head = static_cast<std::int16_t>(verb);
    }
    tokens[std::size_t(aux)].relation = Relation::aux;
    tokens[std::size_t(aux)].head = static_cast<std::int16_t>(verb);
    word.tag = Tag::VERB_BASE;
    word.lemma = lower_case(word.form);
    word.relation = Relation::root;
    word.head = -1;
    tokens[std::size_t(name)].relation = Relation::nsubj;
    tokens[std::size_t(other)].relation = Relation::obj;
    tokens[std::size_t(name)].head = tokens[std::size_t(other)].head =
        static_cast<std::int16_t>(verb);
    return true;
  }
  return false;
}

/// "A is a rival of B and C lost D": who stands between a clause's "and" and its verb is its
/// subject.
bool claim_subject(text::Sentence& sentence, int verb) {
  auto& tokens = sentence.tokens;
  if (tokens[std::size_t(verb)].relation != Relation::conj || !is_finite(sentence, verb) ||
      has_child(sentence, verb, Relation::nsubj) || has_child(sentence, verb, Relation::nsubj_pass))
    return false;
  int conjunction = 0;
  while (conjunction < verb && (tokens[std::size_t(conjunction)].head != verb ||
                                tokens[std::size_t(conjunction)].relation != Relation::cc))
    ++conjunction;
  for (int i = conjunction + 1; i < verb; ++i) {
    Token& name = tokens[std::size_t(i)];
    if (name.relation != Relation::conj || name.head < 0 || name.head > conjunction ||
        !is_nominal(name.tag))
      continue;
    name.head = static_cast<std::int16_t>(verb);
    name.relation =
        has_child(sentence, verb, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj;
    return true;
  }
  return false;
}

/// "had a part in the training, funding, and arming of B": a gerund with an "of" is a noun, and
/// stands beside the noun before its "and" rather than beside a finite verb.
bool attach_gerund_noun(text::Sentence& sentence, int gerund) {
  auto& tokens = sentence.tokens;
  Token& verb = tokens[std::size_t(gerund)];
  if (verb.relation != Relation::conj || verb.head < 0 || verb.head > gerund ||
      gerund + 1 >= static_cast<int>(tokens.size()) ||
      tokens[std::size_t(gerund) + 1].form != "of" || !is_finite(sentence, verb.head) ||
      !has_child(sentence, gerund, Relation::cc))
    return false;
  for (int i = gerund - 1; i > verb.head; --i) {
    const Token& noun = tokens[std::size_t(i)];
    if (noun.head == gerund || noun.relation == Relation::punct) continue;
    if (!text::is_noun(noun.tag) && noun.tag != Tag::VERB_GERUND) return false;
    verb.head = static_cast<std::int16_t>(noun.relation == Relation::conj ? noun.head : i);
    return true;
  }
  return false;
}

/// "the development trend continues": of two nouns side by side the second is the subject.
bool join_subjects(text::Sentence& sentence, int noun) {
  Token& first = sentence.tokens[std::size_t(noun) - 1];
  const Token& second = sentence.tokens[std::size_t(noun)];
  if (first.relation != Relation::nsubj || second.relation != Relation::nsubj ||
      first.head != second.head || !text::is_noun(first.tag) || text::is_proper(first.tag) ||
      text::is_proper(second.tag))
    return false;
  for (int i = 0; i < noun; ++i)
    if (Token& token = sentence.tokens[std::size_t(i)]; token.head == noun - 1)
      token.head = static_cast<std::int16_t>(noun);
  first.head = static_cast<std::int16_t>(noun);
  first.relation = Relation::compound;
  return true;
}

/// "A and its sponsor, B, attacked": a list ends with what its "and" opens, so that a name set
/// behind a comma says who that is.
bool attach_apposition(text::Sentence& sentence, int name) {
  if (name < 3) return false;
  auto& tokens = sentence.tokens;
  Token& word = tokens[std::size_t(name)];
  const Token& noun = tokens[std::size_t(name) - 2];
  if (word.relation != Relation::conj || !text::is_proper(word.tag) || word.head < 0 ||
      tokens[std::size_t(name) - 1].form != "," || noun.relation != Relation::conj ||
      (noun.tag != Tag::NOUN && noun.tag != Tag::NOUN_PLURAL) ||
      (word.head != noun.head && word.head != name - 2) ||
      !has_child(sentence, name - 2, Relation::cc) || has_child(sentence, name, Relation::cc))
    return false;
  for (int i = name + 1; i < static_cast<int>(tokens.size()); ++i)
    if (tokens[std::size_t(i)].relation == Relation::conj &&
        (tokens[std::size_t(i)].head == name || tokens[std::size_t(i)].head == word.head))
      return false;
  word.head = static_cast<std::int16_t>(name - 2);
  word.relation = Relation::appos;
  return true;
}

/// "A and B, old allies, are moving troops to the border": what stands behind "are" in its "ing"
/// form and is no noun's quality is what they are doing.
bool restore_progressive(text::Sentence& sentence, const Patterns& patterns, int gerund) {
  auto& tokens = sentence.tokens;
  Token& verb = tokens[std::size_t(gerund)];
  const int noun = verb.head;
  if (verb.relation != Relation::amod || noun <= gerund || !patterns.knows_verb(verb.lemma) ||
      !has_child(sentence, noun, Relation::nsubj))
    return false;
  const auto copula = std::ranges::find_if(tokens, [&](const Token& token) {
    return (token.head == noun || token.head == gerund) && token.relation == Relation::cop;
  });
  if (copula == tokens.end() || copula - tokens.begin() > gerund) return false;
  for (auto between = copula + 1; between < tokens.begin() + gerund; ++between)
    if (between->tag != Tag::ADV && !is_below(sentence, int(between - tokens.begin()), gerund) &&
        between->relation != Relation::advmod && between->relation != Relation::obl)
      return false;
  Token& object = tokens[std::size_t(noun)];
  verb.head = object.head;
  verb.relation = object.relation;
  object.head = static_cast<std::int16_t>(gerund);
  object.relation = Relation::obj;
  copula->relation = Relation::aux;
  for (Token& token : tokens) {
    if (token.head != noun) continue;
    const bool whither = &token > &object && token.relation == Relation::nmod &&
                         std::ranges::none_of(tokens, [&](const Token& of) {
                           return of.head == &token - tokens.data() && of.lemma == "of";
                         });
    if (whither) token.relation = Relation::obl;
    if (&token < &verb || token.relation == Relation::obl || token.relation == Relation::punct ||
        token.relation == Relation::conj || token.relation == Relation::advcl)
      token.head = static_cast<std::int16_t>(gerund);
  }
  return true;
}

/// "A, which borders B, fears that": a verb with a form of its own is no other name for A, but the
/// main verb.
bool raise_apposed(text::Sentence& sentence) {
  auto& tokens = sentence.tokens;
  const int noun = bare_noun(sentence);
  if (noun < 0) return false;
  for (int i = noun + 1; i < static_cast<int>(tokens.size()); ++i) {
    Token& verb = tokens[std::size_t(i)];
    if (verb.head != noun || verb.relation != Relation::appos ||
        (verb.tag != Tag::VERB_PRESENT && verb.tag != Tag::VERB_PAST) ||
        has_child(sentence, i, Relation::nsubj))
      continue;
    const Tag tag = verb.tag;
    make_main(sentence, i, noun);
    verb.tag = tag;
    tokens[std::size_t(noun)].relation = Relation::nsubj;
    tokens[std::size_t(noun)].head = static_cast<std::int16_t>(i);
    return true;
  }
  return false;
}

/// "A agreed to close the plant by the end of the year in exchange for aid from B": what is had in
/// exchange belongs to the verb, and not to a date or a thing.
bool attach_exchange(text::Sentence& sentence, int noun) {
  auto& tokens = sentence.tokens;
  Token& exchange = tokens[std::size_t(noun)];
  if ((exchange.lemma != "exchange" && exchange.lemma != "return") || noun < 2 ||
      noun + 1 >= static_cast<int>(tokens.size()) || exchange.relation != Relation::nmod ||
      exchange.head < 0 || exchange.head > noun || tokens[std::size_t(noun) - 1].lemma != "in" ||
      tokens[std::size_t(noun) + 1].lemma != "for")
    return false;
  int verb = exchange.head;
  while (verb >= 0 && !text::is_verb(tokens[std::size_t(verb)].tag))
    verb = tokens[std::size_t(verb)].head;
  if (verb < 0 || verb > noun) return false;
  exchange.head = static_cast<std::int16_t>(verb);
  exchange.relation = Relation::obl;
  return true;
}

/// "under President B, who had turned to C", "taken by A, whose troops, a regiment, fight": what
/// "who" opens behind a person describes the person, and what "whose" opens behind a comma the name
/// before it, which is none of a list.
bool attach_relative(text::Sentence& sentence, const std::vector<Mention>& mentions, int pronoun) {
  auto& tokens = sentence.tokens;
  const Token& who = tokens[std::size_t(pronoun)];
  const bool whose = who.lemma == "whose";
  if ((who.lemma != "who" && !whose) || who.head <= pronoun) return false;
  const bool comma = tokens[std::size_t(pronoun) - 1].form == ",";
  const auto named = std::ranges::find(mentions, pronoun - (comma ? 1 : 0), &Mention::end);
  int verb = who.head;
  if (whose) {
    const Token& owned = tokens[std::size_t(verb)];
    if (owned.relation != Relation::nsubj && owned.relation != Relation::nsubj_pass) return false;
    verb = owned.head;
  } else if (who.relation != Relation::nsubj && who.relation != Relation::nsubj_pass) {
    return false;
  }
  if (named == mentions.end() || named->list >= 0 || verb <= pronoun || !is_finite(sentence, verb))
    return false;
  Token& clause = tokens[std::size_t(verb)];
  const bool relative = clause.relation == Relation::acl_relcl;
  const bool loose = clause.relation == Relation::parataxis || clause.relation == Relation::advcl ||
                     clause.relation == Relation::conj || clause.relation == Relation::ccomp;
  if (!named->can_act() || clause.head >= pronoun || clause.head == named->head ||
      (!relative && (!loose || !comma || has_child(sentence, verb, Relation::cc))))
    return false;
  if (relative) {
    const bool person = named->kind == NameKind::person || named->role;
    const bool of_actor = clause.head < 0 || std::ranges::any_of(mentions, [&](const Mention& m) {
                            return m.begin <= clause.head && clause.head < m.end && m.can_act();
                          });
    if (!person || of_actor || text::is_proper(tokens[std::size_t(clause.head)].tag)) return false;
  }
  clause.head = static_cast<std::int16_t>(named->head);
  clause.relation = Relation::acl_relcl;
  return true;
}

/// The full stop belongs to the whole sentence, also where what stands before it was read as a
/// sentence of its own: "China may sell jets, officials said."
bool attach_full_stop(text::Sentence& sentence) {
  Token& last = sentence.tokens.back();
  const auto root = std::ranges::find(sentence.tokens, Relation::root, &Token::relation);
  const auto head = root - sentence.tokens.begin();
  if (last.tag != Tag::PUNCT || root == sentence.tokens.end() || last.head == head ||
      last.relation == Relation::root)
    return false;
  last.head = static_cast<std::int16_t>(head);
  return true;
}

std::string singular(std::string plural) {
  if (plural.ends_with("ies")) return plural.substr(0, plural.size() - 3) + "y";
  if (plural.ends_with('s')) plural.pop_back();
  return plural;
}

/// "it can tell B", "it sold B arms", "it tried to": what tells, sells or tries is no empty "it".
bool fill_subject(text::Sentence& sentence, int verb) {
  if (has_child(sentence, verb, Relation::nsubj) || has_child(sentence, verb, Relation::csubj) ||
      has_child(sentence, verb, Relation::ccomp))
    return false;
  const bool has_object = has_child(sentence, verb, Relation::obj) ||
                          has_child(sentence, verb, Relation::iobj) ||
                          has_child(sentence, verb, Relation::xcomp);
  for (int i = 0; i < verb && has_object; ++i) {
    Token& it = sentence.tokens[std::size_t(i)];
    if (it.head != verb || it.relation != Relation::expl || lower_case(it.form) != "it") continue;
    it.relation = Relation::nsubj;
    return true;
  }
  return false;
}

/// "Save the Children said that B …", "Human Rights Watch accused B": a name holds no clause, and
/// the verb behind it that lacks a subject has it for one.
bool attach_named_clause(text::Sentence& sentence, const Mention& mention) {
  auto& tokens = sentence.tokens;
  Token& name = tokens[std::size_t(mention.head)];
  const int verb = name.head;
  if (mention.role || !mention.can_act() || mention.end - mention.begin < 2 || verb < mention.end)
    return false;
  if (name.relation != Relation::ccomp && name.relation != Relation::advcl &&
      name.relation != Relation::csubj)
    return false;
  if (!is_finite(sentence, verb) || has_child(sentence, verb, Relation::nsubj)) return false;
  for (int i = mention.begin; i < mention.end; ++i)
    if (Token& word = tokens[std::size_t(i)]; word.head == mention.head)
      word.relation = Relation::compound;
  name.relation = Relation::nsubj;
  name.tag = Tag::PROPN;
  return true;
}

/// "invited B to open talks": no verb has two objects without a preposition that an infinitive
/// parts; the second is the infinitive's.
bool part_objects(text::Sentence& sentence, int infinitive) {
  auto& tokens = sentence.tokens;
  const Token& verb = tokens[std::size_t(infinitive)];
  if ((verb.relation != Relation::xcomp && verb.relation != Relation::advcl) || verb.head < 0 ||
      verb.head > infinitive || has_child(sentence, infinitive, Relation::obj))
    return false;
  bool has_object = false;
  for (int i = verb.head + 1; i < static_cast<int>(tokens.size()); ++i) {
    Token& noun = tokens[std::size_t(i)];
    if (i > infinitive && text::is_verb(noun.tag)) return false;
    if (noun.head != verb.head || noun.relation != Relation::obj) continue;
    if (i < infinitive) {
      has_object = true;
    } else {
      if (has_object) noun.head = static_cast<std::int16_t>(infinitive);
      return has_object;
    }
  }
  return false;
}

/// "in a deal brokered by A, which will recognise B": a clause that "which" opens behind a comma
/// describes what stands before it, and is nothing that was said or agreed.
bool attach_which(text::Sentence& sentence, const std::vector<Mention>& mentions, int which) {
  auto& tokens = sentence.tokens;
  const Token& pronoun = tokens[std::size_t(which)];
  if (which < 2 || pronoun.head <= which || tokens[std::size_t(which) - 1].form != "," ||
      (pronoun.relation != Relation::nsubj && pronoun.relation != Relation::nsubj_pass))
    return false;
  Token& clause = tokens[std::size_t(pronoun.head)];
  if ((clause.relation != Relation::ccomp && clause.relation != Relation::advcl &&
       clause.relation != Relation::parataxis) ||
      clause.head < 0 || clause.head >= which)
    return false;
  const auto before = std::ranges::find(mentions, which - 1, &Mention::end);
  const int noun = before != mentions.end() ? before->head : which - 2;
  const Tag tag = tokens[std::size_t(noun)].tag;
  if (!text::is_noun(tag) && !text::is_proper(tag)) return false;
  clause.head = static_cast<std::int16_t>(noun);
  clause.relation = Relation::acl_relcl;
  return true;
}

/// "is backed by A, whose troops train B": so is a clause whose subject "whose" opens.
bool attach_whose(text::Sentence& sentence, const std::vector<Mention>& mentions, int whose) {
  auto& tokens = sentence.tokens;
  const int subject = tokens[std::size_t(whose)].head;
  if (whose < 2 || subject <= whose || tokens[std::size_t(whose) - 1].form != ",") return false;
  const Token& owned = tokens[std::size_t(subject)];
  if (owned.relation != Relation::nsubj || owned.head < subject) return false;
  Token& clause = tokens[std::size_t(owned.head)];
  const auto before = std::ranges::find(mentions, whose - 1, &Mention::end);
  if (clause.relation != Relation::parataxis || clause.head < 0 || clause.head >= whose ||
      before == mentions.end() || !before->can_act())
    return false;
  clause.head = static_cast<std::int16_t>(before->head);
  clause.relation = Relation::acl_relcl;
  return true;
}

/// "with loans under President A, who had turned to B": "who" is the person named right before it,
/// and no thing.
bool attach_who(text::Sentence& sentence, const std::vector<Mention>& mentions, int who) {
  auto& tokens = sentence.tokens;
  const int verb = tokens[std::size_t(who)].head;
  if (verb <= who || tokens[std::size_t(verb)].relation != Relation::acl_relcl || who < 2)
    return false;
  Token& clause = tokens[std::size_t(verb)];
  const int end = tokens[std::size_t(who) - 1].form == "," ? who - 1 : who;
  const auto before = std::ranges::find(mentions, end, &Mention::end);
  if (before == mentions.end() || !before->can_act() || clause.head < 0 ||
      clause.head >= before->begin)
    return false;
  const bool of_actor = std::ranges::any_of(
      mentions, [&](const Mention& m) { return m.begin <= clause.head && clause.head < m.end; });
  const Token& thing = tokens[std::size_t(clause.head)];
  if (of_actor || before->kind != NameKind::person || !text::is_noun(thing.tag)) return false;
  clause.head = static_cast<std::int16_t>(before->head);
  return true;
}

/// ", a step the US criticised": who stands between a noun and the verb that describes it, without
/// a comma, is who did so.
bool attach_contact_subject(text::Sentence& sentence, const std::vector<Mention>& mentions,
                            int verb) {
  auto& tokens = sentence.tokens;
  Token& clause = tokens[std::size_t(verb)];
  if ((clause.relation != Relation::acl && clause.relation != Relation::acl_relcl) ||
      clause.head < 0 || clause.head > verb || has_child(sentence, verb, Relation::obl_agent) ||
      has_child(sentence, verb, Relation::aux_pass) || has_child(sentence, verb, Relation::nsubj) ||
      has_child(sentence, verb, Relation::obj))
    return false;
  const auto before = std::ranges::find(mentions, verb, &Mention::end);
  if (before == mentions.end() || !before->can_act()) return false;
  const int name = list_head(mentions, *before);
  Token& subject = tokens[std::size_t(name)];
  const Token& noun = tokens[std::size_t(clause.head)];  // not "the group A led by B"
  if (subject.relation != Relation::appos || subject.head != clause.head ||
      noun.relation != Relation::appos || !text::is_noun(noun.tag))
    return false;
  for (int i = clause.head + 1; i < name; ++i)
    if (tokens[std::size_t(i)].tag == Tag::PUNCT) return false;
  subject.head = static_cast<std::int16_t>(verb);
  subject.relation = Relation::nsubj;
  clause.relation = Relation::acl_relcl;
  clause.tag = Tag::VERB_PAST;
  return true;
}

/// "sanctions imposed on A by B": nobody who is named is by somebody; B is who did it.
bool attach_agent(text::Sentence& sentence, const std::vector<Mention>& mentions, int by) {
  auto& tokens = sentence.tokens;
  const Token& word = tokens[std::size_t(by)];
  if (word.relation != Relation::case_ || word.head < by) return false;
  Token& agent = tokens[std::size_t(word.head)];
  const int whom = agent.head;
  if (agent.relation != Relation::nmod || whom < 0 || whom > by) return false;
  const bool is_actor = std::ranges::any_of(mentions, [&](const Mention& m) {
    return m.begin <= word.head && word.head < m.end && m.can_act();
  });
  const bool to_actor = std::ranges::any_of(mentions, [&](const Mention& m) {
    return m.begin <= whom && whom < m.end && m.kind != NameKind::project;
  });
  const Token& name = tokens[std::size_t(whom)];
  if (!is_actor || !to_actor || name.relation != Relation::obl || name.head < 0 ||
      tokens[std::size_t(name.head)].tag != Tag::VERB_PARTICIPLE ||
      has_child(sentence, name.head, Relation::obl_agent) ||
      has_child(sentence, name.head, Relation::obj) ||
      has_child(sentence, name.head, Relation::nsubj))
    return false;
  agent.head = name.head;
  agent.relation = Relation::obl_agent;
  return true;
}

/// "grateful to A, B and the others who voted": the clause tells of all in the list.
bool attach_others(text::Sentence& sentence, int verb) {
  Token& clause = sentence.tokens[std::size_t(verb)];
  if (clause.relation != Relation::acl_relcl || clause.head < 0) return false;
  const Token& others = sentence.tokens[std::size_t(clause.head)];
  if (lower_case(others.form) != "others" || others.relation != Relation::conj) return false;
  clause.head = others.head;
  return true;
}

/// "leaders meeting in Vienna pledged": a noun in -ing with a subject of its own describes that
/// subject, which is who pledged.
bool free_meeting(text::Sentence& sentence, const Patterns& patterns, int gerund) {
  auto& tokens = sentence.tokens;
  Token& noun = tokens[std::size_t(gerund)];
  Token& who = tokens[std::size_t(gerund) - 1];
  if (!noun.form.ends_with("ing") || noun.relation != Relation::nsubj || who.head != gerund ||
      (who.relation != Relation::nsubj && who.relation != Relation::compound) ||
      who.tag != Tag::NOUN_PLURAL || noun.head < gerund ||
      has_child(sentence, gerund, Relation::det))
    return false;
  std::string lemma = known_lemma(noun.form, patterns);
  if (lemma.empty()) return false;
  who.head = noun.head;
  who.relation = noun.relation;
  noun.head = static_cast<std::int16_t>(gerund - 1);
  noun.relation = Relation::acl;
  noun.tag = Tag::VERB_GERUND;
  noun.lemma = std::move(lemma);
  for (Token& token : tokens)
    if (token.head == gerund && token.relation == Relation::nmod) token.relation = Relation::obl;
  return true;
}

/// "while the development trend goes on": a noun right before a noun that is a subject is no
/// subject of its own.
bool join_compound(text::Sentence& sentence, int noun) {
  auto& tokens = sentence.tokens;
  Token& before = tokens[std::size_t(noun) - 1];
  if (before.head != noun || before.relation != Relation::nsubj || before.tag != Tag::NOUN ||
      tokens[std::size_t(noun)].relation != Relation::nsubj ||
      has_child(sentence, noun, Relation::cop))
    return false;
  before.relation = Relation::compound;
  return true;
}

/// "accuses neighbouring B": no preposition ends in -ing but those of a closed list, so that the
/// word describes B, who is the object.
bool free_participle(text::Sentence& sentence, int word) {
  constexpr std::string_view kPrepositions[] = {
      "according", "barring",   "concerning", "considering", "depending", "during",
      "excepting", "excluding", "following",  "including",   "involving", "notwithstanding",
      "owing",     "pending",   "regarding",  "respecting",  "starting",  "beginning"};
  Token& participle = sentence.tokens[std::size_t(word)];
  const std::string form = lower_case(participle.form);
  if (participle.relation != Relation::case_ || !form.ends_with("ing") || participle.head < word ||
      std::ranges::find(kPrepositions, form) != std::end(kPrepositions))
    return false;
  Token& noun = sentence.tokens[std::size_t(participle.head)];
  participle.relation = Relation::amod;
  participle.tag = Tag::ADJ;
  if (noun.relation == Relation::obl && noun.head >= 0 && noun.head < word &&
      text::is_verb(sentence.tokens[std::size_t(noun.head)].tag) &&
      !has_child(sentence, participle.head, Relation::case_) &&
      !has_child(sentence, noun.head, Relation::obj) &&
      !has_child(sentence, noun.head, Relation::nsubj_pass))
    noun.relation = Relation::obj;
  return true;
}

/// "called on B to act, drawing protests": what a comma sets apart is what the finite verb did.
bool raise_gerund(text::Sentence& sentence, int gerund) {
  Token& verb = sentence.tokens[std::size_t(gerund)];
  if (verb.relation != Relation::advcl || verb.head < 0 || verb.head > gerund ||
      sentence.tokens[std::size_t(gerund) - 1].form != ",")
    return false;
  const Token& infinitive = sentence.tokens[std::size_t(verb.head)];
  if (infinitive.tag != Tag::VERB_BASE || is_finite(sentence, verb.head) ||
      (infinitive.relation != Relation::xcomp && infinitive.relation != Relation::advcl))
    return false;
  const int above = finite_above(sentence, verb.head);
  if (above < 0 || above > gerund) return false;
  verb.head = static_cast<std::int16_t>(above);
  return true;
}

/// "the remnants it may be sheltering": a clause without an object right behind a noun describes
/// the noun.
bool attach_contact(text::Sentence& sentence, const Patterns& patterns, int verb) {
  auto& tokens = sentence.tokens;
  Token& clause = tokens[std::size_t(verb)];
  if (clause.head < 0 || clause.head > verb) return false;
  const bool complement = clause.relation == Relation::ccomp &&
                          has_child(sentence, clause.head, Relation::obj) &&
                          !is_speech(sentence, clause.head, patterns);
  if ((clause.relation != Relation::parataxis && !complement) || !is_finite(sentence, verb) ||
      has_child(sentence, verb, Relation::mark))
    return false;
  for (const Relation fills : {Relation::obj, Relation::ccomp, Relation::xcomp, Relation::cop})
    if (has_child(sentence, verb, fills)) return false;
  int first = verb, who = -1;
  for (int i = 0; i < verb; ++i) {
    const Token& token = tokens[std::size_t(i)];
    if (token.head == verb && token.relation == Relation::nsubj) who = i;
    if (token.head == verb) first = std::min(first, i);
  }
  if (who < 0 || who != first || tokens[std::size_t(who)].tag != Tag::PRON ||
      who <= clause.head + 1 || !text::is_noun(tokens[std::size_t(who) - 1].tag))
    return false;
  clause.head = static_cast<std::int16_t>(who - 1);
  clause.relation = Relation::acl_relcl;
  return true;
}

/// "want to congratulate those who fought and thank B": a bare verb stands beside the infinitive
/// and not beside a past.
bool attach_bare(text::Sentence& sentence, int verb) {
  auto& tokens = sentence.tokens;
  Token& second = tokens[std::size_t(verb)];
  if (second.relation != Relation::conj || second.head < 0 || second.head > verb ||
      tokens[std::size_t(second.head)].tag != Tag::VERB_PAST || second.form.ends_with('s') ||
      has_child(sentence, verb, Relation::nsubj) || has_child(sentence, verb, Relation::aux))
    return false;
  int above = tokens[std::size_t(second.head)].head;
  while (above >= 0 && tokens[std::size_t(above)].tag != Tag::VERB_BASE)
    above = tokens[std::size_t(above)].head;
  if (above < 1 || above > second.head || !has_child(sentence, above, Relation::mark)) return false;
  second.head = static_cast<std::int16_t>(above);
  second.tag = Tag::VERB_BASE;
  return true;
}

/// "who were to have travelled to B": "have" without "been" makes no passive.
bool make_active(text::Sentence& sentence, int participle) {
  const bool has = std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == participle && token.relation == Relation::aux && token.lemma == "have";
  });
  if (!has || has_child(sentence, participle, Relation::aux_pass) ||
      has_child(sentence, participle, Relation::nsubj))
    return false;
  for (Token& token : sentence.tokens) {
    if (token.head != participle || token.relation != Relation::nsubj_pass) continue;
    token.relation = Relation::nsubj;
    return true;
  }
  return false;
}

/// "the commander-in-chief", "a government-in-exile": the first word is the noun, and the last
/// says more of it.
bool attach_compound_phrase(text::Sentence& sentence, int preposition) {
  auto& tokens = sentence.tokens;
  if (preposition < 2 || preposition + 2 >= static_cast<int>(tokens.size())) return false;
  const int first = preposition - 2, last = preposition + 2;
  const auto joined = [&](int hyphen) {
    return tokens[std::size_t(hyphen)].form == "-" && !tokens[std::size_t(hyphen)].space_before &&
           !tokens[std::size_t(hyphen) + 1].space_before;
  };
  Token& noun = tokens[std::size_t(first)];
  Token& place = tokens[std::size_t(last)];
  if (!joined(preposition - 1) || !joined(preposition + 1) || noun.head != last ||
      place.head == first)
    return false;
  const bool oblique = place.relation == Relation::obl || place.relation == Relation::nmod;
  const bool is_subject = oblique && place.head > last &&
                          (is_finite(sentence, place.head) ||
                           tokens[std::size_t(place.head)].relation == Relation::root) &&
                          !has_child(sentence, place.head, Relation::nsubj) &&
                          !has_child(sentence, place.head, Relation::nsubj_pass);
  noun.head = place.head;
  noun.relation = is_subject ? Relation::nsubj : place.relation;
  place.head = static_cast<std::int16_t>(first);
  place.relation = Relation::nmod;
  for (int i = 0; i < static_cast<int>(tokens.size()); ++i)
    if (tokens[std::size_t(i)].head == last && (i < first || i > last))
      tokens[std::size_t(i)].head = static_cast<std::int16_t>(first);
  return true;
}

/// "awarded A some land, and President B, although …, promised C": who acts is not coordinated
/// with a thing where a finite verb without a subject follows.
bool part_named_subject(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Mention& mention) {
  auto& tokens = sentence.tokens;
  Token& name = tokens[std::size_t(mention.head)];
  if (name.relation != Relation::conj || name.head < 0 || name.head > mention.head ||
      !mention.can_act() || mention.begin == 0)
    return false;
  const int other = name.head;
  const bool beside_actor = std::ranges::any_of(
      mentions, [&](const Mention& m) { return m.begin <= other && other < m.end; });
  if (beside_actor || !text::is_noun(tokens[std::size_t(other)].tag) ||
      !has_child(sentence, mention.head, Relation::cc))
    return false;
  int verb = mention.end;
  if (verb < static_cast<int>(tokens.size()) && tokens[std::size_t(verb)].form == ",") {
    const auto from = tokens.begin() + verb + 1;
    const auto comma = std::ranges::find(from, tokens.end(), std::string_view(","), &Token::form);
    verb = static_cast<int>(comma - tokens.begin()) + 1;
  }
  while (verb < static_cast<int>(tokens.size()) &&
         (text::is_auxiliary(tokens[std::size_t(verb)].tag) ||
          tokens[std::size_t(verb)].tag == Tag::ADV))
    ++verb;
  if (verb >= static_cast<int>(tokens.size()) || !is_finite(sentence, verb)) return false;
  Token& act = tokens[std::size_t(verb)];
  if (act.relation != Relation::conj || act.head < 0 || act.head > mention.begin ||
      !text::is_verb(act.tag) || has_child(sentence, verb, Relation::nsubj) ||
      has_child(sentence, verb, Relation::nsubj_pass))
    return false;
  name.head = static_cast<std::int16_t>(verb);
  name.relation =
      has_child(sentence, verb, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj;
  return true;
}

}  // namespace

bool repair(text::Sentence& sentence, const std::vector<Mention>& mentions,
            const Patterns& patterns) {
  bool changed = attach_label(sentence) | attach_full_stop(sentence);
  changed |= raise_apposed(sentence) || restore_main_verb(sentence) ||
             raise_present(sentence, patterns) ||
             restore_transitive(sentence, mentions, patterns) || restore_past(sentence) ||
             restore_question(sentence, mentions, patterns);
  for (const Mention& mention : mentions)
    changed |= attach_object(sentence, mention, patterns) || attach_addressed(sentence, mention) ||
               attach_named_clause(sentence, mention) ||
               part_named_subject(sentence, mentions, mention) || part_compound(sentence, mention);
  for (int i = 1; i < static_cast<int>(sentence.tokens.size()); ++i) {
    const Tag tag = sentence.tokens[std::size_t(i)].tag;
    changed |= attach_that(sentence, i) | attach_relative(sentence, mentions, i) |
               attach_exchange(sentence, i);
    if (text::is_noun(tag))
      changed |= restore_speech(sentence, patterns, i) || restore_present(sentence, patterns, i) ||
                 join_subjects(sentence, i);
    if (tag == Tag::ADJ) changed |= part_passive(sentence, i);
    if (text::is_proper(tag)) changed |= attach_apposition(sentence, i);
    if (sentence.tokens[std::size_t(i)].lemma == "due") changed |= attach_due(sentence, i);
    const std::string_view lemma = sentence.tokens[std::size_t(i)].lemma;
    if (lemma == "which") changed |= attach_which(sentence, mentions, i);
    if (lemma == "whose") changed |= attach_whose(sentence, mentions, i);
    if (lemma == "who" || lemma == "whom") changed |= attach_who(sentence, mentions, i);
    if (lemma == "by") changed |= attach_agent(sentence, mentions, i);
    changed |= free_participle(sentence, i);
    if (text::is_noun(tag))
      changed |= free_meeting(sentence, patterns, i) || join_compound(sentence, i);
    if (sentence.tokens[std::size_t(i)].relation == Relation::cop)
      changed |= free_outer_subject(sentence, i) ||
                 share_quoted_subject(sentence, sentence.tokens[std::size_t(i)].head);
    if (text::is_verb(tag)) {
      changed |= attach_hyphened(sentence, mentions, i) || fill_subject(sentence, i) ||
                 part_object(sentence, i) || claim_subject(sentence, i);
      changed |= attach_reported(sentence, i) || share_subjects(sentence, patterns, i) ||
                 share_quoted_subject(sentence, i) || attach_others(sentence, i) ||
                 attach_contact(sentence, patterns, i);
      changed |= attach_told(sentence, patterns, i) || attach_speaker(sentence, patterns, i) ||
                 part_subjects(sentence, patterns, i);
    }
    if (tag == Tag::ADP)
      changed |= attach_border(sentence, i) || attach_compound_phrase(sentence, i);
    if (tag == Tag::VERB_GERUND)
      changed |= restore_progressive(sentence, patterns, i) || raise_gerund(sentence, i) ||
                 attach_gerund(sentence, mentions, i) || attach_gerund_noun(sentence, i) ||
                 attach_charge(sentence, i) || free_gerund(sentence, patterns, i);
    if (tag == Tag::VERB_PRESENT) changed |= attach_bare(sentence, i);
    if (tag == Tag::VERB_PAST || tag == Tag::VERB_PRESENT || tag == Tag::VERB_PARTICIPLE)
      changed |= make_active(sentence, i) || attach_contact_subject(sentence, mentions, i) ||
                 attach_finite(sentence, i) || part_clause(sentence, i) ||
                 attach_reduced(sentence, i) || relate_clause(sentence, patterns, i);
    if (tag == Tag::VERB_PARTICIPLE)
      changed |= attach_second_verb(sentence, mentions, patterns, i) ||
                 restore_participle(sentence, mentions, patterns, i);
    if (tag == Tag::VERB_BASE && sentence.tokens[std::size_t(i) - 1].lemma == "to")
      changed |= attach_infinitive(sentence, patterns, i) || part_objects(sentence, i);
  }
  return changed;
}

void mend_lemmas(text::Sentence& sentence, const Patterns& patterns) {
  for (std::size_t i = 2; i < sentence.tokens.size(); ++i) join_hyphened(sentence, patterns, i);
  for (Token& token : sentence.tokens) {
    if (!text::is_verb(token.tag)) continue;
    // "beaten" is no form of "bet", whichever endings the model compares.
    if (token.tag == Tag::VERB_PAST || token.tag == Tag::VERB_PARTICIPLE)
      if (const std::string_view base = patterns.irregular_base(lower_case(token.form));
          !base.empty())
        token.lemma = base;
    if (patterns.knows_verb(token.lemma)) continue;
    if (std::string lemma = known_lemma(token.form, patterns); !lemma.empty())
      token.lemma = std::move(lemma);
  }
}

bool set_running_case(text::Sentence& sentence, const Actors& actors, std::string& buffer) {
  const bool stops = !sentence.tokens.empty() && sentence.tokens.back().form == ".";
  if ((sentence.role == text::Role::body && stops) || !is_title_case(sentence)) return false;
  buffer.clear();
  buffer.reserve(sentence.span.end - sentence.span.begin);
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t i = 0; i < sentence.tokens.size();) {
    const int named = actors.name_at(sentence.tokens, static_cast<int>(i)).length;
    for (const std::size_t end = i + std::size_t(std::max(1, named)); i < end; ++i) {
      const std::string_view form = sentence.tokens[i].form;
      places.emplace_back(buffer.size(), form.size());
      const bool acronym = form.size() > 1 &&
                           std::ranges::none_of(form, [](char c) { return c >= 'a' && c <= 'z'; });
      const bool all_capitals = acronym && form.size() > 4;
      for (std::size_t k = 0; k < form.size(); ++k) {
        const bool keeps = (named > 0 && (!all_capitals || k == 0)) || (acronym && !all_capitals);
        buffer += keeps || !is_upper(form[k]) ? form[k] : static_cast<char>(form[k] - 'A' + 'a');
      }
    }
  }
  for (std::size_t i = 0; i < sentence.tokens.size(); ++i)
    sentence.tokens[i].form = std::string_view(buffer).substr(places[i].first, places[i].second);
  return true;
}

namespace {

/// A name of the same grammar that the model has seen often, in place of one that looks like
/// something else to it: "Beijing" like a gerund, "Mozambique" like an adjective, "ECOWAS" like
/// anything. Empty for other words.
std::string_view familiar_name(const text::Sentence& sentence, int word, const Actors& actors) {
  const std::string_view form = sentence.tokens[std::size_t(word)].form;
  if (!is_upper(form[0])) return {};
  const auto named = actors.name_at(sentence.tokens, word);
  if (named.length != 1) return {};
  if (is_acronym(form)) return "NATO";
  // "US", "UK" stand before nouns as an adjective does, and the model knows them.
  if (std::ranges::none_of(form, [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  for (const Sense& sense : named.meanings) {
    if (sense.kind == NameKind::country) return "Russia";
    if (sense.kind == NameKind::seat) return "Moscow";
  }
  return {};
}

}  // namespace

bool use_stand_ins(text::Sentence& sentence, const Patterns& patterns, const Actors& actors) {
  bool changed = false;
  for (std::size_t i = 0; i < sentence.tokens.size(); ++i) {
    Token& token = sentence.tokens[i];
    std::string_view stand_in = patterns.stand_in(token.form);
    if (stand_in.empty()) stand_in = familiar_name(sentence, static_cast<int>(i), actors);
    if (stand_in.empty()) continue;
    token.form = stand_in;
    changed = true;
  }
  return changed;
}

void restore_forms(text::Sentence& sentence, std::string_view text) {
  for (Token& token : sentence.tokens) {
    const std::string_view form = token.span.of(text);
    const std::string lowered = lower_case(form);
    // A stand-in's lemma is another word's: the real one is found from the form.
    if (lower_case(token.form) != lowered)
      token.lemma = token.tag == Tag::NOUN_PLURAL ? singular(lowered) : lowered;
    token.form = form;
  }
}

}  // namespace entente::reading
