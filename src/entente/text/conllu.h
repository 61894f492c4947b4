#pragma once

#include <deque>
#include <istream>
#include <string>
#include <vector>

#include "entente/base/result.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// A sentence of a treebank in CoNLL-U, with the text that its tokens' spans and forms point into.
/// Words of a multiword token that its letters do not spell ("im" = I + am) share its span.
struct TreebankSentence {
  std::string text;  ///< as the words spell it; UD's "# text" up to white space
  Sentence sentence;
  bool opens_paragraph = false;
};

/// Forms point into `text`, so sentences stay where they are once read.
using Treebank = std::deque<TreebankSentence>;

/// Reads CoNLL-U; `where` names the source in errors. Empty nodes are left out; a relation or part
/// of speech that English UD does not have is an error.
base::Result<Treebank> read_conllu(std::istream& in, const std::string& where);

}  // namespace entente::text
