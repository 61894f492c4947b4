#include "entente/text/source_bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace entente::text {

namespace {
/// What is read at once: as much as is there already, but between these.
constexpr std::size_t kSmallChunk = 8 * 1024, kChunk = 256 * 1024;
}  // namespace

base::Result<ByteStream> ByteStream::open(const std::string& path) {
  if (path == "-") return ByteStream(STDIN_FILENO);
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return base::fail(std::string("cannot be opened: ") + std::strerror(errno), path,
                      "check its name and permissions");
  return ByteStream(descriptor);
}

ByteStream::ByteStream(ByteStream&& other) noexcept { *this = std::move(other); }
ByteStream& ByteStream::operator=(ByteStream&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(buffer_, other.buffer_);
  std::swap(begin_, other.begin_);
  std::swap(taken_, other.taken_);
  std::swap(at_end_, other.at_end_);
  std::swap(failed_, other.failed_);
  return *this;
}
ByteStream::~ByteStream() {
  if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
}

/// Reads until `wanted` bytes stand ready; false when the end comes first.
bool ByteStream::fill(std::size_t wanted) {
  if (begin_ > 0 && buffer_.size() - begin_ < wanted) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  while (!at_end_ && buffer_.size() - begin_ < wanted) {
    const std::size_t before = buffer_.size();
    const std::size_t chunk = std::clamp(before, kSmallChunk, kChunk);
    buffer_.resize(before + chunk);
    const ssize_t got = ::read(descriptor_, buffer_.data() + before, chunk);
    buffer_.resize(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    failed_ = got < 0;
    at_end_ = got <= 0;
  }
  return buffer_.size() - begin_ >= wanted;
}

std::string_view ByteStream::peek(std::size_t count) {
  fill(count);
  return std::string_view(buffer_).substr(begin_, count);
}

std::optional<std::string> ByteStream::rest(std::size_t limit) {
  if (fill(limit + 1)) return std::nullopt;
  std::string all = begin_ == 0 ? std::move(buffer_) : buffer_.substr(begin_);
  taken_ += all.size();
  buffer_.clear();
  begin_ = 0;
  return all;
}

std::optional<ByteStream::Line> ByteStream::line(std::size_t limit) {
  if (!fill(1)) return std::nullopt;
  std::size_t searched = 0, cut = 0;
  for (;;) {
    const std::string_view ready = std::string_view(buffer_).substr(begin_);
    const std::size_t end = ready.find('\n', searched);
    if (end != std::string_view::npos || at_end_) {
      const std::size_t length = std::min(end, ready.size());
      begin_ += std::min(length + 1, ready.size());
      taken_ += std::min(length + 1, ready.size());
      return Line{ready.substr(0, length), cut > 0 || length > limit};
    }
    searched = ready.size();
    if (searched > limit) {  // only the end of so long a line matters
      cut += searched;
      taken_ += searched;
      begin_ = buffer_.size();
      searched = 0;
    }
    fill(searched + 1);
  }
}

}  // namespace entente::text
