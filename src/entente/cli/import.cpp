#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <fstream>

#include "entente/base/progress.h"
#include "entente/base/terminal.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/cli/interrupt.h"
#include "entente/cli/table.h"
#include "entente/formats/import_file.h"

namespace entente::cli {

namespace {

using base::Result;
using Clock = std::chrono::steady_clock;

struct Options {
  std::string format;
  std::vector<std::string> files;
  bool list = false, quiet = false;
  std::string rejects, name, start;
};

void print_formats(Context& context) {
  if (context.format == Format::csv) context.out.print("format,title,gives,source,terms\n");
  for (const formats::Format& f : formats::formats()) {
    if (context.format == Format::jsonl)
      context.out.print(R"({{"format":{},"title":{},"gives":{},"source":{},"terms":{}}})"
                        "\n",
                        json_text(f.name), json_text(f.title), json_text(f.gives),
                        json_text(f.source), json_text(f.terms));
    else if (context.format == Format::csv)
      context.out.print("{},{},{},{},{}\n", csv_cell(f.name), csv_cell(f.title), csv_cell(f.gives),
                        csv_cell(f.source), csv_cell(f.terms));
    else
      context.out.print("{}\n  {}; gives {}\n  from   {}\n  terms  {}\n",
                        context.painter()(Ink::strong, f.name), f.title, f.gives, f.source,
                        f.terms);
  }
}

/// "531 no recipient, 174 no actor"
std::string reasons(const formats::Tally& tally) {
  std::vector<std::pair<std::int64_t, std::string>> list;
  for (const auto& [reason, count] : tally.reasons) list.emplace_back(-count, reason);
  std::ranges::sort(list);
  std::string text;
  for (const auto& [count, reason] : list)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", -count, reason);
  return text;
}

constexpr std::size_t kNamesShown = 8;

void print_for_people(const formats::ImportReport& report, double seconds, Context& context) {
  const record::Dataset& d = report.dataset;
  const Painter paint = context.painter();
  if (report.known) {
    context.out.print("{}: known already, nothing changed\n", paint(Ink::strong, d.name));
    return;
  }
  context.out.print("{}: {} of {} in{}", paint(Ink::strong, d.name), d.taken,
                    counted(d.rows, "row"), report.replaced ? ", in place of those before" : "");
  for (const auto& [count, noun] :
       {std::pair{d.claims, "claim"}, {d.mentions, "mention"}, {d.measures, "measure"}})
    if (count > 0) context.out.print("; {}", counted(count, noun));
  context.out.print(" ({:.0f} rows a second)\n", double(d.rows) / std::max(seconds, 1e-9));
  if (d.taken < d.rows)
    context.out.print("  {} left out, {} malformed: {}\n", d.left_out, d.malformed,
                      reasons(report.tally));
  for (const formats::Reject& reject : report.tally.rejects)
    context.out.print("  line {}: {}: {}\n", reject.line, reject.reason,
                      base::one_line(reject.text, 60));
  if (report.tally.latin1 > 0)
    context.out.print("  {} read as ISO 8859-1, being no UTF-8\n",
                      counted(report.tally.latin1, "line"));
  if (report.tally.unknown.empty()) return;
  std::vector<std::pair<std::int64_t, std::string>> names;
  std::int64_t uses = 0;
  for (const auto& [name, count] : report.tally.unknown) {
    names.emplace_back(-count, name);
    uses += count;
  }
  std::ranges::sort(names);
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
    list += fmt::format("{}{} {}", i == 0 ? "" : ", ", names[i].second, -names[i].first);
  context.out.print("  {} kept under their own names, {} times: {}{}\n",
                    counted(std::int64_t(names.size()), "actor"), uses, list,
                    names.size() > kNamesShown ? ", …" : "");
}

void print_json(const formats::ImportReport& report, double seconds, Context& context) {
  const record::Dataset& d = report.dataset;
  const auto object = [](const auto& counts) {
    std::string text;
    for (const auto& [name, count] : counts)
      text += fmt::format("{}{}:{}", text.empty() ? "" : ",", json_text(name), count);
    return "{" + text + "}";
  };
  std::string rejects;
  for (const formats::Reject& reject : report.tally.rejects)
    rejects += fmt::format(R"({}{{"line":{},"reason":{},"text":{}}})", rejects.empty() ? "" : ",",
                           reject.line, json_text(reject.reason), json_text(reject.text));
  context.out.print(
      R"({{"format":{},"name":{},"hash":{},"known":{},"replaced":{},"rows":{},"taken":{},)"
      R"("left_out":{},"malformed":{},"claims":{},"mentions":{},"measures":{},"latin1":{},)"
      R"("reasons":{},"rejects":[{}],"unknown":{},"seconds":{:.3f}}})"
      "\n",
      json_text(d.format), json_text(d.name), json_text(d.hash), report.known, report.replaced,
      d.rows, d.taken, d.left_out, d.malformed, d.claims, d.mentions, d.measures,
      report.tally.latin1, object(report.tally.reasons), rejects, object(report.tally.unknown),
      seconds);
}

constexpr const char* kCsvHead =
    "format,name,known,replaced,rows,taken,left_out,malformed,claims,mentions,measures,seconds\n";

void print_csv(const formats::ImportReport& report, double seconds, Context& context) {
  const record::Dataset& d = report.dataset;
  context.out.print("{},{},{},{},{},{},{},{},{},{},{},{:.3f}\n", csv_cell(d.format),
                    csv_cell(d.name), report.known, report.replaced, d.rows, d.taken, d.left_out,
                    d.malformed, d.claims, d.mentions, d.measures, seconds);
}

/// The side file of malformed rows: file, line and reason before the row itself.
class Rejects {
 public:
  Result<void> open(const std::string& path) {
    path_ = path;
    out_.open(path, std::ios::binary | std::ios::trunc);
    return check();
  }
  void add(const std::string& file, const formats::Reject& reject) {
    fmt::memory_buffer line;
    fmt::format_to(std::back_inserter(line), "{}\t{}\t{}\t{}\n", file, reject.line, reject.reason,
                   reject.text);
    out_.write(line.data(), std::streamsize(line.size()));
  }
  Result<void> close() {
    out_.close();
    return check();
  }

 private:
  [[nodiscard]] Result<void> check() const {
    if (!out_) return base::fail("cannot be written", path_, "name another file with --rejects");
    return {};
  }
  std::string path_;
  std::ofstream out_;
};

Result<Exit> import(const Options& options, Context& context) {
  if (options.list) {
    print_formats(context);
    return Exit::done;
  }
  const formats::Format& format = *formats::format(options.format);
  const auto knowledge = formats::Knowledge::load(home_folder() / "knowledge");
  if (!knowledge) return tl::unexpected(knowledge.error());
  Rejects rejects;
  if (!options.rejects.empty())
    if (auto opened = rejects.open(options.rejects); !opened) return tl::unexpected(opened.error());
  auto record = record::Record::open(context.record, record::Access::write);
  if (!record) return tl::unexpected(record.error());
  listen_for_interrupt();
  if (context.format == Format::csv && !options.quiet) context.out.write(kCsvHead);
  int failed = 0;
  for (const std::string& file : options.files) {
    base::Progress progress(!options.quiet);
    formats::ImportOptions how;
    how.name = options.name;
    if (!options.start.empty()) how.start = base::Date::parse(options.start);
    how.stop = is_interrupted;
    how.show = [&](std::uint64_t read, std::uint64_t total) {
      progress.show(read, total, fmt::format("{}  {:.0f} MB", file, double(read) / 1e6));
    };
    if (!options.rejects.empty())
      how.reject = [&](const formats::Reject& reject) { rejects.add(file, reject); };
    const auto start = Clock::now();
    const auto report = formats::import_file(*record, *knowledge, format, file, how);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    progress.clear();
    if (is_interrupted()) {
      fmt::print(stderr, "entente: interrupted; {} is not in the record, files before it are\n",
                 base::one_line(file));
      return Exit::interrupted;
    }
    if (!report) {
      fmt::print(stderr, "entente: {}\n", base::one_line(report.error().message()));
      ++failed;
      continue;
    }
    if (options.quiet) continue;
    const auto print = context.format == Format::jsonl ? print_json
                       : context.format == Format::csv ? print_csv
                                                       : print_for_people;
    print(*report, seconds, context);
  }
  if (!options.rejects.empty())
    if (auto closed = rejects.close(); !closed) return tl::unexpected(closed.error());
  return failed > 0 ? Exit::failed : Exit::done;
}

}  // namespace

void add_import(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *app.add_subcommand("import", "Put other people's data into the record");
  command.footer(
      "Files go in as they are distributed, also in gzip or zip; - is standard input. The same\n"
      "file again changes nothing; a corrected file of the same name replaces its rows. Malformed\n"
      "rows are counted, shown and passed over.\n\n"
      "Examples:\n"
      "  entente import --list\n"
      "  entente import gdelt2 20191024143000.export.CSV.zip\n"
      "  zcat events.tab.gz | entente import icews - --name events.2018.tab --rejects bad.tsv");
  std::vector<std::string> names;
  std::string list;
  for (const formats::Format& f : formats::formats()) {
    names.emplace_back(f.name);
    list += (list.empty() ? "{" : ",") + std::string(f.name);
  }
  CLI::Option* format =
      command.add_option("FORMAT", options->format, "The files' format; --list says what there is");
  format->type_name(list + "}")->transform(CLI::IsMember(names, CLI::ignore_case).description(""));
  CLI::Option* files =
      command.add_option("FILE", options->files, "Files, or - for standard input")->type_name("");
  command.add_flag("--list", options->list,
                   "Say what each format is, where its files come from, and the terms of use");
  command.add_option("--rejects", options->rejects, "Write malformed rows to this file")
      ->type_name("PATH");
  command.add_option("--name", options->name, "The data set's name (that of its file)")
      ->type_name("NAME");
  command.add_option("--start", options->start, "quadruples: the day that their hours count from")
      ->type_name("DATE")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return base::Date::parse(text) ? std::string() : text + " is no date like 2014-01-01";
          },
          ""));
  command.add_flag("--quiet", options->quiet, "No progress and no report");
  add_common_options(command, context);
  command.callback([options, &context, &chosen, format, files] {
    if (!options->list && format->empty()) throw CLI::RequiredError("FORMAT");
    if (!options->list && files->empty()) throw CLI::RequiredError("FILE");
    if (!options->name.empty() && options->files.size() > 1)
      throw CLI::ValidationError("--name", "names one file, and several are given");
    chosen = [options, &context] { return import(*options, context); };
  });
}

}  // namespace entente::cli
