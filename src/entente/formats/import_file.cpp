#include "entente/formats/import_file.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <filesystem>

#include "entente/base/hash.h"
#include "entente/base/mapped_file.h"

namespace entente::formats {

using base::fail;
using base::Result;

namespace {

std::string_view first_line(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// The first block of a file, with what it takes to judge its first line.
struct Opened {
  Input input;
  Block block;
  File file;
};

Result<Opened> open(const std::string& path, const ImportOptions& options, bool whole) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  auto block = whole ? input->rest() : input->next();
  if (!block) return tl::unexpected(block.error());
  if (block->text.empty()) return fail("is empty", input->path());
  File file{path, std::string(first_line(block->text)), options.start};
  return Opened{std::move(*input), std::move(*block), std::move(file)};
}

template <class Row>
using Insert = Result<void> (record::Import::*)(record::RowSource&, unsigned);

template <class Row>
Result<Tally> import_lines(record::Import& import, Insert<Row> insert, Opened& opened,
                           Result<LinePlan<Row>> plan, const ImportOptions& options) {
  if (!plan) {
    if (plan.error().where.empty()) plan.error().where = opened.input.path() + ":1";
    return tl::unexpected(plan.error());
  }
  LineJob job{opened.input, {}, import.number(), options.stop, {}, options.reject};
  Input& input = opened.input;
  if (options.show)
    job.show = [&options, &input](std::uint64_t read) { options.show(read, input.bytes()); };
  if (plan->has_header) {
    job.header = opened.file.first_line;
    const std::size_t end = opened.block.text.find('\n');
    opened.block.text.remove_prefix(end == std::string_view::npos ? opened.block.text.size()
                                                                  : end + 1);
    ++opened.block.first_line;
  }
  LineSource<Row> source(std::move(job), plan->parser);
  if (!opened.block.text.empty()) source.begin_with(opened.block);
  // Rejects come in the order of the file only when one thread reads it.
  if (auto done = (import.*insert)(source, options.reject ? 1 : options.threads); !done)
    return tl::unexpected(done.error());
  return source.tally();
}

Result<void> read_table(TableReader& reader, const Opened& opened, const ImportOptions& options,
                        const MeasureSink& sink, Tally& tally) {
  std::string_view rest = opened.block.text;
  std::string utf8;
  if (!simdjson::validate_utf8(rest.data(), rest.size())) {
    utf8 = from_latin1_lines(rest, tally.latin1);
    rest = utf8;
  }
  const std::size_t size = rest.size();
  CommaSplitter splitter;
  const auto header = splitter.next(rest);
  if (!header) return fail("the header has a quote that is not closed", opened.input.path() + ":1");
  auto columns = Columns::find(reader.columns(), *header);
  if (!columns) {
    columns.error().where = opened.input.path() + ":1";
    return tl::unexpected(columns.error());
  }
  reader.header(*header);
  std::int64_t line = opened.block.first_line;
  const char* counted = utf8.empty() ? opened.block.text.data() : utf8.data();
  for (std::int64_t count = 0; !rest.empty(); ++count) {
    line += std::count(counted, rest.data(), '\n');
    counted = rest.data();
    if (count % 4096 == 0) {
      if (options.stop && options.stop()) return fail("interrupted", opened.input.path());
      if (options.show) options.show(size - rest.size(), size);
    }
    const std::string_view text = first_line(rest);
    if (text.empty()) {
      rest.remove_prefix(std::min(rest.find('\n') + 1, rest.size()));
      continue;
    }
    const std::string_view before = rest;
    const auto cells = splitter.next(rest);
    Outcome outcome;
    if (!cells || cells->size() != columns->width()) {
      outcome = Outcome::malformed(cells ? "not as many cells as the header has"
                                         : "a quote is not closed");
      rest = before.substr(std::min(before.find('\n'), before.size() - 1) + 1);
    } else {
      outcome = reader.read({line, *cells, *columns}, sink);
    }
    tally.add(outcome, line, text);
    if (outcome.fate == Fate::malformed && options.reject)
      options.reject({line, std::string(outcome.reason), std::string(text)});
  }
  reader.finish(sink);
  reader.count_unknown(tally);
  return {};
}

Result<Tally> import_table(record::Import& import, const Opened& opened,
                           Result<std::unique_ptr<TableReader>> reader,
                           const ImportOptions& options) {
  if (!reader) return tl::unexpected(reader.error());
  auto appender = import.measures();
  if (!appender) return tl::unexpected(appender.error());
  Tally tally;
  const MeasureSink sink = [&](const record::Measure& measure) {
    append(*appender, import.number(), measure);
    ++tally.measures;
  };
  if (auto read = read_table(**reader, opened, options, sink, tally); !read)
    return tl::unexpected(read.error());
  if (auto closed = appender->close(); !closed) return tl::unexpected(closed.error());
  return tally;
}

Result<Tally> import_rows(record::Import& import, const Knowledge& knowledge, const Format& format,
                          Opened& opened, const ImportOptions& options) {
  if (format.claims != nullptr)
    return import_lines<record::CodedClaim>(import, &record::Import::coded_claims, opened,
                                            format.claims(knowledge, opened.file), options);
  if (format.mentions != nullptr)
    return import_lines<record::Mention>(import, &record::Import::mentions, opened,
                                         format.mentions(knowledge, opened.file), options);
  return import_table(import, opened, format.table(knowledge, opened.file), options);
}

/// "no recipient: 531; no actor: 174", the most frequent first.
std::string reasons(const Tally& tally) {
  std::vector<std::pair<std::string, std::int64_t>> list(tally.reasons.begin(),
                                                         tally.reasons.end());
  std::ranges::stable_sort(list, std::greater{}, &std::pair<std::string, std::int64_t>::second);
  std::string text;
  for (const auto& [reason, count] : list)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", reason, count);
  return text;
}

std::string name_of(const Input& input, const Format& format, const ImportOptions& options) {
  if (!options.name.empty()) return options.name;
  if (!format.named_by_folder || input.name() == "-") return input.name();
  const auto folder = std::filesystem::absolute(input.path()).parent_path().filename();
  return (folder / input.name()).string();
}

record::Dataset dataset(const Tally& tally) {
  record::Dataset dataset;
  dataset.rows = tally.rows;
  dataset.taken = tally.taken;
  dataset.left_out = tally.left_out;
  dataset.malformed = tally.malformed;
  dataset.claims = tally.claims;
  dataset.mentions = tally.mentions;
  dataset.measures = tally.measures;
  dataset.reasons = reasons(tally);
  return dataset;
}

/// What a row that is not of the format shows.
base::Error not_of_format(const Tally& tally, const Format& format, const std::string& path) {
  const Reject& first = tally.rejects.front();
  return {fmt::format("{} of {} rows are malformed (here: {}); nothing was imported",
                      tally.malformed, tally.rows, first.reason),
          fmt::format("{}:{}", path, first.line),
          fmt::format("is it a file of the format {}? `entente import --list` tells of others",
                      format.name)};
}

/// What the record has of the same format, and what else speaks for the same file.
template <class Is>
const record::Dataset* find(const std::vector<record::Dataset>& all, const Format& format, Is is) {
  const auto found = std::ranges::find_if(
      all, [&](const record::Dataset& one) { return one.format == format.name && is(one); });
  return found == all.end() ? nullptr : &*found;
}

/// The same bytes under whatever name. A file is read for its hash only when one of its size is
/// there; a stream's hash is known at its end.
Result<const record::Dataset*> find_known(const std::vector<record::Dataset>& all,
                                          const Format& format, const std::string& path,
                                          std::uint64_t bytes) {
  const auto has_size = [&](const auto& one) { return std::uint64_t(one.bytes) == bytes; };
  if (bytes == 0 || find(all, format, has_size) == nullptr) return nullptr;
  const auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  const std::string hash = base::content_hash(file->bytes());
  return find(all, format, [&](const auto& one) { return one.hash == hash; });
}

}  // namespace

Result<ImportReport> import_file(record::Record& record, const Knowledge& knowledge,
                                 const Format& format, const std::string& path,
                                 const ImportOptions& options) {
  const auto all = record::datasets(record);
  if (!all) return tl::unexpected(all.error());
  auto opened = open(path, options, format.table != nullptr);
  if (!opened) return tl::unexpected(opened.error());
  ImportReport report;
  const auto known = find_known(*all, format, path, opened->input.bytes());
  if (!known) return tl::unexpected(known.error());
  if (*known != nullptr) return ImportReport{.dataset = **known, .tally = {}, .known = true};

  const std::string name = name_of(opened->input, format, options);
  // One stream does not replace another because both are called "-".
  const bool is_anonymous = path == "-" && options.name.empty();
  auto import = record::Import::begin(record, format.name, is_anonymous ? "" : name);
  if (!import) return tl::unexpected(import.error());
  auto tally = import_rows(*import, knowledge, format, *opened, options);
  if (!tally) return tl::unexpected(tally.error());
  const std::string hash = opened->input.hash();
  if (const auto* same = find(*all, format, [&](const auto& one) { return one.hash == hash; }))
    return ImportReport{.dataset = *same, .tally = {}, .known = true};
  if (tally->malformed * 2 > tally->rows)
    return tl::unexpected(not_of_format(*tally, format, opened->input.path()));
  report.dataset = dataset(*tally);
  report.dataset.format = format.name;
  report.dataset.name = name;
  report.dataset.hash = hash;
  report.dataset.bytes = std::int64_t(opened->input.bytes_read());
  if (auto committed = import->commit(report.dataset); !committed)
    return tl::unexpected(committed.error());
  report.replaced = import->replaces();
  report.tally = std::move(*tally);
  return report;
}

}  // namespace entente::formats
