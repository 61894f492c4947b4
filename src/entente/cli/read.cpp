#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_pipeline.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>

#include "entente/base/progress.h"
#include "entente/base/terminal.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_table.h"
#include "entente/cli/context.h"
#include "entente/cli/home.h"
#include "entente/record/record.h"
#include "entente/text/source.h"

namespace entente::cli {

namespace {

using base::Result;
using Clock = std::chrono::steady_clock;

struct Options {
  std::vector<std::string> inputs;
  bool no_record = false, stats = false, quiet = false;
  int threads = 0;  // 0: as many as the machine has
};

// A transaction holds so many documents, or so many bytes of their text, or what came in so long.
constexpr std::size_t kBatchDocuments = 256, kBatchBytes = 4 << 20;
constexpr auto kBatchTime = std::chrono::seconds(2);
// Trees take some 20 times the room of the text. So much text is read at once; a document that is
// larger by itself is read alone.
constexpr std::size_t kBytesAtOnce = 4 << 20;

volatile std::sig_atomic_t interrupted = 0;
std::atomic<pthread_t> intake_thread;  // the one that may be waiting for input

/// Ctrl-C ends the reading after the documents in hand; a second one ends the program at once.
/// A wait for standard input is broken off: it becomes empty, and the waiting thread is woken.
void listen_for_interrupt() {
  static const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  intake_thread = ::pthread_self();
  struct sigaction wake {};
  wake.sa_handler = [](int) {};
  ::sigaction(SIGUSR1, &wake, nullptr);
  struct sigaction stop {};
  stop.sa_handler = [](int) {
    interrupted = 1;
    ::dup2(nothing, STDIN_FILENO);
    ::pthread_kill(intake_thread, SIGUSR1);
  };
  stop.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &stop, nullptr);
}

/// Lets work begin as long as all that is under way stays within a number of bytes.
class Gate {
 public:
  explicit Gate(std::size_t limit) : limit_(limit) {}
  void enter(std::size_t bytes) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return inside_ == 0 || inside_ + bytes <= limit_; });
    inside_ += bytes;
  }
  void leave(std::size_t bytes) {
    {
      const std::scoped_lock lock(mutex_);
      inside_ -= bytes;
    }
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t limit_, inside_ = 0;
};

/// What was done, for the summary.
struct Tally {
  std::int64_t given = 0, failed = 0, known = 0;  // inputs: all, unreadable, read before
  std::int64_t read = 0, sentences = 0, claims = 0;
  record::Added kept;  // what has been committed
  reading::ReadingTime time;
};

/// A document on its way through the pipeline.
struct Item {
  record::Entry entry;
  reading::ReadingTime time;
};

/// Where what was read goes to: the record, or standard output.
class Sink {
 public:
  virtual ~Sink() = default;
  [[nodiscard]] virtual Result<void> take(record::Entry entry) = 0;
  [[nodiscard]] virtual Result<void> finish() { return {}; }
};

class RecordSink final : public Sink {
 public:
  RecordSink(record::Record& record, record::Added& kept) : record_(record), kept_(kept) {}

  Result<void> take(record::Entry entry) override {
    bytes_ += entry.document.text.size();
    batch_.push_back(std::move(entry));
    const bool goes_on = batch_.size() < kBatchDocuments && bytes_ < kBatchBytes &&
                         Clock::now() - committed_ < kBatchTime;
    return goes_on ? Result<void>() : finish();
  }

  Result<void> finish() override {
    const auto added = record_.add(batch_);
    batch_.clear();
    bytes_ = 0;
    committed_ = Clock::now();
    if (!added) return tl::unexpected(added.error());
    kept_.added += added->added;
    kept_.replaced += added->replaced;
    kept_.known += added->known;
    kept_.claims += added->claims;
    return {};
  }

 private:
  record::Record& record_;
  record::Added& kept_;
  std::vector<record::Entry> batch_;
  std::size_t bytes_ = 0;  // of the batch's text
  Clock::time_point committed_ = Clock::now();
};

class PrintSink final : public Sink {
 public:
  explicit PrintSink(Context& context) : context_(context) {
    if (context.format == Format::csv) context.out.write(kCsvHeader);
  }

  Result<void> take(record::Entry entry) override {
    if (context_.format == Format::table) {
      print_table(entry);
    } else {
      for (const record::QuotedClaim& claim : entry.claims)
        context_.out.write(context_.format == Format::jsonl ? json_line(claim, false)
                                                            : csv_line(claim));
    }
    context_.out.flush();  // whoever waits at the other end of the pipe sees each document at once
    if (context_.out.failed()) return context_.out.close();
    return {};
  }

 private:
  void print_table(const record::Entry& entry) {
    const model::Document& document = entry.document;
    context_.out.print("{}  {}\n", context_.painter()(Ink::strong, base::one_line(document.id)),
                       base::one_line(document.title));
    ClaimTable table(context_.painter(), context_.width());
    for (const record::QuotedClaim& claim : entry.claims) table.add(claim);
    if (!entry.claims.empty()) table.print(context_.out);
    context_.out.print("{} claims in {} sentences\n\n", entry.claims.size(), entry.sentences);
  }

  Context& context_;
};

/// The documents that have to be read: all that the source gives, without those that the record
/// knows from a reader as new as this one.
class Intake {
 public:
  Intake(text::Source source, std::unordered_map<std::string, std::int64_t> versions,
         bool skips_known, Tally& tally, base::Progress& progress)
      : source_(std::move(source)),
        versions_(std::move(versions)),
        skips_known_(skips_known),
        tally_(tally),
        progress_(progress) {}

  std::optional<model::Document> next() {
    intake_thread = ::pthread_self();
    while (interrupted == 0) {
      auto document = source_.next();
      bytes_read_ = source_.bytes_read();
      if (!document) return std::nullopt;
      if (!*document && interrupted != 0) return std::nullopt;  // cut off, not wrong
      ++tally_.given;
      if (!*document) {
        ++tally_.failed;
        progress_.say("entente: " + document->error().message());
      } else if (skips_known_ && is_known((*document)->hash)) {
        ++tally_.known;
      } else {
        return std::move(**document);
      }
    }
    return std::nullopt;
  }

  /// Of the inputs; their number of bytes is 0 when it is not known.
  [[nodiscard]] std::uint64_t bytes() const { return source_.bytes(); }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_read_; }

 private:
  /// Also true the second time that a text comes by.
  bool is_known(const std::string& hash) {
    std::int64_t& version = versions_[hash];
    if (version >= reading::kReaderVersion) return true;
    version = reading::kReaderVersion;
    return false;
  }

  text::Source source_;
  std::unordered_map<std::string, std::int64_t> versions_;
  bool skips_known_;
  Tally& tally_;
  base::Progress& progress_;
  std::atomic<std::uint64_t> bytes_read_ = 0;  // asked for while the next document is read
};

Item read_one(const reading::Reader& reader, model::Document document, Gate& gate) {
  Item item;
  const std::size_t bytes = document.text.size();
  gate.enter(bytes);
  {
    const reading::Reading reading = reader.read(document, &item.time);
    item.entry.sentences = std::int64_t(reading.sentences.size());
    item.entry.claims = record::quoted(document, reading.claims, reading::kReaderVersion);
  }
  gate.leave(bytes);
  item.entry.document = std::move(document);
  return item;
}

void count(const Item& item, Tally& tally) {
  ++tally.read;
  tally.sentences += item.entry.sentences;
  tally.claims += std::int64_t(item.entry.claims.size());
  tally.time.clean += item.time.clean;
  tally.time.parse += item.time.parse;
  tally.time.claims += item.time.claims;
}

/// Serial intake, parallel reading, serial sink in the order of the intake.
Result<void> run(Intake& intake, const reading::Reader& reader, Sink& sink, int threads,
                 Tally& tally, base::Progress& progress) {
  using tbb::filter_mode;
  using DocumentBox = std::shared_ptr<model::Document>;
  using ItemBox = std::shared_ptr<Item>;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  std::size_t(threads));
  Gate gate(kBytesAtOnce);
  Result<void> result;
  std::atomic<bool> stopped = false;
  const auto take_in = [&](tbb::flow_control& flow) -> DocumentBox {
    if (!stopped)
      if (auto document = intake.next())
        return std::make_shared<model::Document>(std::move(*document));
    flow.stop();
    return nullptr;
  };
  const auto read = [&](const DocumentBox& document) {
    return std::make_shared<Item>(read_one(reader, std::move(*document), gate));
  };
  const auto keep = [&](const ItemBox& item) {
    if (stopped) return;
    count(*item, tally);
    progress.show(intake.bytes_read(), intake.bytes(),
                  fmt::format("{} documents, {} claims", tally.read, tally.claims));
    result = sink.take(std::move(item->entry));
    if (!result) stopped = true;
  };
  tbb::parallel_pipeline(
      4 * std::size_t(threads),  // documents in flight
      tbb::make_filter<void, DocumentBox>(filter_mode::serial_in_order, take_in) &
          tbb::make_filter<DocumentBox, ItemBox>(filter_mode::parallel, read) &
          tbb::make_filter<ItemBox, void>(filter_mode::serial_in_order, keep));
  return result ? sink.finish() : result;
}

void print_summary(const Tally& tally, double seconds, Context& context) {
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
  context.out.print("{}: {} new documents, {} read again, {} known already; {} claims",
                    context.record, tally.kept.added, tally.kept.replaced, unchanged,
                    tally.kept.claims);
  if (tally.read > 0)
    context.out.print(" from {} sentences ({:.0f} a second)", tally.sentences,
                      double(tally.sentences) / seconds);
  context.out.print("\n");
}

/// Where the time went, for those who make the reader faster.
void print_stats(const Tally& tally, double seconds) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  fmt::print(stderr,
             "documents {}  sentences {}  claims {}  seconds {:.2f}  sentences/s {:.0f}\n"
             "clean-up {:.2f} s  trees {:.2f} s  claims {:.2f} s (summed over threads)\n"
             "memory {} MB at most\n",
             tally.read, tally.sentences, tally.claims, seconds,
             double(tally.sentences) / std::max(seconds, 1e-9), tally.time.clean, tally.time.parse,
             tally.time.claims, usage.ru_maxrss / 1000);
}

/// What the shell is told, after what went wrong on the way was said.
Exit verdict(const Tally& tally, bool kept) {
  if (interrupted != 0) {
    const std::string what = kept ? fmt::format(
                                        "{} new documents are in the record; the same "
                                        "command reads the rest",
                                        tally.kept.added + tally.kept.replaced)
                                  : fmt::format("{} documents were read", tally.read);
    fmt::print(stderr, "entente: interrupted; {}\n", what);
    return Exit::interrupted;
  }
  if (tally.failed == 0) return Exit::done;
  fmt::print(stderr, "entente: {} of {} inputs could not be read\n", tally.failed, tally.given);
  return Exit::failed;
}

Result<Exit> read(const Options& options, Context& context) {
  const auto start = Clock::now();
  auto source = text::Source::open(options.inputs);
  if (!source) return tl::unexpected(source.error());
  const auto reader = reading::Reader::load(home_folder());
  if (!reader) return tl::unexpected(reader.error());

  Tally tally;
  std::optional<record::Record> record;
  std::unordered_map<std::string, std::int64_t> versions;
  std::unique_ptr<Sink> sink;
  if (options.no_record) {
    sink = std::make_unique<PrintSink>(context);
  } else {
    auto opened = record::Record::open(context.record, record::Access::write);
    if (!opened) return tl::unexpected(opened.error());
    record.emplace(std::move(*opened));
    auto known = record->reader_versions();
    if (!known) return tl::unexpected(known.error());
    versions = std::move(*known);
    sink = std::make_unique<RecordSink>(*record, tally.kept);
  }

  base::Progress progress(!options.quiet);
  Intake intake(std::move(*source), std::move(versions), record.has_value(), tally, progress);
  listen_for_interrupt();
  const int threads = options.threads > 0 ? options.threads : tbb::info::default_concurrency();
  auto result = run(intake, *reader, *sink, threads, tally, progress);
  progress.clear();
  if (!result) {
    if (record)
      result.error().what += fmt::format("; the record keeps the {} documents written before",
                                         tally.kept.added + tally.kept.replaced);
    return tl::unexpected(result.error());
  }
  const std::chrono::duration<double> seconds = Clock::now() - start;
  if (record && !options.quiet) print_summary(tally, seconds.count(), context);
  if (options.stats) print_stats(tally, seconds.count());
  return verdict(tally, record.has_value());
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
  command.add_flag("--no-record", options->no_record,
                   "Print the claims and keep nothing: a filter");
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
