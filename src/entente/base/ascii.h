#pragma once

#include <string>
#include <string_view>

namespace entente::base {

/// Letters A to Z only: names and forms beyond ASCII keep their case.
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lower_case(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

}  // namespace entente::base
