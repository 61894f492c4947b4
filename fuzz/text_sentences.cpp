// Clean-up, sentences and tokens of arbitrary bytes: blocks, sentences and tokens lie inside one
// another, in order and apart, and a token's form is its slice of the text.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "entente/text/cleanup.h"
#include "entente/text/sentences.h"
#include "entente/text/tokens.h"

namespace {

using entente::model::Span;

void require(bool holds) {
  if (!holds) std::abort();
}

/// `inner` lies within `outer`, holds something, and starts no earlier than `from`.
void require_inside(Span inner, Span outer, std::uint32_t from) {
  require(inner.begin < inner.end && inner.begin >= from && inner.begin >= outer.begin &&
          inner.end <= outer.end);
}

const entente::text::Cleaner& cleaner() {
  static const auto loaded = entente::text::Cleaner::load(
      std::filesystem::path(__FILE__).parent_path().parent_path() / "knowledge");
  require(loaded.has_value());
  return *loaded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  entente::model::Document document;
  document.text.assign(reinterpret_cast<const char*>(data), size);
  const std::string& text = document.text;
  const Span whole{0, static_cast<std::uint32_t>(size)};
  std::uint32_t block_end = 0;
  for (const auto& block : cleaner().clean(document).blocks) {
    require_inside(block.span, whole, block_end);
    block_end = block.span.end;
    std::vector<entente::text::Sentence> sentences;
    entente::text::split_sentences(text, block, sentences);
    std::uint32_t sentence_end = 0;
    for (auto& sentence : sentences) {
      require_inside(sentence.span, block.span, sentence_end);
      require(sentence.span.end - sentence.span.begin <= entente::text::kLongestSentence);
      sentence_end = sentence.span.end;
      entente::text::tokenize(text, sentence);
      std::uint32_t token_end = 0;
      for (const auto& token : sentence.tokens) {
        require_inside(token.span, sentence.span, token_end);
        require(token.form == token.span.of(text));
        token_end = token.span.end;
      }
    }
  }
  return 0;
}
