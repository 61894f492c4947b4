// Whose a clause is: what is said, by whom, and what shares a subject.

#include "entente/reading/repairs.h"

#include <algorithm>
#include <span>

#include "entente/base/ascii.h"
#include "entente/reading/speakers.h"

namespace entente::reading {

using base::lower_case;
using text::Relation;
using text::Tag;
using text::Token;

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

/// "ordered A and B to appear": what a verb of request has behind its object is no purpose.
bool attach_requested(text::Sentence& sentence, const Patterns& patterns, int infinitive) {
  Token& verb = sentence.tokens[std::size_t(infinitive)];
  const int above = verb.head;
  if (verb.relation != Relation::advcl || above < 0 || above > infinitive ||
      has_child(sentence, above, Relation::xcomp) || has_child(sentence, above, Relation::ccomp))
    return false;
  const Token& request = sentence.tokens[std::size_t(above)];
  const bool asks =
      text::is_verb(request.tag) &&
      std::ranges::any_of(patterns.triggers(request.lemma, WordClass::verb), [](const auto& row) {
        return row.type == model::ClaimType::request &&
               std::ranges::find(row.needs, "to") != row.needs.end();
      });
  const bool addressed = std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == above && token.relation == Relation::obj && text::is_proper(token.tag) &&
           &token < &verb;
  });
  if (!asks || !addressed) return false;
  verb.relation = Relation::xcomp;
  return true;
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
  const bool people = first.tag == Tag::ADJ && first.relation == Relation::nmod;  // "the British"
  const bool nominal = text::is_noun(first.tag) || text::is_proper(first.tag) || people;
  if (bare && ((first.tag != Tag::VERB_BASE && !nominal) || is_finite(sentence, verb)))
    return false;
  const bool loose = first.tag == Tag::VERB_BASE || first.tag == Tag::VERB_GERUND || nominal;
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

/// "is offering to mediate and urging B to talk": a gerund stands beside the gerund above, and not
/// beside its infinitive.
bool attach_second_gerund(text::Sentence& sentence, int gerund) {
  Token& second = sentence.tokens[std::size_t(gerund)];
  if (second.relation != Relation::conj || second.head < 0 || second.head > gerund) return false;
  const Token& first = sentence.tokens[std::size_t(second.head)];
  if (first.tag != Tag::VERB_BASE || first.head < 0 ||
      (first.relation != Relation::xcomp && first.relation != Relation::advcl) ||
      sentence.tokens[std::size_t(first.head)].tag != Tag::VERB_GERUND)
    return false;
  second.head = first.head;
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

/// "Kuwait: Iran freed B": of two subjects the one before the colon is who tells it.
bool part_teller(text::Sentence& sentence) {
  auto& tokens = sentence.tokens;
  if (tokens.size() < 4 || tokens[1].form != ":") return false;
  Token& teller = tokens.front();
  if (teller.relation != Relation::nsubj || teller.head < 2) return false;
  const bool second = std::ranges::any_of(tokens.begin() + 2, tokens.end(), [&](const Token& t) {
    return t.head == teller.head && t.relation == Relation::nsubj;
  });
  if (second) teller.relation = Relation::dep;
  return second;
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
      !has_child(sentence, noun, Relation::ccomp) || !patterns.knows_verb(says.lemma) ||
      restore_claims(sentence, noun))
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
  if (!that || says_something(sentence.tokens[std::size_t(listener)].lemma, patterns)) return false;
  told.head = static_cast<std::int16_t>(teller);
  told.relation = Relation::ccomp;
  return true;
}

/// "A would bomb B, a general warned": a threat that is told behind it is the sentence.
bool raise_threat(text::Sentence& sentence, int verb) {
  auto& tokens = sentence.tokens;
  Token& warns = tokens[std::size_t(verb)];
  if ((warns.lemma != "warn" && warns.lemma != "threaten") || warns.relation != Relation::root)
    return false;
  for (int i = 0; i < verb; ++i) {
    Token& threat = tokens[std::size_t(i)];
    if (threat.head != verb || threat.relation != Relation::ccomp ||
        has_child(sentence, i, Relation::mark))
      continue;
    threat.head = -1;
    threat.relation = Relation::root;
    warns.head = static_cast<std::int16_t>(i);
    warns.relation = Relation::parataxis;
    return true;
  }
  return false;
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

/// "blocked a statement criticising B": the statement criticises, and not whoever blocked it.
bool attach_wording(text::Sentence& sentence, const Patterns& patterns, int gerund) {
  Token& verb = sentence.tokens[std::size_t(gerund)];
  const Token& noun = sentence.tokens[std::size_t(gerund) - 1];
  if (verb.relation != Relation::advcl || noun.relation != Relation::obj || noun.head != verb.head)
    return false;
  const Operator* op = patterns.find_operator(noun.lemma, WordClass::noun);
  if (op == nullptr || op->voucher == Voucher::none) return false;
  verb.head = static_cast<std::int16_t>(gerund - 1);
  verb.relation = Relation::acl;
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

namespace {

/// "A is due in B, an official said": "is" belongs to "due" and not to the place behind it, and of
/// two subjects the first is whoever is due.
bool predicate_due(text::Sentence& sentence, int due) {
  auto& tokens = sentence.tokens;
  Token& copula = tokens[std::size_t(due) - 1];
  if (copula.relation != Relation::cop || copula.head <= due ||
      !is_nominal(tokens[std::size_t(copula.head)].tag))
    return false;
  Token& place = tokens[std::size_t(copula.head)];
  const int above = tokens[std::size_t(due)].head;
  copula.head = static_cast<std::int16_t>(due);
  if (place.relation == Relation::obl && place.head == above)
    place.head = static_cast<std::int16_t>(due);
  Token* first = nullptr;
  for (int i = 0; i < static_cast<int>(tokens.size()); ++i) {
    Token& token = tokens[std::size_t(i)];
    if (token.head != above || token.relation != Relation::nsubj || above < 0) continue;
    if (i < due)
      first = &token;
    else if (first)
      first->head = static_cast<std::int16_t>(due);
  }
  return true;
}

}  // namespace

/// "A is due to visit B": "due" is the predicate, and no conjunction.
bool attach_due(text::Sentence& sentence, int due) {
  if (predicate_due(sentence, due)) return true;
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

/// "As part of the summit in C, the president of A met B": behind the comma of a phrase that opens
/// the sentence stands the subject of the verb that has none, and nothing more about C.
bool claim_apposed_subject(text::Sentence& sentence, int verb) {
  auto& tokens = sentence.tokens;
  const Relation relation = tokens[std::size_t(verb)].relation;
  if ((relation != Relation::root && relation != Relation::ccomp) || !is_finite(sentence, verb))
    return false;
  for (const Relation subject : {Relation::nsubj, Relation::nsubj_pass, Relation::nsubj_outer,
                                 Relation::csubj, Relation::expl})
    if (has_child(sentence, verb, subject)) return false;
  for (int i = 1; i < verb; ++i) {
    Token& name = tokens[std::size_t(i)];
    if (name.relation != Relation::appos || !is_nominal(name.tag)) continue;
    int above = name.head;
    while (above >= 0 && above < i && tokens[std::size_t(above)].head != verb)
      above = tokens[std::size_t(above)].head;
    if (above < 0 || tokens[std::size_t(above)].head != verb || above > i ||
        tokens[std::size_t(above)].relation != Relation::obl)
      continue;
    int begin = i;
    while (begin > 0 && is_below(sentence, begin - 1, i)) --begin;
    if (begin == 0 || tokens[std::size_t(begin) - 1].form != ",") continue;
    name.head = static_cast<std::int16_t>(verb);
    name.relation =
        has_child(sentence, verb, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj;
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

/// "it can tell B", "it sold B arms", "it demands that": what tells, sells or tries is no empty
/// "it".
bool fill_subject(text::Sentence& sentence, int verb) {
  constexpr std::array<std::string_view, 9> kImpersonal{
      "seem", "appear", "happen", "turn", "follow", "emerge", "transpire", "matter", "help"};
  const bool clause = has_child(sentence, verb, Relation::ccomp);
  if (has_child(sentence, verb, Relation::nsubj) || has_child(sentence, verb, Relation::csubj) ||
      (clause &&
       (has_child(sentence, verb, Relation::aux_pass) || has_child(sentence, verb, Relation::cop) ||
        is_one_of(sentence.tokens[std::size_t(verb)].lemma, kImpersonal))))
    return false;
  const bool has_object = clause || has_child(sentence, verb, Relation::obj) ||
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
  if (verb >= static_cast<int>(tokens.size())) return false;
  Token& act = tokens[std::size_t(verb)];
  // "regretted the decision and B called for restraint": no decision is called
  if (const int above = finite_above(sentence, other);
      verb == mention.end && act.relation == Relation::acl && act.head == other && above >= 0 &&
      (act.tag == Tag::VERB_PARTICIPLE || act.tag == Tag::VERB_PAST)) {
    act.tag = Tag::VERB_PAST;
    act.relation = Relation::conj;
    act.head = static_cast<std::int16_t>(above);
  }
  if (!is_finite(sentence, verb)) return false;
  if (act.relation != Relation::conj || act.head < 0 || act.head > mention.begin ||
      !text::is_verb(act.tag) || has_child(sentence, verb, Relation::nsubj) ||
      has_child(sentence, verb, Relation::nsubj_pass))
    return false;
  name.head = static_cast<std::int16_t>(verb);
  name.relation =
      has_child(sentence, verb, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj;
  return true;
}

}  // namespace entente::reading
