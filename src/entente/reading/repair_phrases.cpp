// Where prepositional phrases, objects, names and compounds hang.

#include "entente/reading/repairs.h"

#include <algorithm>

namespace entente::reading {

using text::Relation;
using text::Tag;
using text::Token;

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

/// "sent A a note", "gave A written assurances": of two objects the name that comes first is who
/// receives the second. A participle between the two describes the second.
bool make_indirect(text::Sentence& sentence, const Mention& mention) {
  auto& tokens = sentence.tokens;
  Token& name = tokens[std::size_t(mention.head)];
  const int verb = name.head;
  if ((name.relation != Relation::obj && name.relation != Relation::iobj) || verb < 0 ||
      verb > mention.begin || !mention.can_act())
    return false;
  for (int i = mention.end; i < static_cast<int>(tokens.size()); ++i) {
    Token& noun = tokens[std::size_t(i)];
    if (name.relation == Relation::obj && noun.head == verb && noun.relation == Relation::obj &&
        text::is_noun(noun.tag)) {
      name.relation = Relation::iobj;
      return true;
    }
  }
  const int participle = mention.end, next = participle + 1;
  if (next >= static_cast<int>(tokens.size())) return false;
  Token& word = tokens[std::size_t(participle)];
  Token& noun = tokens[std::size_t(next)];
  const bool past = word.tag == Tag::VERB_PARTICIPLE || word.tag == Tag::VERB_PAST;
  if (!past || word.relation != Relation::conj || word.head != verb ||
      has_child(sentence, participle, Relation::cc) || noun.head != participle ||
      !text::is_noun(noun.tag) || has_child(sentence, next, Relation::case_))
    return false;
  for (Token& token : tokens)
    if (token.head == participle) token.head = static_cast<std::int16_t>(next);
  word.tag = Tag::ADJ;
  word.relation = Relation::amod;
  word.head = static_cast<std::int16_t>(next);
  noun.head = static_cast<std::int16_t>(verb);
  noun.relation = Relation::obj;
  name.relation = Relation::iobj;
  return true;
}

/// "handed the bodies of soldiers to B", "gave the rest of the fleet to B": who is given something
/// hangs from the giving, and not from what the thing is of.
bool attach_receiver(text::Sentence& sentence, int to) {
  constexpr std::string_view kGiving[] = {"cede",   "deliver", "give", "grant",
                                          "hand",   "lend",    "pass", "sell",
                                          "supply", "return",  "send", "transfer"};
  auto& tokens = sentence.tokens;
  const Token& word = tokens[std::size_t(to)];
  if (word.lemma != "to" || word.relation != Relation::case_ || word.head < to) return false;
  Token& receiver = tokens[std::size_t(word.head)];
  if (receiver.relation != Relation::nmod || receiver.head < 0 || receiver.head > to) return false;
  int thing = receiver.head;
  if (tokens[std::size_t(thing)].relation != Relation::nmod) return false;
  while (thing >= 0 && tokens[std::size_t(thing)].relation == Relation::nmod)
    thing = tokens[std::size_t(thing)].head;
  if (thing < 0) return false;
  const Token& object = tokens[std::size_t(thing)];
  if ((object.relation != Relation::obj && object.relation != Relation::obl) || object.head < 0 ||
      object.head > thing ||
      std::ranges::find(kGiving, tokens[std::size_t(object.head)].lemma) == std::end(kGiving))
    return false;
  receiver.head = object.head;
  receiver.relation = Relation::obl;
  return true;
}

/// "filed a complaint at A against B": nobody named is against anybody; the complaint is.
bool attach_against(text::Sentence& sentence, int against) {
  auto& tokens = sentence.tokens;
  const Token& word = tokens[std::size_t(against)];
  if (word.lemma != "against" || word.relation != Relation::case_ || word.head < against)
    return false;
  Token& whom = tokens[std::size_t(word.head)];
  if (whom.relation != Relation::nmod || whom.head < 0 || whom.head > against ||
      !text::is_proper(tokens[std::size_t(whom.head)].tag))
    return false;
  const Token& name = tokens[std::size_t(whom.head)];
  if ((name.relation != Relation::nmod && name.relation != Relation::obl) || name.head < 0)
    return false;
  whom.relation = name.relation;
  whom.head = name.head;
  return true;
}

/// "took place between A and B", "take part with B": no place is between anybody; what stands
/// behind hangs from the verb.
bool attach_taken(text::Sentence& sentence, int preposition) {
  auto& tokens = sentence.tokens;
  const Token& word = tokens[std::size_t(preposition)];
  if (word.lemma == "of" || word.relation != Relation::case_ || word.head < preposition)
    return false;
  Token& noun = tokens[std::size_t(word.head)];
  if (noun.relation != Relation::nmod || noun.head < 0 || noun.head > preposition) return false;
  const Token& taken = tokens[std::size_t(noun.head)];
  if ((taken.lemma != "place" && taken.lemma != "part") || taken.relation != Relation::obj ||
      taken.head < 0 || taken.head + 1 != noun.head ||
      tokens[std::size_t(taken.head)].lemma != "take")
    return false;
  noun.head = taken.head;
  noun.relation = Relation::obl;
  return true;
}

/// "efforts to get closer with B": who somebody gets closer to hangs from "closer", which is what
/// he gets.
bool attach_closer(text::Sentence& sentence, int closer) {
  auto& tokens = sentence.tokens;
  Token& word = tokens[std::size_t(closer)];
  constexpr std::string_view kGetting[] = {"become", "draw", "get", "grow"};
  if (word.relation != Relation::advmod || word.head < 0 || word.head + 1 != closer ||
      std::ranges::find(kGetting, tokens[std::size_t(word.head)].lemma) == std::end(kGetting) ||
      closer + 2 >= static_cast<int>(tokens.size()))
    return false;
  const Token& with = tokens[std::size_t(closer) + 1];
  if (with.relation != Relation::case_ || with.head < 0) return false;
  Token& other = tokens[std::size_t(with.head)];
  if (other.relation != Relation::obl || other.head != word.head) return false;
  word.relation = Relation::xcomp;
  other.head = static_cast<std::int16_t>(closer);
  return true;
}

/// "with A convening talks": who stands between "with" and the gerund that it opens is the gerund's
/// subject.
bool attach_absolute(text::Sentence& sentence, int gerund) {
  auto& tokens = sentence.tokens;
  if (gerund < 2 || has_child(sentence, gerund, Relation::nsubj)) return false;
  Token& subject = tokens[std::size_t(gerund) - 1];
  if ((!text::is_noun(subject.tag) && !text::is_proper(subject.tag)) ||
      subject.head != tokens[std::size_t(gerund)].head || subject.relation != Relation::obl ||
      has_child(sentence, gerund - 1, Relation::case_))
    return false;
  const bool opened = std::ranges::any_of(tokens, [&](const Token& token) {
    return token.lemma == "with" && token.relation == Relation::mark && token.head == gerund &&
           &token < &subject;
  });
  if (!opened) return false;
  subject.head = static_cast<std::int16_t>(gerund);
  subject.relation = Relation::nsubj;
  return true;
}

/// "convening a conference, offering to mediate": what has a will of its own is said of who
/// convenes and not of a conference: no thing offers or threatens to do anything.
bool raise_willed(text::Sentence& sentence, const std::vector<Mention>& mentions, int gerund) {
  auto& tokens = sentence.tokens;
  Token& verb = tokens[std::size_t(gerund)];
  if (verb.relation != Relation::acl || verb.head < 0 || verb.head > gerund || gerund < 2)
    return false;
  const auto before = [&](int back) {
    return std::string_view(tokens[std::size_t(gerund - back)].form);
  };
  if (before(1) != "," && before(2) != ",") return false;
  const Token& thing = tokens[std::size_t(verb.head)];
  if (thing.relation != Relation::obj || thing.head < 0 || thing.head > verb.head ||
      !text::is_verb(tokens[std::size_t(thing.head)].tag))
    return false;
  const bool acts = std::ranges::any_of(mentions, [&](const Mention& mention) {
    return mention.can_act() && mention.begin <= verb.head && verb.head < mention.end;
  });
  const bool willed = std::ranges::any_of(tokens, [&](const Token& token) {
    return token.head == gerund && token.relation == Relation::xcomp &&
           token.tag == Tag::VERB_BASE && &token > &verb;
  });
  if (acts || !willed) return false;
  verb.head = thing.head;
  verb.relation = Relation::advcl;
  return true;
}

/// "agreed to drive out the rebels it may be sheltering": right behind an object, a clause that
/// nothing opens and that lacks an object describes it, and is not what was agreed besides.
bool attach_bare_relative(text::Sentence& sentence, int verb) {
  auto& tokens = sentence.tokens;
  Token& clause = tokens[std::size_t(verb)];
  if (clause.relation != Relation::ccomp || clause.head < 0 || clause.head > verb ||
      has_child(sentence, verb, Relation::obj) || has_child(sentence, verb, Relation::mark))
    return false;
  int subject = -1;
  for (int i = verb - 1; i > clause.head; --i)
    if (tokens[std::size_t(i)].head == verb && tokens[std::size_t(i)].relation == Relation::nsubj)
      subject = i;
  if (subject < 2 || tokens[std::size_t(subject)].tag != Tag::PRON) return false;
  const Token& object = tokens[std::size_t(subject) - 1];
  if (!text::is_noun(object.tag) || object.relation != Relation::obj || object.head < 0 ||
      tokens[std::size_t(object.head)].relation != Relation::xcomp ||
      tokens[std::size_t(object.head)].head != clause.head)
    return false;
  clause.relation = Relation::acl_relcl;
  clause.head = static_cast<std::int16_t>(subject - 1);
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

/// "A and its rival B kept silent": "rival" says who B is and is no third that keeps silent.
bool join_description(text::Sentence& sentence, int name) {
  auto& tokens = sentence.tokens;
  const int noun = name - 1;
  if (noun < 2 || tokens[std::size_t(name)].tag != Tag::PROPN ||
      tokens[std::size_t(noun)].tag != Tag::NOUN ||
      tokens[std::size_t(noun)].relation != Relation::conj ||
      tokens[std::size_t(name)].relation != Relation::conj)
    return false;
  int owner = noun - 1;
  while (owner > 0 && tokens[std::size_t(owner)].tag == Tag::ADJ) --owner;
  const bool owned = tokens[std::size_t(owner)].head == noun &&
                     tokens[std::size_t(owner)].relation == Relation::nmod_poss;
  const text::Token& before = tokens[std::size_t(std::max(owner, 1)) - 1];
  if (!owned || before.relation != Relation::cc || before.head != name) return false;
  const std::int16_t first = tokens[std::size_t(noun)].head;
  tokens[std::size_t(noun)].head = static_cast<std::int16_t>(name);
  tokens[std::size_t(noun)].relation = Relation::nmod_desc;
  tokens[std::size_t(owner)].head = static_cast<std::int16_t>(name);
  if (tokens[std::size_t(name)].head == noun) tokens[std::size_t(name)].head = first;
  return true;
}

/// "depends on A for water and on B for money": what repeats a preposition stands beside whom it
/// stood with first, and not beside what lies between.
bool attach_parallel(text::Sentence& sentence, int name) {
  auto& tokens = sentence.tokens;
  const auto preposition = [&](int noun) -> std::string_view {
    for (int c = noun - 1; c >= 0; --c)
      if (tokens[std::size_t(c)].head == noun && tokens[std::size_t(c)].relation == Relation::case_)
        return tokens[std::size_t(c)].lemma;
    return {};
  };
  Token& second = tokens[std::size_t(name)];
  if (second.relation != Relation::conj) return false;
  const std::string_view own = preposition(name);
  if (own.empty() || preposition(second.head) == own) return false;
  for (int first = second.head - 1; first > tokens[std::size_t(second.head)].head; --first)
    if (text::is_proper(tokens[std::size_t(first)].tag) &&
        (tokens[std::size_t(first)].relation == Relation::obl ||
         tokens[std::size_t(first)].relation == Relation::nmod) &&
        preposition(first) == own) {
      second.head = static_cast<std::int16_t>(first);
      return true;
    }
  return false;
}

/// "warm relations with A and cool ties to B", "attacks on A and threats against B": what is done
/// stands beside what is done, and not beside whom or what that is about.
bool attach_beside_deed(text::Sentence& sentence, const std::vector<Mention>& mentions,
                        const Patterns& patterns, int noun) {
  auto& tokens = sentence.tokens;
  const auto is_deed = [&](int word) {
    const Token& token = tokens[std::size_t(word)];
    return text::is_noun(token.tag) &&
           std::ranges::any_of(patterns.triggers(token.lemma, WordClass::noun),
                               [](const Trigger& row) { return row.needs.empty(); }) &&
           std::ranges::find(mentions, word, &Mention::head) == mentions.end();
  };
  Token& second = tokens[std::size_t(noun)];
  if (second.relation != Relation::conj || second.head < 0 || !is_deed(noun) ||
      is_deed(second.head) || noun + 1 == static_cast<int>(tokens.size()) ||
      tokens[std::size_t(noun) + 1].tag != Tag::ADP)
    return false;
  int first = second.head;
  while (tokens[std::size_t(first)].relation == Relation::conj &&
         tokens[std::size_t(first)].head >= 0)
    first = tokens[std::size_t(first)].head;
  const Token& party = tokens[std::size_t(first)];
  if (party.relation != Relation::nmod || party.head < 0 || party.head > first ||
      !is_deed(party.head) || !has_child(sentence, first, Relation::case_))
    return false;
  second.head = party.head;
  return true;
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

/// "Thanks to A's help, B won": no thanks are given; what helped stands behind "thanks to".
bool attach_thanks(text::Sentence& sentence, int thanks) {
  auto& tokens = sentence.tokens;
  if (thanks + 1 >= static_cast<int>(tokens.size())) return false;
  Token& word = tokens[std::size_t(thanks)];
  Token& to = tokens[std::size_t(thanks) + 1];
  if (to.lemma != "to" || to.head <= thanks || !text::is_noun(word.tag) || word.head < 0 ||
      (word.relation != Relation::obl && word.relation != Relation::obl_unmarked))
    return false;
  const int help = to.head;
  Token& noun = tokens[std::size_t(help)];
  if (noun.head != thanks) return false;
  noun.head = word.head;
  noun.relation = Relation::obl;
  word.head = static_cast<std::int16_t>(help);
  word.relation = Relation::case_;
  to.head = static_cast<std::int16_t>(thanks);
  to.relation = Relation::fixed;
  for (Token& token : tokens)
    if (token.head == thanks && &token != &to) token.head = noun.head;
  return true;
}

/// "sent 230 troops, including 19 officers, to B": what follows the second comma belongs to the
/// whole, not to the part that "including" names.
bool attach_whole(text::Sentence& sentence, int preposition) {
  auto& tokens = sentence.tokens;
  const int place = tokens[std::size_t(preposition)].head;
  if (tokens[std::size_t(preposition) - 1].form != "," || place < preposition) return false;
  Token& noun = tokens[std::size_t(place)];
  const int part = noun.head;
  if (noun.relation != Relation::nmod || part < 0 || part > preposition) return false;
  const bool included = std::ranges::any_of(tokens, [&](const Token& token) {
    return token.head == part && token.lemma == "include" && token.relation == Relation::case_;
  });
  int whole = tokens[std::size_t(part)].head;
  if (!included || whole < 0) return false;
  while (tokens[std::size_t(whole)].relation == Relation::nmod &&
         tokens[std::size_t(whole)].head >= 0 && tokens[std::size_t(whole)].head < whole)
    whole = tokens[std::size_t(whole)].head;
  noun.head = static_cast<std::int16_t>(whole);
  return true;
}

}  // namespace entente::reading
