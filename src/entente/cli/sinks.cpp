#include "entente/cli/sinks.h"

#include <utility>

#include "entente/base/terminal.h"
#include "entente/cli/claim_formats.h"
#include "entente/cli/claim_table.h"
#include "entente/record/borrow.h"

namespace entente::cli {

using base::Result;

namespace {

// A transaction holds so many documents, or so many bytes of their text, or what came in so long.
constexpr std::size_t kBatchDocuments = 256, kBatchBytes = 4 << 20;
constexpr auto kBatchTime = std::chrono::seconds(2);

}  // namespace

Result<void> RecordSink::take(record::Entry entry) {
  bytes_ += entry.document.text.size();
  batch_.push_back(std::move(entry));
  const bool goes_on = batch_.size() < kBatchDocuments && bytes_ < kBatchBytes &&
                       Clock::now() - committed_ < kBatchTime;
  return goes_on ? Result<void>() : finish();
}

Result<void> RecordSink::finish() {
  if (batch_.empty()) return {};
  if (!record_) {
    auto record = record::Record::open(path_, record::Access::write);
    if (!record) return tl::unexpected(record.error());
    record_.emplace(std::move(*record));
  }
  const auto added = record_->add(batch_, known_);
  let_go();
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

void RecordSink::let_go() {
  if (!record::is_borrowed()) return;
  record_.reset();
  record::give_back();
}

PrintSink::PrintSink(Context& context) : context_(context) {
  if (context.format == Format::csv) context.out.write(kCsvHeader);
}

Result<void> PrintSink::take(record::Entry entry) {
  if (context_.format == Format::table) print_table(entry);
  for (const record::QuotedClaim& claim : entry.claims) {
    if (context_.format == Format::jsonl) context_.out.write(json_line(claim, false));
    if (context_.format == Format::csv) context_.out.write(csv_line(claim));
  }
  context_.out.flush();  // whoever waits at the other end of the pipe sees each document at once
  return context_.out.failed() ? context_.out.close() : Result<void>();
}

void PrintSink::print_table(const record::Entry& entry) {
  const model::Document& document = entry.document;
  context_.out.print("{}  {}\n", context_.painter()(Ink::strong, base::one_line(document.id)),
                     base::one_line(document.title));
  ClaimTable table(context_.painter(), context_.width());
  for (const record::QuotedClaim& claim : entry.claims) table.add(claim);
  if (!entry.claims.empty()) table.print(context_.out);
  context_.out.print("{} in {}\n\n", counted(std::int64_t(entry.claims.size()), "claim"),
                     counted(entry.sentences, "sentence"));
}

}  // namespace entente::cli
