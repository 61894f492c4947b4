#include "entente/text/annotator.h"

#include <utility>

#include "entente/base/mapped_file.h"
#include "entente/text/annotator_file.h"
#include "entente/text/features.h"
#include "entente/text/lemma.h"
#include "entente/text/parser.h"
#include "entente/text/tagger.h"

namespace entente::text {

struct Annotator::Model {
  base::MappedFile file;
  HashTable clusters;
  Lemmas lemmas;
  Weights tags, moves, relations;
};

namespace {

HashTable table(std::string_view part) { return HashTable(items<HashTable::Slot>(part)); }

}  // namespace

Annotator::Annotator(std::unique_ptr<Model> model) : model_(std::move(model)) {}
Annotator::Annotator(Annotator&&) noexcept = default;
Annotator& Annotator::operator=(Annotator&&) noexcept = default;
Annotator::~Annotator() = default;

base::Result<Annotator> Annotator::open(const std::filesystem::path& model_file) {
  auto file = base::MappedFile::open(model_file);
  if (!file) return tl::unexpected(file.error());
  const auto parts = model_parts(file->bytes(), model_file.string());
  if (!parts) return tl::unexpected(parts.error());
  const auto part = [&](Part which) { return (*parts)[static_cast<std::size_t>(which)]; };
  const auto weights = [&](Part rows, Part values, int width) {
    return Weights(table(part(rows)), items<std::int8_t>(part(values)), width);
  };
  return Annotator(std::make_unique<Model>(
      Model{.file = std::move(*file),
            .clusters = table(part(Part::clusters)),
            .lemmas = Lemmas(table(part(Part::endings)), items<Edit>(part(Part::edits))),
            .tags = weights(Part::tagger_rows, Part::tagger_weights, kTaggerWidth),
            .moves = weights(Part::move_rows, Part::move_weights, kMoveWidth),
            .relations = weights(Part::relation_rows, Part::relation_weights, kRelationWidth)}));
}

void Annotator::annotate(Sentence& sentence) const {
  thread_local std::vector<Word> words;
  thread_local std::vector<Tag> tags;
  thread_local std::vector<Arc> arcs;
  words.clear();
  for (const Token& token : sentence.tokens) words.push_back(word_of(token.form, model_->clusters));
  tag(model_->tags, words, tags);
  parse(model_->moves, model_->relations, words, tags, arcs);
  for (std::size_t i = 0; i < words.size(); ++i) {
    Token& token = sentence.tokens[i];
    token.tag = tags[i];
    token.head = static_cast<std::int16_t>(arcs[i].head);
    token.relation = arcs[i].relation;
    model_->lemmas.lemmatise(lower_case(token.form), token.tag, token.lemma);
  }
}

}  // namespace entente::text
