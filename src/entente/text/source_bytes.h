#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "entente/base/result.h"

namespace entente::text {

/// A file or stream read forward with bounded memory.
class ByteStream {
 public:
  /// `path` "-" is the standard input.
  static base::Result<ByteStream> open(const std::string& path);
  ByteStream(ByteStream&&) noexcept;
  ByteStream& operator=(ByteStream&&) noexcept;
  ~ByteStream();

  /// Up to `count` of the bytes that come next, without taking them; fewer at the end.
  [[nodiscard]] std::string_view peek(std::size_t count);
  /// Takes everything up to the end; nothing when that is over `limit` bytes.
  [[nodiscard]] std::optional<std::string> rest(std::size_t limit);
  /// A line without its end. One over `limit` bytes is cut there and marked.
  struct Line {
    std::string_view text;  ///< until the next call
    bool is_cut = false;
  };
  [[nodiscard]] std::optional<Line> line(std::size_t limit);

  /// Whether the system failed to read; what was read before stands.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::uint64_t taken() const { return taken_; }

 private:
  explicit ByteStream(int descriptor) : descriptor_(descriptor) {}
  bool fill(std::size_t wanted);

  int descriptor_ = -1;
  std::string buffer_;
  std::size_t begin_ = 0;  // of what is not taken yet
  std::uint64_t taken_ = 0;
  bool at_end_ = false, failed_ = false;
};

}  // namespace entente::text
