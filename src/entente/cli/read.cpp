#include <sys/resource.h>
#include <tbb/info.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "entente/base/progress.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/cli/interrupt.h"
#include "entente/cli/pipeline.h"
#include "entente/cli/sinks.h"
#include "entente/record/record.h"
#include "entente/text/source.h"

namespace entente::cli {

namespace {

using base::Result;

struct Options {
  std::vector<std::string> inputs;
  reading::Folders worlds;
  std::string date;
  bool no_record = false, again = false, stats = false, quiet = false;
  int threads = tbb::info::default_concurrency();
};

void print_summary(const Tally& tally, Context& context) {
  const double seconds = std::max(tally.seconds(), 1e-9);
  const std::int64_t unchanged = tally.known + tally.kept.known;
  if (context.format == Format::jsonl) {
    context.out.print(
        R"({{"record":{},"inputs":{},"failed":{},"known":{},"added":{},"replaced":{},)"
        R"("sentences":{},"claims":{},"seconds":{:.3f}}})"
        "\n",
        json_text(context.record), tally.given, tally.failed, unchanged, tally.kept.added,
        tally.kept.replaced, tally.sentences, tally.kept.claims, seconds);
    return;
  }
  if (context.format == Format::csv) {
    context.out.print("record,inputs,failed,known,added,replaced,sentences,claims,seconds\n");
    context.out.print("{},{},{},{},{},{},{},{},{:.3f}\n", csv_cell(context.record), tally.given,
                      tally.failed, unchanged, tally.kept.added, tally.kept.replaced,
                      tally.sentences, tally.kept.claims, seconds);
    return;
  }
  context.out.print("{}: {}, {} read again, {} known already; {}", context.record,
                    counted(tally.kept.added, "new document"), tally.kept.replaced, unchanged,
                    counted(tally.kept.claims, "claim"));
  if (tally.read > 0)
    context.out.print(" from {} ({:.0f} a second)", counted(tally.sentences, "sentence"),
                      double(tally.sentences) / seconds);
  context.out.print("\n");
}

/// Where the time went, for those who make the reader faster.
void print_stats(const Tally& tally) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const double seconds = std::max(tally.seconds(), 1e-9);
  fmt::print(stderr,
             "documents {}  sentences {}  claims {}  seconds {:.2f}  sentences/s {:.0f}\n"
             "clean-up {:.2f} s  trees {:.2f} s  claims {:.2f} s (summed over threads)\n"
             "memory {} MB at most\n",
             tally.read, tally.sentences, tally.claims, seconds, double(tally.sentences) / seconds,
             tally.time.clean, tally.time.parse, tally.time.claims, usage.ru_maxrss / 1000);
}

/// Says on standard error what did not go as asked; and so what the shell is told. `done` is what
/// an interrupted reading leaves.
Exit conclude(const Tally& tally, const Options& options, std::string_view done) {
  if (options.stats) print_stats(tally);
  if (tally.failed > 0)
    fmt::print(stderr, "entente: {} of {} could not be read\n", tally.failed,
               counted(tally.given, "input"));
  if (is_interrupted()) fmt::print(stderr, "entente: interrupted; {}\n", done);
  return is_interrupted() ? Exit::interrupted : tally.failed > 0 ? Exit::failed : Exit::done;
}

Result<Exit> print_claims(text::Source source, const reading::Reader& reader,
                          const Options& options, Context& context) {
  Tally tally;
  base::Progress progress(!options.quiet && !context.width());
  Intake intake(std::move(source), std::nullopt, base::Date::parse(options.date), tally, progress);
  PrintSink sink(context);
  const auto printed = run(intake, reader, sink, options.threads, tally, progress);
  if (!printed) return tl::unexpected(printed.error());
  progress.clear();
  return conclude(tally, options, counted(tally.read, "document") + " read");
}

Result<Exit> fill_record(text::Source source, const reading::Reader& reader, const Options& options,
                         Context& context) {
  auto record = record::Record::open(context.record, record::Access::write);
  if (!record) return tl::unexpected(record.error());
  auto known = options.again ? Versions() : record->reader_versions();
  if (!known) return tl::unexpected(known.error());
  Tally tally;
  base::Progress progress(!options.quiet);
  Intake intake(std::move(source), std::move(*known), base::Date::parse(options.date), tally,
                progress);
  RecordSink sink(context.record, std::move(*record),
                  options.again ? record::Known::replace : record::Known::keep, tally.kept);
  auto filled = run(intake, reader, sink, options.threads, tally, progress);
  const std::string kept = counted(tally.kept.added + tally.kept.replaced, "document");
  if (!filled) {
    filled.error().what += "; the record keeps what was written before: " + kept;
    return tl::unexpected(filled.error());
  }
  progress.clear();
  if (!options.quiet) print_summary(tally, context);
  return conclude(tally, options, kept + " kept in the record; the same command reads the rest");
}

Result<Exit> read(const Options& options, Context& context) {
  auto source = text::Source::open(options.inputs);
  if (!source) return tl::unexpected(source.error());
  const auto reader = reading::Reader::load(home_folder(), options.worlds);
  if (!reader) return tl::unexpected(reader.error());
  listen_for_interrupt();
  const auto run_it = options.no_record ? print_claims : fill_record;
  return run_it(std::move(*source), *reader, options, context);
}

}  // namespace

void add_read(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand("read", "Read documents into the record");
  command.footer(
      "An input is a file or folder of plain text, HTML, PDF or JSON Lines (.jsonl, with \"id\"\n"
      "and \"text\", and \"date\", \"title\", \"source\", \"url\" where known), or - for standard\n"
      "input. What the record knows already is not read again.\n\n"
      "Examples:\n"
      "  entente read articles/ --record eurasia.duckdb\n"
      "  entente read report.pdf page.html\n"
      "  cat news.jsonl | entente read - --no-record --format jsonl | jq .type");
  command.add_option("INPUT", options->inputs, "Files, folders, or - for standard input")
      ->type_name("")
      ->required();
  add_world_option(command, options->worlds);
  command
      .add_option("--date", options->date,
                  "The date of documents that come with none of their own: without it, what a text "
                  "says at its head, or an estimate from what it tells of")
      ->type_name("DATE")
      ->check(is_day());
  command.add_flag("--no-record", options->no_record,
                   "Print the claims and keep nothing: a filter");
  command
      .add_flag("--again", options->again,
                "Also read what the record knows, and replace its claims; after knowledge/ changed")
      ->excludes("--no-record");
  command.add_option("--threads", options->threads, "Read with so many threads (all there are)")
      ->type_name("N")
      ->check(CLI::Range(1, 1024).description(""));
  command.add_flag("--stats", options->stats, "Say at the end where the time went");
  command.add_flag("--quiet", options->quiet, "No progress and no summary");
  add_common_options(command, context);
  command.callback([options, &context, &chosen] {
    chosen = [options, &context] { return read(*options, context); };
  });
}

}  // namespace entente::cli
