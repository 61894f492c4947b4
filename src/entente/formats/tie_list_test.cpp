#include "entente/formats/tie_list.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace entente::formats {
namespace {

class TieListTest : public testing::Test {
 protected:
  TieListTest() {
    std::string name = (std::filesystem::temp_directory_path() / "tie_list_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~TieListTest() override { std::filesystem::remove_all(folder_); }

  base::Result<TieList> read(std::string_view text) {
    const std::string path = folder_ / "ties.csv";
    std::ofstream(path, std::ios::binary) << text;
    return read_ties(path);
  }
  std::string error(std::string_view text) {
    const auto found = read(text);
    if (found) return "";
    const std::string message = found.error().message();
    return message.substr(message.find("ties.csv"));
  }

  std::filesystem::path folder_;
};

using Weights = std::vector<std::int64_t>;

Weights weights(const TieList& list) {
  Weights weights;
  for (const auto& tie : list.ties) weights.push_back(tie.weight);
  return weights;
}

TEST_F(TieListTest, ReadsSignsAndKeepsTheOrderOfTheFile) {
  const auto list = read("from,to,sign\nB,A,+\n\nA,C,-\nC,C,1\r\nB,\"D, the other\",-1\n");
  ASSERT_TRUE(list) << list.error().message();
  EXPECT_EQ(list->names, (std::vector<std::string>{"B", "A", "C", "D, the other"}));
  EXPECT_EQ(weights(*list), (Weights{1, -1, 1, -1}));
  EXPECT_EQ(list->ties[2].a, list->ties[2].b);
  EXPECT_EQ(list->decimals, 0);
}

TEST_F(TieListTest, WeightsAreExact) {
  const auto list = read("A,B,0.1\nA,C,-12\nB,C,2.250\nB,D,1e-3\n");
  ASSERT_TRUE(list) << list.error().message();
  EXPECT_EQ(list->decimals, 3);
  EXPECT_EQ(weights(*list), (Weights{100, -12000, 2250, 1}));
}

TEST_F(TieListTest, BeyondNineDecimalsIsRounded) {
  const auto list = read("A,B,0.3333333333333\nA,C,1\n");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->decimals, 9);
  EXPECT_EQ(weights(*list), (Weights{333333333, 1000000000}));
}

TEST_F(TieListTest, ColumnsComeInAnyOrderWhenTheyAreNamed) {
  const auto list = read("weight,note,target,source\n-3,x,B,A\n");
  ASSERT_TRUE(list) << list.error().message();
  EXPECT_EQ(list->names, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(weights(*list), Weights{-3});
}

TEST_F(TieListTest, ErrorsSayWhichLine) {
  EXPECT_EQ(error("from,to\nA,B\n"),
            "ties.csv:1: the header lacks the column 'sign'; begin with a line like from,to,sign");
  EXPECT_EQ(error("from,to,sign\nA,B,1\nA,C,friend\n"),
            "ties.csv:3: 'friend' is no sign or weight; write + or -, or a number");
  EXPECT_EQ(error("from,to,sign\nA,B\n"), "ties.csv:2: the line has 2 cells, not 3");
  EXPECT_EQ(error("from,to,sign\nA,,1\n"), "ties.csv:2: an end of the tie is missing");
  EXPECT_EQ(error("from,to,sign\nA,\"B,1\n"), "ties.csv:2: a quote is not closed");
  EXPECT_EQ(error(""), "ties.csv: the file is empty; give lines of from,to,weight");
  EXPECT_NE(error("A,B,nan\nA,C,inf\n"), "");
  EXPECT_NE(error("A,B,999999999999999999\nA,C,0.000000001\n"), "");
  EXPECT_FALSE(read_ties(folder_ / "none.csv"));
}

}  // namespace
}  // namespace entente::formats
