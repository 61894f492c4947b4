#include <array>

#include "entente/text/sentence.h"

namespace entente::text {
namespace {

constexpr std::array<std::string_view, kTags> kTagNames = {"ADJ",
                                                           "ADP",
                                                           "ADV",
                                                           "AUX_MODAL",
                                                           "AUX_BASE",
                                                           "AUX_PAST",
                                                           "AUX_PRESENT",
                                                           "AUX_GERUND",
                                                           "AUX_PARTICIPLE",
                                                           "CCONJ",
                                                           "DET",
                                                           "INTJ",
                                                           "NOUN",
                                                           "NOUN_PLURAL",
                                                           "NUM",
                                                           "PART",
                                                           "PRON",
                                                           "PROPN",
                                                           "PROPN_PLURAL",
                                                           "PUNCT",
                                                           "SCONJ",
                                                           "SYM",
                                                           "VERB_BASE",
                                                           "VERB_PAST",
                                                           "VERB_PRESENT",
                                                           "VERB_GERUND",
                                                           "VERB_PARTICIPLE",
                                                           "X"};

constexpr std::array<std::string_view, kRelations> kRelationNames = {
    "root",          "acl",         "acl:relcl",    "advcl",        "advcl:relcl", "advmod",
    "amod",          "appos",       "aux",          "aux:pass",     "case",        "cc",
    "cc:preconj",    "ccomp",       "compound",     "compound:prt", "conj",        "cop",
    "csubj",         "csubj:outer", "csubj:pass",   "dep",          "det",         "det:predet",
    "discourse",     "dislocated",  "expl",         "fixed",        "flat",        "goeswith",
    "iobj",          "list",        "mark",         "nmod",         "nmod:desc",   "nmod:poss",
    "nmod:unmarked", "nsubj",       "nsubj:outer",  "nsubj:pass",   "nummod",      "obj",
    "obl",           "obl:agent",   "obl:unmarked", "orphan",       "parataxis",   "punct",
    "reparandum",    "vocative",    "xcomp"};

}  // namespace

std::string_view name(Tag tag) { return kTagNames[static_cast<std::size_t>(tag)]; }

std::string_view upos(Tag tag) {
  const std::string_view full = name(tag);
  return full.substr(0, full.find('_'));
}

std::string_view name(Relation relation) {
  return kRelationNames[static_cast<std::size_t>(relation)];
}

}  // namespace entente::text
