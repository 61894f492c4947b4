// Scores sentence splitting and tokenisation against CoNLL-U treebanks: precision, recall and F1 of
// spans over the raw text, which is rebuilt from the words and SpaceAfter. The sentences of one
// document, or one paragraph where the treebank marks them, stand in one block.
//
//   zcat en_pud-ud-test.conllu.gz | measure_tokens -

#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "entente/text/sentences.h"
#include "entente/text/tokens.h"

namespace {

using entente::model::Span;
using entente::text::Block;
using entente::text::Sentence;

struct Treebank {
  std::string text;
  std::vector<Block> blocks;
  std::vector<Span> sentences, tokens;
};

std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find('\t', begin), line.size());
    columns.push_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return columns;
}

std::uint32_t size_of(const std::string& text) { return static_cast<std::uint32_t>(text.size()); }

/// Takes the lines of one treebank in order.
class TreebankText {
 public:
  explicit TreebankText(Treebank& out) : out_(out) {}

  void take(const std::string& line) {
    if (line.starts_with("# newdoc") || line.starts_with("# newpar")) return end_block();
    if (line.empty()) return end_sentence();
    if (line.starts_with('#')) return;
    const auto columns = columns_of(line);
    if (columns.size() != 10 || columns[0].find('.') != std::string::npos) return;
    const bool space = columns[9].find("SpaceAfter=No") == std::string::npos;
    const std::size_t hyphen = columns[0].find('-');
    if (hyphen != std::string::npos) {
      covered_until_ = std::stoi(columns[0].substr(hyphen + 1));
      begin_word();
      at_ = size_of(out_.text);
      out_.text += columns[1];
      space_ = space;
    } else if (std::stoi(columns[0]) <= covered_until_) {
      out_.tokens.push_back({at_, at_ + size_of(columns[1])});
      at_ += size_of(columns[1]);
    } else {
      begin_word();
      const std::uint32_t begin = size_of(out_.text);
      out_.text += columns[1];
      out_.tokens.push_back({begin, size_of(out_.text)});
      space_ = space;
    }
  }

  void end_block() {
    if (block_begin_ < out_.text.size())
      out_.blocks.push_back({{block_begin_, size_of(out_.text)}, entente::text::Role::body, 0});
    out_.text += "\n\n";
    block_begin_ = size_of(out_.text);
    space_ = false;
  }

 private:
  void begin_word() {
    if (space_) out_.text += ' ';
    if (!in_sentence_) sentence_begin_ = size_of(out_.text);
    in_sentence_ = true;
  }
  void end_sentence() {
    if (in_sentence_) out_.sentences.push_back({sentence_begin_, size_of(out_.text)});
    in_sentence_ = false;
    covered_until_ = 0;
  }

  Treebank& out_;
  std::uint32_t block_begin_ = 0, sentence_begin_ = 0;
  std::uint32_t at_ = 0;   // in the multiword token whose words come
  int covered_until_ = 0;  // the last word of that multiword token
  bool space_ = false, in_sentence_ = false;
};

Treebank read(std::istream& in) {
  Treebank treebank;
  TreebankText text(treebank);
  for (std::string line; std::getline(in, line);) text.take(line);
  text.take("");
  text.end_block();
  return treebank;
}

void report(const char* what, const std::vector<Span>& gold, const std::vector<Span>& found,
            const std::string& text, bool errors) {
  const std::set<Span> expected(gold.begin(), gold.end());
  const std::set<Span> given(found.begin(), found.end());
  double right = 0;
  for (const Span span : given) {
    if (expected.contains(span))
      ++right;
    else if (errors)
      fmt::print("+ {}\n", span.of(text));
  }
  if (errors)
    for (const Span span : expected)
      if (!given.contains(span)) fmt::print("- {}\n", span.of(text));
  const double precision = right / double(given.size());
  const double recall = right / double(expected.size());
  fmt::print("{:<9} P {:.2f}  R {:.2f}  F1 {:.2f}\n", what, 100 * precision, 100 * recall,
             200 * precision * recall / (precision + recall));
}

void measure(std::istream& in, const std::string& name, bool errors) {
  const Treebank treebank = read(in);
  const auto start = std::chrono::steady_clock::now();
  std::vector<Sentence> sentences;
  for (const Block& block : treebank.blocks)
    entente::text::split_sentences(treebank.text, block, sentences);
  for (Sentence& sentence : sentences) entente::text::tokenize(treebank.text, sentence);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;

  std::vector<Span> sentence_spans, token_spans;
  for (const Sentence& sentence : sentences) {
    sentence_spans.push_back(sentence.span);
    for (const auto& token : sentence.tokens) token_spans.push_back(token.span);
  }
  fmt::print("{}: {} sentences, {} tokens, {:.0f} sentences/s\n", name, sentences.size(),
             token_spans.size(), double(sentences.size()) / seconds.count());
  report("sentences", treebank.sentences, sentence_spans, treebank.text, errors);
  report("tokens", treebank.tokens, token_spans, treebank.text, errors);
}

}  // namespace

int main(int count, char** arguments) {
  bool errors = false;
  for (int i = 1; i < count; ++i) {
    const std::string path = arguments[i];
    if (path == "--errors") {
      errors = true;
    } else if (path == "-") {
      measure(std::cin, "-", errors);
    } else {
      std::ifstream file(path);
      if (!file) {
        fmt::print(stderr, "{}: cannot be read; give a .conllu file\n", path);
        return 1;
      }
      measure(file, path, errors);
    }
  }
  if (count < 2) fmt::print(stderr, "usage: measure_tokens [--errors] FILE.conllu… | -\n");
  return count < 2 ? 2 : 0;
}
