#include "entente/formats/names.h"

#include <gtest/gtest.h>

namespace entente::formats {
namespace {

const Names& names() {
  static const auto loaded = Names::load(std::string(ENTENTE_SOURCE_DIR) + "/knowledge");
  EXPECT_TRUE(loaded) << loaded.error().message();
  return *loaded;
}

const base::Date kDay = base::Date::from_civil(2018, 6, 1);

/// "AFG COP", "tata-motors ?": id, sector, and a question mark for who is unknown.
std::string shown(const Named& named) {
  return named.id + (named.sector.empty() ? "" : " " + named.sector) + (named.known ? "" : " ?");
}
std::string icews(std::string_view name, std::string_view country = {},
                  std::string_view sectors = {}) {
  return shown(names().icews(name, country, sectors, kDay));
}
std::string cameo(std::string_view code) {
  const auto named = names().cameo(code);
  return named ? shown(*named) : "nobody";
}

TEST(Names, IcewsRolesAndPlaces) {
  EXPECT_EQ(icews("Police (Afghanistan)"), "AFG COP");
  EXPECT_EQ(icews("Member of Legislative (Govt) (India)"), "IND LEG");
  EXPECT_EQ(icews("Priest (Holy See (Vatican City State))"), "VAT REL");
  EXPECT_EQ(icews("Cabinet / Council of Ministers / Advisors (Nigeria)"), "NGA GOV");
  EXPECT_EQ(icews("Militant (Boko Haram)"), "BOKOHARAM UAF");
  EXPECT_EQ(icews("Main Opposition (Zambia)"), "ZMB OPP");
  EXPECT_EQ(icews("Citizen (Nowhereland)"), "nowhereland CVL ?");
  EXPECT_EQ(icews("Russia", "Russian Federation", "NA"), "RUS");
  EXPECT_EQ(icews("Unidentified State Actor", "NA", "NA"), "UNK GOV");
}

TEST(Names, IcewsPersonsStandForTheirCountry) {
  EXPECT_EQ(icews("Kim Yong-chol", "North Korea", "Government"), "PRK GOV");
  EXPECT_EQ(icews("Vladimir Putin"), "RUS GOV");
  EXPECT_EQ(icews("Some Company", "Japan", "Consumer Goods Business,Business"), "JPN BUS");
  EXPECT_EQ(icews("Some Company", "NA", "Business"), "some-company BUS ?");
  EXPECT_EQ(icews("Some (odd) name)"), "some-odd-name ?");
}

TEST(Names, CameoChains) {
  EXPECT_EQ(cameo("USA"), "USA");
  EXPECT_EQ(cameo("USAGOVMIL"), "USA GOV");
  EXPECT_EQ(cameo("AFGREBTAL"), "TALIBAN REB");
  EXPECT_EQ(cameo("IGOEUREEC"), "EU IGO");
  EXPECT_EQ(cameo("ROM"), "ROU");
  EXPECT_EQ(cameo("COP"), "UNK COP ?");
  EXPECT_EQ(cameo("AFR"), "nobody");
  EXPECT_EQ(cameo(""), "nobody");
}

TEST(Names, CorrelatesOfWarNumbersByDate) {
  const auto at = [](int number, int year) {
    return shown(names().cow(number, base::Date::from_civil(year, 7, 1)));
  };
  EXPECT_EQ(at(365, 1913), "RUS");
  EXPECT_EQ(at(365, 1962), "SUN");
  EXPECT_EQ(at(365, 2012), "RUS");
  EXPECT_EQ(at(345, 1990), "YUG");
  EXPECT_EQ(at(345, 2008), "SRB");
  EXPECT_EQ(at(265, 1980), "DDR");
  EXPECT_EQ(at(245, 1860), "bavaria");
  EXPECT_EQ(at(9999, 1980), "cow-9999 ?");
}

TEST(Names, PeriodsFallApartWhereStatesBecomeOthers) {
  std::string all;
  for (const auto& spell :
       names().cow(365, base::Date::from_civil(1990, 1, 1), base::Date::from_civil(1992, 12, 31)))
    all += spell.named.id + " " + spell.from.iso() + ".." + spell.to.iso() + " ";
  EXPECT_EQ(all, "SUN 1990-01-01..1991-12-25 RUS 1991-12-26..1992-12-31 ");
  EXPECT_EQ(names().state_at("RUS", base::Date::from_civil(1980, 1, 1)), "SUN");
  EXPECT_EQ(names().state_at("RUS", base::Date::from_civil(2000, 1, 1)), "RUS");
  EXPECT_EQ(names().state_at("tata-motors", base::Date::from_civil(1980, 1, 1)), "tata-motors");
}

TEST(Names, ByNameOrId) {
  EXPECT_EQ(shown(names().by_name("Congo - Kinshasa")), "COD");
  EXPECT_EQ(shown(names().by_name("pak")), "PAK");
  EXPECT_EQ(shown(names().by_name("Soviet Union")), "SUN");
  EXPECT_EQ(shown(names().by_name("Île de Nulle Part")), "Île-de-nulle-part ?");
}

}  // namespace
}  // namespace entente::formats
