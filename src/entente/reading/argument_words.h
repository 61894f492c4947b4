#pragma once

#include <algorithm>
#include <string_view>

#include "entente/reading/arguments.h"

/// Words that arguments and what becomes of them (standing.h) go by.
namespace entente::reading {

inline bool is_object_relation(text::Relation relation) {
  return relation == text::Relation::obj || relation == text::Relation::nsubj_pass;
}

/// "in response to the raid", "in protest at it": words that give the cause of what is done.
inline bool is_answer(std::string_view lemma) {
  constexpr std::string_view kWords[] = {"response", "retaliation", "reprisal",  "protest",
                                         "reaction", "revenge",     "punishment"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

/// "retaliated for the raid", "revenge for it": what answers a deed that was done.
inline bool is_answering(std::string_view lemma) {
  constexpr std::string_view kWords[] = {
      "respond",     "retaliate", "react",    "reply",   "answer",    "avenge",     "response",
      "retaliation", "reprisal",  "reaction", "revenge", "vengeance", "retribution"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

/// "a part in the killing", "a role in the arming of B": who has it does what follows.
inline bool is_part(std::string_view lemma) {
  constexpr std::string_view kWords[] = {"role",        "part",       "hand",         "share",
                                         "involvement", "complicity", "participation"};
  return std::ranges::find(kWords, lemma) != std::end(kWords);
}

}  // namespace entente::reading
