#include "entente/text/tokens.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "entente/text/tokens_abbreviations.h"
#include "entente/text/tokens_characters.h"

namespace entente::text {
namespace {

/// The tokens of a sentence, parted by a space where the text has one and by '|' where not.
std::string tokens_of(std::string_view text) {
  Sentence sentence;
  sentence.span = {0, static_cast<std::uint32_t>(text.size())};
  tokenize(text, sentence);
  std::string joined;
  for (const Token& token : sentence.tokens) {
    EXPECT_EQ(token.form, token.span.of(text));
    if (!joined.empty()) joined += token.space_before ? ' ' : '|';
    joined += token.form;
  }
  return joined;
}

struct Case {
  std::string_view text, tokens;
};

void expect_all(std::initializer_list<Case> cases) {
  for (const auto& [text, tokens] : cases) EXPECT_EQ(tokens_of(text), tokens);
}

TEST(Tokens, Punctuation) {
  expect_all({{"China, Russia and Turkey.", "China|, Russia and Turkey|."},
              {"He said: “No.”", "He said|: “|No|.|”"},
              {"(see [3])", "(|see [|3|]|)"},
              {"war—and--peace … or...not?!", "war|—|and|--|peace … or|...|not|?!"}});
}

TEST(Tokens, Clitics) {
  expect_all({{"Pakistan’s army doesn't", "Pakistan|’s army does|n't"},
              {"they've I'm he'd we’ll can’t", "they|'ve I|'m he|'d we|’ll ca|n’t"},
              {"the allies’ bases", "the allies|’ bases"},
              {"cannot CANNOT gonna", "can|not CAN|NOT gon|na"},
              {"Ba'athist O’Connor o'clock", "Ba'athist O’Connor o'clock"},
              {"the '80s and ’tis 'em", "the '80s and ’tis 'em"},
              {"'Moscow' said 'no'", "'|Moscow|' said '|no|'"}});
}

TEST(Tokens, Hyphens) {
  expect_all({{"Moscow-based all-weather", "Moscow|-|based all|-|weather"},
              {"anti-terrorist pro-Beijing co-operate e-mail de-escalate ex-minister",
               "anti-terrorist pro-Beijing co-operate e-mail de-escalate ex-minister"},
              {"UN-backed un-British", "UN|-|backed un-British"},
              {"JF-17 COVID-19 2001-2005", "JF|-|17 COVID|-|19 2001|-|2005"},
              {"mid-1962 post-1990", "mid-1962 post|-|1990"},
              {"U.S.-Pakistan", "U.S.|-|Pakistan"},
              {"China- and Russia-led", "China|- and Russia|-|led"},
              {"1996–2001", "1996|–|2001"}});
}

TEST(Tokens, NumbersAndUnits) {
  expect_all({{"$225 million", "$|225 million"},
              {"US$60bn A$5 €3.5m £1,100", "US$|60|bn A$|5 €|3.5|m £|1,100"},
              {"5% of 22,000 at 10:30am", "5|% of 22,000 at 10:30|am"},
              {"9/11 and 24/7 on 4/9/2017", "9/11 and 24/7 on 4/9/2017"},
              {"the 1980s, 5th S20 5G", "the 1980s|, 5th S20 5G"},
              {"1. The parties agree", "1. The parties agree"},
              {"in 2014.", "in 2014|."},
              {".5 of it", ".5 of it"},
              {"call 713-853-1234 or 853-1234", "call 713-853-1234 or 853-1234"}});
}

TEST(Tokens, Abbreviations) {
  expect_all(
      {{"the U.S. and Mr. Putin vs. Gen. A. Q. Khan", "the U.S. and Mr. Putin vs. Gen. A. Q. Khan"},
       {"to the U.S.", "to the U.S."},
       {"on Jan. 4, No. 5 of Inc.", "on Jan. 4|, No. 5 of Inc."},
       {"He said no.", "He said no|."},
       {"It was plan B.", "It was plan B|."},
       {"AT&T and R&D", "AT&T and R&D"}});
}

TEST(Tokens, SlashesAndAddresses) {
  expect_all({{"and/or his/her w/o", "and|/|or his|/|her w/o"},
              {"see https://un.org/a?b=1, or", "see https://un.org/a?b=1|, or"},
              {"(mail a.b@c.org)", "(|mail a.b@c.org|)"},
              {"www.mfa.gov.pk.", "www.mfa.gov.pk|."},
              {"@POTUS on #Kashmir", "@POTUS on #Kashmir"}});
}

TEST(Tokens, EntitiesCountAsTheirCharacters) {
  expect_all({{"Pakistan&#8217;s&nbsp;army", "Pakistan|&#8217;s army"},
              {"isn&rsquo;t AT&amp;T &quot;so&quot;", "is|n&rsquo;t AT&amp;T &quot;|so|&quot;"},
              {"a & b &; &bogus; &#xZZ;", "a & b &|; &|bogus|; &|#xZZ|;"}});
}

TEST(Tokens, OtherScripts) {
  expect_all({{"Türkiye’nin Łódź", "Türkiye’nin Łódź"},
              {"北京 said", "北京 said"},
              {"Yerevan\xC2\xA0 fell", "Yerevan fell"},
              {"na\xC3\xAFve e\xCC\x81t\xC3\xA9", "na\xC3\xAFve e\xCC\x81t\xC3\xA9"}});
}

TEST(Tokens, BrokenBytesAreTokens) {
  const std::string text = "a \xFF\xC3 b &#";
  Sentence sentence;
  sentence.span = {0, static_cast<std::uint32_t>(text.size())};
  tokenize(text, sentence);
  std::uint32_t end = 0;
  for (const Token& token : sentence.tokens) {
    EXPECT_GE(token.span.begin, end);
    EXPECT_GT(token.span.end, token.span.begin);
    end = token.span.end;
  }
}

TEST(Tokens, SpaceBeforeTheFirstIsNone) {
  const std::string text = "One. Two";
  Sentence sentence;
  sentence.span = {4, 8};
  tokenize(text, sentence);
  ASSERT_EQ(sentence.tokens.size(), 1u);
  EXPECT_FALSE(sentence.tokens[0].space_before);
  EXPECT_EQ(sentence.tokens[0].form, "Two");
}

TEST(Abbreviations, Kinds) {
  EXPECT_EQ(abbreviation("Gen"), Abbreviation::title);
  EXPECT_EQ(abbreviation("SEPT"), Abbreviation::numbered);
  EXPECT_EQ(abbreviation("Inc"), Abbreviation::company);
  EXPECT_EQ(abbreviation("U.S"), Abbreviation::acronym);
  EXPECT_EQ(abbreviation("Ph.D"), Abbreviation::acronym);
  EXPECT_EQ(abbreviation("J"), Abbreviation::initial);
  EXPECT_EQ(abbreviation("peace"), Abbreviation::none);
  EXPECT_EQ(abbreviation("war.The"), Abbreviation::none);
}

TEST(Characters, TrimsAllWhiteSpace) {
  EXPECT_EQ(trimmed("\xEF\xBB\xBF \xC2\xA0\tKabul\xE2\x80\x8B\n"), "Kabul");
  EXPECT_EQ(trimmed(" \n "), "");
}

}  // namespace
}  // namespace entente::text
