#include "entente/workbench/desk.h"

#include <algorithm>
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

Result<Desk::Lease> Desk::lease() {
  const std::scoped_lock lock(resting_mutex_);
  if (resting_.empty()) {
    auto another = record_.another();
    if (!another) return tl::unexpected(another.error());
    return Lease(*this, std::move(*another));
  }
  Lease lease(*this, std::move(resting_.back()));
  resting_.pop_back();
  return lease;
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
  const std::scoped_lock lock(desk_->resting_mutex_);
  desk_->resting_.push_back(std::move(record_));
}

}  // namespace entente::workbench
