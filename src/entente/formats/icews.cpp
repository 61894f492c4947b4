// ICEWS coded event data, the 20 columns in which the Harvard Dataverse gives them: TAB-separated,
// with a header, NA for what is missing.
#include <array>

#include "entente/formats/format.h"

namespace entente::formats {

using base::Result;
using record::CodedClaim;

namespace {

enum Column : std::size_t {
  kId,
  kDate,
  kSource,
  kSourceSectors,
  kSourceCountry,
  kCode,
  kIntensity,
  kTarget,
  kTargetSectors,
  kTargetCountry,
  kPublisher
};
constexpr std::array<std::string_view, 11> kColumns{
    "Event ID",  "Event Date",  "Source Name",    "Source Sectors", "Source Country", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "?Publisher"};

class Parser : public LineParser<CodedClaim> {
 public:
  Parser(const Knowledge& knowledge, const Columns& columns)
      : knowledge_(knowledge), columns_(columns), cells_(columns.width()) {}

  Outcome parse(std::string_view line, std::int64_t number,
                std::vector<CodedClaim>& rows) override {
    if (split_tabs(line, cells_) != cells_.size())
      return Outcome::malformed("not as many cells as the header has");
    CodedClaim claim;
    claim.row = number;
    claim.event = cell(kId);
    if (!whole_from(claim.event)) return Outcome::malformed("the event's id is no number");
    claim.date = day_from(cell(kDate));
    if (!claim.date) return Outcome::malformed("the event's date is no date");
    const CameoCode* code = knowledge_.cameo.of_code(cell(kCode));
    if (code == nullptr) return Outcome::malformed("the code is not one of CAMEO's");
    claim.code = code->code;
    if (code->type) claim.type = model::name(*code->type);
    claim.mode = code->mode;
    claim.layer = model::name(code->layer);
    if (const auto intensity = number_from(cell(kIntensity))) claim.intensity = float(*intensity);
    if (cell(kPublisher) != "NA") claim.source = cell(kPublisher);
    if (!is_given(cell(kSource))) return Outcome::left_out("no actor");
    if (!is_given(cell(kTarget))) return Outcome::left_out("no recipient");
    claim.actor = party(kSource, *claim.date);
    claim.recipient = party(kTarget, *claim.date);
    rows.push_back(claim);
    return {};
  }

  void count_unknown(Tally& tally) const override { names_.count_unknown(tally); }

 private:
  static bool is_given(std::string_view text) { return !text.empty() && text != "NA"; }
  std::string_view cell(std::size_t column) const { return columns_.cell(cells_, column); }

  /// Name, sectors and country stand side by side for both ends.
  record::CodedParty party(std::size_t name, base::Date date) {
    key_.assign(cell(name)).append("\t").append(cell(name + 1)).append("\t").append(cell(name + 2));
    // A person has the office of the first of the month, whichever row comes first.
    key_.append("\t").append(cell(kDate).substr(0, 7));
    const Named& named = names_.find(key_, [&] {
      return knowledge_.names.icews(cell(name), cell(name + 2), cell(name + 1),
                                    first_of_month(date));
    });
    return {named.id, named.sector, cell(name)};
  }

  const Knowledge& knowledge_;
  const Columns columns_;
  std::vector<std::string_view> cells_;
  std::string key_;
  MetNames names_;
};

}  // namespace

Result<LinePlan<CodedClaim>> icews(const Knowledge& knowledge, const File& file) {
  std::vector<std::string_view> header(file.first_line.size() + 1);
  header.resize(split_tabs(file.first_line, header));
  auto columns = Columns::find(kColumns, header);
  if (!columns) return tl::unexpected(columns.error());
  return LinePlan<CodedClaim>{true, [&knowledge, columns = *columns] {
                                return std::make_unique<Parser>(knowledge, columns);
                              }};
}

}  // namespace entente::formats
