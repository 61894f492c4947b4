#pragma once

#include <vector>

#include "entente/reading/mentions.h"
#include "entente/reading/patterns.h"
#include "entente/text/sentence.h"

namespace entente::reading {

/// Mends what parsers of English get wrong and knowledge of names and words can tell: "the
/// possibility of Kenya and Uganda forming a bloc" (the gerund belongs to the names), "blocked
/// attempts by Mali to join" (the infinitive belongs to the noun), "refused to recognise B and
/// demanded" (finite verbs stand beside finite verbs). True when a head was changed.
bool repair(text::Sentence& sentence, const std::vector<Mention>& mentions,
            const Patterns& patterns);

/// Gives verbs whose lemma knowledge/ does not know the one that it does: "shel" → "shell",
/// "overthrew" → "overthrow".
void mend_lemmas(text::Sentence& sentence, const Patterns& patterns);

/// Sets headlines in running case for the tagger: "Russia And Turkey Side With Iran" → "Russia and
/// Turkey side with Iran". Known names keep their capitals. The forms of the tokens point into
/// `buffer` afterwards, until `restore_forms`. Does nothing, and returns false, for other
/// sentences.
bool set_running_case(text::Sentence& sentence, const Actors& actors, const Patterns& patterns,
                      std::string& buffer);
/// Shows the English model words that it knows in place of those that it mistakes: "lent" → "gave",
/// "ECOWAS" → "NATO", "Beijing" → "Moscow". True when a form was changed; `restore_forms` undoes
/// it, and the lemma is the real word's.
bool use_stand_ins(text::Sentence& sentence, const Patterns& patterns, const Actors& actors);
void restore_forms(text::Sentence& sentence, std::string_view text);

/// Who tells a headline: "A sells B gas - C's ministry", "C's minister: A sells B gas".
struct Teller {
  std::vector<text::Token> tokens;  ///< with the dash or colon; empty where nobody does
  bool before = false;
};
/// Takes the words of whoever tells it off a headline, for they would only confuse the parser;
/// `put_back` hangs them from the sentence's root again.
Teller take_teller(text::Sentence& sentence, const Actors& actors);
void put_back(text::Sentence& sentence, Teller teller);

/// Mends lists of names that end as a clause would begin; before mentions are found, which the
/// lists of names hang on.
void repair_lists(text::Sentence& sentence);

}  // namespace entente::reading
