#include "entente/text/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "entente/base/hash.h"

namespace entente::text {
namespace {

namespace fs = std::filesystem;

/// A folder that is gone when the test ends.
class SourceTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        fs::temp_directory_path() / ("entente_source_" + std::to_string(::getpid()) + "_" +
                                     testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  /// What comes of the inputs: "ID: TEXT", or "! " and the error with the folder's name left out.
  std::vector<std::string> read(const std::vector<std::string>& inputs) {
    auto source = Source::open(inputs);
    if (!source) return {"! " + source.error().message()};
    std::vector<std::string> results;
    while (auto document = source->next()) {
      if (*document) {
        EXPECT_EQ((*document)->hash, base::content_hash((*document)->text));
        results.push_back((*document)->id + ": " + (*document)->text);
        last_ = **document;
      } else {
        std::string message = document->error().message();
        if (const auto at = message.find(folder_.string() + "/"); at != std::string::npos)
          message.erase(at, folder_.string().size() + 1);
        results.push_back("! " + message);
      }
    }
    EXPECT_EQ(source->bytes_read(), source->bytes());
    return results;
  }
  std::string read_one(const std::string& name, const std::string& bytes) {
    const auto results = read({write(name, bytes)});
    return results.size() == 1 ? results[0] : std::to_string(results.size()) + " results";
  }

  fs::path folder_;
  model::Document last_;
};

using Results = std::vector<std::string>;

TEST_F(SourceTest, FoldersAreWalkedInOrder) {
  write("b.txt", "Second.");
  write("a/z.txt", "First.");
  write("c.txt", "Third.");
  write(".hidden", "Never.");
  write(".git/x.txt", "Never.");
  EXPECT_EQ(read({folder_.string()}),
            (Results{"a/z.txt: First.", "b.txt: Second.", "c.txt: Third."}));
  EXPECT_EQ(read({folder_.string() + "/"}).size(), 3u);
}

TEST_F(SourceTest, CountsFilesAndBytes) {
  write("a.txt", "1234");
  write("b.txt", "123456");
  const auto source = Source::open({folder_.string()});
  ASSERT_TRUE(source);
  EXPECT_EQ(source->files(), 2u);
  EXPECT_EQ(source->bytes(), 10u);
  EXPECT_EQ(source->bytes_read(), 0u);
}

TEST_F(SourceTest, TextStaysAsGiven) {
  EXPECT_EQ(read_one("a.txt", "\xEF\xBB\xBF They met.\r\n"), "a.txt: \xEF\xBB\xBF They met.\r\n");
}

TEST_F(SourceTest, FrontMatterFillsTheDocument) {
  const std::string text =
      "---\ntitle: \"A pact\"\ndate: 2017-09-05\nsource: Gazette\nauthor: Me\nurl: "
      "https://g.example/1\n---\nThey met.";
  EXPECT_EQ(read_one("a.txt", text), "a.txt: " + text);
  EXPECT_EQ(last_.title, "A pact");
  EXPECT_EQ(last_.source, "Gazette");
  EXPECT_EQ(last_.author, "Me");
  EXPECT_EQ(last_.url, "https://g.example/1");
  EXPECT_EQ(last_.date->iso(), "2017-09-05");
}

TEST_F(SourceTest, FrontMatterErrors) {
  EXPECT_EQ(read_one("a.txt", "---\ntitle: A pact\nThey met."),
            "! a.txt: front matter is not closed; end it with a line of three hyphens");
  EXPECT_EQ(read_one("b.txt", "---\ntitle: A pact\ndate: soon\n---\nThey met."),
            "! b.txt: \"soon\" in the front matter is no date; write it as YYYY-MM-DD");
}

TEST_F(SourceTest, JsonLines) {
  EXPECT_EQ(
      read({write("a.jsonl",
                  R"({"id":"x","text":"They met.","date":"2017-09-05","title":"T","url":null})"
                  "\n\r\n"
                  R"({"id":7,"text":"They \"ate\"."})"
                  "\r\n"
                  R"({"text":"No id."})")}),
      (Results{"x: They met.", "7: They \"ate\".", "a.jsonl:4: No id."}));
}

TEST_F(SourceTest, JsonLinesAreToldByContentToo) {
  EXPECT_EQ(read_one("a.txt", "{\"id\":\"x\",\"text\":\"They met.\"}\n"), "x: They met.");
  EXPECT_EQ(read_one("b.txt", "{curly} text"), "b.txt: {curly} text");
}

TEST_F(SourceTest, BadLinesAreErrorsAndTheRestIsRead) {
  EXPECT_EQ(
      read({write(
          "a.jsonl",
          "{oops\n[1]\n{\"text\":5}\n{\"text\":\" \"}\n{\"text\":\"x\",\"date\":\"?\"}\n"
          "{\"text\":\"\xFF\"}\n{\"text\":\"a\\u0000\"}\n{\"id\":\"y\",\"text\":\"Fine.\"}\n")}),
      (Results{"! a.jsonl:1: not JSON (The JSON document has an improper structure: missing or "
               "superfluous commas, braces, missing keys, etc.); write one object a line",
               R"(! a.jsonl:2: not a JSON object; write {"id": …, "text": …})",
               "! a.jsonl:3: \"text\" is not a string; put it in quotes",
               "! a.jsonl:4: no text; give it as \"text\"",
               "! a.jsonl:5: \"?\" is no date; write it as YYYY-MM-DD",
               "! a.jsonl:6: byte 9: not UTF-8; convert it, for example: iconv -f WINDOWS-1252 -t "
               "UTF-8",
               "! a.jsonl:7: the text holds a NUL character; remove it", "y: Fine."}));
}

TEST_F(SourceTest, ClearErrors) {
  EXPECT_EQ(read_one("a.txt", ""), "! a.txt: empty; nothing to read");
  EXPECT_EQ(read_one("b.txt", " \n"), "! b.txt: no text; the file holds only white space");
  EXPECT_EQ(read_one("c.txt", "Kabul \xFF fell"),
            "! c.txt: byte 6: not UTF-8; convert it, for example: iconv -f WINDOWS-1252 -t UTF-8");
  EXPECT_EQ(read_one("d.docx", std::string("PK\3\4\0\0", 6)),
            "! d.docx: binary, neither text nor HTML, PDF or JSON Lines; save it as text or PDF");
  EXPECT_EQ(read_one("e.json", "[\n{\"text\":\"x\"}]"),
            "! e.json: JSON, but not one object a line; convert it to JSON Lines, for example: jq "
            "-c '.[]'");
  EXPECT_EQ(read_one("f.txt", "\xFF\xFEK"),
            "! f.txt: UTF-16, not UTF-8; convert it: iconv -f UTF-16 -t UTF-8");
  EXPECT_EQ(read_one("g.txt", std::string(5000, 'a') + std::string(1, '\0')),
            "! g.txt: byte 5000: a NUL byte in the text; remove it, or save the file as text");
  EXPECT_EQ(read({(folder_ / "none.txt").string()}),
            (Results{"! none.txt: no such file or folder; check its name"}));
  EXPECT_EQ(read({}),
            (Results{"! no input; name files or folders, or '-' for the standard input"}));
}

TEST_F(SourceTest, ErrorsDoNotStopTheWalk) {
  EXPECT_EQ(read({(folder_ / "none").string(), write("a.txt", "They met.")}),
            (Results{"! none: no such file or folder; check its name", "a.txt: They met."}));
}

TEST_F(SourceTest, LargeTextIsRefusedUnread) {
  const std::string path = write("a.txt", "They met.\n");
  fs::resize_file(path, std::uintmax_t{200} << 20);  // a hole: nothing is written
  std::ofstream(path, std::ios::in) << std::string(8192, 'a');
  EXPECT_EQ(read({path}), (Results{"! a.txt: 200 MB, too large for one document; split it, or give "
                                   "JSON Lines with one document a line"}));
}

TEST_F(SourceTest, XmlIsReadByItsParagraphs) {
  const char* tei =
      "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><text><body><div><p>They met in "
      "<placeName key=\"ru\">Zenda</placeName>\n  in 1894.</p></div></body></text></TEI>";
  EXPECT_EQ(read_one("a.xml", tei), "a.xml: They met in Zenda in 1894.");
  EXPECT_EQ(read_one("b.txt", std::string("<?xml version=\"1.0\"?>\n") + tei),
            "b.txt: They met in Zenda in 1894.");
  EXPECT_EQ(read_one("c.xml", "<a>They met in Zenda.</a>"), "c.xml: <a>They met in Zenda.</a>");
}

TEST_F(SourceTest, HtmlByContentAndByName) {
  EXPECT_EQ(read_one("a.txt", "<!DOCTYPE html><p>They met in the old town hall of Zenda.</p>"),
            "a.txt: They met in the old town hall of Zenda.");
  EXPECT_EQ(read_one("b.html", "<p>They met in the old town hall of Zenda.</p>"),
            "b.html: They met in the old town hall of Zenda.");
  EXPECT_EQ(
      read_one("c.pdf", "%PDF-1.7\nrubbish"),
      "! c.pdf: the PDF cannot be read; the file is damaged or was cut short: fetch it again");
}

}  // namespace
}  // namespace entente::text
