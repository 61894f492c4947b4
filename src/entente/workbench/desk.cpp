#include "entente/workbench/desk.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace entente::workbench {

using base::Result;

Desk::Desk(record::Record record, reading::Reader reader, std::filesystem::path home,
           std::filesystem::path path)
    : path_(std::move(path)),
      home_(std::move(home)),
      reader_(std::move(reader)),
      record_(std::move(record)) {}

Result<std::unique_ptr<Desk>> Desk::open(const std::filesystem::path& record,
                                         const std::filesystem::path& home) {
  auto opened = record::Record::open(record, record::Access::write);
  if (!opened) return tl::unexpected(opened.error());
  auto reader = reading::Reader::load(home);
  if (!reader) return tl::unexpected(reader.error());
  return std::unique_ptr<Desk>(new Desk(std::move(*opened), std::move(*reader), home, record));
}

Result<void> Desk::have_record(std::unique_lock<std::mutex>& lock,
                               std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    base::Error away;
    if (loan_) {
      if (::kill(loan_->process, 0) != 0 && errno == ESRCH) {
        end_loan();  // that process has ended without a word
        continue;
      }
      away = {fmt::format("process {} has borrowed the record", loan_->process), path_.string(),
              "wait until that command has finished"};
    } else if (record_) {
      return {};
    } else {
      auto opened = record::Record::open(path_, record::Access::write);
      if (opened) {
        record_.emplace(std::move(*opened));
        return {};
      }
      away = opened.error();
    }
    if (std::chrono::steady_clock::now() >= end) return tl::unexpected(away);
    returned_.wait_for(lock, std::chrono::milliseconds(100));
  }
}

void Desk::end_loan() {
  if (loan_->writes) changed({.all = true});
  loan_.reset();
  returned_.notify_all();
}

Result<Desk::Lease> Desk::lease(std::chrono::milliseconds patience) {
  std::unique_lock lock(record_mutex_);
  if (auto here = have_record(lock, patience); !here) return tl::unexpected(here.error());
  if (resting_.empty()) {
    auto another = record_->another();
    if (!another) return tl::unexpected(another.error());
    resting_.push_back(std::move(*another));
  }
  Lease lease(*this, std::move(resting_.back()));
  resting_.pop_back();
  ++leases_;
  return lease;
}

Result<void> Desk::lend(pid_t process, bool writes) {
  std::unique_lock lock(record_mutex_);
  if (auto here = have_record(lock, std::chrono::seconds(60)); !here) return here;
  loan_ = {process, writes};  // from here on nobody gets another lease
  if (!returned_.wait_for(lock, std::chrono::seconds(60), [&] { return leases_ == 0; })) {
    loan_.reset();
    returned_.notify_all();
    return base::fail("questions take long to answer", path_.string(), "try again in a moment");
  }
  resting_.clear();
  record_.reset();
  return {};
}

void Desk::take_back(pid_t process) {
  std::unique_lock lock(record_mutex_);
  if (!loan_ || loan_->process != process) return;
  end_loan();
  (void)have_record(lock, std::chrono::seconds(1));  // if not now, then with the next question
}

void Desk::changed(Change change) {
  const std::scoped_lock lock(log_mutex_);
  log_.push_back(std::move(change));
  changes_ = log_.size();
}

std::vector<Desk::Change> Desk::changes_since(std::uint64_t seen) const {
  const std::scoped_lock lock(log_mutex_);
  return {log_.begin() + std::ptrdiff_t(std::min<std::uint64_t>(seen, log_.size())), log_.end()};
}

Desk::Lease::~Lease() {
  if (desk_ == nullptr) return;
  const std::scoped_lock lock(desk_->record_mutex_);
  desk_->resting_.push_back(std::move(record_));
  --desk_->leases_;
  desk_->returned_.notify_all();
}

Result<Desk::Change> change_of_review(const record::Connection& connection, std::int64_t review) {
  auto rows = connection.query(
      "SELECT DISTINCT document, actor, recipient FROM reviewed_claims WHERE of_review = ?",
      {review});
  if (!rows) return tl::unexpected(rows.error());
  Desk::Change change{.is_review = true};
  while (rows->next()) {
    change.documents.assign(1, std::string(rows->text(0)));
    change.pairs.emplace_back(rows->text(1), rows->text(2));
  }
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return change;
}

Result<Desk::Change> change_of_batch(const record::Connection& connection,
                                     std::span<const record::Entry> batch) {
  Desk::Change change;
  for (const record::Entry& entry : batch) {
    change.documents.push_back(entry.document.hash);
    for (const record::QuotedClaim& claim : entry.claims)
      change.pairs.emplace_back(claim.actor.id, claim.recipient.id);
  }
  auto rows = connection.query(
      fmt::format("SELECT DISTINCT actor, recipient FROM claims WHERE document IN ({})",
                  record::placeholders(batch.size())),
      {change.documents.begin(), change.documents.end()});
  if (!rows) return tl::unexpected(rows.error());
  while (rows->next()) change.pairs.emplace_back(rows->text(0), rows->text(1));
  if (auto ended = rows->end(); !ended) return tl::unexpected(ended.error());
  return change;
}

}  // namespace entente::workbench
