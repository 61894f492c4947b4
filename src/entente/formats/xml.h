#pragma once

#include <string>
#include <string_view>

namespace entente::formats {

/// `text` inside an XML attribute or element. What XML 1.0 cannot say (most control characters) is
/// left out.
inline std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '&')
      escaped += "&amp;";
    else if (c == '<')
      escaped += "&lt;";
    else if (c == '>')
      escaped += "&gt;";
    else if (c == '"')
      escaped += "&quot;";
    else if (c == '\n' || c == '\t' || c == '\r')
      escaped += ' ';
    else if (static_cast<unsigned char>(c) >= 0x20)
      escaped += c;
  }
  return escaped;
}

}  // namespace entente::formats
