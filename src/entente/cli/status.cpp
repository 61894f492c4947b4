#include <CLI/CLI.hpp>

#include "entente/cli/actor_names.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/fitted_record.h"
#include "entente/cli/home.h"
#include "entente/cli/table.h"
#include "entente/record/record.h"

namespace entente::cli {

namespace {

using base::Result;

std::string megabytes(std::uint64_t bytes) { return fmt::format("{:.1f} MB", double(bytes) / 1e6); }

std::string json_counts(const std::vector<record::Count>& counts) {
  std::string object;
  for (const auto& [name, count] : counts)
    object += fmt::format("{}{}:{}", object.empty() ? "{" : ",", json_text(name), count);
  return object.empty() ? "{}" : object + "}";
}

using Fit = std::optional<alignment::StoredFit>;

void print_json(const record::Summary& s, const Fit& fit, Context& context) {
  std::string pairs;
  for (const auto& [a, b, count] : s.pairs)
    pairs += fmt::format(R"({}{{"actors":[{},{}],"claims":{}}})", pairs.empty() ? "" : ",",
                         json_text(a), json_text(b), count);
  context.out.print(
      R"({{"record":{},"bytes":{},"documents":{},"sentences":{},"claims":{},"actors":{},"estimated_dates":{},"undated":{},)"
      R"("first":{},"last":{},"types":{},"pairs":[{}],"reader_versions":{},"datasets":{},)"
      R"("coded_claims":{},"mentions":{},"measures":{},"alignment":{}}})"
      "\n",
      json_text(context.record), s.bytes, s.documents, s.sentences, s.claims, s.actors, s.estimated,
      s.undated, json_text_or_null(s.first_day), json_text_or_null(s.last_day),
      json_counts(s.types), pairs, json_counts(s.reader_versions), s.datasets, s.coded_claims,
      s.mentions, s.measures, json(fit));
}

/// One row a number: what it counts, of what, how many.
void print_csv(const record::Summary& s, Context& context) {
  context.out.print(
      "what,of,count\ndocuments,,{}\nsentences,,{}\nclaims,,{}\nactors,,{}\nbytes,,{}\n"
      "datasets,,{}\ncoded_claims,,{}\nmentions,,{}\nmeasures,,{}\nestimated_dates,,{}\nundated,,{}"
      "\n",
      s.documents, s.sentences, s.claims, s.actors, s.bytes, s.datasets, s.coded_claims, s.mentions,
      s.measures, s.estimated, s.undated);
  for (const auto& [name, count] : s.types) context.out.print("type,{},{}\n", name, count);
  for (const auto& [a, b, count] : s.pairs)
    context.out.print("pair,{},{}\n", csv_cell(a + " " + b), count);
  for (const auto& [name, count] : s.reader_versions)
    context.out.print("reader_version,{},{}\n", name, count);
}

/// "━━━━━", as long as `count` is large; one at least.
std::string bar(std::int64_t count, std::int64_t largest) {
  constexpr std::int64_t kLongest = 30;
  std::string line;
  for (std::int64_t i = 0; i < std::max<std::int64_t>(1, kLongest * count / largest); ++i)
    line += "━";
  return line;
}

void print_counts(const std::vector<std::pair<std::string, std::int64_t>>& counts,
                  Context& context) {
  Table table({{""}, {"", Table::Align::right}, {""}});
  for (const auto& [name, count] : counts)
    table.add({{"  " + name},
               {std::to_string(count), Ink::strong},
               {bar(count, counts[0].second), Ink::actor}});
  table.print(context.out, context.painter(), context.width());
}

void print_for_people(const record::Summary& s, const Fit& fit, const reading::Reader& reader,
                      Context& context) {
  const Painter paint = context.painter();
  context.out.print("{}  {}\n\n", paint(Ink::strong, context.record), megabytes(s.bytes));
  Table totals({{"", Table::Align::right}, {""}});
  for (const auto& [count, name] : {std::pair{s.documents, "documents"},
                                    {s.sentences, "sentences"},
                                    {s.claims, "claims"},
                                    {s.actors, "actors"}})
    totals.add({{std::to_string(count), Ink::strong}, {name}});
  for (const auto& [count, name] :
       {std::pair{s.estimated, "documents without a date, estimated from their text"},
        {s.undated, "documents of unknown date"}})
    if (count > 0) totals.add({{std::to_string(count), Ink::strong}, {name}});
  for (const auto& [count, name] : {std::pair{s.datasets, "files of data sets"},
                                    {s.coded_claims, "coded claims"},
                                    {s.mentions, "mentions of coded events"},
                                    {s.measures, "measures"}})
    if (count > 0) totals.add({{std::to_string(count), Ink::strong}, {name}});
  totals.print(context.out, paint, context.width());
  if (fit) context.out.print("\nAlignment  {}\n", in_words(*fit));
  if (s.claims == 0) return;
  context.out.print("\nClaims from {} to {}\n", s.first_day.empty() ? "unknown dates" : s.first_day,
                    s.last_day.empty() ? "unknown dates" : s.last_day);
  std::vector<std::pair<std::string, std::int64_t>> counts;
  for (const auto& [type, count] : s.types) counts.emplace_back(type, count);
  print_counts(counts, context);
  context.out.print("\nMost active pairs\n");
  counts.clear();
  for (const auto& [a, b, count] : s.pairs)
    counts.emplace_back(name_and_id(a, reader) + " – " + name_and_id(b, reader), count);
  print_counts(counts, context);
  context.out.print("\nReader");
  for (const auto& [version, count] : s.reader_versions)
    context.out.print("  version {}: {} documents", version, count);
  context.out.print("\n");
}

Result<Exit> status(Context& context) {
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  const auto summary = record->summary();
  if (!summary) return tl::unexpected(summary.error());
  const auto fit = alignment::stored_fit(*record);
  if (!fit) return tl::unexpected(fit.error());
  if (context.format == Format::jsonl) {
    print_json(*summary, *fit, context);
  } else if (context.format == Format::csv) {
    print_csv(*summary, context);
  } else {
    const auto reader = reading::Reader::load(home_folder());
    if (!reader) return tl::unexpected(reader.error());
    print_for_people(*summary, *fit, *reader, context);
  }
  return Exit::done;
}

}  // namespace

void add_status(CLI::App& app, Context& context, Command& chosen) {
  CLI::App& command = *app.add_subcommand("status", "Say what the record holds");
  command.footer("Example:\n  entente status --record eurasia.duckdb");
  add_common_options(command, context);
  command.callback([&context, &chosen] { chosen = [&context] { return status(context); }; });
}

}  // namespace entente::cli
