// Finite verbs that the parser took for something else, and what then is their subject and object.

#include "entente/reading/repairs.h"

#include <algorithm>
#include <array>

#include "entente/base/ascii.h"

namespace entente::reading {

using base::lower_case;
using text::Relation;
using text::Tag;
using text::Token;

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
    // "A's decision to close the port drew criticism": no finite verb is an object, stands beside
    // an infinitive, or describes a noun and has an object.
    const bool stray = past && verb.head >= 0 && verb.head < i &&
                       (verb.relation == Relation::obj ||
                        (verb.relation == Relation::conj && verb.tag == Tag::VERB_PAST &&
                         tokens[std::size_t(verb.head)].tag == Tag::VERB_BASE &&
                         !has_child(sentence, i, Relation::cc)) ||
                        (verb.relation == Relation::acl && verb.head != noun &&
                         verb.head == i - 1 && has_child(sentence, i, Relation::obj)));
    if ((!present && !stray && (!past || verb.relation != Relation::acl)) ||
        has_child(sentence, i, Relation::obl_agent) || has_child(sentence, i, Relation::nsubj) ||
        has_child(sentence, i, Relation::mark))
      continue;
    const bool goes_on = std::ranges::any_of(tokens, [&](const Token& token) {
      return token.head == i && &token > &verb && token.relation != Relation::punct;
    });
    const bool after_comma = tokens[std::size_t(i) - 1].form == ",";
    if (!stray && (!goes_on || (verb.head != noun && !after_comma))) continue;
    if (stray)
      for (std::size_t k = std::size_t(i) + 1; k < tokens.size(); ++k)
        if (tokens[k].head < i) tokens[k].head = static_cast<std::int16_t>(i);
    make_main(sentence, i, noun);
    tokens[std::size_t(noun)].relation = Relation::nsubj;
    tokens[std::size_t(noun)].head = static_cast<std::int16_t>(i);
    return true;
  }
  return false;
}

/// "A, fearing that it could be next, deployed troops": where a gerund heads the sentence, and a
/// finite verb behind it has the subject before it, that verb heads the sentence.
bool raise_finite(text::Sentence& sentence) {
  std::vector<Token>& tokens = sentence.tokens;
  const auto root = std::ranges::find(tokens, Relation::root, &Token::relation);
  if (root == tokens.end() || root->tag != Tag::VERB_GERUND) return false;
  const auto gerund = static_cast<int>(root - tokens.begin());
  if (gerund < 2 || tokens[std::size_t(gerund) - 1].form != "," ||
      has_child(sentence, gerund, Relation::aux) || has_child(sentence, gerund, Relation::nsubj))
    return false;
  for (int i = 0; i < gerund; ++i) {
    const int verb = tokens[std::size_t(i)].head;
    if (tokens[std::size_t(i)].relation != Relation::nsubj || verb <= gerund) continue;
    Token& finite = tokens[std::size_t(verb)];
    const bool past = finite.tag == Tag::VERB_PAST || finite.tag == Tag::VERB_PARTICIPLE;
    if (!past && finite.tag != Tag::VERB_PRESENT) continue;
    if (past && !has_child(sentence, verb, Relation::aux)) finite.tag = Tag::VERB_PAST;
    finite.head = -1;
    finite.relation = Relation::root;
    root->head = static_cast<std::int16_t>(verb);
    root->relation = Relation::advcl;
    return true;
  }
  return false;
}

/// "The summit between A, B, and C has shown …": the last of a list is no subject where what heads
/// the list is one, or would be left without a verb.
void repair_lists(text::Sentence& sentence) {
  std::vector<Token>& tokens = sentence.tokens;
  for (int i = 3; i < static_cast<int>(tokens.size()); ++i) {
    Token& last = tokens[std::size_t(i)];
    Token& joint = tokens[std::size_t(i) - 1];
    const Token& before = tokens[std::size_t(i) - 3];  // "B , and C"
    if (last.relation != Relation::nsubj || !text::is_proper(last.tag) || last.head < i ||
        joint.relation != Relation::cc || tokens[std::size_t(i) - 2].form != "," ||
        before.relation != Relation::conj || !text::is_proper(before.tag))
      continue;
    const int verb = last.head, bare = bare_noun(sentence);
    int heads = bare;
    if (tokens[std::size_t(verb)].head != bare ||
        tokens[std::size_t(verb)].relation != Relation::conj)
      for (heads = 0; heads < i - 3; ++heads)
        if (tokens[std::size_t(heads)].head == verb &&
            tokens[std::size_t(heads)].relation == Relation::nsubj)
          break;
    if (heads < 0 || heads == i - 3 || !is_below(sentence, i - 3, heads)) continue;
    if (heads == bare) {
      make_main(sentence, verb, bare);
      tokens[std::size_t(bare)].relation = Relation::nsubj;
      tokens[std::size_t(bare)].head = static_cast<std::int16_t>(verb);
    }
    last.relation = Relation::conj;
    last.head = before.head;
    joint.head = static_cast<std::int16_t>(i);
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

/// "fought the Iran-backed Houthis": what a hyphen ties to a name describes the noun behind it, and
/// whoever is named is not fought.
bool attach_hyphened(text::Sentence& sentence, const std::vector<Mention>& mentions,
                     int participle) {
  std::vector<Token>& tokens = sentence.tokens;
  if (participle < 2) return false;
  const Token& hyphen = tokens[std::size_t(participle) - 1];
  if (hyphen.form != "-" || hyphen.space_before || tokens[std::size_t(participle)].space_before)
    return false;
  if (tokens[std::size_t(participle)].relation == Relation::amod) {
    Token& part = tokens[std::size_t(participle) - 2];
    // "the rebel-held town": the noun is a part of what it describes, whichever arc is drawn
    const bool oblique = part.relation == Relation::obl_unmarked || part.relation == Relation::obl;
    const bool is_name = text::is_proper(part.tag);  // "Iran-backed": who backs, as it stands
    if (!oblique || is_name || part.head != participle) return false;
    part.relation = Relation::compound;
    return true;
  }
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
  Token* named = top + 1 < tokens.end() && top[1].head == root &&
                         top[1].relation == Relation::appos && text::is_proper(top[1].tag)
                     ? &top[1]
                     : nullptr;
  if (said == tokens.end() && !named && !has_child(sentence, root, Relation::obj)) return false;
  if (named) named->relation = Relation::obj;
  if (said != tokens.end()) said->relation = Relation::ccomp;
  for (int i = 0; i < root - 1; ++i)
    if (tokens[std::size_t(i)].head == root)
      tokens[std::size_t(i)].head = static_cast<std::int16_t>(root - 1);
  subject.relation = Relation::nsubj;
  top->tag = Tag::VERB_PRESENT;
  return true;
}

namespace {

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

}  // namespace

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
  Token* behind = &verb + 1 < sentence.tokens.data() + sentence.tokens.size() ? &verb + 1 : nullptr;
  const bool names = behind && behind->head == noun && behind->relation == Relation::vocative;
  if (verb.tag == Tag::PROPN || has_child(sentence, noun, Relation::cop) ||
      has_child(sentence, noun, Relation::det) || has_child(sentence, noun, Relation::case_) ||
      !has_child(sentence, noun, Relation::nsubj) ||
      (!names && !has_child(sentence, noun, Relation::obj)))
    return false;
  std::string lemma = known_lemma(verb.form, patterns);
  if (lemma.empty()) return false;
  verb.tag = Tag::VERB_PRESENT;
  verb.lemma = std::move(lemma);
  if (names) behind->relation = Relation::obj;
  return true;
}

/// "Noether dismissed the offer": a name right before a verb that has no subject is the subject,
/// whatever an unknown word was taken for.
bool claim_named_subject(text::Sentence& sentence, const Mention& mention) {
  auto& tokens = sentence.tokens;
  Token& name = tokens[std::size_t(mention.head)];
  const int verb = name.head;
  const bool odd = name.relation == Relation::advmod || name.relation == Relation::cc ||
                   name.relation == Relation::discourse || name.relation == Relation::mark ||
                   name.relation == Relation::dep;
  if (!odd || mention.begin > 0 || verb != mention.end || mention.id.empty() ||
      !mention.can_act() || !is_finite(sentence, verb) ||
      has_child(sentence, verb, Relation::nsubj) || has_child(sentence, verb, Relation::nsubj_pass))
    return false;
  name.tag = Tag::PROPN;
  name.relation =
      has_child(sentence, verb, Relation::aux_pass) ? Relation::nsubj_pass : Relation::nsubj;
  return true;
}

/// "A, B exchange fire", "A and B trade insults": where no verb is finite, the noun between two
/// names and another noun is what they do.
bool restore_plural(text::Sentence& sentence, const std::vector<Mention>& mentions,
                    const Patterns& patterns) {
  auto& tokens = sentence.tokens;
  if (mentions.size() < 2 || mentions[0].begin > 0) return false;
  const Mention &first = mentions[0], &second = mentions[1];
  const int verb = second.end, link = first.end;
  if (second.begin != link + 1 || verb + 1 >= static_cast<int>(tokens.size()) || !first.can_act() ||
      !second.can_act() ||
      (tokens[std::size_t(link)].form != "," && tokens[std::size_t(link)].lemma != "and"))
    return false;
  Token& word = tokens[std::size_t(verb)];
  if (word.tag != Tag::NOUN || word.form != word.lemma || !patterns.knows_verb(word.lemma) ||
      !is_nominal(tokens[std::size_t(verb) + 1].tag))
    return false;
  for (int i = 0; i < static_cast<int>(tokens.size()); ++i)
    if (is_finite(sentence, i) || has_child(sentence, i, Relation::cop)) return false;
  const int object = phrase_after(sentence, verb + 1);
  const auto join = [&](int at, int head, Relation relation) {
    tokens[std::size_t(at)].head = static_cast<std::int16_t>(head);
    tokens[std::size_t(at)].relation = relation;
  };
  for (int i = verb + 1; i < static_cast<int>(tokens.size()); ++i) {
    Token& token = tokens[std::size_t(i)];
    if (token.head > verb) continue;
    if (token.relation == Relation::root) token.relation = Relation::parataxis;
    token.head = static_cast<std::int16_t>(verb);
  }
  join(verb, -1, Relation::root);
  word.tag = Tag::VERB_PRESENT;
  join(first.head, verb, Relation::nsubj);
  join(second.head, first.head, Relation::conj);
  join(link, second.head,
       tokens[std::size_t(link)].lemma == "and" ? Relation::cc : Relation::punct);
  join(object, verb, Relation::obj);
  for (int i = verb + 1; i < object; ++i)
    if (tokens[std::size_t(i)].head == verb) join(i, object, Relation::compound);
  return true;
}

/// "demanded that Kampala hand over the men": what "that" and a name stand before, where it is
/// demanded, is a verb.
bool restore_demanded(text::Sentence& sentence, const Patterns& patterns, int noun) {
  constexpr std::array<std::string_view, 8> kDemands{"demand",  "insist",  "request",   "require",
                                                     "propose", "suggest", "recommend", "ask"};
  auto& tokens = sentence.tokens;
  Token& verb = tokens[std::size_t(noun)];
  if (noun < 2 || verb.tag != Tag::NOUN || verb.head < 0 || verb.head >= noun ||
      (verb.relation != Relation::ccomp && verb.relation != Relation::acl) ||
      !is_one_of(tokens[std::size_t(verb.head)].lemma, kDemands) ||
      !patterns.knows_verb(lower_case(verb.form)))
    return false;
  Token& who = tokens[std::size_t(noun) - 1];
  if (!text::is_proper(who.tag) || who.head != noun || tokens[std::size_t(noun) - 2].form != "that")
    return false;
  verb.tag = Tag::VERB_BASE;
  verb.lemma = lower_case(verb.form);
  who.relation = Relation::nsubj;
  for (Token& token : tokens) {  // "over those responsible"
    if (token.head != noun || token.relation != Relation::nmod) continue;
    const auto object = static_cast<int>(&token - tokens.data());
    Token& particle = tokens[std::size_t(noun) + 1];
    if (particle.head != object || particle.relation != Relation::case_) continue;
    particle.head = static_cast<std::int16_t>(noun);
    particle.relation = Relation::compound_prt;
    token.relation = Relation::obj;
  }
  return true;
}

/// "will free the men", "agreed to lower tariffs": what has an object and a modal or "to" is a
/// verb.
bool restore_infinitive(text::Sentence& sentence, const Patterns& patterns, int adjective) {
  if (has_child(sentence, adjective, Relation::cop) ||
      !has_child(sentence, adjective, Relation::obj))
    return false;
  const bool governed = std::ranges::any_of(sentence.tokens, [&](const Token& token) {
    return token.head == adjective && (token.tag == Tag::AUX_MODAL || token.tag == Tag::PART);
  });
  Token& verb = sentence.tokens[std::size_t(adjective)];
  if (!governed || !patterns.knows_verb(base::lower_case(verb.form))) return false;
  verb.tag = Tag::VERB_BASE;
  verb.lemma = base::lower_case(verb.form);
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

namespace {

/// "sent troops to neighbouring B": what neighbours is no deed.
bool free_neighbour(text::Sentence& sentence, int word) {
  Token& participle = sentence.tokens[std::size_t(word)];
  const auto next = std::size_t(word) + 1;
  if (participle.relation == Relation::amod || participle.head < 0 ||
      next >= sentence.tokens.size() || sentence.tokens[next].head != word)
    return false;
  Token& noun = sentence.tokens[next];
  const bool placed = word > 0 && sentence.tokens[std::size_t(word) - 1].head == word;
  if (placed) {
    Token& before = sentence.tokens[std::size_t(word) - 1];
    before.head = static_cast<std::int16_t>(next);
    before.relation = Relation::case_;
  }
  noun.head = participle.head;
  noun.relation = placed ? Relation::obl : Relation::obj;
  participle.head = static_cast<std::int16_t>(next);
  participle.relation = Relation::amod;
  participle.tag = Tag::ADJ;
  return true;
}

}  // namespace

/// "accuses neighbouring B": no preposition ends in -ing but those of a closed list, so that the
/// word describes B, who is the object.
bool free_participle(text::Sentence& sentence, int word) {
  constexpr std::string_view kPrepositions[] = {
      "according", "barring",   "concerning", "considering", "depending", "during",
      "excepting", "excluding", "following",  "including",   "involving", "notwithstanding",
      "owing",     "pending",   "regarding",  "respecting",  "starting",  "beginning"};
  Token& participle = sentence.tokens[std::size_t(word)];
  const std::string form = lower_case(participle.form);
  if (form == "neighbouring" || form == "neighboring") return free_neighbour(sentence, word);
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

/// "hinted that A had armed B": "had" right before a participle beside which it stands is its
/// auxiliary.
bool join_auxiliary(text::Sentence& sentence, int have) {
  auto& tokens = sentence.tokens;
  const int verb = have + 1;
  if (tokens[std::size_t(have)].lemma != "have" || verb >= static_cast<int>(tokens.size()))
    return false;
  Token& aux = tokens[std::size_t(have)];
  Token& participle = tokens[std::size_t(verb)];
  if ((participle.tag != Tag::VERB_PARTICIPLE && participle.tag != Tag::VERB_PAST) ||
      aux.head < 0 || participle.head != aux.head || participle.relation != aux.relation ||
      has_child(sentence, verb, Relation::nsubj))
    return false;
  for (Token& token : tokens)
    if (token.head == have) token.head = static_cast<std::int16_t>(verb);
  aux.head = static_cast<std::int16_t>(verb);
  aux.relation = Relation::aux;
  aux.tag = Tag::AUX_PAST;
  participle.tag = Tag::VERB_PARTICIPLE;
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

}  // namespace entente::reading
