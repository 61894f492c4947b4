#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace entente::base {

/// The columns of the terminal behind standard output or standard error; nothing when the stream
/// is a file or a pipe.
std::optional<int> terminal_width(int descriptor);

/// Columns that a code point takes on a terminal: 0, 1 or 2.
int display_width(char32_t code_point);
/// Columns that `text` takes.
int display_width(std::string_view text);

/// The code point that begins `text`, which is taken off it. Bytes that are not UTF-8 come one by
/// one as U+FFFD.
char32_t next_code_point(std::string_view& text);
/// Appends a code point as UTF-8.
void append_utf8(std::string& text, char32_t code_point);

/// True for what steers a terminal instead of being shown (C0, C1, DEL): text from outside is never
/// printed with it.
[[nodiscard]] constexpr bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

/// `text` on one line and safe to print: control characters and line breaks are blanks, and what
/// goes beyond `width` columns gives way to "…".
std::string one_line(std::string_view text, int width = std::numeric_limits<int>::max());

}  // namespace entente::base
