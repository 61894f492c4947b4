#include "entente/text/annotator.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "entente/base/mapped_file.h"
#include "entente/text/annotator_file.h"
#include "entente/text/annotator_network.h"
#include "entente/text/features.h"
#include "entente/text/lemma.h"
#include "entente/text/parser.h"
#include "entente/text/tagger.h"

namespace entente::text {

struct Annotator::Model {
  base::MappedFile file;
  HashTable clusters;
  Lemmas lemmas;
  Embeddings embeddings;
  const Network* network = nullptr;
};

namespace {

/// How many of `tokens` the next tree spans: all, or up to a mark in the latter half of what one
/// may span.
std::size_t next_piece(std::span<const Token> tokens) {
  constexpr std::size_t kMost = Annotator::kLongestTree;
  if (tokens.size() <= kMost) return tokens.size();
  for (const std::string_view marks : {".;:!?", ","}) {
    for (std::size_t size = kMost; size > kMost / 2; --size) {
      const std::string_view form = tokens[size - 1].form;
      if (form.size() == 1 && marks.find(form[0]) != marks.npos) return size;
    }
  }
  return kMost;
}

bool is_finite(Tag tag) {
  return tag == Tag::VERB_PAST || tag == Tag::VERB_PRESENT || tag == Tag::AUX_PAST ||
         tag == Tag::AUX_PRESENT || tag == Tag::AUX_MODAL;
}

/// Numbers the clauses of a piece that semicolons part, those in brackets aside: what has no finite
/// verb stays with what stands before it. Nothing where none are parted.
void part_at_semicolons(std::span<const Token> tokens, std::span<const Tag> tags,
                        std::vector<std::uint8_t>& parts) {
  parts.clear();
  std::size_t begin = 0;  // of the stretch between semicolons
  bool said = false;      // what stands before it has a finite verb
  int open = 0;
  std::uint8_t part = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    const std::string_view form = i < tokens.size() ? tokens[i].form : ";";
    open += (form == "(" || form == "[") - (form == ")" || form == "]");
    if (form != ";" || (open > 0 && i < tokens.size())) continue;
    const bool says = std::ranges::any_of(tags.subspan(begin, i - begin), is_finite);
    if (said && says) {
      parts.resize(tokens.size());
      std::fill(parts.begin() + std::ptrdiff_t(begin), parts.end(), ++part);
    }
    said |= says;
    begin = i;
  }
}

static_assert(kTokenStates == 2 * kWidth);
/// The words' vectors as they stand, from number `at` of each token's states on.
void keep(const Encoding& encoding, int at, Activation* states) {
  for (std::size_t i = 0; i < encoding.words(); ++i)
    std::copy_n(encoding.vectors() + i * kWidth, kWidth, states + i * kTokenStates + at);
}

/// Hangs tokens [begin, begin + arcs.size()) on their arcs; the token at `root` is the sentence's.
void hang(std::span<Token> tokens, std::size_t begin, std::span<const Arc> arcs, std::size_t root) {
  constexpr std::size_t kFarthest = std::numeric_limits<decltype(Token::head)>::max();
  for (std::size_t i = 0; i < arcs.size(); ++i) {
    Token& token = tokens[begin + i];
    token.relation = arcs[i].relation;
    std::size_t head = begin + static_cast<std::size_t>(arcs[i].head);
    if (arcs[i].head < 0) {
      token.head = -1;
      if (begin + i == root) continue;
      token.relation = Relation::parataxis;
      head = root;
    } else if (head > kFarthest) {
      token.relation = Relation::dep;
      head = root;
    }
    token.head = static_cast<std::int16_t>(head);
  }
}

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
  const auto slots = [&](Part which) { return items<HashTable::Slot>(part(which)); };
  const auto points_below = [&](Part table, std::size_t limit) {
    return HashTable::is_sound(slots(table)) &&
           std::ranges::all_of(slots(table), [&](const HashTable::Slot& slot) {
             return slot.key == 0 || slot.value < limit;
           });
  };
  const auto edits = items<Edit>(part(Part::edits));
  const auto vectors = items<std::int8_t>(part(Part::vectors));
  const auto networks = items<Network>(part(Part::network));
  if (!HashTable::is_sound(slots(Part::clusters)) || !points_below(Part::endings, edits.size()) ||
      !points_below(Part::features, vectors.size() / kWidth) || networks.size() != 1) {
    return base::fail("not the parts of an English model", model_file.string(),
                      "rebuild it as models/README.md says");
  }
  return Annotator(
      std::make_unique<Model>(Model{.file = std::move(*file),
                                    .clusters = HashTable(slots(Part::clusters)),
                                    .lemmas = Lemmas(HashTable(slots(Part::endings)), edits),
                                    .embeddings = {HashTable(slots(Part::features)), vectors},
                                    .network = networks.data()}));
}

void Annotator::annotate(Sentence& sentence) const {
  thread_local std::vector<Features> words;
  thread_local Encoding encoding;
  thread_local std::vector<Tag> tags;
  thread_local std::vector<std::uint8_t> parts;
  thread_local std::vector<Arc> arcs;
  const std::span<Token> tokens = sentence.tokens;
  sentence.states.resize(tokens.size() * kTokenStates);
  std::size_t root = 0;
  for (std::size_t begin = 0; begin < tokens.size(); begin += words.size()) {
    const auto piece = tokens.subspan(begin, next_piece(tokens.subspan(begin)));
    words.clear();
    for (const Token& token : piece) {
      words.push_back(features_of(token.form, model_->clusters));
    }
    encoding.embed(*model_->network, model_->embeddings, words);
    keep(encoding, 0, sentence.states.data() + begin * kTokenStates);
    for (const Network::Layer& layer : model_->network->layers) encoding.recur(layer);
    keep(encoding, kWidth, sentence.states.data() + begin * kTokenStates);
    tag(*model_->network, encoding, tags);
    part_at_semicolons(piece, tags, parts);
    parse(*model_->network, encoding, parts, arcs);
    if (begin == 0) {
      root = static_cast<std::size_t>(std::ranges::find(arcs, -1, &Arc::head) - arcs.begin());
    }
    hang(tokens, begin, arcs, root);
    for (std::size_t i = 0; i < piece.size(); ++i) {
      piece[i].tag = tags[i];
      model_->lemmas.lemmatise(piece[i].form, tags[i], piece[i].lemma);
    }
  }
}

}  // namespace entente::text
