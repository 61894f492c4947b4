#include "entente/text/html.h"

#include <gtest/gtest.h>

#include <string>

#include "entente/base/utf8.h"

namespace entente::text {
namespace {

const std::string kFirst =
    "Ruritania will close its border with Graustark from Monday, its interior ministry said, after "
    "a week of shelling along the river.";
const std::string kSecond =
    "The Graustark government called the step an insult and said that it would answer in kind.";

model::Document read(const std::string& page) {
  auto document = read_html(page, "page.html");
  EXPECT_TRUE(document) << document.error().message();
  return document ? *document : model::Document{};
}

TEST(Html, NewsPage) {
  const auto document = read(
      "<!DOCTYPE html><html><head><title>Border closes | Zenda Herald</title>"
      "<meta property='og:title' content='Border closes &amp; bridges follow'>"
      "<meta property='og:site_name' content='Zenda Herald'>"
      "<meta name='author' content='Antoinette de Mauban'>"
      "<meta property='article:published_time' content='2017-09-05T08:30:00+02:00'>"
      "<link rel='canonical' href='https://herald.example/border'>"
      "<style>p{color:red}</style><script>var x = '<p>no</p>';</script></head><body>"
      "<header><a href='/'>Home</a><h2>Zenda Herald</h2></header><nav><ul><li><a "
      "href='/w'>World</a></li></ul></nav><main><article><h1>Border closes</h1>"
      "<div class='share-tools'>Share on everything</div><figure><img src='a.jpg'><figcaption>The "
      "bridge</figcaption></figure><p>" +
      kFirst + "<sup><a href='#n1'>1</a></sup></p><h2>A quarrel\n   of weeks</h2><p>" + kSecond +
      "</p><aside>Read our guide</aside><ul class='related'><li><a href='/x'>Other "
      "news</a></li></ul></article></main><div id='comments'><p>I never believed it.</p></div>"
      "<footer>Copyright</footer></body></html>");
  EXPECT_EQ(document.title, "Border closes");
  EXPECT_EQ(document.author, "Antoinette de Mauban");
  EXPECT_EQ(document.source, "Zenda Herald");
  EXPECT_EQ(document.url, "https://herald.example/border");
  EXPECT_EQ(document.date->iso(), "2017-09-05");
  EXPECT_EQ(document.text,
            "Border closes\n\n" + kFirst + "[1]\n\nA quarrel of weeks\n\n" + kSecond);
}

TEST(Html, JsonLdFillsWhatMetaLacks) {
  const auto document = read(
      "<html><head><title>Border closes</title><script type='application/ld+json'>"
      R"({"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","datePublished":"2017-09-05",)"
      R"("author":[{"name":"Rose Burlesdon"}],"publisher":{"name":"The Wire"}}]})"
      "</script></head><body><p>" +
      kFirst + "</p></body></html>");
  EXPECT_EQ(document.title, "Border closes");
  EXPECT_EQ(document.author, "Rose Burlesdon");
  EXPECT_EQ(document.source, "The Wire");
  EXPECT_EQ(document.date->iso(), "2017-09-05");
}

TEST(Html, BrokenJsonLdIsNoMatter) {
  const auto document =
      read("<script type='application/ld+json'>{\"datePublished\": </script><p>" + kFirst + "</p>");
  EXPECT_FALSE(document.date);
  EXPECT_EQ(document.text, kFirst);
}

TEST(Html, ShownDateAndAuthor) {
  const auto document = read(
      "<article><h1>Border closes</h1><span itemprop='author'>Fritz</span> "
      "<time datetime='2017-09-05'>today</time><p>" +
      kFirst + "</p></article>");
  EXPECT_EQ(document.author, "Fritz");
  EXPECT_EQ(document.date->iso(), "2017-09-05");
}

TEST(Html, FormAroundThePageIsNoForm) {
  const auto document = read("<body><form id='aspnet'><div class='no-sidebar'><p>" + kFirst +
                             "</p><p>" + kSecond + "</p></div></form></body>");
  EXPECT_EQ(document.text, kFirst + "\n\n" + kSecond);
}

TEST(Html, LineBreaksAndEntities) {
  const auto document =
      read("<p>Ruritania&rsquo;s army&nbsp;left.<br>It came back.<br><br>Nobody saw it.</p>");
  EXPECT_EQ(document.text, "Ruritania’s army left.\nIt came back.\n\nNobody saw it.");
}

TEST(Html, NumbersThatAreNoCharacter) {
  const auto document =
      read("<title>A &#5555555555;</title><p>" + kFirst + "&#555555555555555555%;");
  EXPECT_FALSE(base::first_invalid_utf8(document.title));
  EXPECT_FALSE(base::first_invalid_utf8(document.text));
}

TEST(Html, TitleLosesTheSite) {
  EXPECT_EQ(read("<title>Ruritania closes its border - The Herald</title><p>" + kFirst).title,
            "Ruritania closes its border");
  EXPECT_EQ(read("<title>Sino-Ruritanian ties and the river</title><p>" + kFirst).title,
            "Sino-Ruritanian ties and the river");
}

TEST(Html, PageWithoutTextIsAnError) {
  const auto document = read_html("<html><body><script>go()</script></body></html>", "p.html");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().what, "no text in the HTML");
  EXPECT_EQ(document.error().where, "p.html");
}

TEST(Html, DeepNestingIsAnError) {
  std::string page;
  for (int i = 0; i < 200'000; ++i) page += "<div>";
  EXPECT_FALSE(read_html(page + "x", "deep.html"));
  std::string shallow;
  for (int i = 0; i < 3'000; ++i) shallow += "<div>";
  EXPECT_TRUE(read_html(shallow + kFirst, "deep.html"));
}

}  // namespace
}  // namespace entente::text
