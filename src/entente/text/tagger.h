#pragma once

#include <span>
#include <vector>

#include "entente/text/features.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// Width of a tagger's row: kTags, rounded up to whole SIMD registers.
inline constexpr int kTaggerWidth = 32;

/// What speaks for the tag of word `at`, after the tags of the words before it.
void tagger_features(std::span<const Word> words, std::span<const Tag> tags, std::size_t at,
                     std::vector<Feature>& features);

/// Tags from left to right, greedily.
void tag(const Weights& weights, std::span<const Word> words, std::vector<Tag>& tags);

}  // namespace entente::text
