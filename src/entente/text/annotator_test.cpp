#include "entente/text/annotator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace entente::text {
namespace {

const std::filesystem::path kModel = ENTENTE_SOURCE_DIR "/models/english.model";

/// Words apart by single spaces.
Sentence sentence_of(const std::string& text) {
  Sentence sentence;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    Token& token = sentence.tokens.emplace_back();
    token.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    token.form = token.span.of(text);
    begin = end + 1;
  }
  return sentence;
}

void expect_tree(const Sentence& sentence) {
  const std::vector<Token>& tokens = sentence.tokens;
  EXPECT_EQ(std::ranges::count(tokens, -1, &Token::head), tokens.empty() ? 0 : 1);
  for (std::size_t start = 0; start < tokens.size(); ++start) {
    std::size_t at = start, steps = 0;
    while (tokens[at].head >= 0 && steps <= tokens.size()) at = tokens[at].head, ++steps;
    ASSERT_LE(steps, tokens.size()) << "a cycle at token " << start;
    EXPECT_EQ(tokens[start].relation == Relation::root, tokens[start].head == -1);
  }
}

class AnnotatorTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { model_ = new base::Result<Annotator>(Annotator::open(kModel)); }
  static void TearDownTestSuite() { delete model_; }
  void SetUp() override { ASSERT_TRUE(*model_) << model_->error().message(); }
  static const Annotator& annotator() { return **model_; }

  /// "form/TAG/lemma/relation/head's form" of each word.
  static std::string read(const std::string& text) {
    Sentence sentence = sentence_of(text);
    annotator().annotate(sentence);
    expect_tree(sentence);
    std::string result;
    for (const Token& token : sentence.tokens) {
      const std::string_view head = token.head < 0 ? "" : sentence.tokens[token.head].form;
      for (const std::string_view part :
           {token.form, name(token.tag), std::string_view(token.lemma), name(token.relation)}) {
        result.append(part).append("/");
      }
      result.append(head).append("\n");
    }
    return result;
  }

 private:
  static base::Result<Annotator>* model_;
};
base::Result<Annotator>* AnnotatorTest::model_ = nullptr;

TEST_F(AnnotatorTest, ReadsAStatement) {
  EXPECT_EQ(read("China has sold fighter jets to Pakistan ."),
            "China/PROPN/china/nsubj/sold\n"
            "has/AUX_PRESENT/have/aux/sold\n"
            "sold/VERB_PARTICIPLE/sell/root/\n"
            "fighter/NOUN/fighter/compound/jets\n"
            "jets/NOUN_PLURAL/jet/obj/sold\n"
            "to/ADP/to/case/Pakistan\n"
            "Pakistan/PROPN/pakistan/obl/sold\n"
            "./PUNCT/./punct/sold\n");
}

TEST_F(AnnotatorTest, ReadsAPassiveWithItsAgent) {
  const std::string tree = read("The treaty was denounced by the Taliban .");
  EXPECT_NE(tree.find("treaty/NOUN/treaty/nsubj:pass/denounced"), std::string::npos) << tree;
  EXPECT_NE(tree.find("was/AUX_PAST/be/aux:pass/denounced"), std::string::npos) << tree;
  EXPECT_NE(tree.find("Taliban/PROPN/taliban/obl:agent/denounced"), std::string::npos) << tree;
}

TEST_F(AnnotatorTest, ReadsWhatAnotherIsToldOrSays) {
  const std::string tree = read("Moscow said that it would not withdraw its troops .");
  EXPECT_NE(tree.find("Moscow/PROPN/moscow/nsubj/said"), std::string::npos) << tree;
  EXPECT_NE(tree.find("withdraw/VERB_BASE/withdraw/ccomp/said"), std::string::npos) << tree;
  EXPECT_NE(tree.find("would/AUX_MODAL/would/aux/withdraw"), std::string::npos) << tree;
  EXPECT_NE(tree.find("not/PART/not/advmod/withdraw"), std::string::npos) << tree;
}

TEST_F(AnnotatorTest, TypesetQuotesReadLikePlainOnes) {
  std::string plain = read("Pakistan 's army did n't agree ."),
              typeset = read("Pakistan ’s army did n’t agree .");
  for (std::size_t at; (at = typeset.find("’")) != std::string::npos;) typeset.replace(at, 3, "'");
  EXPECT_EQ(plain, typeset);
}

TEST_F(AnnotatorTest, ASentenceOfNoneOrOneToken) {
  EXPECT_EQ(read(""), "");
  const std::string one = read("Yes");
  EXPECT_NE(one.find("/root/\n"), std::string::npos) << one;
}

TEST_F(AnnotatorTest, FormsThatAreNoWords) {
  Sentence sentence;
  const std::string garbage = "\xFF\xE2\x80\xC3", endless(100'000, 'x');
  for (const std::string_view form : {std::string_view(garbage), std::string_view(endless),
                                      std::string_view(""), std::string_view("\0\0", 2)}) {
    sentence.tokens.emplace_back().form = form;
  }
  annotator().annotate(sentence);
  expect_tree(sentence);
}

TEST_F(AnnotatorTest, SentencesOfAnyLengthAreTrees) {
  std::string text;
  for (const int tokens : {159, 160, 161, 162, 320, 5000, 40'000}) {
    text.clear();
    const std::vector<std::string> words = {"China", "and", "Russia", ",", "which", "border", "it"};
    for (int i = 0; i < tokens; ++i) text += (i > 0 ? " " : "") + words[i % words.size()];
    Sentence sentence = sentence_of(text);
    annotator().annotate(sentence);
    ASSERT_EQ(sentence.tokens.size(), static_cast<std::size_t>(tokens));
    const auto& all = sentence.tokens;
    EXPECT_EQ(std::ranges::count(all, -1, &Token::head), 1) << tokens;
    if (tokens <= 5000) expect_tree(sentence);
  }
}

TEST_F(AnnotatorTest, ManyThreadsReadAlike) {
  const std::string text = "Islamabad will not allow India to use its airspace , officials said .";
  const std::string alone = read(text);
  std::vector<std::string> together(8);
  std::vector<std::thread> threads;
  for (std::string& result : together) threads.emplace_back([&] { result = read(text); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : together) EXPECT_EQ(result, alone);
}

class BrokenModelTest : public testing::Test {
 protected:
  BrokenModelTest() {
    std::ifstream in(kModel, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(in), {});
  }
  ~BrokenModelTest() override { std::filesystem::remove(path_); }

  std::string error_of(const std::string& bytes) const {
    std::ofstream(path_, std::ios::binary) << bytes;
    const auto annotator = Annotator::open(path_);
    return annotator ? "" : annotator.error().message();
  }
  std::string bytes_;
  std::filesystem::path path_ =
      std::filesystem::temp_directory_path() /
      ("entente_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
};

TEST_F(BrokenModelTest, IsNotThere) {
  const auto annotator = Annotator::open("/nowhere/english.model");
  ASSERT_FALSE(annotator);
  EXPECT_EQ(annotator.error().where, "/nowhere/english.model");
}

TEST_F(BrokenModelTest, IsCutShort) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{1}, std::size_t{100}, bytes_.size() / 2, bytes_.size() - 1}) {
    EXPECT_NE(error_of(bytes_.substr(0, size)), "") << size;
  }
}

TEST_F(BrokenModelTest, IsDamaged) {
  std::string damaged = bytes_;
  damaged[damaged.size() / 2] ^= 1;
  EXPECT_NE(error_of(damaged).find("damaged"), std::string::npos);
}

TEST_F(BrokenModelTest, IsAnotherKindOfFile) {
  EXPECT_NE(error_of(std::string(10'000, 'x')).find("not a model file"), std::string::npos);
}

}  // namespace
}  // namespace entente::text
