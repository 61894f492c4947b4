#include "entente/text/cleanup.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "entente/text/cleanup_head.h"
#include "entente/text/cleanup_lines.h"
#include "entente/text/cleanup_phrases.h"

namespace entente::text {
namespace {

const Cleaner& cleaner() {
  static const Cleaner loaded =
      Cleaner::load(std::filesystem::path(ENTENTE_SOURCE_DIR) / "knowledge").value();
  return loaded;
}

model::Document document_of(std::string text) {
  model::Document document;
  document.text = std::move(text);
  return document;
}

/// The blocks as lines: "T" title, "H" headline , "." body or "C" cited headline, a space, the
/// text.
std::vector<std::string> blocks_of(const model::Document& document) {
  std::vector<std::string> lines;
  for (const Block& block : cleaner().clean(document).blocks) {
    std::string line(1, "TH.C"[static_cast<int>(block.role)]);
    line.append(" ").append(block.span.of(document.text));
    lines.push_back(line);
  }
  return lines;
}
std::vector<std::string> blocks_of(std::string text) {
  return blocks_of(document_of(std::move(text)));
}
using Blocks = std::vector<std::string>;

const std::string kFirst =
    "Ruritania will close its border with Graustark from Monday, its interior ministry said, after "
    "a week of shelling along the river that parts the two states.";
const std::string kSecond =
    "The Graustark government called the step an insult and said that it would answer in kind. It "
    "recalled its ambassador from Strelsau, and asked the Council of the League to meet.";
const std::string kThird =
    "Neither side has yet moved troops. Officers on both banks told reporters that they still "
    "talked by telephone every evening, as they have done since the war of 1911.";

TEST(Cleanup, KeepsPlainArticle) {
  const auto blocks = blocks_of("Ruritania closes border\n\n" + kFirst +
                                "\n\nA quarrel of weeks\n\n" + kSecond + "\n");
  EXPECT_EQ(blocks, (Blocks{"T Ruritania closes border", ". " + kFirst, "H A quarrel of weeks",
                            ". " + kSecond}));
}

TEST(Cleanup, NumbersParagraphsInOrder) {
  const auto document = document_of("Ruritania closes border\n\n" + kFirst + "\n\n" + kSecond);
  const Cleaned cleaned = cleaner().clean(document);
  ASSERT_EQ(cleaned.blocks.size(), 3u);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_EQ(cleaned.blocks[i].paragraph, i);
}

TEST(Cleanup, ReadsFrontMatter) {
  const auto document = document_of(
      "---\ntitle: \"Ruritania closes border\"\ndate: 2017-09-05\nsource: League Gazette\nauthor: "
      "Rudolf Rassendyll\n---\n\nSTRELSAU - " +
      kFirst);
  const Cleaned cleaned = cleaner().clean(document);
  EXPECT_EQ(blocks_of(document), (Blocks{"T Ruritania closes border", ". " + kFirst}));
  EXPECT_EQ(cleaned.title, "Ruritania closes border");
  EXPECT_EQ(cleaned.source, "League Gazette");
  EXPECT_EQ(cleaned.author, "Rudolf Rassendyll");
  ASSERT_TRUE(cleaned.date);
  EXPECT_EQ(cleaned.date->iso(), "2017-09-05");
}

TEST(Cleanup, WhatTheDocumentSaysWins) {
  auto document =
      document_of("Ruritania closes border\nBy Fritz von Tarlenheim\nMay 3, 2016\n\n" + kFirst);
  document.author = "An editor";
  document.date = base::Date::from_civil(2017, 1, 2);
  const Cleaned cleaned = cleaner().clean(document);
  EXPECT_EQ(cleaned.author, "An editor");
  EXPECT_EQ(cleaned.date->iso(), "2017-01-02");
}

// A broadcaster's page saved as text: menu, time stamps, captions, related links inside.
TEST(Cleanup, BroadcasterPage) {
  const auto document = document_of(
      "Skip to content\n\nHome\n\nNews\n\nWorld\n\nRuritania closes its border after shelling\n\n"
      "Published\n\n5 September 2017\n\nShare\n\nBy Antoinette de Mauban\n\nLeague affairs "
      "correspondent\n\nImage source, Getty Images\n\nImage caption, Soldiers at the bridge of "
      "Zenda on Sunday\n\n" +
      kFirst + "\n\nRelated Topics\n\nThe war of 1911\n\nRuritania country profile\n\n" + kSecond +
      "\n\nWhy does the river matter?\n\n" + kThird +
      "\n\nMore on this story\n\nGraustark recalls envoy\n\n4 September 2017\n");
  const Cleaned cleaned = cleaner().clean(document);
  EXPECT_EQ(
      blocks_of(document),
      (Blocks{"T Ruritania closes its border after shelling", "H League affairs correspondent",
              ". " + kFirst, ". " + kSecond, "H Why does the river matter?", ". " + kThird}));
  EXPECT_EQ(cleaned.author, "Antoinette de Mauban");
  EXPECT_EQ(cleaned.date->iso(), "2017-09-05");
}

// An agency report: dateline with date and agency, credits at the end.
TEST(Cleanup, AgencyReport) {
  const auto document = document_of(
      "Ruritania to close border with Graustark\n\nSTRELSAU, Sept 4 (Wire) - " + kFirst + "\n\n" +
      kSecond +
      "\n\n(Reporting by Fritz von Tarlenheim in Strelsau; Editing by Rose Burlesdon)\n\nOur "
      "Standards: The Wire Principles.\n");
  EXPECT_EQ(blocks_of(document),
            (Blocks{"T Ruritania to close border with Graustark", ". " + kFirst, ". " + kSecond}));
  EXPECT_EQ(cleaner().clean(document).source, "Wire");
}

// An agency in brackets ends a dateline where no dash does; an acronym that is explained does not.
TEST(Cleanup, AgencyInBracketsWithoutADash) {
  for (const std::string line : {"(CNN) ", "Strelsau, March 8 (IANS) ", "STRELSAU (AP) "})
    EXPECT_EQ(blocks_of(document_of("Ruritania to close border\n\n" + line + kFirst + "\n\n" +
                                    kSecond + "\n")),
              (Blocks{"T Ruritania to close border", ". " + kFirst, ". " + kSecond}))
        << line;
  const std::string explained = "The River League (RL) said that it would meet on Monday.";
  EXPECT_EQ(
      blocks_of(document_of("Ruritania to close border\n\n" + explained + "\n\n" + kSecond + "\n")),
      (Blocks{"T Ruritania to close border", ". " + explained, ". " + kSecond}));
}

// A daily of the subcontinent: city and colon, "Published in" with the date, teasers, comments.
TEST(Cleanup, DailyWithColonDateline) {
  const auto document = document_of(
      "Ruritania to close border\nThe Newspaper's Staff Reporter\nPublished September 5, 2017\n"
      "STRELSAU: " +
      kFirst + "\n" + kSecond +
      "\nPublished in The Zenda Dawn, September 5th, 2017\nRead more\nHow rivers make "
      "wars\nComments "
      "(12)\nA Reader\nSep 05, 2017 10:12am\nI never believed either of the two governments, and "
      "this will end badly for the people who live by the river.\n");
  EXPECT_EQ(blocks_of(document),
            (Blocks{"T Ruritania to close border", ". " + kFirst, ". " + kSecond}));
  EXPECT_EQ(cleaner().clean(document).date->iso(), "2017-09-05");
}

// A blog: title with byline, share line, photograph with credit, tags, biography, disclaimer.
TEST(Cleanup, BlogPost) {
  const auto document = document_of(
      "Why the river matters By HECTOR VON STRAKENCZ\n\nSpread the love\nPosted on 05.09.2017 by "
      "admin\n\nA bridge over the river near Zenda, seen in 2015. (Photo by Lisbeth "
      "Holf/Ruritanian Press)\n\nbridge-at-zenda.jpg\n\n" +
      kFirst + "\n\n" + kSecond + "\n\n" + kThird +
      "\n\nTags: Ruritania, Graustark, rivers\n\nShare this:\n\nHector von Strakencz is a senior "
      "fellow at the Institute of Small Wars, and the author of two books.\n\nPost Disclaimer\n\n"
      "Views are the author's own.\n\nLeave a Reply\n\nYour email address will not be "
      "published.\n");
  const Cleaned cleaned = cleaner().clean(document);
  EXPECT_EQ(blocks_of(document),
            (Blocks{"T Why the river matters", ". " + kFirst, ". " + kSecond, ". " + kThird}));
  EXPECT_EQ(cleaned.title, "Why the river matters");
  EXPECT_EQ(cleaned.author, "HECTOR VON STRAKENCZ");
  EXPECT_EQ(cleaned.date->iso(), "2017-09-05");
}

// A journal: labels before sections, notes with brackets, the author's name again, biography.
TEST(Cleanup, JournalArticle) {
  const auto document = document_of(
      "Tuesday, 5 September 2017\n\nThe river and the League\n\nPublished in Analytical "
      "Articles\n\n"
      "By Flavia Elphberg\n\nSeptember 5, 2017, the Zenda Review\n\n" +
      kFirst + "\n\nBACKGROUND: " + kSecond + "\n\nCONCLUSIONS: " + kThird +
      "\n\n[1] “The river question”, The Gazette, (Date of Accession: 01.09.2017).\n\n[2] “A "
      "quarrel "
      "of weeks”, The Gazette, (Date of Accession: 01.09.2017).\n\nDr. Flavia ELPHBERG\nDr. Flavia "
      "ELPHBERG\nDr. Flavia Elphberg graduated from the University of Strelsau in 2003. She now "
      "works on rivers.\n\nRead 512 times Last modified on Wednesday, 6 September 2017\n");
  const Cleaned cleaned = cleaner().clean(document);
  EXPECT_EQ(blocks_of(document),
            (Blocks{"T The river and the League", ". " + kFirst, ". " + kSecond, ". " + kThird}));
  EXPECT_EQ(cleaned.author, "Flavia Elphberg");
  EXPECT_EQ(cleaned.source, "Zenda Review");
  EXPECT_EQ(cleaned.date->iso(), "2017-09-05");
}

// A briefing is of the day that its title names; what happened on another day is not.
TEST(Cleanup, DatedTitles) {
  const auto date_of = [](const std::string& title) {
    return cleaner().clean(document_of(title + "\n\n" + kFirst + "\n\n" + kSecond)).date;
  };
  EXPECT_EQ(date_of("Spokesperson Krug's Regular Press Conference on November 17, 2016")->iso(),
            "2016-11-17");
  EXPECT_FALSE(date_of("What Zenda has learnt since November 17, 2016"));
}

// A caption that tells something is read, and whose picture it is is not.
TEST(Cleanup, Captions) {
  const auto document = document_of(
      "The river and the League\n\nMinisters of Ruritania and Graustark shake hands after signing "
      "a treaty on the river at Zenda. (Photo by Lisbeth Krug / AFP)\n\nBy Flavia Elphberg\n\n" +
      kFirst + "\n\nThe bridge at Zenda. (Photo: The Gazette)\n\n" + kSecond);
  const Cleaned cleaned = cleaner().clean(document);
  EXPECT_EQ(blocks_of(document),
            (Blocks{"T The river and the League",
                    ". Ministers of Ruritania and Graustark shake hands after signing a treaty on "
                    "the river at Zenda.",
                    ". " + kFirst, ". " + kSecond}));
  EXPECT_EQ(cleaned.author, "Flavia Elphberg");
}

// The headlines that notes quote are others' words; short ones tell nothing.
TEST(Cleanup, CitedHeadlines) {
  const auto document =
      document_of("The river and the League\n\n" + kFirst + "\n\n" + kSecond + "\n\n" + kThird +
                  "\n\n[1] “Ruritania closes the bridge to Graustark”, The Gazette, (Date of "
                  "Accession: 01.09.2017).\n\n[2] “The river”, The "
                  "Gazette.\n");
  EXPECT_EQ(blocks_of(document),
            (Blocks{"T The river and the League", ". " + kFirst, ". " + kSecond, ". " + kThird,
                    "C Ruritania closes the bridge to Graustark"}));
}

// A ministry's press release with wrapped lines and contact lines.
TEST(Cleanup, WrappedPressRelease) {
  const std::string text =
      "FOR IMMEDIATE RELEASE\n"
      "September 5, 2017\n"
      "\n"
      "Joint Statement on the River\n"
      "\n"
      "The foreign ministers of Ruritania and Graustark met\n"
      "today in Zenda under the chairmanship of the League.\n"
      "Ruritania agreed to keep the bridge open for food and\n"
      "medicine. Both sides condemned the shelling.\n"
      "\n"
      "They will meet again in Strelsau on the first Monday of\n"
      "October.\n"
      "\n"
      "###\n"
      "\n"
      "Media contact: press office\n";
  const auto blocks = blocks_of(text);
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[0], "T Joint Statement on the River");
  EXPECT_TRUE(blocks[1].ends_with("condemned the shelling.")) << blocks[1];
  EXPECT_TRUE(blocks[2].ends_with("Monday of\nOctober.")) << blocks[2];
}

TEST(Cleanup, TranscriptKeepsItsTurns) {
  EXPECT_EQ(blocks_of("Press Briefing\n\nMR. SAPT: Good afternoon, everyone.\n\nQUESTION: Will the "
                      "bridge be closed\n\nMR. SAPT: I have nothing for you on that."),
            (Blocks{"T Press Briefing", ". MR. SAPT: Good afternoon, everyone.",
                    ". QUESTION: Will the bridge be closed",
                    ". MR. SAPT: I have nothing for you on that."}));
}

TEST(Cleanup, LostLineBreaks) {
  EXPECT_EQ(blocks_of("Ruritania closes border\nDr. Flavia Elphberg\n" + kFirst + "\n" + kSecond +
                      "\nRelated News\nGraustark in Crisis\nDr. Flavia Elphberg The recent "
                      "dismissal of the chancellorRead More\nComments are Closed"),
            (Blocks{"T Ruritania closes border", ". " + kFirst, ". " + kSecond}));
}

TEST(Cleanup, SingleSentenceIsRead) {
  EXPECT_EQ(blocks_of("Ruritania accuses Graustark of shelling."),
            (Blocks{". Ruritania accuses Graustark of shelling."}));
  EXPECT_EQ(blocks_of("Ruritania accuses Graustark"), (Blocks{"T Ruritania accuses Graustark"}));
}

TEST(Cleanup, BodyThatOpensLikeBoilerplateStays) {
  const std::string like =
      "Related news came from Strelsau, where ministers met late into the "
      "night and agreed on nothing but to meet again within the week.";
  EXPECT_EQ(blocks_of("Ruritania closes border\n\n" + kFirst + "\n\n" + like),
            (Blocks{"T Ruritania closes border", ". " + kFirst, ". " + like}));
}

TEST(Cleanup, HeadlinesWithDatesAndByStay) {
  EXPECT_EQ(blocks_of("Ruritania to leave League on September 5, 2017\n\nNew Zenda, September 4, "
                      "2017\n\nBy 2030, all will have left\n\n" +
                      kFirst),
            (Blocks{"T Ruritania to leave League on September 5, 2017",
                    "H By 2030, all will have left", ". " + kFirst}));
}

TEST(Cleanup, NothingComesOfNothing) {
  EXPECT_TRUE(blocks_of("").empty());
  EXPECT_TRUE(blocks_of(" \n\n\xC2\xA0\n").empty());
  EXPECT_TRUE(blocks_of("\xEF\xBB\xBF").empty());
}

TEST(CleanupLines, JoinsWrappedLinesAndNoOthers) {
  const std::string wrapped =
      "The ministers of the two states met in the old\ntown hall of Zenda and talked for "
      "nine\nhours "
      "about the river.\nThey did not agree.";
  const auto paragraphs = paragraphs_of(wrapped, 0);
  ASSERT_EQ(paragraphs.size(), 2u);
  EXPECT_EQ(paragraphs[1].span.of(wrapped), "They did not agree.");

  const std::string unwrapped = kFirst + "\n" + kSecond + "\n" + kThird;
  EXPECT_EQ(paragraphs_of(unwrapped, 0).size(), 3u);
}

TEST(CleanupHead, FindsDates) {
  const auto iso = [](std::string_view text) {
    const auto found = find_date(text);
    return found ? found->date.iso() : "";
  };
  EXPECT_EQ(iso("August 29, 2017"), "2017-08-29");
  EXPECT_EQ(iso("Tuesday, 29 August 2017"), "2017-08-29");
  EXPECT_EQ(iso("the 29th of August, 2017"), "2017-08-29");
  EXPECT_EQ(iso("Aug. 29th 2017"), "2017-08-29");
  EXPECT_EQ(iso("29.08.2017"), "2017-08-29");
  EXPECT_EQ(iso("8/29/2017"), "2017-08-29");
  EXPECT_EQ(iso("29/8/2017"), "2017-08-29");
  EXPECT_EQ(iso("2017-08-29T10:00:00Z"), "2017-08-29");
  EXPECT_EQ(iso("03/04/2017"), "");
  EXPECT_EQ(iso("30 February 2017"), "");
  EXPECT_EQ(iso("in August 2017 the army"), "");
}

TEST(CleanupHead, TellsDatelinesFromSentences) {
  const auto rest = [](std::string_view text) {
    const auto line = dateline(text);
    return text.substr(line ? line->end : 0);
  };
  for (const std::string_view head :
       {"ISLAMABAD - ", "KABUL, Sept 4 (Reuters) — ", "NEW DELHI/ISLAMABAD (AP) — ",
        "BEIJING: ", "WASHINGTON, D.C. – ", "Warsaw (dts news agency) – ",
        "Moscow, September 4, 2017 (TASS) - ", "UNITED NATIONS -- "})
    EXPECT_EQ(rest(std::string(head) + "He spoke."), "He spoke.") << head;
  for (const std::string_view text :
       {"Russia – and China with it – will veto.",
        "The US is leveraging ties — including Ankara’s.", "One thing is clear: they will veto.",
        "China- and Russia-led bodies met."})
    EXPECT_EQ(rest(text), text);
}

TEST(CleanupHead, FrontMatterNeedsItsFence) {
  EXPECT_FALSE(front_matter("Title: x\n---\n"));
  EXPECT_FALSE(front_matter("---\n\nA rule, then text.\n"));
  EXPECT_FALSE(front_matter("---\ntitle: x\nNo end")->is_closed);
  EXPECT_TRUE(front_matter("\xEF\xBB\xBF---\r\ntitle: x\r\n---\r\n")->is_closed);
}

TEST(CleanupPhrases, Folds) {
  std::string folded;
  fold("  Read\xC2\xA0 13,915 Times – “so”  ", folded);
  EXPECT_EQ(folded, "read # times - \"so\"");
}

TEST(CleanupPhrases, ErrorNamesTheLine) { EXPECT_FALSE(Cleaner::load("/nonexistent")); }

}  // namespace
}  // namespace entente::text
