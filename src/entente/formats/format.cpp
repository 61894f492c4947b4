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
};

}  // namespace

base::Result<Knowledge> Knowledge::load(const std::filesystem::path& folder) {
  auto names = Names::load(folder);
  if (!names) return tl::unexpected(names.error());
  auto cameo = Cameo::load(folder);
  if (!cameo) return tl::unexpected(cameo.error());
  return Knowledge{std::move(*names), std::move(*cameo)};
}

std::span<const Format> formats() { return kFormats; }

const Format* format(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &Format::name);
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace entente::formats
