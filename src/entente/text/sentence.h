#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "entente/model/claim.h"

namespace entente::text {

/// Part of speech: the seventeen of Universal Dependencies, with what English marks on verbs, nouns
/// and proper nouns kept apart, because readers of tense, voice and number need it.
// clang-format off
enum class Tag : std::uint8_t {
  ADJ, ADP, ADV, AUX_MODAL, AUX_BASE, AUX_PAST, AUX_PRESENT, AUX_GERUND, AUX_PARTICIPLE, CCONJ,
  DET, INTJ, NOUN, NOUN_PLURAL, NUM, PART, PRON, PROPN, PROPN_PLURAL, PUNCT, SCONJ, SYM,
  VERB_BASE, VERB_PAST, VERB_PRESENT, VERB_GERUND, VERB_PARTICIPLE, X
};
// clang-format on
inline constexpr int kTags = 28;

/// "VERB_PAST" → "VERB": the UD universal part of speech.
[[nodiscard]] std::string_view upos(Tag tag);
[[nodiscard]] std::string_view name(Tag tag);
[[nodiscard]] constexpr bool is_verb(Tag t) {
  return t >= Tag::VERB_BASE && t <= Tag::VERB_PARTICIPLE;
}
[[nodiscard]] constexpr bool is_auxiliary(Tag t) {
  return t >= Tag::AUX_MODAL && t <= Tag::AUX_PARTICIPLE;
}
[[nodiscard]] constexpr bool is_noun(Tag t) { return t == Tag::NOUN || t == Tag::NOUN_PLURAL; }
[[nodiscard]] constexpr bool is_proper(Tag t) { return t == Tag::PROPN || t == Tag::PROPN_PLURAL; }

/// UD v2 relations of English, subtypes joined by '_'. The order is the
/// model file's: append only.
// clang-format off
enum class Relation : std::uint8_t {
  root, acl, acl_relcl, advcl, advcl_relcl, advmod, amod, appos, aux, aux_pass, case_, cc,
  cc_preconj, ccomp, compound, compound_prt, conj, cop, csubj, csubj_outer, csubj_pass, dep,
  det, det_predet, discourse, dislocated, expl, fixed, flat, goeswith, iobj, list, mark, nmod,
  nmod_desc, nmod_poss, nmod_unmarked, nsubj, nsubj_outer, nsubj_pass, nummod, obj, obl,
  obl_agent, obl_unmarked, orphan, parataxis, punct, reparandum, vocative, xcomp
};
// clang-format on
inline constexpr int kRelations = 51;
[[nodiscard]] std::string_view name(Relation relation);  ///< "nsubj:pass"

struct Token {
  model::Span span;       ///< bytes of the document's text
  std::string_view form;  ///< those bytes; points into the document's text
  std::string lemma;      ///< lower case; filled by the tagger
  Tag tag = Tag::X;
  Relation relation = Relation::dep;
  std::int16_t head = -1;     ///< index in the sentence; -1 for the root
  bool space_before = false;  ///< white space stands between it and the token before
};

inline constexpr std::size_t kTokenStates = 256;

/// What a stretch of a document is. Claims are read from all four; clean-up drops the rest. A cited
/// one is the headline that a note quotes: "[2] “…”, The Gazette".
enum class Role : std::uint8_t { title, headline, body, cited };

struct Sentence {
  model::Span span;  ///< bytes of the document's text
  Role role = Role::body;
  std::uint32_t paragraph = 0;  ///< counts the document's paragraphs from 0
  std::vector<Token> tokens;
  /// What the annotator's network makes of each token in its sentence: kTokenStates numbers a
  /// token; empty where the tree is not the annotator's.
  std::vector<std::int16_t> states;
};

}  // namespace entente::text
