#include "entente/reading/plausibility.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace entente::reading {
namespace {

/// A model file that holds `text`; gone with the test.
class ModelFile {
 public:
  explicit ModelFile(const std::string& text) {
    std::string name =
        (std::filesystem::temp_directory_path() / "plausibility_test_XXXXXX").string();
    close(mkstemp(name.data()));
    path_ = name;
    std::ofstream(path_, std::ios::binary) << text;
  }
  ModelFile(const ModelFile&) = delete;
  ModelFile& operator=(const ModelFile&) = delete;
  ~ModelFile() { std::filesystem::remove(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// The first line of every model file.
std::string names() {
  std::string line;
  for (const std::string_view name : kClaimFeatureNames)
    line += (line.empty() ? "" : "\t") + std::string(name);
  return line + "\n";
}

/// What is wrong with a file, as "LINE: WHAT"; "" if nothing is.
std::string fault(const std::string& text) {
  const ModelFile file(text);
  const auto model = Plausibility::load(file.path());
  if (model) return "";
  const std::string& where = model.error().where;
  EXPECT_EQ(where.substr(0, where.rfind(':')), file.path().string());
  EXPECT_NE(model.error().advice, "");
  return where.substr(where.rfind(':') + 1) + ": " + model.error().what;
}

// One question about the first feature; a second tree that asks for the third and then the first.
constexpr const char* kTwoTrees =
    "-0.5\n"
    "0\t3\t1\t2\t0\n"
    "-1\t0\t0\t0\t1.5\n"
    "-1\t0\t0\t0\t-2\n"
    "2\t-1\t1\t4\t0\n"
    "0\t0\t2\t3\t0\n"
    "-1\t0\t0\t0\t0.25\n"
    "-1\t0\t0\t0\t0.125\n"
    "-1\t0\t0\t0\t-0.75\n";

TEST(Plausibility, AddsTheLeavesThatARowReaches) {
  const ModelFile file(names() + kTwoTrees);
  const auto model = Plausibility::load(file.path());
  ASSERT_TRUE(model) << model.error().message();
  // A row goes left when its feature is at most the threshold.
  struct Case {
    std::int16_t first, third;
    double sum;
  };
  const std::vector<Case> cases = {{3, 0, -0.5 + 1.5 - 0.75},
                                   {4, 0, -0.5 - 2.0 - 0.75},
                                   {0, -1, -0.5 + 1.5 + 0.25},
                                   {1, -1, -0.5 + 1.5 + 0.125},
                                   {4, -2, -0.5 - 2.0 + 0.125}};
  for (const std::size_t count : {0, 1, 7, 8, 9, 30}) {
    std::vector<ClaimFeatureRow> rows(count);
    for (std::size_t i = 0; i < count; ++i) {
      rows[i][0] = cases[i % cases.size()].first;
      rows[i][2] = cases[i % cases.size()].third;
    }
    const std::vector<float> sums = model->log_odds(rows);
    ASSERT_EQ(sums.size(), count);
    for (std::size_t i = 0; i < count; ++i) EXPECT_NEAR(sums[i], cases[i % cases.size()].sum, 1e-6);
  }
}

TEST(Plausibility, WithoutTreesIsTheConstantTerm) {
  const ModelFile file(names() + "1.25\n");
  const auto model = Plausibility::load(file.path());
  ASSERT_TRUE(model) << model.error().message();
  const ClaimFeatureRow row{};
  EXPECT_NEAR(model->log_odds({&row, 1}).front(), 1.25, 1e-6);
}

TEST(Plausibility, ReadsTheModelThatComesWithTheProgram) {
  const auto model = Plausibility::load(ENTENTE_SOURCE_DIR "/models/claims.model");
  ASSERT_TRUE(model) << model.error().message();
  const ClaimFeatureRow row{};
  EXPECT_LT(std::abs(model->log_odds({&row, 1}).front()), 10);
}

TEST(Plausibility, RefusesOtherFeatures) {
  EXPECT_EQ(fault(""), "1: the features are not this version's");
  EXPECT_EQ(fault("type\tvalence\n1\n"), "1: the features are not this version's");
  std::string more = names();
  more.insert(more.size() - 1, "\tmore");
  EXPECT_EQ(fault(more + "1\n"), "1: the features are not this version's");
}

TEST(Plausibility, RefusesWhatIsNoTree) {
  EXPECT_EQ(fault(names()), "2: the constant term is not a number");
  EXPECT_EQ(fault(names() + "nan\n"), "2: the constant term is not a number");
  const std::string start = names() + "0.5\n";
  EXPECT_EQ(fault(start + "-1\t0\t0\t0\t1\n\n"), "4: not a node of a tree");
  EXPECT_EQ(fault(start + "-1\t0\t0\t0\n"), "3: not a node of a tree");
  EXPECT_EQ(fault(start + "-1\t0\t0\t0\t1\t2\n"), "3: not a node of a tree");
  EXPECT_EQ(fault(start + "-1\t0\t0\t0\tinf\n"), "3: not a node of a tree");
  EXPECT_EQ(fault(start + "-2\t0\t0\t0\t1\n"), "3: not a node of a tree");
  EXPECT_EQ(fault(start + std::to_string(kClaimFeatures) + "\t0\t1\t2\t0\n"),
            "3: not a node of a tree");
  EXPECT_EQ(fault(start + "0\t0.5\t1\t2\t0\n"), "3: not a node of a tree");
}

TEST(Plausibility, RefusesTreesThatDoNotEnd) {
  const std::string start = names() + "0.5\n";
  EXPECT_EQ(fault(start + "0\t3\t0\t1\t0\n"), "3: a node stands above itself");
  EXPECT_EQ(fault(start + "0\t3\t1\t2147483647\t0\n"), "3: no tree has so many nodes");
  EXPECT_EQ(fault(start + "0\t3\t1\t2\t0\n-1\t0\t0\t0\t1\n"), "5: the last tree is not whole");
}

TEST(Plausibility, RefusesTreesOfMoreThan32Leaves) {
  // Leaf after leaf to the left: question, leaf, question, leaf ...
  const auto tree = [](int leaves) {
    std::string text;
    for (int leaf = 0; leaf + 1 < leaves; ++leaf)
      text += "0\t3\t" + std::to_string(2 * leaf + 1) + "\t" + std::to_string(2 * leaf + 2) +
              "\t0\n-1\t0\t0\t0\t1\n";
    return text + "-1\t0\t0\t0\t1\n";
  };
  const std::string start = names() + "0.5\n";
  EXPECT_EQ(fault(start + tree(32)), "");
  EXPECT_EQ(fault(start + tree(33)), "65: no tree has so many nodes");
  // Nodes that stand below two others have their leaves twice.
  std::string twice;
  for (int node = 0; node < 10; ++node)
    twice += "0\t3\t" + std::to_string(node + 1) + "\t" + std::to_string(node + 1) + "\t0\n";
  EXPECT_EQ(fault(start + twice + "-1\t0\t0\t0\t1\n"), "13: no tree has so many leaves");
}

TEST(Plausibility, NamesAFileThatIsNotThere) {
  const auto model = Plausibility::load("/nowhere/claims.model");
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().where.find("/nowhere/claims.model"), std::string::npos);
}

}  // namespace
}  // namespace entente::reading
