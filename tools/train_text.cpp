#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>

#include "entente/text/annotator_file.h"
#include "entente/text/conllu.h"
#include "entente/text/features.h"
#include "entente/text/lemma.h"
#include "entente/text/parser.h"
#include "entente/text/tagger.h"

namespace {

using namespace entente;  // NOLINT: one program, no header
using text::Feature;
using text::Tag;
using text::Word;

/// An averaged perceptron over hashed features (Collins 2002); rows come as features are seen.
class Perceptron {
 public:
  explicit Perceptron(int width) : width_(width), slots_(1 << 16) {}

  void score(const std::vector<Feature>& features, std::vector<float>& scores) const {
    scores.assign(width_, 0);
    for (const Feature feature : features) {
      const std::uint32_t row = find(feature);
      if (row == kNone) continue;
      const float* weights = &weights_[static_cast<std::size_t>(row) * width_];
      for (int i = 0; i < width_; ++i) scores[i] += weights[i];
    }
  }

  void update(const std::vector<Feature>& features, int right, int wrong) {
    for (const Feature feature : features) {
      const std::size_t row = static_cast<std::size_t>(find_or_add(feature)) * width_;
      ++updates_[row / width_];
      nudge(row + right, 1);
      nudge(row + wrong, -1);
    }
  }
  void tick() { ++now_; }

  struct Table {
    std::vector<text::HashTable::Slot> rows;
    std::vector<std::int8_t> weights;
  };
  /// The averaged weights of the `rows` features that weigh most, in int8.
  Table quantised(std::size_t rows, int min_updates) const {
    const auto count = updates_.size();
    std::vector<float> mean(weights_.size());
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] = (total_[i] + weights_[i] * static_cast<float>(now_ - since_[i])) /
                static_cast<float>(now_);
    }
    std::vector<std::pair<float, std::uint32_t>> order;
    float most = 0;
    for (std::uint32_t row = 0; row < count; ++row) {
      float norm = 0;
      for (int i = 0; i < width_; ++i) {
        const float w = mean[static_cast<std::size_t>(row) * width_ + i];
        norm += w * w;
        most = std::max(most, std::abs(w));
      }
      if (static_cast<int>(updates_[row]) >= min_updates) order.push_back({-norm, row});
    }
    std::sort(order.begin(), order.end());
    if (order.size() > rows) order.resize(rows);
    std::vector<std::uint32_t> keys(count);
    for (const auto& slot : slots_) {
      if (slot.key != 0) keys[slot.value] = slot.key;
    }
    // Small weights matter more than the largest few: those are clipped.
    const float scale = 127 / std::min(most, 40.f);
    Table table;
    std::vector<text::HashTable::Slot> entries;
    for (const auto& [norm, row] : order) {
      entries.push_back({keys[row], static_cast<std::uint32_t>(entries.size())});
      for (int i = 0; i < width_; ++i) {
        const float w = mean[static_cast<std::size_t>(row) * width_ + i] * scale;
        table.weights.push_back(static_cast<std::int8_t>(std::clamp(std::round(w), -127.f, 127.f)));
      }
    }
    table.rows = text::HashTable::build(entries);
    std::fprintf(stderr, "  %zu rows of %zu, largest weight %.1f\n", order.size(), count, most);
    return table;
  }

 private:
  static constexpr std::uint32_t kNone = ~0u;
  struct Slot {
    std::uint32_t key = 0, value = 0;
  };

  std::uint32_t find(Feature feature) const {
    for (std::size_t at = feature & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].key == feature) return slots_[at].value;
      if (slots_[at].key == 0) return kNone;
    }
  }
  std::uint32_t find_or_add(Feature feature) {
    if (const std::uint32_t row = find(feature); row != kNone) return row;
    if ((updates_.size() + 1) * 2 > slots_.size()) grow();
    const auto row = static_cast<std::uint32_t>(updates_.size());
    insert({feature, row});
    updates_.push_back(0);
    weights_.resize(weights_.size() + width_);
    total_.resize(weights_.size());
    since_.resize(weights_.size());
    return row;
  }
  void insert(Slot slot) {
    std::size_t at = slot.key & (slots_.size() - 1);
    while (slots_[at].key != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = slot;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    std::swap(old, slots_);
    for (const Slot& slot : old) {
      if (slot.key != 0) insert(slot);
    }
  }
  void nudge(std::size_t at, float by) {
    total_[at] += weights_[at] * static_cast<float>(now_ - since_[at]);
    since_[at] = now_;
    weights_[at] += by;
  }

  int width_;
  std::uint32_t now_ = 0;
  std::vector<Slot> slots_;
  std::vector<float> weights_, total_;
  std::vector<std::uint32_t> since_, updates_;
};

struct Example {
  std::vector<Word> words;
  std::vector<Tag> gold, tags;
  std::vector<int> heads;
  std::vector<text::Relation> relations;
};

int best_of(const std::vector<float>& scores, int count) {
  return static_cast<int>(std::max_element(scores.begin(), scores.begin() + count) -
                          scores.begin());
}

void predict_tags(const Perceptron& model, const std::vector<Word>& words, std::vector<Tag>& tags) {
  static std::vector<Feature> features;
  static std::vector<float> scores;
  tags.assign(words.size(), Tag::X);
  for (std::size_t i = 0; i < words.size(); ++i) {
    text::tagger_features(words, tags, i, features);
    model.score(features, scores);
    tags[i] = static_cast<Tag>(best_of(scores, text::kTags));
  }
}

Perceptron train_tagger(std::vector<const Example*> examples, int epochs, std::mt19937& random) {
  Perceptron model(text::kTaggerWidth);
  std::vector<Feature> features;
  std::vector<float> scores;
  std::vector<Tag> tags;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(examples.begin(), examples.end(), random);
    int errors = 0, words = 0;
    for (const Example* example : examples) {
      tags.assign(example->words.size(), Tag::X);
      for (std::size_t i = 0; i < tags.size(); ++i, ++words) {
        text::tagger_features(example->words, tags, i, features);
        model.score(features, scores);
        tags[i] = static_cast<Tag>(best_of(scores, text::kTags));
        model.tick();
        if (tags[i] == example->gold[i]) continue;
        ++errors;
        model.update(features, static_cast<int>(example->gold[i]), static_cast<int>(tags[i]));
      }
    }
    std::fprintf(stderr, "  tagger epoch %d: %.2f %% errors\n", epoch + 1, 100.0 * errors / words);
  }
  return model;
}

struct ParserModel {
  Perceptron moves{text::kMoveWidth}, relations{text::kRelationWidth};
};

ParserModel train_parser(std::vector<const Example*> examples, int epochs, std::mt19937& random) {
  ParserModel model;
  std::vector<Feature> features;
  std::vector<float> scores;
  text::State state;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::shuffle(examples.begin(), examples.end(), random);
    int errors = 0, moves = 0, wrong_relations = 0, arcs = 0;
    for (const Example* example : examples) {
      const int count = static_cast<int>(example->words.size());
      state.reset(count);
      while (!state.done()) {
        text::move_features(state, example->words, example->tags, features);
        model.moves.score(features, scores);
        const auto costs = text::costs(state, example->heads);
        int guess = -1, good = -1;
        for (int i = 0; i < text::kMoves; ++i) {
          if (!state.allows(static_cast<text::Move>(i))) continue;
          if (guess < 0 || scores[i] > scores[guess]) guess = i;
          if (good < 0 ||
              std::make_pair(-costs[i], scores[i]) > std::make_pair(-costs[good], scores[good]))
            good = i;
        }
        model.moves.tick();
        ++moves;
        if (costs[guess] > costs[good]) {
          ++errors;
          model.moves.update(features, good, guess);
        }
        const bool explore = epoch > 0 && random() % 10 != 0;
        const auto move = static_cast<text::Move>(explore ? guess : good);
        const auto [head, dependent] = state.arc(move);
        auto relation = text::Relation::root;
        if (move != text::Move::shift && head != count) {
          text::relation_features(state, example->words, example->tags, head, dependent, features);
          model.relations.score(features, scores);
          scores[0] = -1e9f;
          relation = static_cast<text::Relation>(best_of(scores, text::kRelations));
          model.relations.tick();
          if (example->heads[dependent] == head) {
            ++arcs;
            if (relation != example->relations[dependent]) {
              ++wrong_relations;
              model.relations.update(features, static_cast<int>(example->relations[dependent]),
                                     static_cast<int>(relation));
              if (!explore) relation = example->relations[dependent];
            }
          }
        }
        state.apply(move, relation);
      }
    }
    std::fprintf(stderr, "  parser epoch %d: %.2f %% wrong moves, %.2f %% wrong relations\n",
                 epoch + 1, 100.0 * errors / moves, 100.0 * wrong_relations / arcs);
  }
  return model;
}

std::vector<text::HashTable::Slot> read_clusters(const std::string& path) {
  std::ifstream in(path);
  std::vector<text::HashTable::Slot> entries;
  std::string word;
  std::uint32_t cluster = 0;
  while (in >> word >> cluster) entries.push_back({text::hash_of(word), cluster});
  return text::HashTable::build(entries);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains the English tagger, lemmatiser and parser");
  std::vector<std::string> treebanks;
  std::string clusters_file, out;
  int tagger_epochs = 8, parser_epochs = 12, folds = 10;
  std::size_t tag_rows = 60000, move_rows = 500000, relation_rows = 40000;
  app.add_option("treebank", treebanks)->required();
  app.add_option("--clusters", clusters_file)->required();
  app.add_option("--out", out)->required();
  app.add_option("--tagger-epochs", tagger_epochs);
  app.add_option("--parser-epochs", parser_epochs);
  app.add_option("--folds", folds);
  app.add_option("--tag-rows", tag_rows);
  app.add_option("--move-rows", move_rows);
  app.add_option("--relation-rows", relation_rows);
  CLI11_PARSE(app, argc, argv);

  const auto cluster_slots = read_clusters(clusters_file);
  const text::HashTable clusters{std::span<const text::HashTable::Slot>(cluster_slots)};
  std::vector<Example> examples;
  std::vector<text::LemmaExample> lemma_examples;
  for (const std::string& path : treebanks) {
    std::ifstream in(path);
    const auto treebank = text::read_conllu(in, path);
    if (!treebank) {
      std::fprintf(stderr, "%s\n", treebank.error().message().c_str());
      return 1;
    }
    for (const text::TreebankSentence& tree : *treebank) {
      Example& example = examples.emplace_back();
      for (const text::Token& token : tree.sentence.tokens) {
        example.words.push_back(text::word_of(token.form, clusters));
        example.gold.push_back(token.tag);
        example.heads.push_back(token.head < 0 ? static_cast<int>(tree.sentence.tokens.size())
                                               : token.head);
        example.relations.push_back(token.relation);
        lemma_examples.push_back({text::lower_case(token.form), token.tag, token.lemma});
      }
    }
  }
  std::mt19937 random(1);
  std::vector<const Example*> all;
  for (const Example& example : examples) all.push_back(&example);
  std::vector<std::size_t> fold_of(examples.size());
  for (std::size_t i = 0; i < fold_of.size(); ++i) fold_of[i] = (i / 10) % folds;
  for (int fold = 0; fold < folds; ++fold) {
    std::vector<const Example*> rest;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (static_cast<int>(fold_of[i]) != fold) rest.push_back(&examples[i]);
    }
    const Perceptron tagger = train_tagger(rest, std::max(1, tagger_epochs / 2), random);
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (static_cast<int>(fold_of[i]) == fold)
        predict_tags(tagger, examples[i].words, examples[i].tags);
    }
  }
  const auto tags = train_tagger(all, tagger_epochs, random).quantised(tag_rows, 2);
  const ParserModel parser = train_parser(all, parser_epochs, random);
  const auto moves = parser.moves.quantised(move_rows, 2);
  const auto relations = parser.relations.quantised(relation_rows, 2);
  const text::LemmaTable lemmas = text::learn_lemmas(lemma_examples);
  std::fprintf(stderr, "lemmas: %zu slots, %zu edits\n", lemmas.endings.size(),
               lemmas.edits.size());
  const std::string file = text::model_file(
      {text::bytes(cluster_slots), text::bytes(lemmas.endings), text::bytes(lemmas.edits),
       text::bytes(tags.rows), text::bytes(tags.weights), text::bytes(moves.rows),
       text::bytes(moves.weights), text::bytes(relations.rows), text::bytes(relations.weights)});
  std::ofstream(out, std::ios::binary) << file;
  std::fprintf(stderr, "%s: %zu bytes\n", out.c_str(), file.size());
}
