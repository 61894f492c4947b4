#include "entente/reading/actors.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "entente/text/tokens.h"

namespace entente::reading {

namespace {

const std::filesystem::path kKnowledge = std::filesystem::path(ENTENTE_SOURCE_DIR) / "knowledge";

const Actors& known_actors() {
  static const Actors actors = [] {
    auto loaded = Actors::load({kKnowledge});
    if (!loaded) throw std::runtime_error(loaded.error().message());
    return std::move(*loaded);
  }();
  return actors;
}

/// The tokens look into `words`, which must outlive them.
text::Sentence tokens_of(std::string_view words) {
  text::Sentence sentence;
  sentence.span = {0, static_cast<std::uint32_t>(words.size())};
  text::tokenize(words, sentence);
  return sentence;
}

/// The id of the first meaning of the longest name at the start of `words`, and its length.
std::pair<std::string, int> first_name(std::string_view words) {
  const text::Sentence sentence = tokens_of(words);
  const Match<Sense> match = known_actors().name_at(sentence.tokens, 0);
  return {match.length == 0 ? "" : std::string(match.meanings[0].id), match.length};
}

}  // namespace

TEST(Actors, KnowsEveryMemberOfTheUnitedNationsByNameAndId) {
  const std::vector<std::string> some{"Pakistan", "Kyrgyzstan",  "Sao Tome and Principe",
                                      "Eswatini", "Timor-Leste", "Palestine",
                                      "Holy See", "Ivory Coast"};
  for (const std::string& name : some) EXPECT_FALSE(known_actors().id_of(name).empty()) << name;
  int states = 0;
  std::ifstream file(kKnowledge / "countries.tsv");
  for (std::string line; std::getline(file, line);)
    states += !line.empty() && line[0] != '#' && line.size() > 3 && line[3] == '\t';
  EXPECT_GE(states, 195);
}

TEST(Actors, FindsTheLongestName) {
  EXPECT_EQ(first_name("United States officials"), std::make_pair(std::string("USA"), 2));
  EXPECT_EQ(first_name("U.S. troops"), std::make_pair(std::string("USA"), 1));
  EXPECT_EQ(first_name("South Korea said"), std::make_pair(std::string("KOR"), 2));
  EXPECT_EQ(first_name("Shanghai Cooperation Organisation members").first, "SCO");
  EXPECT_EQ(first_name("PAKISTAN REJECTS").first, "PAK");
  EXPECT_EQ(first_name("the meeting").second, 0);
}

TEST(Actors, NamesPersonsWithTheirTermsOfOffice) {
  const text::Sentence sentence = tokens_of("Angela Merkel");
  const Match<Sense> match = known_actors().name_at(sentence.tokens, 0);
  ASSERT_EQ(match.length, 2);
  EXPECT_EQ(match.meanings[0].id, "DEU");
  EXPECT_EQ(match.meanings[0].kind, NameKind::person);
  EXPECT_EQ(match.meanings[0].from.iso().substr(0, 4), "2005");
}

TEST(Actors, RolesMatchInAnyCapitals) {
  const text::Sentence sentence = tokens_of("Foreign Minister of");
  const Match<Role> role = known_actors().role_at(sentence.tokens, 0);
  ASSERT_EQ(role.length, 2);
  EXPECT_EQ(role.meanings[0].sector, "GOV");
  EXPECT_EQ(role.meanings[0].kind, RoleKind::person);
}

TEST(Actors, ABadRowIsNamedWithFileAndLine) {
  const auto folder = std::filesystem::temp_directory_path() /
                      ("entente_actors_test_" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  for (const auto& file : std::filesystem::directory_iterator(kKnowledge))
    if (file.is_regular_file())
      std::filesystem::copy_file(file, folder / file.path().filename(),
                                 std::filesystem::copy_options::overwrite_existing);
  std::ofstream(folder / "roles.tsv") << "words\tsector\tkind\toffice\nking\tGOV\tmonarch\thead\n";
  const auto loaded = Actors::load({folder});
  std::filesystem::remove_all(folder);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().where, (folder / "roles.tsv").string() + ":2");
  EXPECT_NE(loaded.error().what.find("monarch"), std::string::npos);
}

}  // namespace entente::reading
