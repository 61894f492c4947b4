#include "entente/base/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace entente::base {

std::optional<int> terminal_width(int descriptor) {
  if (::isatty(descriptor) == 0) return std::nullopt;
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::max<int>(size.ws_col, 40);
}

int display_width(char32_t code_point) {
  return utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_point));
}

int display_width(std::string_view text) {
  int width = 0;
  while (!text.empty()) width += display_width(next_code_point(text));
  return width;
}

char32_t next_code_point(std::string_view& text) {
  utf8proc_int32_t code_point = 0;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code_point);
  text.remove_prefix(length > 0 ? std::size_t(length) : 1);
  return length > 0 ? char32_t(code_point) : U'\uFFFD';
}

void append_utf8(std::string& text, char32_t code_point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code_point), bytes.data());
  text.append(reinterpret_cast<const char*>(bytes.data()), std::size_t(length));
}

std::string one_line(std::string_view text, int width) {
  std::string line;
  std::size_t fits = 0;  // bytes of `line` that leave room for the dots
  int used = 0;
  while (!text.empty()) {
    char32_t c = next_code_point(text);
    if (is_control(c)) c = U' ';
    used += display_width(c);
    if (used > width) return line.substr(0, fits) + "…";
    append_utf8(line, c);
    if (used < width) fits = line.size();
  }
  return line;
}

}  // namespace entente::base
