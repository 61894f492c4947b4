// GDELT events and mentions (gdeltproject.org): TAB-separated without a header; with one, and
// comma-separated, as some mirrors give them.
#include <array>
#include <charconv>

#include "entente/formats/format.h"

namespace entente::formats {

using base::Result;
using record::CodedClaim;
using record::Mention;

namespace {

/// A line's cells, whichever way it is separated.
class Splitter {
 public:
  Splitter(std::size_t width, bool by_commas) : cells_(width), by_commas_(by_commas) {}
  /// False when the line has another number of cells.
  bool split(std::string_view line) {
    if (!by_commas_) return split_tabs(line, cells_) == cells_.size();
    const auto cells = commas_.next(line);
    if (!cells || cells->size() != cells_.size() || !line.empty()) return false;
    std::copy(cells->begin(), cells->end(), cells_.begin());
    return true;
  }
  [[nodiscard]] std::span<const std::string_view> cells() const { return cells_; }

 private:
  std::vector<std::string_view> cells_;
  CommaSplitter commas_;
  bool by_commas_;
};

struct Layout {
  Columns columns;
  bool has_header = false, by_commas = false;
};

/// What the first line says of a file: a header, or a row of one of the widths that the format has.
/// `places(width)` are the places of the columns there, nothing for another width.
template <class Places>
Result<Layout> layout(const File& file, std::span<const std::string_view> names, Places places) {
  Layout layout;
  std::string_view line = file.first_line;
  layout.by_commas = line.find('\t') == line.npos;
  std::vector<std::string_view> cells;
  CommaSplitter commas;
  if (layout.by_commas) {
    if (const auto found = commas.next(line)) cells.assign(found->begin(), found->end());
  } else {
    cells.resize(line.size() + 1);
    cells.resize(split_tabs(line, cells));
  }
  if (cells.empty() || !whole_from(cells.front())) {
    auto columns = Columns::find(names, cells);
    if (!columns) return tl::unexpected(columns.error());
    layout.columns = std::move(*columns);
    layout.has_header = true;
    return layout;
  }
  auto at = places(cells.size());
  if (at.empty())
    return base::fail("the first row has " + std::to_string(cells.size()) +
                      " cells, as many as no file of this format");
  layout.columns = Columns::at(std::move(at), cells.size());
  return layout;
}

enum Column : std::size_t {
  kId,
  kDay,
  kCode1,
  kName1,
  kCode2,
  kName2,
  kEvent,
  kGoldstein,
  kMentions,
  kSources,
  kUrl
};
constexpr std::array<std::string_view, 11> kColumns{
    "GLOBALEVENTID", "SQLDATE",         "Actor1Code",   "Actor1Name",  "Actor2Code", "Actor2Name",
    "EventCode",     "?GoldsteinScale", "?NumMentions", "?NumSources", "?SOURCEURL"};

class EventParser : public LineParser<CodedClaim> {
 public:
  EventParser(const Knowledge& knowledge, const Layout& layout)
      : knowledge_(knowledge),
        columns_(layout.columns),
        splitter_(columns_.width(), layout.by_commas) {}

  Outcome parse(std::string_view line, std::int64_t number,
                std::vector<CodedClaim>& rows) override {
    if (!splitter_.split(line)) return Outcome::malformed("not as many cells as the first row has");
    CodedClaim claim;
    claim.row = number;
    claim.event = cell(kId);
    if (!whole_from(claim.event)) return Outcome::malformed("the event's id is no number");
    claim.date = date(cell(kDay));
    if (!claim.date) return Outcome::malformed("the event's date is no date");
    const CameoCode* code = knowledge_.cameo.of_code(cell(kEvent));
    if (code == nullptr) return Outcome::malformed("the code is not one of CAMEO's");
    if (cell(kCode1).empty() && cell(kName1).empty()) return Outcome::left_out("no actor");
    if (cell(kCode2).empty() && cell(kName2).empty()) return Outcome::left_out("no recipient");
    claim.code = code->code;
    if (code->type) claim.type = model::name(*code->type);
    claim.mode = code->mode;
    claim.layer = model::name(code->layer);
    claim.intensity = number_or_none(cell(kGoldstein));
    claim.mentions = number_or_none(cell(kMentions));
    claim.sources = number_or_none(cell(kSources));
    claim.url = cell(kUrl);
    claim.actor = party(kCode1);
    claim.recipient = party(kCode2);
    rows.push_back(claim);
    return {};
  }

  void count_unknown(Tally& tally) const override {
    codes_.count_unknown(tally);
    names_.count_unknown(tally);
  }

 private:
  std::string_view cell(std::size_t column) const {
    return columns_.cell(splitter_.cells(), column);
  }
  static float number_or_none(std::string_view text) {
    float number = record::kNoNumber;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : record::kNoNumber;
  }
  /// Rows of a file are of few days.
  std::optional<base::Date> date(std::string_view day) {
    if (day != last_day_ || !last_date_) {
      last_day_.assign(day);
      last_date_ = day_from(day);
    }
    return last_date_;
  }
  /// Code and name stand side by side for both ends.
  record::CodedParty party(std::size_t code) {
    const std::string_view name = cell(code + 1);
    const Named& by_code = codes_.find(
        cell(code), [&] { return knowledge_.names.cameo(cell(code)).value_or(Named{}); });
    if (!by_code.id.empty()) return {by_code.id, by_code.sector, name};
    const std::string_view called = name.empty() ? cell(code) : name;
    const Named& by_name = names_.find(called, [&] { return knowledge_.names.by_name(called); });
    return {by_name.id, by_name.sector, called};
  }

  const Knowledge& knowledge_;
  const Columns columns_;
  Splitter splitter_;
  MetNames codes_, names_;
  std::string last_day_;
  std::optional<base::Date> last_date_;
};

Result<LinePlan<CodedClaim>> events(const Knowledge& knowledge, const File& file,
                                    std::vector<int> (*places)(std::size_t width)) {
  const auto found = layout(file, kColumns, places);
  if (!found) return tl::unexpected(found.error());
  return LinePlan<CodedClaim>{found->has_header, [&knowledge, layout = *found] {
                                return std::make_unique<EventParser>(knowledge, layout);
                              }};
}

enum MentionColumn : std::size_t { kMEvent, kMTime, kMSource, kMUrl, kMConfidence };
constexpr std::array<std::string_view, 5> kMentionColumns{
    "GlobalEventID", "MentionTimeDate", "MentionSourceName", "MentionIdentifier", "Confidence"};

/// "20170701234500", microseconds since 1970.
std::optional<std::int64_t> time_from(std::string_view text) {
  if (text.size() != 14) return std::nullopt;
  const auto day = day_from(text.substr(0, 8));
  const auto hour = whole_from(text.substr(8, 2)), minute = whole_from(text.substr(10, 2)),
             second = whole_from(text.substr(12, 2));
  if (!day || !hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59 ||
      *hour < 0 || *minute < 0 || *second < 0)
    return std::nullopt;
  return (((std::int64_t{day->days} * 24 + *hour) * 60 + *minute) * 60 + *second) * 1'000'000;
}

class MentionParser : public LineParser<Mention> {
 public:
  explicit MentionParser(const Layout& layout)
      : columns_(layout.columns), splitter_(columns_.width(), layout.by_commas) {}

  Outcome parse(std::string_view line, std::int64_t number, std::vector<Mention>& rows) override {
    if (!splitter_.split(line)) return Outcome::malformed("not as many cells as the first row has");
    Mention mention;
    mention.row = number;
    mention.event = cell(kMEvent);
    if (!whole_from(mention.event)) return Outcome::malformed("the event's id is no number");
    const auto time = time_from(cell(kMTime));
    if (!time) return Outcome::malformed("the time of the mention is no time");
    mention.at = *time;
    mention.source = cell(kMSource);
    mention.url = cell(kMUrl);
    const auto percent = number_from(cell(kMConfidence));
    if (!percent || *percent < 0 || *percent > 100)
      return Outcome::malformed("the confidence is no percentage");
    mention.confidence = float(*percent / 100);
    rows.push_back(mention);
    return {};
  }

 private:
  std::string_view cell(std::size_t column) const {
    return columns_.cell(splitter_.cells(), column);
  }
  const Columns columns_;
  Splitter splitter_;
};

}  // namespace

Result<LinePlan<CodedClaim>> gdelt1(const Knowledge& knowledge, const File& file) {
  return events(knowledge, file, [](std::size_t width) -> std::vector<int> {
    if (width != 57 && width != 58) return {};  // the address came in April 2013
    return {0, 1, 5, 6, 15, 16, 26, 30, 31, 32, width == 58 ? 57 : -1};
  });
}

Result<LinePlan<CodedClaim>> gdelt2(const Knowledge& knowledge, const File& file) {
  return events(knowledge, file, [](std::size_t width) -> std::vector<int> {
    if (width != 61) return {};
    return {0, 1, 5, 6, 15, 16, 26, 30, 31, 32, 60};
  });
}

Result<LinePlan<Mention>> gdelt_mentions(const Knowledge&, const File& file) {
  const auto found = layout(file, kMentionColumns, [](std::size_t width) -> std::vector<int> {
    if (width < 14 || width > 16) return {};
    return {0, 2, 4, 5, 11};
  });
  if (!found) return tl::unexpected(found.error());
  return LinePlan<Mention>{found->has_header,
                           [layout = *found] { return std::make_unique<MentionParser>(layout); }};
}

}  // namespace entente::formats
