#include "entente/reading/explanation.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "entente/reading/reader.h"

namespace entente::reading {

namespace {

const Reader& reader() {
  static const base::Result<Reader> loaded = Reader::load(ENTENTE_SOURCE_DIR);
  EXPECT_TRUE(loaded);
  return *loaded;
}

/// Keeps the text that explanations refer to.
struct Explained {
  explicit Explained(std::string text, const char* date = "2019-05-14") {
    document.text = std::move(text);
    document.date = base::Date::parse(date);
    sentences = reader().explain(document);
  }
  model::Document document;
  std::vector<Explanation> sentences;
};

const Explanation::Word* word_of(const Explanation& explanation, std::string_view form,
                                 WordClass as = WordClass::verb) {
  const auto found = std::ranges::find_if(explanation.words, [&](const Explanation::Word& word) {
    return word.as == as && explanation.sentence.tokens[std::size_t(word.token)].form == form;
  });
  return found == explanation.words.end() ? nullptr : &*found;
}

const Explanation::Field& field(const Explanation::Claim& claim, std::string_view name) {
  static const Explanation::Field none;
  const auto found = std::ranges::find(claim.fields, name, &Explanation::Field::name);
  return found == claim.fields.end() ? none : *found;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool has_outcome(const Explanation::Word* word, Outcome outcome) {
  return word != nullptr && std::ranges::any_of(word->rows, [&](const Explanation::Row& row) {
           return row.outcome == outcome;
         });
}

}  // namespace

TEST(Explanation, SaysWhereEachFieldComesFrom) {
  const Explained said(
      "China may supply Pakistan with fighter jets, Turkish officials said on Monday.");
  ASSERT_EQ(said.sentences.size(), 1u);
  ASSERT_EQ(said.sentences[0].claims.size(), 1u);
  const Explanation::Claim& claim = said.sentences[0].claims[0];
  EXPECT_TRUE(has(field(claim, "actor").why, "in subj of “supply”"));
  EXPECT_TRUE(has(field(claim, "type").why, claim.claim.pattern));
  EXPECT_EQ(field(claim, "mode").value, "hypothetical");
  EXPECT_TRUE(has(field(claim, "mode").why, "“may”"));
  EXPECT_TRUE(has(field(claim, "claimant").value, "TUR"));
  EXPECT_TRUE(has(field(claim, "claimant").why, "“said”"));
}

TEST(Explanation, GivesTheClaimsThatReadingGives) {
  const std::string text =
      "Kenya and Uganda signed a pact. The two neighbours, which have long quarrelled over an "
      "island, will hold talks with Tanzania. Their officials praised it.";
  const Explained explained(text);
  model::Document document = explained.document;
  const Reading reading = reader().read(document);
  std::vector<model::Claim> claims;
  for (const Explanation& explanation : explained.sentences)
    for (const Explanation::Claim& claim : explanation.claims) claims.push_back(claim.claim);
  ASSERT_EQ(claims.size(), reading.claims.size());
  for (std::size_t i = 0; i < claims.size(); ++i) {
    EXPECT_EQ(claims[i].trigger, reading.claims[i].trigger);
    EXPECT_EQ(claims[i].actor, reading.claims[i].actor);
    EXPECT_EQ(claims[i].pattern, reading.claims[i].pattern);
  }
}

TEST(Explanation, TellsWhyARowDidNotFire) {
  const Explained no_recipient("Norway lambasted the weather.");
  const Explanation::Word* lambasted = word_of(no_recipient.sentences[0], "lambasted");
  ASSERT_TRUE(has_outcome(lambasted, Outcome::no_recipient));
  EXPECT_TRUE(has(lambasted->rows[0].why, "“weather”"));
  EXPECT_TRUE(has(lambasted->rows[0].why, "NOR"));
  const Explained same("Norway accused Norway of lying.");
  EXPECT_TRUE(has_outcome(word_of(same.sentences[0], "accused"), Outcome::same_actor));
  const Explained needs("China supplied Pakistan with chairs.");
  EXPECT_TRUE(has_outcome(word_of(needs.sentences[0], "supplied"), Outcome::needs));
}

TEST(Explanation, NamesWhatNoFileHas) {
  const Explained unknown("Norway jawboned Sweden in Zembla.");
  const Explanation& explanation = unknown.sentences[0];
  ASSERT_EQ(explanation.unknown.size(), 1u);
  EXPECT_TRUE(has(explanation.unknown[0].why, "no file"));
  const Explanation::Word* verb = word_of(explanation, "jawboned");
  ASSERT_NE(verb, nullptr);
  EXPECT_TRUE(verb->rows.empty());
}

TEST(Explanation, PronounsStandForWhatWasNamedBefore) {
  const Explained two("Norway invited Sweden. It praised Finland.");
  ASSERT_EQ(two.sentences.size(), 2u);
  const auto& actors = two.sentences[1].actors;
  const auto it = std::ranges::find(actors, "pronoun", &Explanation::Actor::kind);
  ASSERT_NE(it, actors.end());
  EXPECT_EQ(it->stands_for, std::vector<std::string>{"NOR"});
}

TEST(Explanation, AnyTextHasOne) {
  EXPECT_TRUE(Explained("").sentences.empty());
  EXPECT_TRUE(Explained("\n\n \n\n").sentences.empty());
  EXPECT_FALSE(Explained("’’’ — … “”").sentences.empty());
  EXPECT_FALSE(Explained(std::string(9000, 'x')).sentences.empty());
  EXPECT_FALSE(Explained("Iran, Iran and Iran's Iran met Iran, which it met.").sentences.empty());
}

}  // namespace entente::reading
