#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <map>
#include <span>

#include "entente/base/output_file.h"
#include "entente/base/progress.h"
#include "entente/base/tsv.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_options.h"
#include "entente/cli/context.h"
#include "entente/cli/event_formats.h"
#include "entente/cli/home.h"
#include "entente/cli/interrupt.h"
#include "entente/formats/bibliography.h"
#include "entente/formats/event_rows.h"
#include "entente/formats/gexf.h"
#include "entente/formats/graphml.h"
#include "entente/formats/tables.h"
#include "entente/formats/web_annotation.h"

namespace entente::cli {

namespace {

using base::OutputFile;
using base::Result;
using formats::Origin;
using formats::Step;
using record::ClaimFilter;

struct Options {
  std::string what, file, form, at, only = "both", step = "month";
  ClaimOptions which;
};

/// What went out, and what did not, with its reason.
struct Report {
  std::string what;
  std::map<std::string, std::int64_t> left_out;
};

/// All that a writer needs.
struct Job {
  const Options& options;
  const record::Record& record;
  const ClaimFilter& filter;
  OutputFile& output;
  base::Progress& progress;

  [[nodiscard]] formats::Write write() const {
    return [this](std::string_view text) { output.write(text); };
  }
  /// Shows how far it is; false when there is no use in going on.
  bool go_on(std::int64_t done, std::int64_t total, std::string_view noun) const {
    progress.show(std::uint64_t(done), std::uint64_t(total), counted(done, noun));
    return !is_interrupted() && !output.failed();
  }
  [[nodiscard]] Origin origin() const {
    return options.only == "read"    ? Origin::read
           : options.only == "coded" ? Origin::coded
                                     : Origin::any;
  }
};

Result<formats::ActorCards> cards() {
  return formats::ActorCards::load(home_folder() / "knowledge");
}

formats::TableForm table_form(const Job& job) {
  return job.options.form == "csv"     ? formats::TableForm::csv
         : job.options.form == "jsonl" ? formats::TableForm::jsonl
                                       : formats::TableForm::parquet;
}

formats::GoOn watch(const Job& job) {
  return [&job](double percent) {
    job.progress.show(std::uint64_t(std::max(0.0, percent)), percent < 0 ? 0 : 100,
                      job.options.what);
    return !is_interrupted() && !job.output.failed();
  };
}

Result<Report> write_table(const Job& job) {
  const auto& table = *std::ranges::find(formats::exported_tables(), job.options.what,
                                         &formats::ExportedTable::name);
  if (auto checked = formats::check(table, job.filter); !checked)
    return tl::unexpected(checked.error());
  const auto written =
      formats::write_table(job.record, table, job.filter, table_form(job), job.output, watch(job));
  if (!written) return tl::unexpected(written.error());
  return Report{.what = counted(*written, "row"), .left_out = {}};
}

tl::unexpected<base::Error> full_folder() {
  return base::fail(std::strerror(errno), "temporary file in " P_tmpdir,
                    "free some space there and run the same command again");
}

/// Events are no table: their CSV lines become one, which has lists where those have words.
Result<Report> write_events(const Job& job) {
  ClaimFilter filter = job.filter;
  filter.order = ClaimFilter::Order::document;
  const auto events = record::Events::find(job.record, filter, record::Events::View::all);
  if (!events) return tl::unexpected(events.error());
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines(std::tmpfile(), std::fclose);
  if (lines == nullptr) return full_folder();
  bool written = std::fputs(kEventCsvHeader.data(), lines.get()) >= 0;
  for (std::size_t i = 0; i < events->size(); ++i) {
    written = written && std::fputs(csv_line(events->at(i)).c_str(), lines.get()) >= 0;
    if (!job.go_on(std::int64_t(i), std::int64_t(events->size()), "event")) break;
  }
  if (!written || std::fflush(lines.get()) != 0) return full_folder();
  const auto list = [&](std::string_view column) {
    return job.options.form == "csv" ? std::string(column)
                                     : fmt::format("coalesce(string_split({0}, ' '), [])", column);
  };
  const std::string query = fmt::format(
      "SELECT * REPLACE ({} AS layers, {} AS claims, {} AS denied_by) FROM "
      "read_csv('/proc/self/fd/{}', header = true, auto_detect = false, delim = ',', "
      "quote = '\"', escape = '\"', columns = {{event: 'VARCHAR', date_from: 'DATE', "
      "date_to: 'DATE', date_precision: 'VARCHAR', actor: 'VARCHAR', actor_sector: 'VARCHAR', "
      "recipient: 'VARCHAR', recipient_sector: 'VARCHAR', type: 'VARCHAR', trend: 'VARCHAR', "
      "realis: 'VARCHAR', layers: 'VARCHAR', reports: 'BIGINT', documents: 'BIGINT', "
      "sources: 'BIGINT', denials: 'BIGINT', contested: 'BOOLEAN', confidence: 'DOUBLE', "
      "claims: 'VARCHAR', denied_by: 'VARCHAR'}})",
      list("layers"), list("claims"), list("denied_by"), ::fileno(lines.get()));
  const auto copied =
      formats::write_rows(job.record, {query, {}}, table_form(job), job.output, watch(job));
  if (!copied) return tl::unexpected(copied.error());
  return Report{.what = counted(std::int64_t(events->size()), "event"), .left_out = {}};
}

Result<Report> write_network(const Job& job) {
  const auto actors = cards();
  if (!actors) return tl::unexpected(actors.error());
  const Step step = job.options.step == "day"    ? Step::day
                    : job.options.step == "year" ? Step::year
                                                 : Step::month;
  const auto network = formats::network(job.record, job.filter, job.origin(), step, *actors);
  if (!network) return tl::unexpected(network.error());
  if (job.options.form == "gexf")
    formats::write_gexf(*network, step, job.write());
  else
    formats::write_graphml(*network, job.write());
  return Report{.what = counted(std::int64_t(network->nodes.size()), "actor") + ", " +
                        counted(std::int64_t(network->edges.size()), "pair"),
                .left_out = {{"without a date", network->undated},
                             {"inside one actor", network->inside},
                             {"with an end that is not known", network->nobody},
                             {"merely said", network->statements}}};
}

Result<Report> write_annotations(const Job& job) {
  const auto total = job.record.count(job.filter);
  if (!total) return tl::unexpected(total.error());
  const auto done = formats::write_annotations(
      job.record, job.filter,
      [](const record::QuotedClaim& claim) {
        std::string line = json_line(claim, true);
        line.pop_back();
        return line;
      },
      [&](std::int64_t count) { return job.go_on(count, *total, "annotation"); }, job.write());
  if (!done) return tl::unexpected(done.error());
  return Report{.what = counted(*done, "annotation"), .left_out = {}};
}

Result<Report> write_event_data(const Job& job) {
  const bool is_polecat = job.options.what == "polecat";
  const auto actors = cards();
  if (!actors) return tl::unexpected(actors.error());
  if (is_polecat) job.output.write(formats::polecat_header());
  std::int64_t done = 0;
  Report report;
  const auto visited =
      formats::each_event(job.record, job.filter, job.origin(), [&](const auto& event) {
        const char* lacks = !event.type                           ? "merely said"
                            : event.type == model::ClaimType::tie ? "ties, which are no events"
                            : !event.date                         ? "without a date"
                            : is_polecat && event.aux != 0        ? "not asserted as fact"
                                                                  : nullptr;
        if (lacks != nullptr) {
          ++report.left_out[lacks];
        } else {
          job.output.write(is_polecat ? formats::polecat_line(event, *actors)
                                      : formats::plover_line(event));
          ++done;
        }
        return job.go_on(done, 0, "event");
      });
  if (!visited) return tl::unexpected(visited.error());
  report.what = counted(done, "event");
  return report;
}

Result<Report> write_bibliography(const Job& job) {
  const record::Condition condition = record::where(job.filter);
  const std::string chosen =
      condition.sql.empty() ? ""
                            : "WHERE hash IN (SELECT document FROM claims " + condition.sql + ")";
  auto rows = job.record.connection().query(
      "SELECT hash, coalesce(title, name), author, source, url, language, date FROM documents " +
          chosen + " ORDER BY number",
      condition.parameters);
  if (!rows) return tl::unexpected(rows.error());
  std::int64_t done = 0;
  while (rows->next()) {
    // The key begins with a letter, as some programs demand.
    const formats::Reference reference{.key = "d" + std::string(rows->text(0).substr(0, 16)),
                                       .title = std::string(rows->text(1)),
                                       .author = std::string(rows->text(2)),
                                       .source = std::string(rows->text(3)),
                                       .url = std::string(rows->text(4)),
                                       .language = std::string(rows->text(5)),
                                       .date = rows->date(6)};
    job.output.write(job.options.form == "ris" ? formats::ris(reference)
                                               : formats::bibtex(reference));
    if (!job.go_on(++done, 0, "document")) break;
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return Report{.what = counted(done, "document"), .left_out = {}};
}

/// What can be exported, in which forms; the first is that of a pipe. A form is also the ending of
/// its files.
struct What {
  std::string_view name, forms;
  Result<Report> (*write)(const Job&);
};
constexpr What kWhats[]{
    {"claims", "csv,jsonl,parquet", write_table},
    {"events", "csv,jsonl,parquet", write_events},
    {"coded-claims", "csv,jsonl,parquet", write_table},
    {"mentions", "csv,jsonl,parquet", write_table},
    {"measures", "csv,jsonl,parquet", write_table},
    {"network", "gexf,graphml", write_network},
    {"annotations", "jsonld", write_annotations},
    {"plover", "jsonl", write_event_data},
    {"polecat", "tsv", write_event_data},
    {"bibliography", "bib,ris", write_bibliography},
};

std::vector<std::string> forms_of(const What& what) {
  std::vector<std::string> forms;
  for (const auto form : base::split_list(what.forms, ',')) forms.emplace_back(form);
  return forms;
}

/// The form in which the user wants it: as said, else as the file's ending says, else the only one.
std::string form(const Options& options, const What& what) {
  const auto forms = forms_of(what);
  std::string wanted = options.form;
  if (wanted.empty() && (options.file == "-" || forms.size() == 1)) wanted = forms.front();
  if (wanted.empty()) {
    const auto dot = options.file.rfind('.');
    if (dot != std::string::npos) wanted = CLI::detail::to_lower(options.file.substr(dot + 1));
  }
  if (std::ranges::find(forms, wanted) != forms.end()) return wanted;
  throw CLI::ValidationError(
      "FILE", fmt::format("{} go out as {}; let the file's name end so, or say --as", what.name,
                          fmt::join(forms, ", ")));
}

/// `--at` a date: the year that ends with it.
void take_date(Options& options) {
  if (options.at.empty()) return;
  const base::Date date = *base::Date::parse(options.at);
  options.which.from = (date.plus_months(-12) + 1).iso();
  options.which.to = date.iso();
}

void print(const Report& report, const Options& options, Context& context) {
  std::string text = fmt::format("{}: {}", options.file, report.what);
  std::int64_t left_out = 0;
  std::string reasons;
  for (const auto& [reason, count] : report.left_out) {
    if (count == 0) continue;
    left_out += count;
    reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", count, reason);
  }
  if (left_out > 0) text += fmt::format("; {} left out: {}", counted(left_out, "claim"), reasons);
  if (options.file != "-")
    context.out.print("{}\n", text);
  else if (left_out > 0)  // standard output is the data
    fmt::print(stderr, "entente: {}\n", text);
}

Result<Exit> export_to_file(const Options& options, Context& context) {
  const auto record = record::Record::open(context.record, record::Access::read);
  if (!record) return tl::unexpected(record.error());
  const auto filter = claim_filter(options.which, *record);
  if (!filter) return tl::unexpected(filter.error());
  auto output = OutputFile::create(options.file);
  if (!output) return tl::unexpected(output.error());
  listen_for_interrupt();
  base::Progress progress;
  const What& what = *std::ranges::find(kWhats, options.what, &What::name);
  const auto report = what.write({options, *record, *filter, *output, progress});
  progress.clear();
  if (is_interrupted()) {
    fmt::print(stderr, "entente: interrupted; {}\n",
               output->is_stream() ? "what went out is not whole" : "nothing was written");
    return Exit::interrupted;
  }
  if (!report && !output->failed()) return tl::unexpected(report.error());
  if (auto committed = output->commit(); !committed) return tl::unexpected(committed.error());
  print(*report, options, context);
  return Exit::done;
}

}  // namespace

void add_export(CLI::App& app, Context& context, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *app.add_subcommand("export", "Write what the record holds for other programs");
  command.footer(
      "What, and in which forms; the file's name ends in one of them:\n"
      "  claims         read in texts: csv, jsonl, parquet\n"
      "  events         what they report, each thing once: likewise\n"
      "  coded-claims   of imported data sets, and their mentions and measures: likewise\n"
      "  network        who has to do with whom over time: gexf (Gephi), graphml\n"
      "  annotations    claims as W3C Web Annotations: jsonld\n"
      "  plover         claims as PLOVER JSON: jsonl\n"
      "  polecat        claims in POLECAT's 40 columns: tsv\n"
      "  bibliography   the documents: bib (BibTeX), ris\n\n"
      "A file is there whole or not at all. - is standard output, in the first form unless --as\n"
      "says otherwise. Options choose claims as in `entente claims`.\n\n"
      "Examples:\n"
      "  entente export claims claims.parquet --actor Iran --from 2015\n"
      "  entente export network eurasia.gexf --from 2014 --to 2018 --layer military\n"
      "  entente export network - --as graphml --at 2017-06-30 --only read\n"
      "  entente export bibliography sources.bib --type SANCTION");
  std::vector<std::string> names, forms;
  for (const What& what : kWhats) {
    names.emplace_back(what.name);
    for (const std::string& each : forms_of(what))
      if (std::ranges::find(forms, each) == forms.end()) forms.push_back(each);
  }
  choose_from(command.add_option("WHAT", options->what, "What to write")->required(), names);
  command.add_option("FILE", options->file, "The file to make, or - for standard output")
      ->type_name("")
      ->required();
  choose_from(command.add_option("--as", options->form, "The form (what the file's name ends in)"),
              forms);
  add_claim_options(command, options->which);
  CLI::Option* at = command.add_option("--at", options->at, "The year that ends with this day");
  at->type_name("DATE")
      ->excludes(command.get_option("--from"))
      ->excludes(command.get_option("--to"))
      ->check(CLI::Validator(
          [](const std::string& text) {
            const bool is_day = text.size() == 10 && base::Date::parse(text);
            return is_day ? std::string() : text + " is no day like 2017-09-05";
          },
          ""));
  choose_from(command.add_option(
                  "--only", options->only,
                  "network, plover, polecat: claims read in texts, or coded by others (both)"),
              {"read", "coded", "both"});
  choose_from(
      command.add_option("--step", options->step, "network: how finely gexf tells time (month)"),
      {"day", "month", "year"});
  add_record_option(command, context);
  command.callback([options, &context, &chosen] {
    options->form = form(*options, *std::ranges::find(kWhats, options->what, &What::name));
    take_date(*options);
    chosen = [options, &context] { return export_to_file(*options, context); };
  });
}

}  // namespace entente::cli
