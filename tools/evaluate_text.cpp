#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <fstream>

#include "entente/text/annotator.h"
#include "entente/text/conllu.h"

namespace {

using namespace entente;  // NOLINT: one program, no header

std::string_view universal(text::Relation relation) {
  const std::string_view full = text::name(relation);
  return full.substr(0, full.find(':'));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures the tagger, lemmatiser and parser on treebanks");
  std::vector<std::string> treebanks;
  std::string model = "models/english.model";
  app.add_option("treebank", treebanks)->required();
  app.add_option("--model", model);
  CLI11_PARSE(app, argc, argv);
  const auto annotator = text::Annotator::open(model);
  if (!annotator) {
    std::fprintf(stderr, "%s\n", annotator.error().message().c_str());
    return 1;
  }
  for (const std::string& path : treebanks) {
    std::ifstream in(path);
    const auto treebank = text::read_conllu(in, path);
    if (!treebank) {
      std::fprintf(stderr, "%s\n", treebank.error().message().c_str());
      return 1;
    }
    int words = 0, tags = 0, universal_tags = 0, lemmas = 0, heads = 0, labelled = 0;
    double seconds = 0;
    for (const text::TreebankSentence& tree : *treebank) {
      text::Sentence guess = tree.sentence;
      const auto start = std::chrono::steady_clock::now();
      annotator->annotate(guess);
      seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      for (std::size_t i = 0; i < guess.tokens.size(); ++i) {
        const text::Token &g = guess.tokens[i], &t = tree.sentence.tokens[i];
        ++words;
        tags += g.tag == t.tag;
        universal_tags += text::upos(g.tag) == text::upos(t.tag);
        lemmas += g.lemma == t.lemma;
        heads += g.head == t.head;
        labelled += g.head == t.head && universal(g.relation) == universal(t.relation);
      }
    }
    const auto percent = [&](int n) { return 100.0 * n / words; };
    std::printf(
        "%-40s %6d words  tag %.2f  UPOS %.2f  lemma %.2f  UAS %.2f  LAS %.2f  %.0f words/s\n",
        path.c_str(), words, percent(tags), percent(universal_tags), percent(lemmas),
        percent(heads), percent(labelled), words / seconds);
  }
}
