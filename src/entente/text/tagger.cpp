#include "entente/text/tagger.h"

#include <algorithm>

namespace entente::text {

static_assert(kTags <= kTagOutputs);

void tag(const Network& network, const Encoding& sentence, std::vector<Tag>& tags) {
  thread_local std::vector<Sum> scores;
  multiply(network.tag, sentence.levels(), sentence.words(), scores);
  tags.resize(sentence.words());
  for (std::size_t word = 0; word < tags.size(); ++word) {
    const Sum* first = scores.data() + word * kTagOutputs;
    tags[word] = static_cast<Tag>(std::max_element(first, first + kTags) - first);
  }
}

}  // namespace entente::text
