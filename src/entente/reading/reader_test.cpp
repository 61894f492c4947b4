#include "entente/reading/reader.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace entente::reading {

namespace {

const Reader& reader() {
  static const Reader loaded = [] {
    auto result = Reader::load(ENTENTE_SOURCE_DIR);
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
  }();
  return loaded;
}

model::Document document(std::string text, const char* date = "2019-05-14") {
  model::Document made;
  made.text = std::move(text);
  made.date = base::Date::parse(date);
  return made;
}

bool has(const std::vector<model::Claim>& claims, std::string_view actor, model::ClaimType type,
         std::string_view recipient) {
  return std::ranges::any_of(claims, [&](const model::Claim& c) {
    return c.actor.id == actor && c.type == type && c.recipient.id == recipient;
  });
}

}  // namespace

TEST(Reader, AClaimCarriesItsWords) {
  model::Document given = document("On Monday Norway accused Russia of jamming its signals.");
  const Reading reading = reader().read(given);
  ASSERT_EQ(reading.sentences.size(), 1u);
  ASSERT_TRUE(has(reading.claims, "NOR", model::ClaimType::accuse, "RUS"));
  const model::Claim& claim = reading.claims.front();
  EXPECT_EQ(claim.actor.mention.of(given.text), "Norway");
  EXPECT_EQ(claim.recipient.mention.of(given.text), "Russia");
  EXPECT_EQ(claim.trigger.of(given.text), "accused");
  EXPECT_EQ(claim.claimant.id, "author");
  ASSERT_TRUE(claim.date);
  EXPECT_EQ(claim.date->start.iso(), "2019-05-13");
  EXPECT_EQ(claim.date_mention.of(given.text), "Monday");
  EXPECT_NE(claim.pattern.find(".tsv:"), std::string::npos);
}

TEST(Reader, AnEndQuotesTheWordsThatTellWhoItIs) {
  const auto ends_of = [](std::string text) {
    model::Document given = document(std::move(text));
    const Reading reading = reader().read(given);
    EXPECT_EQ(reading.claims.size(), 1u) << given.text;
    if (reading.claims.empty()) return std::pair<std::string, std::string>{};
    const model::Claim& claim = reading.claims.front();
    return std::pair{std::string(claim.actor.mention.of(given.text)),
                     std::string(claim.recipient.mention.of(given.text))};
  };
  using Ends = std::pair<std::string, std::string>;
  EXPECT_EQ(ends_of("The Peruvian navy said it had attacked Chile on Friday."),
            Ends("Peruvian navy", "Chile"));
  EXPECT_EQ(ends_of("Brazil fed people in northern Malawi in May."),
            Ends("Brazil", "people in northern Malawi"));
}

TEST(Reader, SpansLieInTheTextWhateverTheTextIs) {
  const std::string texts[] = {
      "",
      "\n\n \t",
      "’’’ — … “”",
      std::string(20000, 'x'),
      "Iran, Iran, Iran and Iran and, and Iran's Iran's Iran.",
      "China Russia India Japan Brazil Chile Peru Kenya Mali Chad Togo Niger criticised Iran Iraq.",
      "he said that she said that they said that it said that who said which",
      "The two sides, both of which, these three, their own, the former and the latter met."};
  for (const std::string& text : texts) {
    model::Document given = document(text);
    for (const model::Claim& claim : reader().read(given).claims)
      for (const model::Span span : {claim.sentence, claim.actor.mention, claim.recipient.mention,
                                     claim.trigger, claim.claimant.mention, claim.date_mention}) {
        EXPECT_LE(span.begin, span.end);
        EXPECT_LE(span.end, given.text.size());
      }
  }
}

TEST(Reader, ATextWithoutCapitalsIsReadAsOneWithThem) {
  model::Document given = document(
      "russia accused the us of arming taiwan. president putin met un officials in brussels, and "
      "china protested.");
  const std::string text = given.text;
  const auto claims = reader().read(given).claims;
  EXPECT_TRUE(has(claims, "RUS", model::ClaimType::accuse, "USA"));
  EXPECT_TRUE(has(claims, "USA", model::ClaimType::aid, "TWN"));
  EXPECT_TRUE(has(claims, "RUS", model::ClaimType::consult, "UN"));
  EXPECT_EQ(given.text, text);
}

TEST(Reader, AComingCloserThatEndsDrivesApart) {
  for (const char* text : {"Saudi Arabia suspended normalisation with Israel.",
                           "The rapprochement between Saudi Arabia and Israel has stalled."}) {
    model::Document given = document(text);
    const auto claims = reader().read(given).claims;
    const auto tie = std::ranges::find(claims, model::ClaimType::tie, &model::Claim::type);
    ASSERT_NE(tie, claims.end()) << text;
    EXPECT_EQ(tie->trend, model::Trend::apart) << text;
  }
}

TEST(Reader, WhatIsCalledForIsNotDone) {
  model::Document given = document("The UN called for an immediate ceasefire in Sudan.");
  const auto claims = reader().read(given).claims;
  EXPECT_TRUE(has(claims, "UN", model::ClaimType::request, "SDN"));
  EXPECT_FALSE(has(claims, "UN", model::ClaimType::retreat, "SDN"));
}

TEST(Reader, TheSameTextGivesTheSameClaims) {
  const std::string text =
      "Kenya and Uganda signed a pact. The two neighbours, which have long quarrelled over an "
      "island, will hold talks with Tanzania. Their officials praised it.";
  model::Document one = document(text), two = document(text);
  const Reading first = reader().read(one), second = reader().read(two);
  ASSERT_EQ(first.claims.size(), second.claims.size());
  EXPECT_FALSE(first.claims.empty());
  for (std::size_t i = 0; i < first.claims.size(); ++i) {
    EXPECT_EQ(first.claims[i].actor, second.claims[i].actor);
    EXPECT_EQ(first.claims[i].trigger, second.claims[i].trigger);
  }
}

TEST(Reader, OfficeHoldersGoByTheDocumentsDate) {
  model::Document then = document("Angela Merkel criticised Poland.", "2016-04-04");
  EXPECT_TRUE(has(reader().read(then).claims, "DEU", model::ClaimType::accuse, "POL"));
}

TEST(Reader, ActorsAreFoundByNameAndId) {
  EXPECT_EQ(reader().actor_id("pakistan"), "PAK");
  EXPECT_EQ(reader().actor_id("PAK"), "PAK");
  EXPECT_EQ(reader().actor_id("nowhere at all"), "");
  EXPECT_EQ(reader().actor_name("KAZ"), "Kazakhstan");
  EXPECT_EQ(reader().actor_name("nobodys-oil"), "nobodys-oil");
}

}  // namespace entente::reading
