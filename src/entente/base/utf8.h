#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace entente::base {

/// The byte at which `text` stops being UTF-8 (RFC 3629), or nothing when all of it is.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

/// Translates byte offsets of one text into code-point offsets. Building is one pass; a look-up
/// counts at most 64 bytes.
class CodePointIndex {
 public:
  explicit CodePointIndex(std::string_view text);
  [[nodiscard]] std::uint32_t at(std::size_t byte) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> before_;  // code points before each 64-byte block
};

}  // namespace entente::base
