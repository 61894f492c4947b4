#include "entente/base/utf8.h"

#include <utf8proc.h>

namespace entente::base {

namespace {
constexpr std::size_t kBlock = 64;
bool starts_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }
}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    utf8proc_int32_t code_point;
    const auto length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                         static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
    if (length < 0) return at;
    at += static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

CodePointIndex::CodePointIndex(std::string_view text) : text_(text) {
  before_.reserve(text.size() / kBlock + 1);
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kBlock == 0) before_.push_back(count);
    count += starts_code_point(text[i]);
  }
  if (text.size() % kBlock == 0) before_.push_back(count);
}

std::uint32_t CodePointIndex::at(std::size_t byte) const {
  std::uint32_t count = before_[byte / kBlock];
  for (std::size_t i = byte / kBlock * kBlock; i < byte; ++i) count += starts_code_point(text_[i]);
  return count;
}

}  // namespace entente::base
