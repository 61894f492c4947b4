// Measures the tagger, lemmatiser and parser on treebanks, as the CoNLL 2018 shared task does: on
// the treebank's own words, and with --raw on running text, cut by sentences.h and tokens.h.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "entente/text/annotator.h"
#include "entente/text/conllu.h"
#include "entente/text/sentences.h"
#include "entente/text/tokens.h"

namespace {

namespace base = entente::base;
namespace text = entente::text;

/// A word of a whole treebank.
struct Word {
  std::size_t begin, end;  ///< where it stands, white space not counted
  int head;                ///< a word, or -1
  text::Tag tag;
  text::Relation relation;
  std::string lemma;
};

/// Words of running text, sentence by sentence.
class Words {
 public:
  /// The sentence's spans are bytes of `of_text`.
  void add(const text::Sentence& sentence, std::string_view of_text) {
    const int first = static_cast<int>(words_.size());
    ++sentences_;
    for (const text::Token& token : sentence.tokens) {
      words_.push_back({.begin = before_ + letters(of_text, token.span.begin),
                        .end = before_ + letters(of_text, token.span.end),
                        .head = token.head < 0 ? -1 : first + token.head,
                        .tag = token.tag,
                        .relation = token.relation,
                        .lemma = token.lemma});
    }
  }
  /// What is added from now on stands in the text after `passed`.
  void pass(std::string_view passed) { before_ += letters(passed, passed.size()); }
  [[nodiscard]] const std::vector<Word>& words() const { return words_; }
  [[nodiscard]] int sentences() const { return sentences_; }

 private:
  static std::size_t letters(std::string_view of_text, std::size_t end) {
    const auto is_letter = [](char c) { return c != ' ' && c != '\n'; };
    return static_cast<std::size_t>(
        std::count_if(of_text.begin(), of_text.begin() + end, is_letter));
  }
  std::vector<Word> words_;
  std::size_t before_ = 0;
  int sentences_ = 0;
};

/// For each word of `system` the word of `gold` in the same place, or -1. Words of one place (those
/// of a multiword token that its letters do not spell) pair up in their order.
std::vector<int> aligned(const std::vector<Word>& system, const std::vector<Word>& gold) {
  std::vector<int> result(system.size(), -1);
  std::size_t g = 0;
  for (std::size_t s = 0; s < system.size(); ++s) {
    const auto place = std::pair(system[s].begin, system[s].end);
    while (g < gold.size() && std::pair(gold[g].begin, gold[g].end) < place) ++g;
    if (g < gold.size() && std::pair(gold[g].begin, gold[g].end) == place) {
      result[s] = static_cast<int>(g++);
    }
  }
  return result;
}

std::string_view universal(text::Relation relation) {
  const std::string_view full = text::name(relation);
  return full.substr(0, full.find(':'));
}

void print_scores(const std::string& name, const Words& system_words, const Words& gold_words,
                  double seconds) {
  const std::vector<Word>&system = system_words.words(), &gold = gold_words.words();
  const std::vector<int> gold_of = aligned(system, gold);
  int words = 0, tags = 0, universal_tags = 0, lemmas = 0, heads = 0, labelled = 0;
  for (std::size_t i = 0; i < system.size(); ++i) {
    if (gold_of[i] < 0) continue;
    const Word &s = system[i], &g = gold[gold_of[i]];
    ++words;
    tags += s.tag == g.tag;
    universal_tags += text::upos(s.tag) == text::upos(g.tag);
    lemmas += s.lemma == g.lemma;
    const bool head = (s.head < 0) == (g.head < 0) && (s.head < 0 || gold_of[s.head] == g.head);
    heads += head;
    labelled += head && universal(s.relation) == universal(g.relation);
  }
  // F1, which is accuracy where the words are the same.
  const auto f1 = [&](int right) {
    return 200.0 * right / static_cast<double>(system.size() + gold.size());
  };
  std::printf(
      "%-28s %6zu words %5d sentences  words %6.2f  tags %5.2f  UPOS %5.2f  lemmas %5.2f  "
      "UAS %5.2f  LAS %5.2f  %7.0f words/s\n",
      name.c_str(), system.size(), system_words.sentences(), f1(words), f1(tags),
      f1(universal_tags), f1(lemmas), f1(heads), f1(labelled),
      static_cast<double>(system.size()) / seconds);
}

/// Seconds of this program's processor time that `work` takes.
template <class Work>
double seconds_of(Work&& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void measure_words(const text::Annotator& annotator, const text::Treebank& treebank,
                   const std::string& name) {
  Words gold, system;
  std::vector<text::Sentence> sentences;
  for (const text::TreebankSentence& tree : treebank) sentences.push_back(tree.sentence);
  const double seconds = seconds_of([&] {
    for (text::Sentence& sentence : sentences) annotator.annotate(sentence);
  });
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const text::TreebankSentence& tree = treebank[i];
    gold.add(tree.sentence, tree.text);
    system.add(sentences[i], tree.text);
    gold.pass(tree.text);
    system.pass(tree.text);
  }
  print_scores(name, system, gold, seconds);
}

void measure_raw(const text::Annotator& annotator, const text::Treebank& treebank,
                 const std::string& name) {
  Words gold, system;
  double seconds = 0;
  for (std::size_t first = 0; first < treebank.size();) {
    std::string paragraph;
    do {
      gold.add(treebank[first].sentence, treebank[first].text);
      gold.pass(treebank[first].text);
      paragraph += treebank[first].text + ' ';
    } while (++first < treebank.size() && !treebank[first].opens_paragraph);
    std::vector<text::Sentence> sentences;
    seconds += seconds_of([&] {
      const text::Block block = {.span = {0, static_cast<std::uint32_t>(paragraph.size())}};
      text::split_sentences(paragraph, block, sentences);
      for (text::Sentence& sentence : sentences) {
        text::tokenize(paragraph, sentence);
        annotator.annotate(sentence);
      }
    });
    for (const text::Sentence& sentence : sentences) system.add(sentence, paragraph);
    system.pass(paragraph);
  }
  print_scores(name, system, gold, seconds);
}

base::Result<void> measure(const std::string& model, const std::vector<std::string>& paths,
                           bool raw) {
  const auto annotator = text::Annotator::open(model);
  if (!annotator) return tl::unexpected(annotator.error());
  for (const std::string& path : paths) {
    std::ifstream in(path);
    if (!in) return base::fail("cannot be read", path);
    const auto treebank = text::read_conllu(in, path);
    if (!treebank) return tl::unexpected(treebank.error());
    const std::string name = std::filesystem::path(path).stem().string();
    (raw ? measure_raw : measure_words)(*annotator, *treebank, name);
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures the tagger, lemmatiser and parser on treebanks");
  std::vector<std::string> treebanks;
  std::string model = "models/english.model";
  bool raw = false;
  app.add_option("treebank", treebanks, "CoNLL-U files")->required();
  app.add_option("--model", model)->capture_default_str();
  app.add_flag("--raw", raw, "find sentences and words too");
  CLI11_PARSE(app, argc, argv);
  if (const auto measured = measure(model, treebanks, raw); !measured) {
    std::fprintf(stderr, "evaluate_text: %s\n", measured.error().message().c_str());
    return 1;
  }
}
