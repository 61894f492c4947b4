#include "entente/base/json.h"

#include <fmt/format.h>

#include <iterator>

namespace entente::base {

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (quoted += '\\') += c;
    else if (c == '\n')
      quoted += "\\n";
    else if (static_cast<unsigned char>(c) < 0x20)
      fmt::format_to(std::back_inserter(quoted), "\\u{:04x}", c);
    else
      quoted += c;
  }
  return quoted += '"';
}

std::string json_text_or_null(std::string_view text) {
  return text.empty() ? "null" : json_text(text);
}

}  // namespace entente::base
