#include "entente/formats/format.h"

#include <algorithm>
#include <array>

namespace entente::formats {

namespace {

constexpr std::array kFormats{
    Format{.name = "icews",
           .title = "ICEWS coded event data, 20 columns",
           .gives = "claims",
           .source = "Harvard Dataverse, doi:10.7910/DVN/28075 (1995 to April 2023)",
           .terms = "public domain (CC0) with a request to cite; see the Dataverse page",
           .claims = icews},
    Format{.name = "gdelt1",
           .title = "GDELT 1.0 events, daily files of 57 or 58 columns",
           .gives = "claims",
           .source = "http://data.gdeltproject.org/events/",
           .terms = "any use, with the words “The GDELT Project” and a link to gdeltproject.org",
           .claims = gdelt1},
    Format{.name = "gdelt2",
           .title = "GDELT 2.0 events, files of 15 minutes, 61 columns",
           .gives = "claims",
           .source = "http://data.gdeltproject.org/gdeltv2/ (…export.CSV.zip)",
           .terms = "as gdelt1",
           .claims = gdelt2},
    Format{.name = "gdelt-mentions",
           .title = "GDELT 2.0 mentions: which report names which event",
           .gives = "mentions",
           .source = "http://data.gdeltproject.org/gdeltv2/ (…mentions.CSV.zip)",
           .terms = "as gdelt1",
           .mentions = gdelt_mentions},
    Format{.name = "polecat",
           .title = "POLECAT events, 40 columns",
           .gives = "claims",
           .source = "Harvard Dataverse, doi:10.7910/DVN/AJGVIT (2018 on)",
           .terms = "public domain (CC0) with a request to cite; see the Dataverse page",
           .claims = polecat},
    Format{.name = "plover",
           .title = "Events in PLOVER JSON, one object a line",
           .gives = "claims",
           .source = "event coders that follow https://github.com/openeventdata/PLOVER",
           .terms = "its maker's",
           .claims = plover_json},
    Format{.name = "quadruples",
           .title = "Numbered quadruples with entity2id.txt and relation2id.txt beside them",
           .gives = "claims",
           .source = "temporal knowledge graph benchmarks (ICEWS14, ICEWS18, ICEWS05-15)",
           .terms = "as icews",
           .claims = quadruples,
           .named_by_folder = true},
    Format{.name = "cow-alliances",
           .title = "Correlates of War formal alliances 4.1, directed dyad-years",
           .gives = "measures",
           .source = "https://correlatesofwar.org/data-sets/formal-alliances/",
           .terms = "free, with citation",
           .table = cow_alliances},
    Format{.name = "atop-alliances",
           .title = "ATOP alliance treaty obligations 5.1, directed dyad-years",
           .gives = "measures",
           .source = "http://www.atopdata.org",
           .terms = "free, with citation",
           .table = atop_alliances},
    Format{
        .name = "disputes",
        .title = "Militarized interstate disputes (COW, Gibler-Miller-Little), dyad-years",
        .gives = "measures",
        .source =
            "https://correlatesofwar.org/data-sets/mids/ and https://internationalconflict.ua.edu",
        .terms = "free, with citation",
        .table = disputes},
    Format{.name = "cow-wars",
           .title = "Correlates of War inter-state wars, dyad-years",
           .gives = "measures",
           .source = "https://correlatesofwar.org/data-sets/COW-war/",
           .terms = "free, with citation",
           .table = wars},
    Format{.name = "rivalries",
           .title = "Strategic rivalries (Thompson and Dreyer; Thompson, Sakuwa and Suhas)",
           .gives = "measures",
           .source = "package peacesciencer on CRAN",
           .terms = "free, with citation",
           .table = rivalries},
    Format{.name = "cow-capabilities",
           .title = "National material capabilities (CINC), state-years",
           .gives = "measures",
           .source = "https://correlatesofwar.org/data-sets/national-material-capabilities/",
           .terms = "free, with citation",
           .table = capabilities},
    Format{.name = "cow-contiguity",
           .title = "Direct contiguity, spells",
           .gives = "measures",
           .source = "https://correlatesofwar.org/data-sets/direct-contiguity/",
           .terms = "free, with citation",
           .table = contiguity},
    Format{.name = "cow-igos",
           .title = "Shared memberships in intergovernmental organisations, dyad-years",
           .gives = "measures",
           .source = "https://correlatesofwar.org/data-sets/IGOs/",
           .terms = "free, with citation",
           .table = shared_igos},
    Format{.name = "cow-states",
           .title = "Membership in the state system, or major powers; spells",
           .gives = "measures",
           .source = "https://correlatesofwar.org/data-sets/state-system-membership/",
           .terms = "free, with citation",
           .table = state_system},
    Format{.name = "un-votes",
           .title = "UN General Assembly roll calls; gives agreement by pair and year",
           .gives = "measures",
           .source = "package unvotes on CRAN; its un_roll_calls.csv has to lie beside",
           .terms = "CC0 (Voeten, hdl:1902.1/12379), with citation",
           .table = un_votes},
    Format{.name = "un-ideal-points",
           .title = "Ideal points of states in the UN General Assembly, by session",
           .gives = "measures",
           .source = "Harvard Dataverse, hdl:1902.1/12379",
           .terms = "CC0, with citation (Bailey, Strezhnev and Voeten 2017)",
           .table = ideal_points},
    Format{.name = "unsc-vetoes",
           .title = "Vetoed drafts of the UN Security Council",
           .gives = "measures",
           .source = "https://github.com/world-politics-datalab/vetoes-un-security-council",
           .terms = "MIT",
           .table = vetoes},
    Format{.name = "exercises",
           .title = "Joint military exercises (MME, JME)",
           .gives = "measures",
           .source = "Harvard Dataverse, doi:10.7910/DVN/KHFODX; package troopdata",
           .terms = "free, with citation",
           .table = exercises},
    Format{.name = "us-defense-visits",
           .title = "Visits of the heads of the US armed services",
           .gives = "measures",
           .source = "package troopdata",
           .terms = "free, with citation",
           .table = visits},
    Format{.name = "signed-network",
           .title = "Lists of edges: from,to,sign",
           .gives = "measures",
           .source = "your own",
           .terms = "yours",
           .table = signed_network,
           .named_by_folder = true},
};

}  // namespace

base::Result<Knowledge> Knowledge::load(const std::filesystem::path& folder) {
  auto names = Names::load(folder);
  if (!names) return tl::unexpected(names.error());
  auto cameo = Cameo::load(folder);
  if (!cameo) return tl::unexpected(cameo.error());
  auto plover = Plover::load(folder);
  if (!plover) return tl::unexpected(plover.error());
  return Knowledge{std::move(*names), std::move(*cameo), std::move(*plover)};
}

std::span<const Format> formats() { return kFormats; }

const Format* format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace entente::formats
