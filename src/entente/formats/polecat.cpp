// POLECAT events, 40 TAB-separated columns with a header. Faults of the distributed files that are
// mended: headers with more names than the rows have cells, second headers, TABs behind the last
// cell.
#include <array>

#include "entente/base/tsv.h"
#include "entente/formats/format.h"

namespace entente::formats {

using base::Result;
using record::CodedClaim;

namespace {

enum Column : std::size_t {
  kId,
  kDate,
  kType,
  kMode,
  kIntensity,
  kContexts,
  kActor,
  kActorCountry,
  kActorSector,
  kRecipient,
  kRecipientCountry,
  kRecipientSector,
  kSource
};
constexpr std::array<std::string_view, 13> kColumns{"Event ID",
                                                    "Event Date",
                                                    "Event Type",
                                                    "Event Mode",
                                                    "?Intensity|Event Intensity",
                                                    "?Contexts",
                                                    "Actor Name",
                                                    "Actor Country",
                                                    "Primary Actor Sector",
                                                    "Recipient Name",
                                                    "Recipient Country",
                                                    "Primary Recipient Sector",
                                                    "?Source"};
constexpr std::size_t kWidth = 40;

std::string_view given(std::string_view cell) {
  return cell == "None" || cell == "NA" || cell == "nan" ? std::string_view{} : cell;
}

class Parser : public LineParser<CodedClaim> {
 public:
  Parser(const Knowledge& knowledge, const Columns& columns)
      : knowledge_(knowledge), columns_(columns), cells_(columns.width() + 64) {}

  Outcome parse(std::string_view line, std::int64_t number,
                std::vector<CodedClaim>& rows) override {
    while (line.ends_with('\t') && split_tabs(line, cells_) > columns_.width())
      line.remove_suffix(1);
    if (split_tabs(line, cells_) != columns_.width())
      return Outcome::malformed("not as many cells as the format has");
    if (cell(kId) == "Event ID") return Outcome::left_out("a second header");
    CodedClaim claim;
    claim.row = number;
    claim.event = cell(kId);
    claim.date = day_from(cell(kDate).substr(0, 10));
    if (claim.event.empty()) return Outcome::malformed("no event id");
    if (!claim.date) return Outcome::malformed("the event's date is no date");
    type_ = knowledge_.plover.event(cell(kType));
    if (!type_) return Outcome::malformed("the event's type is none of PLOVER's");
    claim.code = cell(kType);
    claim.type = model::name(type_->type);
    claim.mode = given(cell(kMode)).empty() ? std::string_view(type_->mode) : given(cell(kMode));
    if (const auto intensity = number_from(cell(kIntensity))) claim.intensity = float(*intensity);
    claim.layer = model::name(layer(cell(kContexts)));
    claim.source = given(cell(kSource));
    const auto actors = parties(kActor, *claim.date);
    const auto recipients = parties(kRecipient, *claim.date);
    if (actors.empty()) return Outcome::left_out("no actor");
    if (recipients.empty()) return Outcome::left_out("no recipient");
    for (const auto& actor : actors)
      for (const auto& recipient : recipients) {
        claim.actor = actor;
        claim.recipient = recipient;
        rows.push_back(claim);
      }
    return {};
  }

  void count_unknown(Tally& tally) const override { met_.count_unknown(tally); }

 private:
  std::string_view cell(std::size_t column) const { return columns_.cell(cells_, column); }

  model::Layer layer(std::string_view contexts) const {
    for (std::string_view context : base::split_list(contexts, ';')) {
      while (context.starts_with(' ')) context.remove_prefix(1);
      if (const auto layer = knowledge_.plover.layer(context)) return *layer;
    }
    return model::Layer::political;
  }

  /// Several actors stand in one cell, separated by ';', their countries and sectors likewise. What
  /// is missing is "None".
  std::vector<record::CodedParty> parties(std::size_t column, base::Date date) {
    const auto names = base::split_list(cell(column), ';');
    const auto countries = base::split_list(cell(column + 1), ';');
    const auto sectors = base::split_list(cell(column + 2), ';');
    std::vector<record::CodedParty> list;
    for (std::size_t i = 0; i < std::max(names.size(), countries.size()); ++i) {
      const std::string_view name = at(names, i), country = at(countries, i);
      if (name.empty() && country.empty()) continue;
      key_.assign(country).append("\t").append(name).append("\t");
      key_.append(cell(kDate).substr(0, 7));  // a person has the office of the first of the month
      const Named& named = met_.find(key_, [&] {
        return knowledge_.names.by_name(country.empty() ? name : country, first_of_month(date));
      });
      const std::string_view sector = at(sectors, i);
      list.push_back({named.id, sector.empty() ? std::string_view(named.sector) : sector,
                      name.empty() ? country : name});
    }
    return list;
  }

  static std::string_view at(const std::vector<std::string_view>& list, std::size_t i) {
    if (i >= list.size()) return {};
    std::string_view item = list[i];
    while (item.starts_with(' ')) item.remove_prefix(1);
    return given(item);
  }

  const Knowledge& knowledge_;
  const Columns columns_;
  std::vector<std::string_view> cells_;
  std::optional<Plover::Event> type_;
  std::string key_;
  MetNames met_;
};

}  // namespace

ClaimPlan polecat(const Knowledge& knowledge, const File& file) {
  std::vector<std::string_view> header(file.first_line.size() + 1);
  header.resize(split_tabs(file.first_line, header));
  auto columns = Columns::find(kColumns, header);
  if (!columns) return tl::unexpected(columns.error());
  // With names to spare the rows still have the usual cells in the usual order.
  if (header.size() != kWidth)
    columns = Columns::at({0, 1, 2, 3, 4, 6, 7, 8, 10, 15, 16, 18, 33}, kWidth);
  return LinePlan<CodedClaim>{true, [&knowledge, columns = *columns] {
                                return std::make_unique<Parser>(knowledge, columns);
                              }};
}

}  // namespace entente::formats
