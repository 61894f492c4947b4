#include "entente/reading/dates.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "entente/text/tokens.h"

namespace entente::reading {
namespace {

using base::Date;
using base::Interval;
using text::Tag;

const Periods& periods() {
  static const auto loaded = Periods::load(ENTENTE_SOURCE_DIR "/knowledge/dates.tsv");
  return loaded.value();
}

/// Tags for the words of these tests that decide about tense, so that no model is needed.
Tag tag_of(std::string_view form, std::string_view before) {
  struct Known {
    std::string_view form;
    Tag tag;
  };
  static constexpr std::array kKnown = {
      Known{"will", Tag::AUX_MODAL},        Known{"would", Tag::AUX_MODAL},
      Known{"was", Tag::AUX_PAST},          Known{"were", Tag::AUX_PAST},
      Known{"had", Tag::AUX_PAST},          Known{"is", Tag::AUX_PRESENT},
      Known{"are", Tag::AUX_PRESENT},       Known{"has", Tag::AUX_PRESENT},
      Known{"have", Tag::AUX_PRESENT},      Known{"met", Tag::VERB_PAST},
      Known{"signed", Tag::VERB_PAST},      Known{"said", Tag::VERB_PAST},
      Known{"agreed", Tag::VERB_PAST},      Known{"refused", Tag::VERB_PAST},
      Known{"expelled", Tag::VERB_PAST},    Known{"withdrew", Tag::VERB_PAST},
      Known{"held", Tag::VERB_PAST},        Known{"cooled", Tag::VERB_PAST},
      Known{"meet", Tag::VERB_BASE},        Known{"visit", Tag::VERB_BASE},
      Known{"largest", Tag::ADJ},           Known{"troops", Tag::NOUN_PLURAL},
      Known{"elections", Tag::NOUN_PLURAL}, Known{"visits", Tag::VERB_PRESENT}};
  if ((form == "visit" || form == "meet") && before != "to" && before != "will")
    return form == "visit" ? Tag::NOUN : Tag::VERB_BASE;
  for (const Known& known : kKnown)
    if (known.form == form) return known.tag;
  if (form == "May" && before.empty()) return Tag::AUX_MODAL;
  return form.front() >= 'A' && form.front() <= 'Z' ? Tag::PROPN : Tag::X;
}

text::Sentence sentence_of(std::string_view text) {
  text::Sentence sentence;
  sentence.span = {0, static_cast<std::uint32_t>(text.size())};
  text::tokenize(text, sentence);
  std::string_view before;
  for (text::Token& token : sentence.tokens) {
    token.tag = tag_of(token.form, before);
    before = token.form;
  }
  return sentence;
}

std::string_view name(TimeRelation relation) {
  constexpr std::array<std::string_view, 6> kNames{"in", "since", "until", "by", "before", "after"};
  return kNames[std::size_t(relation)];
}

/// "last week = 2017-08-28..2017-09-03 week", expressions joined by "; ".
std::string describe(std::string_view text, const text::Sentence& sentence,
                     const std::vector<TimeExpression>& found) {
  std::string all;
  for (const TimeExpression& e : found) {
    const auto begin = sentence.tokens[std::size_t(e.begin)].span.begin;
    const auto end = sentence.tokens[std::size_t(e.end) - 1].span.end;
    if (!all.empty()) all += "; ";
    all += std::string(text.substr(begin, end - begin)) + " =";
    if (e.when) {
      all += " " + e.when->start.iso();
      if (e.when->end != e.when->start) all += ".." + e.when->end.iso();
      all += " " + std::string(base::name(e.when->precision));
    } else {
      all += " ?";
    }
    if (e.relation != TimeRelation::in) all += " " + std::string(name(e.relation));
    if (e.historical) all += " historical";
  }
  return all;
}

std::string read(std::string_view text, Timeline& timeline) {
  const text::Sentence sentence = sentence_of(text);
  return describe(text, sentence, find_dates(sentence.tokens, timeline, periods()));
}

struct Case {
  std::string_view text;
  std::string_view expected;
};

void expect_all(std::string_view document_date, std::span<const Case> cases) {
  for (const auto& [text, expected] : cases) {
    Timeline timeline;
    if (!document_date.empty()) timeline.document_date = Date::parse(document_date);
    EXPECT_EQ(read(text, timeline), expected) << text;
  }
}

// 2017-09-14 is a Thursday.
constexpr std::string_view kDocument = "2017-09-14";

TEST(Dates, Absolute) {
  const Case cases[] = {
      {"The pact was signed on September 5, 2017, in Ankara.",
       "September 5, 2017 = 2017-09-05 day"},
      {"The pact was signed on 5 September 2017.", "5 September 2017 = 2017-09-05 day"},
      {"Oman expelled him on the 5th of September 2015.",
       "the 5th of September 2015 = 2015-09-05 day"},
      {"On Monday, June 4, 2012 they met.", "Monday, June 4, 2012 = 2012-06-04 day"},
      {"They met on Sept. 5, 2016, and on 7 Oct 2016.",
       "Sept. 5, 2016 = 2016-09-05 day; 7 Oct 2016 = 2016-10-07 day"},
      {"Report of 2017-09-05", "2017-09-05 = 2017-09-05 day"},
      {"Minsk, 05.09.2017", "05.09.2017 = 2017-09-05 day"},
      {"Updated 29/08/2017", "29/08/2017 = 2017-08-29 day"},
      {"Updated 08/29/2017", "08/29/2017 = 2017-08-29 day"},
      {"Updated 05/06/2017", ""},
      {"Updated 31.02.2017 and 2017-13-01", ""},
      {"In March 2016 Chad signed a pact.", "March 2016 = 2016-03-01..2016-03-31 month"},
      {"It began in November of 2003.", "November of 2003 = 2003-11-01..2003-11-30 month"},
      {"In 2014 Cuba recalled its envoy.", "2014 = 2014-01-01..2014-12-31 year"},
      {"the 2014 deal with Tehran", "2014 = 2014-01-01..2014-12-31 year"},
      {"Belgrade's 2013 accord with Pristina", "2013 = 2013-01-01..2013-12-31 year"},
      {"wars in 2008 and 2014 against neighbours",
       "2008 = 2008-01-01..2008-12-31 year; 2014 = 2014-01-01..2014-12-31 year"},
      {"The empire fell in 1917.", "1917 = 1917-01-01..1917-12-31 year"},
      {"From 4 to 6 June 2015 the king was there.",
       "From 4 to 6 June 2015 = 2015-06-04..2015-06-06 range"},
      {"The drill of 24-25 April 2016", "24-25 April 2016 = 2016-04-24..2016-04-25 range"},
      {"on April 24-25, 2015, in Doha", "April 24-25, 2015 = 2015-04-24..2015-04-25 range"},
      {"In fiscal 2016 and FY2015 aid fell.",
       "2016 = 2016-01-01..2016-12-31 year; FY2015 = 2015-01-01..2015-12-31 year"},
      {"The post-2014 mission", "post-2014 = 2015-01-01..2017-09-14 range after"},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, NeedNoDocumentDate) {
  const Case cases[] = {
      {"On 3 May 2019 they met.", "3 May 2019 = 2019-05-03 day"},
      {"In the 1980s they met.", "the 1980s = 1980-01-01..1989-12-31 range"},
      {"Since 2013 both have met.", "Since 2013 = 2013-01-01..2013-12-31 year since"},
      {"Last week, on Tuesday and two days ago, yesterday, in March, on 5 May, recently.", ""},
      {"Two months later, in the same year and the previous month, they met.", ""},
      {"In March 2014 they met, and in August they met.",
       "March 2014 = 2014-03-01..2014-03-31 month; August = 2014-08-01..2014-08-31 month"},
  };
  expect_all("", cases);
}

TEST(Dates, PartsOfTime) {
  const Case cases[] = {
      {"in early 2016", "early 2016 = 2016-01-01..2016-04-30 range"},
      {"in mid-2016", "mid-2016 = 2016-05-01..2016-08-31 range"},
      {"late in 2016", "late in 2016 = 2016-09-01..2016-12-31 range"},
      {"at the end of 2014", "the end of 2014 = 2014-10-01..2014-12-31 quarter"},
      {"at the beginning of 2014", "the beginning of 2014 = 2014-01-01..2014-03-31 quarter"},
      {"in late June 2016", "late June 2016 = 2016-06-21..2016-06-30 range"},
      {"in mid-July they met", "mid-July = 2017-07-11..2017-07-20 range"},
      {"by the end of the year", "by the end of the year = 2017-09-14..2017-12-31 range by"},
      {"late last year", "late last year = 2016-09-01..2016-12-31 range"},
      {"in the late 1990s", "the late 1990s = 1997-01-01..1999-12-31 range"},
      {"the mid-1960s", "the mid-1960s = 1964-01-01..1966-12-31 range"},
      {"in the 1980's", "the 1980's = 1980-01-01..1989-12-31 range"},
      {"in the ’80s", "the ’80s = 1980-01-01..1989-12-31 range"},
      {"in the early nineties", "the early nineties = 1990-01-01..1993-12-31 range"},
      {"a man in his sixties", ""},
      {"in the 1800s", "the 1800s = 1800-01-01..1899-12-31 range"},
      {"in the eighteenth and nineteenth centuries",
       "the eighteenth and nineteenth centuries = 1701-01-01..1900-12-31 range"},
      {"in the 19th century", "the 19th century = 1801-01-01..1900-12-31 range"},
      {"twentieth-century wars", "twentieth-century = 1901-01-01..2000-12-31 range"},
      {"the first quarter of 2016", "the first quarter of 2016 = 2016-01-01..2016-03-31 quarter"},
      {"Q3 2016", "Q3 2016 = 2016-07-01..2016-09-30 quarter"},
      {"in the second half of last year",
       "the second half of last year = 2016-07-01..2016-12-31 range"},
      {"the first half of the 1990s", "the first half of the 1990s = 1990-01-01..1994-12-31 range"},
      {"in the summer of 2016", "the summer of 2016 = 2016-06-01..2016-08-31 quarter"},
      {"winter 2013", "winter 2013 = 2013-12-01..2014-02-28 quarter"},
      {"last winter", "last winter = 2016-12-01..2017-02-28 quarter"},
      {"next spring", "next spring = 2018-03-01..2018-05-31 quarter"},
      {"They met in the spring.", "the spring = 2017-03-01..2017-05-31 quarter"},
      {"after the fall of Kabul, in the fall of Aleppo", ""},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, Ranges) {
  const Case cases[] = {
      {"from 2001 to 2014", "from 2001 to 2014 = 2001-01-01..2014-12-31 range"},
      {"between March and May 2015", "between March and May 2015 = 2015-03-01..2015-05-31 range"},
      {"the war of 2001-2005", "2001-2005 = 2001-01-01..2005-12-31 range"},
      {"the years 2001–05", "2001–05 = 2001-01-01..2005-12-31 range"},
      {"President Lee (2008-2013)", "2008-2013 = 2008-01-01..2013-12-31 range"},
      {"from November to February they met",
       "from November to February = 2016-11-01..2017-02-28 range"},
      {"from 3 March to 5 April 2014",
       "from 3 March to 5 April 2014 = 2014-03-03..2014-04-05 range"},
      {"from 2013 to the present", "from 2013 to the present = 2013-01-01..2017-09-14 range since"},
      {"from 2013 onwards", "from 2013 onwards = 2013-01-01..2017-09-14 range since"},
      {"between Monday and Wednesday they met",
       "between Monday and Wednesday = 2017-09-11..2017-09-13 range"},
      {"Since 2013 they have met.", "Since 2013 = 2013-01-01..2017-09-14 range since"},
      {"since last month", "since last month = 2017-08-01..2017-09-14 range since"},
      {"beginning in 2014", "beginning in 2014 = 2014-01-01..2017-09-14 range since"},
      {"until 2014", "until 2014 = 2014-01-01..2014-12-31 year until"},
      {"until 2024", "until 2024 = 2017-09-14..2024-12-31 range until"},
      {"by 2030", "by 2030 = 2017-09-14..2030-12-31 range by"},
      {"before 2014", "before 2014 = ? before"},
      {"before 1979", "before 1979 = ? before historical"},
      {"before the end of the year",
       "before the end of the year = 2017-09-14..2017-12-30 range before"},
      {"after the 2014 coup", "after the 2014 = 2014-01-01..2017-09-14 range after"},
      {"before 2020", "before 2020 = 2017-09-14..2019-12-31 range before"},
      {"after 2014", "after 2014 = 2015-01-01..2017-09-14 range after"},
      {"from 1500 to 2000 troops", ""},
      {"the 2015/16 season", "2015/16 = 2015-01-01..2016-12-31 range"},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, CountedFromTheDocument) {
  const Case cases[] = {
      {"today", "today = 2017-09-14 day"},
      {"Yesterday evening they met.", "Yesterday evening = 2017-09-13 day"},
      {"tomorrow", "tomorrow = 2017-09-15 day"},
      {"tonight", "tonight = 2017-09-14 day"},
      {"last night", "last night = 2017-09-13 day"},
      {"the day before yesterday", "the day before yesterday = 2017-09-12 day"},
      {"in today's world", ""},
      {"this week", "this week = 2017-09-11..2017-09-17 week"},
      {"last week's visit", "last week = 2017-09-04..2017-09-10 week"},
      {"next week", "next week = 2017-09-18..2017-09-24 week"},
      {"this past week", "this past week = 2017-09-08..2017-09-14 week"},
      {"over the past week", "the past week = 2017-09-08..2017-09-14 week"},
      {"last month", "last month = 2017-08-01..2017-08-31 month"},
      {"last year", "last year = 2016-01-01..2016-12-31 year"},
      {"next quarter", "next quarter = 2017-10-01..2017-12-31 quarter"},
      {"this decade", "this decade = 2010-01-01..2019-12-31 range"},
      {"over the past decade", "the past decade = 2007-09-14..2017-09-14 range"},
      {"in the last two years", "the last two years = 2015-09-14..2017-09-14 range"},
      {"the coming months", "the coming months = 2017-09-14..2018-01-14 range"},
      {"in recent weeks", "recent weeks = 2017-08-03..2017-09-14 range"},
      {"in recent years", "recent years = 2012-09-14..2017-09-14 range"},
      {"earlier this year", "earlier this year = 2017-01-01..2017-09-14 range"},
      {"earlier this week", "earlier this week = 2017-09-11..2017-09-14 range"},
      {"later this year", "later this year = 2017-09-14..2017-12-31 range"},
      {"later in the month", "later in the month = 2017-09-14..2017-09-30 range"},
      {"earlier on Monday", "earlier on Monday = 2017-09-11 day"},
      {"two weeks ago", "two weeks ago = 2017-08-28..2017-09-03 week"},
      {"three days ago", "three days ago = 2017-09-11 day"},
      {"twenty-five years ago", "twenty-five years ago = 1992-01-01..1992-12-31 year"},
      {"a decade ago", "a decade ago = 2006-09-14..2008-09-14 range"},
      {"a few days ago", "a few days ago = 2017-09-06..2017-09-13 range"},
      {"48 hours ago", "48 hours ago = 2017-09-12 day"},
      {"a week from now", "a week from now = 2017-09-18..2017-09-24 week"},
      {"in three weeks' time", "in three weeks' time = 2017-10-02..2017-10-08 week"},
      {"They will meet in two weeks.", "in two weeks = 2017-09-25..2017-10-01 week"},
      {"at the weekend", "the weekend = 2017-09-09..2017-09-10 range"},
      {"last weekend", "last weekend = 2017-09-09..2017-09-10 range"},
      {"the summer of last year", "the summer of last year = 2016-06-01..2016-08-31 quarter"},
      {"in July last year", "July last year = 2016-07-01..2016-07-31 month"},
      {"by year's end", "by year's end = 2017-09-14..2017-12-31 range by"},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, WeekdaysFollowTheTense) {
  const Case cases[] = {
      {"On Tuesday, Laos expelled the envoy.", "Tuesday = 2017-09-12 day"},
      {"Laos expelled the envoy on Friday.", "Friday = 2017-09-08 day"},
      {"Laos expelled the envoy on Thursday.", "Thursday = 2017-09-14 day"},
      {"The premier will visit Riga on Monday.", "Monday = 2017-09-18 day"},
      {"On Monday the premier will visit Riga.", "Monday = 2017-09-18 day"},
      {"He said on Monday that both will visit Riga.", "Monday = 2017-09-11 day"},
      {"Both agreed to meet on Monday.", "Monday = 2017-09-18 day"},
      {"They want to reply by Monday.", "by Monday = 2017-09-14..2017-09-18 range by"},
      {"Both refused to meet on Monday.", "Monday = 2017-09-11 day"},
      {"On Monday he was due to visit Riga.", "Monday = 2017-09-18 day"},
      {"a meeting scheduled for Friday", "Friday = 2017-09-15 day"},
      {"Sunday's talks in Doha", "Sunday = 2017-09-10 day"},
      {"Monday morning they met.", "Monday morning = 2017-09-11 day"},
      {"last Thursday", "last Thursday = 2017-09-07 day"},
      {"next Monday", "next Monday = 2017-09-18 day"},
      {"Tuesday of last week", "Tuesday of last week = 2017-09-05 day"},
      {"In August they met.", "August = 2017-08-01..2017-08-31 month"},
      {"In October they met.", "October = 2016-10-01..2016-10-31 month"},
      {"In October they will meet.", "October = 2017-10-01..2017-10-31 month"},
      {"They will meet on 3 January.", "3 January = 2018-01-03 day"},
      {"They met on Sept. 5 in Baku.", "Sept. 5 = 2017-09-05 day"},
      {"last July", "last July = 2017-07-01..2017-07-31 month"},
      {"It was signed on 29 February.", "29 February = 2016-02-29 day"},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, WhatIsNone) {
  const Case cases[] = {
      {"It sent 2,000 troops and 2000 troops 1,500 km and 1990 km away.", ""},
      {"a loan of $2014 and of $ 1999", ""},
      {"UN resolution 1929 and Resolution 2231 (2015)", ""},
      {"see page 2014, section 1984 and Article 1950", ""},
      {"F-16 jets and Su-2010 models, flight 1980", ""},
      {"by 2000 troops, of 1500 soldiers, about 1980 men", ""},
      {"the 2030 Agenda", ""},
      {"for the first time in nearly a decade", ""},
      {"the first such visit since 2012", ""},
      {"the largest drill in the past decade", ""},
      {"a three-day visit, a six-year-old dispute, a decades-long embargo", ""},
      {"It makes 20 in a day, in the 5th century BC and in the summer months.", ""},
      {"They fought for three years and two weeks.", ""},
      {"May they meet? Theresa May met the envoy. It may rain.", ""},
      {"They march on, the March on Rome, the Long March", ""},
      {"the Good Friday Agreement and Russia Today", ""},
      {"A week after the summit they met, and then the same day came.", ""},
      {"the 70th anniversary", ""},
      {"a quarter of the army, half of the fleet, second place", ""},
      {"", ""},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, VaguePast) {
  const Case cases[] = {
      {"its Cold War-era enemy", "Cold War-era = 1947-01-01..1991-12-31 range historical"},
      {"the post-Cold War order", "post-Cold War = 1992-01-01..2017-09-14 range after"},
      {"a new Cold War", ""},
      {"since the end of the Cold War",
       "since the end of the Cold War = 1990-01-01..2017-09-14 range since"},
      {"in Soviet times", "Soviet times = 1917-11-07..1991-12-26 range historical"},
      {"after World War II", "after World War II = 1945-09-03..2017-09-14 range after"},
      {"the Obama era", "Obama era = 2009-01-20..2017-01-20 range"},
      {"after the September 11 attacks",
       "after the September 11 attacks = 2001-09-11..2017-09-14 range after"},
      {"colonial times", "colonial times = ? historical"},
      {"Historically, they met.", "Historically = ? historical"},
      {"They met in the past.", "in the past = ? historical"},
      {"in the past two months", "the past two months = 2017-07-14..2017-09-14 range"},
      {"For decades they met in Oslo.", "For decades = ? historical"},
      {"Both have for decades met in Oslo.", "for decades = ?"},
      {"Historically, both have met.", "Historically = ?"},
      {"the largest drill for decades", ""},
      {"centuries ago", "centuries ago = ? historical"},
      {"long ago", "long ago = ? historical"},
  };
  expect_all(kDocument, cases);
}

TEST(Dates, CountFromTheDateToldLast) {
  struct Story {
    std::string_view first, second, expected;
  };
  const Story stories[] = {
      {"They met in 2014.", "In the same year they signed.",
       "the same year = 2014-01-01..2014-12-31 year"},
      {"They met in 2014.", "The following year they signed.",
       "The following year = 2015-01-01..2015-12-31 year"},
      {"They met in 2014.", "A year later they signed.",
       "A year later = 2015-01-01..2015-12-31 year"},
      {"They met in 2014.", "The following day they signed.", ""},
      {"They met on 30 June 2014.", "The next day they signed.", "The next day = 2014-07-01 day"},
      {"They met on 30 June 2014.", "Three days earlier they signed.",
       "Three days earlier = 2014-06-27 day"},
      {"They met on 30 June 2014.", "Two months later they signed.",
       "Two months later = 2014-08-01..2014-08-31 month"},
      {"They met on 30 June 2014.", "Later that year they signed.",
       "Later that year = 2014-06-30..2014-12-31 range"},
      {"They met in March 2014.", "Earlier that year they signed.",
       "Earlier that year = 2014-01-01..2014-02-28 range"},
      {"They met in March 2014.", "In August they signed.",
       "August = 2014-08-01..2014-08-31 month"},
      {"They met in March 2014.", "In January they signed.",
       "January = 2017-01-01..2017-01-31 month"},
      {"They met in 2014.", "Since then they have met.",
       "Since then = 2014-01-01..2017-09-14 range since"},
      {"They met on Tuesday.", "The previous day they signed.",
       "The previous day = 2017-09-11 day"},
      {"They met.", "The previous day they signed.", ""},
      {"They met on Tuesday.", "They signed the day before.", "the day before = 2017-09-11 day"},
      {"They met in the 1970s.", "Two years later they signed.", ""},
      {"They met in 2014, and recently again.", "In August they signed.",
       "August = 2017-08-01..2017-08-31 month"},
      {"They met.", "The previous year they signed.",
       "The previous year = 2016-01-01..2016-12-31 year"},
  };
  for (const auto& [first, second, expected] : stories) {
    Timeline timeline{Date::parse(kDocument), std::nullopt, 0};
    (void)read(first, timeline);
    EXPECT_EQ(read(second, timeline), expected) << first << " " << second;
  }
  Timeline timeline{Date::parse(kDocument), std::nullopt, 0};
  EXPECT_EQ(read("two weeks after 4 June 2014", timeline),
            "two weeks after 4 June 2014 = 2014-06-16..2014-06-22 week");
}

TEST(Dates, ContextFades) {
  Timeline timeline{Date::parse(kDocument), std::nullopt, 0};
  (void)read("They met in 2014.", timeline);
  for (int i = 0; i < 6; ++i) (void)read("They met.", timeline);
  EXPECT_EQ(read("In the same year they signed.", timeline), "");
}

TEST(Dates, BackgroundIsOverForYears) {
  const Date document = *Date::parse(kDocument);
  EXPECT_TRUE(is_background(Interval::year(1980), document));
  EXPECT_TRUE(is_background(Interval::year(2008), document));
  EXPECT_FALSE(is_background(Interval::year(2009), document));
  EXPECT_FALSE(
      is_background({Date::from_civil(1947, 1, 1), document, base::Precision::range}, document));
}

TEST(Dates, KnowledgeErrorsSayWhere) {
  EXPECT_FALSE(Periods::load("/nonexistent/dates.tsv").has_value());
}

}  // namespace
}  // namespace entente::reading
