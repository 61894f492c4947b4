#include "entente/formats/lines.h"

#include <simdjson.h>

#include <cstring>
#include <mutex>
#include <optional>

#include "entente/formats/cells.h"

namespace entente::formats {

using base::Result;

namespace {

void count(Tally& tally, const record::CodedClaim*, std::size_t rows) {
  tally.claims += std::int64_t(rows);
}
void count(Tally& tally, const record::Mention*, std::size_t rows) {
  tally.mentions += std::int64_t(rows);
}

}  // namespace

void MetNames::count_unknown(Tally& tally) const {
  for (const auto& [key, met] : met_)
    if (!met.named.known) tally.unknown[met.named.id] += met.uses;
}

template <class Row>
struct LineSource<Row>::Shared {
  Shared(LineJob given, MakeParser make) : job(std::move(given)), make_parser(std::move(make)) {}

  LineJob job;
  MakeParser make_parser;
  std::mutex mutex;
  std::optional<Block> first;
  Tally tally;

  Result<Block> next_block() {
    const std::scoped_lock lock(mutex);
    if (job.stop && job.stop()) return base::fail("interrupted", job.input.path());
    if (job.show) job.show(job.input.bytes_read());
    if (!first) return job.input.next();
    Block block = std::move(*first);
    first.reset();
    return block;
  }
  void add(const Tally& counted) {
    const std::scoped_lock lock(mutex);
    tally.add(counted);
  }
  void reject(const Reject& rejected) {
    const std::scoped_lock lock(mutex);
    job.reject(rejected);
  }
};

template <class Row>
class LineSource<Row>::Maker : public record::RowMaker {
 public:
  explicit Maker(std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)), parser_(shared_->make_parser()) {}
  ~Maker() override {
    parser_->count_unknown(tally_);
    shared_->add(tally_);
  }
  Maker(const Maker&) = delete;
  Maker& operator=(const Maker&) = delete;

  Result<void> fill(record::ChunkRows& rows) override {
    while (!rows.full()) {
      if (next_ < made_.size()) {
        put(rows, shared_->job.dataset, made_[next_++]);
        continue;
      }
      if (rest_.empty()) {
        auto block = shared_->next_block();
        if (!block) return tl::unexpected(block.error());
        if (block->text.empty()) return {};
        take(std::move(*block));
      }
      read_line();
    }
    return {};
  }

 private:
  void take(Block block) {
    block_ = std::move(block);
    rest_ = block_.text;
    line_ = block_.first_line;
    is_utf8_ = simdjson::validate_utf8(rest_.data(), rest_.size());
  }

  void read_line() {
    made_.clear();
    next_ = 0;
    const auto* end = static_cast<const char*>(std::memchr(rest_.data(), '\n', rest_.size()));
    std::string_view line(rest_.data(),
                          end == nullptr ? rest_.size() : std::size_t(end - rest_.data()));
    rest_.remove_prefix(std::min(line.size() + 1, rest_.size()));
    const std::int64_t number = line_++;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) return;
    if (!is_utf8_ && !simdjson::validate_utf8(line.data(), line.size())) {
      latin1_ = from_latin1(line);
      line = latin1_;
      ++tally_.latin1;
    }
    const Outcome outcome = line == shared_->job.header ? Outcome::left_out("the header again")
                                                        : parser_->parse(line, number, made_);
    if (outcome.fate != Fate::taken) made_.clear();
    count(tally_, static_cast<const Row*>(nullptr), made_.size());
    tally_.add(outcome, number, line);
    if (outcome.fate == Fate::malformed && shared_->job.reject)
      shared_->reject({number, std::string(outcome.reason), std::string(line)});
  }

  std::shared_ptr<Shared> shared_;
  std::unique_ptr<LineParser<Row>> parser_;
  Block block_;
  std::string_view rest_;  // of the block
  std::int64_t line_ = 0;
  bool is_utf8_ = true;
  std::string latin1_;
  std::vector<Row> made_;  // of the line
  std::size_t next_ = 0;
  Tally tally_;
};

template <class Row>
LineSource<Row>::LineSource(LineJob job, MakeParser make_parser)
    : shared_(std::make_shared<Shared>(std::move(job), std::move(make_parser))) {}
template <class Row>
LineSource<Row>::~LineSource() = default;

template <class Row>
std::unique_ptr<record::RowMaker> LineSource<Row>::maker() {
  return std::make_unique<Maker>(shared_);
}

template <class Row>
void LineSource<Row>::begin_with(Block block) {
  shared_->first = std::move(block);
}

template <class Row>
const Tally& LineSource<Row>::tally() const {
  return shared_->tally;
}

template class LineSource<record::CodedClaim>;
template class LineSource<record::Mention>;

}  // namespace entente::formats
