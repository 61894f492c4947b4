#pragma once

#include <vector>

#include "entente/text/annotator_network.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// The likeliest tag of each word, in `tags`.
void tag(const Network& network, const Encoding& sentence, std::vector<Tag>& tags);

}  // namespace entente::text
