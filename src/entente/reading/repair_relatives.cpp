// Clauses and appositions that tell more of a noun.

#include "entente/reading/repairs.h"

#include <algorithm>

#include "entente/base/ascii.h"

namespace entente::reading {

using base::lower_case;
using text::Relation;
using text::Tag;
using text::Token;

/// "condemned the bombing carried out by B": a participle with an agent and without an auxiliary
/// says more of the noun before it, and is no clause of its own.
bool attach_reduced(text::Sentence& sentence, int participle) {
  Token& verb = sentence.tokens[std::size_t(participle)];
  const Token& before = sentence.tokens[std::size_t(participle) - 1];
  if (verb.relation == Relation::xcomp && verb.tag == Tag::VERB_PARTICIPLE &&
      before.relation == Relation::obj && before.head == verb.head &&
      !text::is_proper(before.tag) &&  // "wants B attacked by A"
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

/// "A and B, once adversaries, signed": what two once were stands beside them.
bool attach_once(text::Sentence& sentence, int once) {
  auto& tokens = sentence.tokens;
  const int noun = tokens[std::size_t(once)].head;
  if (once < 2 || noun <= once || !text::is_noun(tokens[std::size_t(noun)].tag) ||
      tokens[std::size_t(once) - 1].form != "," ||
      !text::is_proper(tokens[std::size_t(once) - 2].tag))
    return false;
  int name = once - 2;
  for (int above = tokens[std::size_t(name)].head;
       above >= 0 && above < name && text::is_proper(tokens[std::size_t(above)].tag);
       above = tokens[std::size_t(name)].head)
    name = above;
  if (tokens[std::size_t(noun)].relation == Relation::appos || is_below(sentence, name, noun))
    return false;
  tokens[std::size_t(noun)].head = static_cast<std::int16_t>(name);
  tokens[std::size_t(noun)].relation = Relation::appos;
  tokens[std::size_t(once)].relation = Relation::advmod;
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

/// "grateful to A, B and the others who voted": the clause tells of all in the list.
bool attach_others(text::Sentence& sentence, int verb) {
  Token& clause = sentence.tokens[std::size_t(verb)];
  if (clause.relation != Relation::acl_relcl || clause.head < 0) return false;
  const Token& others = sentence.tokens[std::size_t(clause.head)];
  if (lower_case(others.form) != "others" || others.relation != Relation::conj) return false;
  clause.head = others.head;
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
  const bool loose =
      clause.relation == Relation::parataxis ||
      (clause.relation == Relation::conj && !has_child(sentence, verb, Relation::cc));
  if ((!loose && !complement) || !is_finite(sentence, verb) ||
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

}  // namespace entente::reading
