#include "entente/reading/patterns.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace entente::reading {

namespace {

/// A knowledge folder with one row of verbs, and nothing else.
base::Result<Patterns> load_with(const std::string& row) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("entente_patterns_test_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string columns = "words\tpos\tneeds\ttype\tframe\tlayer\tsign\ttrend\n";
  std::ofstream(folder / "triggers_cooperation.tsv") << columns;
  std::ofstream(folder / "triggers_conflict.tsv") << columns << row << "\n";
  std::ofstream(folder / "triggers_nouns.tsv") << columns;
  std::ofstream(folder / "operators.tsv") << "words\tpos\taux\tvoucher\tlight\tsign\ttrend\n";
  std::ofstream(folder / "layers.tsv") << "words\tlayer\n";
  std::ofstream(folder / "irregular_verbs.tsv") << "lemma\tforms\n";
  std::ofstream(folder / "stand_ins.tsv") << "form\tas\n";
  auto loaded = Patterns::load({folder});
  std::filesystem::remove_all(folder);
  return loaded;
}

}  // namespace

TEST(Patterns, ARowIsReadWithItsFrame) {
  const auto patterns = load_with("accuse|blame\tv\t\tACCUSE\tsubj>obj!,on\t\t\t");
  ASSERT_TRUE(patterns) << patterns.error().message();
  const auto rows = patterns->triggers("blame", WordClass::verb);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].type, model::ClaimType::accuse);
  EXPECT_EQ(rows[0].actors[0].kind, SlotKind::subject);
  ASSERT_EQ(rows[0].recipients.size(), 2u);
  EXPECT_TRUE(rows[0].recipients[0].itself);
  EXPECT_EQ(rows[0].recipients[1].preposition, "on");
  EXPECT_EQ(rows[0].where, "triggers_conflict.tsv:2");
  EXPECT_TRUE(patterns->triggers("blame", WordClass::noun).empty());
}

TEST(Patterns, FaultsNameFileLineAndWord) {
  const std::pair<const char*, const char*> faults[] = {
      {"hit\tx\t\tASSAULT\t\t\t\t", "'x' is no word class"},
      {"hit\tv\t\tPUNCH\t\t\t\t", "'PUNCH' is no claim type"},
      {"hit\tv\t\tASSAULT\tsubj\t\t\t", "the frame 'subj' has no '>'"},
      {"hit\tv\t\tASSAULT\t\tnaval\t\t", "'naval' is no layer"},
      {"hit\tv\t\tTIE\t\t\t*\t", "'*' is not in the codebook"},
      {"hit\tv\t\tASSAULT", "4 cells where the header has 8"}};
  for (const auto& [row, what] : faults) {
    const auto patterns = load_with(row);
    ASSERT_FALSE(patterns) << row;
    EXPECT_EQ(patterns.error().what, what);
    EXPECT_TRUE(patterns.error().where.ends_with("triggers_conflict.tsv:2"))
        << patterns.error().where;
  }
}

TEST(Patterns, TheProjectsOwnKnowledgeIsSound) {
  const auto patterns = Patterns::load({ENTENTE_SOURCE_DIR "/knowledge"});
  ASSERT_TRUE(patterns) << patterns.error().message();
  EXPECT_FALSE(patterns->triggers("accuse", WordClass::verb).empty());
  ASSERT_NE(patterns->find_operator("pledge", WordClass::verb), nullptr);
  EXPECT_EQ(patterns->layer("pipeline"), model::Layer::energy);
}

}  // namespace entente::reading
