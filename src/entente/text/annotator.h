#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "entente/base/result.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// Reads English: parts of speech, lemmas, and trees of Universal Dependencies. Opening maps the
/// model file; `annotate` may run on many threads at once.
class Annotator {
 public:
  static base::Result<Annotator> open(const std::filesystem::path& model_file);
  Annotator(Annotator&&) noexcept;
  Annotator& operator=(Annotator&&) noexcept;
  ~Annotator();

  /// Fills tag, lemma, head and relation of every token, which have their forms. Exactly one token
  /// hangs from the root.
  ///
  /// A tree spans at most kLongestTree tokens; a longer sentence is cut, where it has a comma or
  /// the like if it can be, and the pieces' roots hang from the first one's as parataxis. So time
  /// grows with the number of tokens, not with its square. Tokens whose head stands too far into
  /// the sentence for Token::head hang from the root's token as dep.
  void annotate(Sentence& sentence) const;

  static constexpr std::size_t kLongestTree = 160;

 private:
  struct Model;
  explicit Annotator(std::unique_ptr<Model> model);
  std::unique_ptr<Model> model_;
};

}  // namespace entente::text
