#include "entente/cli/pipeline.h"

#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

#include "entente/cli/interrupt.h"

namespace entente::cli {

using base::Result;

std::optional<model::Document> Intake::next() {
  wait_for_input_here();
  while (!is_interrupted()) {
    auto document = source_.next();
    bytes_read_ = source_.bytes_read();
    if (!document) return std::nullopt;
    if (!*document && is_interrupted()) return std::nullopt;  // cut off, not wrong
    ++tally_.given;
    if (!*document) {
      ++tally_.failed;
      progress_.say("entente: " + document->error().message());
    } else if (is_known((*document)->hash)) {
      ++tally_.known;
    } else {
      if (!(*document)->date) (*document)->date = date_;
      return std::move(**document);
    }
  }
  return std::nullopt;
}

/// Also true the second time that a text comes by.
bool Intake::is_known(const std::string& hash) {
  if (!known_) return false;
  std::int64_t& version = (*known_)[hash];
  if (version >= reading::kReaderVersion) return true;
  version = reading::kReaderVersion;
  return false;
}

namespace {

// Trees take some 20 times the room of the text. So much text is read at once; a document that is
// larger by itself is read alone.
constexpr std::size_t kBytesAtOnce = 4 << 20;

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

/// A document on its way through the pipeline.
struct Item {
  record::Entry entry;
  reading::ReadingTime time;
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

}  // namespace

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

}  // namespace entente::cli
