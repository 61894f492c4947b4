#pragma once

#include <string_view>
#include <vector>

#include "entente/text/cleanup.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// Appends the sentences of a block, without tokens. Titles and headlines are one sentence each. A
/// sentence keeps its final quotes and brackets; footnote marks between two sentences ("Kabul.[1]
/// Then") belong to the first. No sentence is longer than kLongestSentence bytes: runaway text is
/// cut at white space.
void split_sentences(std::string_view text, const Block& block, std::vector<Sentence>& out);

inline constexpr std::uint32_t kLongestSentence = 4096;

}  // namespace entente::text
