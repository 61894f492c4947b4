#pragma once

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "entente/formats/import_file.h"

/// What the fuzz targets of the importers share: a record in memory, and files to import into it.
namespace entente::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

/// How a file of each format begins, so that what is fuzzed comes past its header.
inline std::string beginning(std::string_view format, const formats::Knowledge& knowledge,
                             const std::string& path) {
  const formats::Format& f = *formats::format(format);
  if (format == "icews")
    return "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tCAMEO Code\t"
           "Intensity\tTarget Name\tTarget Sectors\tTarget Country\n";
  if (format == "gdelt1" || format == "gdelt2")
    return "GLOBALEVENTID\tSQLDATE\tActor1Code\tActor1Name\tActor2Code\tActor2Name\tEventCode\n";
  if (format == "gdelt-mentions")
    return "globaleventid,mentiontimedate,mentionsourcename,mentionidentifier,confidence\n";
  if (format == "polecat")
    return "Event ID\tEvent Date\tEvent Type\tEvent Mode\tActor Name\tActor Country\t"
           "Primary Actor Sector\tRecipient Name\tRecipient Country\tPrimary Recipient Sector\n";
  if (format == "exercises") return "s.year,s.month,s.day,StateA,StateB,StateC\n";
  if (f.table == nullptr) return {};
  // The columns that the reader asks for, under the first of their names.
  const auto reader = f.table(knowledge, {path, "statenme", {}});
  require(reader.has_value());
  std::string header;
  for (std::string_view name : (*reader)->columns()) {
    if (name.starts_with('?')) name.remove_prefix(1);
    header.append(header.empty() ? "" : ",").append(name.substr(0, name.find('|')));
  }
  return header + "\n";
}

/// Gives the lines or records of a text to the format's reader, without a record behind it:
/// thousands of times faster than an import.
inline void parse(const formats::Format& format, const formats::Knowledge& knowledge,
                  const std::string& path, std::string_view text) {
  const formats::File file{path, std::string(text.substr(0, text.find('\n'))),
                           base::Date::from_civil(2014, 1, 1)};
  const auto each_line = [&](auto plan, auto rows) {
    if (!plan) return;
    const auto parser = plan->parser();
    for (std::int64_t number = 1; !text.empty(); ++number) {
      const std::string_view line = text.substr(0, text.find('\n'));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      rows.clear();
      const auto outcome = parser->parse(line, number, rows);
      require(outcome.fate != formats::Fate::taken || !rows.empty());
    }
  };
  if (format.claims != nullptr)
    return each_line(format.claims(knowledge, file), std::vector<record::CodedClaim>());
  if (format.mentions != nullptr)
    return each_line(format.mentions(knowledge, file), std::vector<record::Mention>());
  const auto reader = format.table(knowledge, file);
  formats::CommaSplitter splitter;
  const auto header = splitter.next(text);
  if (!reader || !header) return;
  const auto columns = formats::Columns::find((*reader)->columns(), *header);
  if (!columns) return;
  (*reader)->header(*header);
  const auto sink = [](const record::Measure& measure) {
    require(!measure.kind.empty() && !measure.actor.empty());
    require(!measure.from || (measure.to && *measure.from <= *measure.to));
  };
  for (std::int64_t line = 2; !text.empty(); ++line) {
    const auto cells = splitter.next(text);
    if (cells && cells->size() == columns->width()) (*reader)->read({line, *cells, *columns}, sink);
  }
  (*reader)->finish(sink);
}

/// Reads the data as a file of one of the formats; the first byte says which, and whether the data
/// is behind a header. One in sixteen is imported: either all rows are accounted for, or nothing
/// has changed.
inline void import(const std::vector<std::string_view>& names, const std::uint8_t* data,
                   std::size_t size) {
  static const auto knowledge = formats::Knowledge::load(
      std::filesystem::path(__FILE__).parent_path().parent_path() / "knowledge");
  require(knowledge.has_value());
  static auto record = record::Record::open(":memory:", record::Access::write);
  require(record.has_value());
  static const std::filesystem::path folder = [] {
    std::string name = (std::filesystem::temp_directory_path() / "fuzz_XXXXXX").string();
    std::filesystem::path made = ::mkdtemp(name.data());
    std::ofstream(made / "entity2id.txt") << "Police_(India)\t0\nChina\t1\n";
    std::ofstream(made / "relation2id.txt") << "Consult\t0\nMake_statement\t1\n";
    std::ofstream(made / "un_roll_calls.csv") << "rcid,date\n1,1950-01-01\n2,1951-01-01\n";
    return made;
  }();
  if (size == 0) return;
  const std::string_view name = names[data[0] / 2 % names.size()];
  std::string text =
      data[0] % 2 == 0 ? beginning(name, *knowledge, (folder / "input").string()) : std::string();
  text.append(reinterpret_cast<const char*>(data + 1), size - 1);

  parse(*formats::format(name), *knowledge, (folder / "input").string(), text);
  if (size < 2 || data[1] % 16 != 0) return;
  std::ofstream(folder / "input", std::ios::binary) << text;

  const auto before = record::datasets(*record);
  require(before.has_value());
  formats::ImportOptions options;
  options.start = base::Date::from_civil(2014, 1, 1);
  const auto report = formats::import_file(*record, *knowledge, *formats::format(name),
                                           (folder / "input").string(), options);
  const auto after = record::datasets(*record);
  require(after.has_value());
  if (!report) {
    require(after->size() == before->size());
    return;
  }
  const record::Dataset& d = report->dataset;
  require(d.rows == d.taken + d.left_out + d.malformed);
  auto rows = record->connection().query(fmt::format(
      "SELECT (SELECT count(*) FROM coded_claims WHERE dataset = {0}) + (SELECT count(*) FROM "
      "mentions WHERE dataset = {0}) + (SELECT count(*) FROM measures WHERE dataset = {0})",
      after->back().number));
  require(rows && rows->next());
  if (!report->known) require(rows->number(0) == d.claims + d.mentions + d.measures);
}

}  // namespace entente::fuzz
