#pragma once

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

  /// Fills tag, lemma, head and relation of every token. A sentence may have any number of tokens;
  /// time grows with their number, not with its square.
  void annotate(Sentence& sentence) const;

 private:
  struct Model;
  explicit Annotator(std::unique_ptr<Model> model);
  std::unique_ptr<Model> model_;
};

}  // namespace entente::text
