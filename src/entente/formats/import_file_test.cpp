#include "entente/formats/import_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace entente::formats {
namespace {

const Knowledge& knowledge() {
  static const auto loaded = Knowledge::load(std::string(ENTENTE_SOURCE_DIR) + "/knowledge");
  EXPECT_TRUE(loaded) << loaded.error().message();
  return *loaded;
}

/// A folder with a record; both go away with the test.
class Importing : public testing::Test {
 protected:
  Importing() {
    std::string name = (std::filesystem::temp_directory_path() / "formats_test_XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    record_ = *record::Record::open(folder_ / "r.duckdb", record::Access::write);
  }
  ~Importing() override {
    record_.reset();
    std::filesystem::remove_all(folder_);
  }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }
  base::Result<ImportReport> try_import(const char* of, const std::string& path,
                                        ImportOptions options = {}) {
    return import_file(*record_, knowledge(), *format(of), path, options);
  }
  ImportReport import(const char* of, const std::string& path, ImportOptions options = {}) {
    auto report = try_import(of, path, std::move(options));
    EXPECT_TRUE(report) << report.error().message();
    if (!report) return {};
    EXPECT_EQ(report->dataset.rows,
              report->dataset.taken + report->dataset.left_out + report->dataset.malformed);
    return *report;
  }
  /// Why the import fails.
  std::string failure(const char* of, const std::string& path) {
    const auto report = try_import(of, path);
    return report ? "it went in" : report.error().message();
  }
  /// Rows of a query; cells are joined by blanks, null is '-', rows end in ';'.
  std::string ask(const std::string& columns, const std::string& rest) {
    auto rows = record_->connection().query("SELECT array_to_string(list_transform([" + columns +
                                            "], x -> coalesce(x, '-')), ' ') FROM " + rest);
    if (!rows) return rows.error().message();
    std::string all;
    while (rows->next()) all.append(rows->text(0)).append(";");
    return all;
  }
  std::string claims() {
    return ask(
        "row::VARCHAR, actor, actor_sector, recipient, recipient_sector, type, mode, layer, "
        "date::VARCHAR",
        "coded_claims ORDER BY row, actor, recipient");
  }
  std::string measures(const std::string& where = "true") {
    return ask("kind, actor, recipient, date_from::VARCHAR, date_to::VARCHAR, value::VARCHAR",
               "measures WHERE " + where + " ORDER BY row, kind, actor, recipient, date_from");
  }

  std::filesystem::path folder_;
  std::optional<record::Record> record_;
};

const std::string kIcewsHead =
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\t"
    "Publisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n";

std::string icews_row(const std::string& id, const std::string& day, const std::string& code) {
  return id + "\t" + day + "\tForeign Affairs (Pakistan)\tGovernment\tPakistan\tMake a visit\t" +
         code + "\t1.9\tChina\tNA\tChina\t7\t2\tA Paper\tX\tNA\tNA\tChina\t1.0\t2.0\n";
}

TEST_F(Importing, Icews) {
  const auto report =
      import("icews", write("a.tab", kIcewsHead + icews_row("1", "2018-06-01", "042") +
                                         icews_row("2", "2018-06-02", "010")));
  EXPECT_EQ(report.dataset.claims, 2);
  EXPECT_EQ(claims(),
            "2 PAK GOV CHN - CONSULT visit political 2018-06-01;"
            "3 PAK GOV CHN - - - political 2018-06-02;");
  EXPECT_EQ(
      ask("event, code, intensity::VARCHAR, source, actor_name", "coded_claims WHERE row = 2"),
      "1 042 1.9 A Paper Foreign Affairs (Pakistan);");
}

TEST_F(Importing, ShuffledColumnsAreFoundByTheirNames) {
  import("icews",
         write("a.tab",
               "Target Country\tTarget Sectors\tTarget Name\tIntensity\tCAMEO Code\t"
               "Event Date\tEvent ID\tSource Country\tSource Sectors\tSource Name\n"
               "China\tNA\tChina\t1\t042\t2018-06-01\t9\tIndia\tPolice\tPolice (India)\n"));
  EXPECT_EQ(claims(), "2 IND COP CHN - CONSULT visit political 2018-06-01;");
  EXPECT_NE(failure("icews", write("b.tab", "Event ID\tEvent Date\n1\t2018-06-01\n"))
                .find("b.tab:1: the header lacks the column 'Source Name'"),
            std::string::npos);
}

TEST_F(Importing, MalformedRowsArePassedOverAndShown) {
  std::vector<std::string> rejects;
  ImportOptions options;
  options.reject = [&](const Reject& reject) {
    rejects.push_back(std::to_string(reject.line) + " " + reject.reason);
  };
  const auto report =
      import("icews",
             write("a.tab",
                   kIcewsHead + icews_row("1", "2018-06-01", "042") + "cut\toff\n" +
                       icews_row("x", "2018-06-01", "042") + icews_row("4", "2018-02-30", "042") +
                       icews_row("5", "2018-06-01", "042") + icews_row("6", "2018-06-01", "0420") +
                       icews_row("7", "2018-06-01", "042") + icews_row("8", "2018-06-01", "042")),
             options);
  EXPECT_EQ(report.dataset.taken, 4);
  EXPECT_EQ(report.dataset.malformed, 4);
  const std::vector<std::string> expected{
      "3 not as many cells as the header has", "4 the event's id is no number",
      "5 the event's date is no date", "7 the code is not one of CAMEO's"};
  EXPECT_EQ(rejects, expected);
  ASSERT_EQ(report.tally.rejects.size(), 4u);
  EXPECT_EQ(report.tally.rejects[0].line, 3);
  EXPECT_EQ(report.tally.rejects[0].text, "cut\toff");
}

TEST_F(Importing, AFileOfAnotherKindChangesNothing) {
  import("icews", write("a.tab", kIcewsHead + icews_row("1", "2018-06-01", "042")));
  const std::string message = failure(
      "icews", write("a.tab", kIcewsHead + icews_row("x", "2018-06-01", "042") + "prose\nprose\n"));
  EXPECT_NE(message.find("a.tab:2: 3 of 3 rows are malformed"), std::string::npos) << message;
  EXPECT_EQ(ask("count(*)::VARCHAR", "coded_claims"), "1;");
  EXPECT_EQ(record::datasets(*record_)->size(), 1u);
}

TEST_F(Importing, TheSameFileChangesNothingAndACorrectedOneReplaces) {
  const std::string first = kIcewsHead + icews_row("1", "2018-06-01", "042");
  EXPECT_FALSE(import("icews", write("a.tab", first)).known);
  EXPECT_TRUE(import("icews", write("a.tab", first)).known);
  EXPECT_TRUE(import("icews", write("copy.tab", first)).known);
  const auto report = import("icews", write("a.tab", first + icews_row("2", "2018-06-02", "051")));
  EXPECT_TRUE(report.replaced);
  EXPECT_EQ(claims(),
            "2 PAK GOV CHN - CONSULT visit political 2018-06-01;"
            "3 PAK GOV CHN - SUPPORT - political 2018-06-02;");
}

TEST_F(Importing, ADoubledFileHasItsHeaderLeftOut) {
  const std::string text = kIcewsHead + icews_row("1", "2018-06-01", "042");
  const auto report = import("icews", write("a.tab", text + text));
  EXPECT_EQ(report.dataset.rows, 3);
  EXPECT_EQ(report.tally.reasons.at("the header again"), 1);
}

TEST_F(Importing, OtherEncodings) {
  std::string latin = icews_row("1", "2018-06-01", "042");
  latin.replace(latin.find("A Paper"), 7, "Le Cam\xE9l\xE9on");
  const auto report =
      import("icews", write("a.tab", "\xEF\xBB\xBF" + kIcewsHead + latin +
                                         icews_row("2", "2018-06-01", "042") + "\r\n"));
  EXPECT_EQ(report.tally.latin1, 1);
  EXPECT_EQ(ask("source", "coded_claims ORDER BY row"), "Le Caméléon;A Paper;");
  EXPECT_NE(failure("icews", write("b.tab", std::string("\xFF\xFE") + "E\0v\0")).find("UTF-16"),
            std::string::npos);
  EXPECT_NE(failure("icews", write("c.tab", "")).find("is empty"), std::string::npos);
}

TEST_F(Importing, PackedFiles) {
  const std::string path = write("a.tab", kIcewsHead + icews_row("1", "2018-06-01", "042"));
  ASSERT_EQ(std::system(("gzip -k " + path).c_str()), 0);
  const auto report = import("icews", path + ".gz");
  EXPECT_EQ(report.dataset.name, "a.tab");
  EXPECT_EQ(report.dataset.claims, 1);
  std::filesystem::resize_file(path + ".gz", std::filesystem::file_size(path + ".gz") / 2);
  EXPECT_NE(failure("icews", path + ".gz").find("cannot be unpacked"), std::string::npos);
  EXPECT_EQ(ask("count(*)::VARCHAR", "coded_claims"), "1;");
  const std::string zip = "cd " + folder_.string() + " && python3 -m zipfile -c ";
  ASSERT_EQ(std::system((zip + "one.zip a.tab").c_str()), 0);
  EXPECT_EQ(import("icews", folder_ / "one.zip").dataset.name, "one");
  write("b.tab", "x");
  ASSERT_EQ(std::system((zip + "two.zip a.tab b.tab").c_str()), 0);
  EXPECT_NE(failure("icews", folder_ / "two.zip").find("holds several files"), std::string::npos);
}

/// A row of GDELT's, all cells empty but those given.
std::string gdelt_row(std::size_t width, std::vector<std::pair<std::size_t, std::string>> given) {
  std::vector<std::string> cells(width);
  for (auto& [at, text] : given) cells[at] = text;
  std::string row;
  for (std::size_t i = 0; i < width; ++i) row += (i == 0 ? "" : "\t") + cells[i];
  return row + "\n";
}

std::vector<std::pair<std::size_t, std::string>> an_event(std::string id) {
  return {{0, std::move(id)}, {1, "20181024"}, {5, "USAGOV"}, {6, "UNITED STATES"},
          {15, "AFGREBTAL"},  {16, "TALIBAN"}, {26, "0356"},  {30, "7.0"},
          {31, "12"},         {32, "2"}};
}

TEST_F(Importing, Gdelt) {
  auto with_address = an_event("2");
  with_address.emplace_back(60, "https://example.org/a");
  std::vector<std::pair<std::size_t, std::string>> alone{
      {0, "3"}, {1, "20181024"}, {5, "USA"}, {6, "UNITED STATES"}, {26, "010"}};
  const auto report =
      import("gdelt2", write("a.export.CSV", gdelt_row(61, with_address) + gdelt_row(61, alone)));
  EXPECT_EQ(report.tally.reasons.at("no recipient"), 1);
  EXPECT_EQ(claims(), "1 USA GOV TALIBAN REB AGREE - military 2018-10-24;");
  EXPECT_EQ(ask("event, intensity::VARCHAR, mentions::VARCHAR, sources::VARCHAR, url, actor_name",
                "coded_claims"),
            "2 7.0 12.0 2.0 https://example.org/a UNITED STATES;");
  EXPECT_EQ(import("gdelt1", write("b.CSV", gdelt_row(57, an_event("4")))).dataset.claims, 1);
  EXPECT_NE(failure("gdelt1", write("c.CSV", gdelt_row(61, an_event("5")))).find("61 cells"),
            std::string::npos);
}

TEST_F(Importing, ActorsThatCodesDoNotKnowKeepTheirNames) {
  auto event = an_event("1");
  event[2] = {5, "WAF"};
  event[3] = {6, "WEST AFRICA"};
  const auto report = import("gdelt2", write("a.CSV", gdelt_row(61, event)));
  EXPECT_EQ(claims(), "1 west-africa - TALIBAN REB AGREE - military 2018-10-24;");
  EXPECT_EQ(report.tally.unknown.at("west-africa"), 1);
}

TEST_F(Importing, GdeltMentions) {
  import("gdelt-mentions",
         write("a.csv",
               "globaleventid,mentiontimedate,mentionsourcename,mentionidentifier,confidence\n"
               "42,20170701234500,example.org,\"https://example.org/a,b\",50\n"));
  EXPECT_EQ(ask("event, reported_at::VARCHAR, source, url, confidence::VARCHAR", "mentions"),
            "42 2017-07-01 23:45:00 example.org https://example.org/a,b 0.5;");
}

const std::string kPolecatHead =
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"
    "Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\t"
    "Wikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\t"
    "Primary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t"
    "Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t"
    "GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"
    "Story Organizations\tStory Locations\tLanguage\tVersion";

std::string polecat_row(const std::string& actors, const std::string& countries) {
  std::vector<std::pair<std::size_t, std::string>> cells{
      {0, "e1"},       {1, "2022-03-01"}, {2, "CONSULT"},
      {3, "visit"},    {4, "2.5"},        {6, "diplomatic;military"},
      {7, actors},     {8, countries},    {10, "GOV"},
      {15, "India"},   {16, "IND"},       {18, "None"},
      {33, "A Paper"}, {39, "v"}};
  return gdelt_row(40, std::move(cells));
}

TEST_F(Importing, PolecatWithItsFaults) {
  std::string stray = polecat_row("Wang Yi; Sergey Lavrov", "CHN; RUS");
  stray.insert(stray.size() - 1, "\t\t\t");
  const auto report =
      import("polecat", write("a.txt", kPolecatHead + "\tHeadline\tText\n" + kPolecatHead + "\n" +
                                           polecat_row("Wang Yi", "CHN") + stray));
  EXPECT_EQ(report.tally.reasons.at("a second header"), 1);
  EXPECT_EQ(report.dataset.taken, 2);
  EXPECT_EQ(claims(),
            "3 CHN GOV IND - CONSULT visit military 2022-03-01;"
            "4 CHN GOV IND - CONSULT visit military 2022-03-01;"
            "4 RUS - IND - CONSULT visit military 2022-03-01;");
}

TEST_F(Importing, PloverJson) {
  const auto report = import(
      "plover",
      write(
          "a.jsonl",
          R"({"id":"1","date":"2016-07-24","source":[{"code":"USA GOV"}],"recipient":[{"code":"CAN"},{"code":"MEX","sector":"MIL"}],"event":["COOPERATE"],"context":["military","future"],"event_scale":7.4})"
          "\n"
          R"({"id":"2","date":"2016-07-25","source":[{"code":"USA"},{"code":"CAN"}],"event":"CONSULT","mode":"phone"})"
          "\n"
          R"({"id":"3","date":"2016-07-25","source":[{"code":"USA"}],"event":["DEMAND"]})"
          "\n"
          R"({"id":"4","date":"yesterday"})"
          "\n"));
  EXPECT_EQ(claims(),
            "1 USA GOV CAN - COOPERATE - military 2016-07-24;"
            "1 USA GOV MEX MIL COOPERATE - military 2016-07-24;"
            "2 USA - CAN - CONSULT phone political 2016-07-25;");
  EXPECT_EQ(ask("row::VARCHAR, future::VARCHAR, intensity::VARCHAR",
                "coded_claims WHERE row < 3 "
                "AND recipient = 'CAN' ORDER BY row"),
            "1 true 7.4;2 false -;");
  EXPECT_EQ(report.tally.reasons.at("no recipient"), 1);
  EXPECT_EQ(report.tally.reasons.at("the date is no date"), 1);
}

TEST_F(Importing, Quadruples) {
  write("entity2id.txt", "Police_(Afghanistan)\t0\nChina\t1\n");
  write("relation2id.txt", "Make_a_visit\t0\nThreaten_non-force\t1\nNonsense\t2\n");
  const std::string path = write("train.txt", "0\t0\t1\t0\t-1\n1\t1\t0\t48\t-1\n0\t0\t9\t0\t-1\n");
  EXPECT_NE(failure("quadruples", path).find("--start 2014-01-01"), std::string::npos);
  ImportOptions options;
  options.start = base::Date::from_civil(2014, 1, 1);
  const auto report = import("quadruples", path, options);
  EXPECT_EQ(report.dataset.name, folder_.filename().string() + "/train.txt");
  EXPECT_EQ(report.tally.reasons.at("a number without a name"), 1);
  EXPECT_EQ(claims(),
            "1 AFG COP CHN - CONSULT visit political 2014-01-01;"
            "2 CHN - AFG COP THREATEN - political 2014-01-03;");
}

TEST_F(Importing, AlliancesByYear) {
  const auto report = import(
      "cow-alliances",
      write("a.csv",
            "\"ccode1\",\"ccode2\",\"year\",\"cow_defense\",\"cow_neutral\",\"cow_nonagg\","
            "\"cow_entente\"\n365,710,1950,1,0,1,0\n365,710,1991,0,0,0,0\n365,710,2001,,,1,\n"));
  EXPECT_EQ(report.tally.reasons.at("no obligation"), 1);
  EXPECT_EQ(measures(),
            "alliance.defense SUN CHN 1950-01-01 1950-12-31 1.0;"
            "alliance.nonaggression SUN CHN 1950-01-01 1950-12-31 1.0;"
            "alliance.nonaggression RUS CHN 2001-01-01 2001-12-31 1.0;");
}

TEST_F(Importing, RivalriesFallApartWithTheirStates) {
  import("rivalries",
         write("a.csv", "ccode1,ccode2,start,end,positional,spatial\n365,700,1985,1995,1,\n"));
  EXPECT_EQ(measures("kind = 'rivalry'"),
            "rivalry RUS AFG 1991-12-26 1995-12-31 1.0;rivalry SUN AFG 1985-01-01 1991-12-25 1.0;");
  EXPECT_EQ(ask("count(*)::VARCHAR", "measures WHERE kind = 'rivalry.positional'"), "2;");
}

TEST_F(Importing, OtherTablesOfNumberedStates) {
  import("disputes", write("d.csv", "dispnum,ccode1,ccode2,year,hostlev1\n7,2,365,1979,4\n"));
  import("cow-capabilities", write("c.csv", "ccode,year,cinc,milex\n770,1998,0.0125,-9\n"));
  import("cow-contiguity",
         write("k.csv", "ccode1,ccode2,conttype,stdate,enddate\n2,20,1,1920-01-01,2016-12-01\n"));
  import("cow-igos", write("i.csv", "ccode1,ccode2,year,dyadigos\n2,20,1920,7\n"));
  import("cow-wars", write("w.csv", "ccode1,ccode2,year,batdeath1\n220,230,1823,400\n"));
  import("cow-states", write("m.csv",
                             "ccode,styear,stmonth,stday,endyear,endmonth,endday,version\n"
                             "2,1898,8,13,2016,12,31,2016\n"));
  EXPECT_EQ(measures("kind LIKE 'd%' OR kind LIKE 'ca%'"),
            "capability.cinc PAK - 1998-01-01 1998-12-31 0.0125;"
            "dispute.hostility USA SUN 1979-01-01 1979-12-31 4.0;");
  EXPECT_EQ(measures("kind LIKE 'co%' OR kind LIKE 'i%'"),
            "contiguity USA CAN 1920-01-01 2016-12-01 1.0;"
            "igo.shared USA CAN 1920-01-01 1920-12-31 7.0;");
  EXPECT_EQ(measures("kind LIKE 'w%' OR kind LIKE 's%'"),
            "state.major USA - 1898-08-13 2016-12-31 1.0;"
            "war FRA ESP 1823-01-01 1823-12-31 1.0;"
            "war.deaths FRA ESP 1823-01-01 1823-12-31 400.0;");
}

TEST_F(Importing, VotesGiveTheAgreementOfPairs) {
  const std::string path =
      write("un_votes.csv",
            "\"rcid\",\"country\",\"country_code\",\"vote\"\n1,\"Russia\",\"RU\",\"yes\"\n"
            "1,\"India\",\"IN\",\"abstain\"\n1,\"Pakistan\",\"PK\",\"no\"\n"
            "2,\"Russia\",\"RU\",\"yes\"\n2,\"India\",\"IN\",\"yes\"\n");
  EXPECT_NE(failure("un-votes", path).find("un_roll_calls.csv"), std::string::npos);
  write("un_roll_calls.csv", "rcid,session,date\n1,20,1965-11-01\n2,20,1965-12-01\n");
  EXPECT_EQ(import("un-votes", path).dataset.measures, 3);
  EXPECT_EQ(measures(),
            "votes.agreement IND PAK 1965-01-01 1965-12-31 0.5;"
            "votes.agreement SUN IND 1965-01-01 1965-12-31 0.75;"
            "votes.agreement SUN PAK 1965-01-01 1965-12-31 0.0;");
}

TEST_F(Importing, IdealPointsMayBeNegative) {
  import("un-ideal-points",
         write("a.csv", "Row,ccode,session,IdealPoint,Countryname\n1,365,20,-2.5,Russia\n"));
  EXPECT_EQ(measures(), "votes.ideal_point SUN - 1965-01-01 1965-12-31 -2.5;");
}

TEST_F(Importing, Vetoes) {
  import("unsc-vetoes",
         write("a.csv",
               "date,draft,agenda_item,China,France,Russia,USSR,USA,UK,member_veto1\n"
               "2/4/2012,S/1,\"a quoted\nitem\",1,0,1,0,0,0,\n11/4/1966,S/2,x,0,0,0,0,0,0,USSR\n"));
  EXPECT_EQ(measures(),
            "veto CHN - 2012-02-04 2012-02-04 1.0;veto RUS - 2012-02-04 2012-02-04 1.0;"
            "veto.together CHN RUS 2012-02-04 2012-02-04 1.0;"
            "veto SUN - 1966-11-04 1966-11-04 1.0;");
}

TEST_F(Importing, ExercisesAndVisits) {
  import("exercises", write("a.csv",
                            "Ex_Name,StartDate,s.year,s.month,s.day,e.year,e.month,e.day,StateA,"
                            "StateB,StateC\nX,,1982,4,xx,1982,4,xx,Russia,Bulgaria,-9\n"
                            "Y,07/xx/2007,,,,,,,USA,,\n"));
  EXPECT_EQ(measures(), "exercise SUN BGR 1982-04-01 1982-04-30 1.0;");
  import("us-defense-visits",
         write("v.csv",
               "Title,Name,Start Day,Start Month,Start Year,City Visited,State Visit,End Day,"
               "End Month,End Year\nSecretary of the Navy,N,21,4,2012,,JPN,28,4,2012\n"));
  EXPECT_EQ(measures("kind = 'visit'"), "visit USA JPN 2012-04-21 2012-04-28 1.0;");
}

TEST_F(Importing, SignedNetwork) {
  const auto report =
      import("signed-network", write("net.csv", "from,to,sign\nAFG,IRN,1\n7,8,-1\n"));
  EXPECT_EQ(measures(), "tie.sign AFG IRN - - 1.0;tie.sign 7 8 - - -1.0;");
  EXPECT_EQ(report.tally.unknown.size(), 2u);
}

TEST_F(Importing, QuotesThatDoNotCloseCostOneRow) {
  const auto report = import(
      "signed-network", write("net.csv", "from,to,sign\n\"AFG,IRN,1\nIND,PAK,-1\nUSA,GBR,1\n"));
  EXPECT_EQ(report.dataset.malformed, 1);
  EXPECT_EQ(report.dataset.taken, 2);
}

TEST_F(Importing, EveryFormatIsDescribedAndCanBeRead) {
  for (const Format& f : formats()) {
    EXPECT_FALSE(f.title.empty() || f.source.empty() || f.terms.empty()) << f.name;
    const int readers = (f.claims != nullptr) + (f.mentions != nullptr) + (f.table != nullptr);
    EXPECT_EQ(readers, 1) << f.name;
    EXPECT_FALSE(try_import(std::string(f.name).c_str(), write("junk", "\"\t,\x01\n\xFF\n")))
        << f.name;
  }
  EXPECT_EQ(ask("count(*)::VARCHAR", "datasets"), "0;");
}

}  // namespace
}  // namespace entente::formats
