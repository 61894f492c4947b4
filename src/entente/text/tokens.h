#pragma once

#include <string_view>

#include "entente/text/sentence.h"

namespace entente::text {

/// Fills `sentence.tokens` from its span, as UD English (EWT, GUM, PUD) cuts words: clitics apart
/// ("does|n't", "Pakistan|’s", "can|not"), hyphens apart except behind a bound prefix
/// ("Moscow|-|based", "anti-terrorist"), numbers from currencies, per cent and units ("$|225",
/// "5|%", "3|bn"); abbreviations, web and mail addresses whole. White space, entities of white
/// space ("&nbsp;") among it, is in no token. Only the form and span of tokens are set.
void tokenize(std::string_view text, Sentence& sentence);

}  // namespace entente::text
