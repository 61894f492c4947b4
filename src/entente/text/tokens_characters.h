#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace entente::text {

/// What a character is to clean-up, sentences and tokens.
enum class Kind : std::uint8_t {
  space,       ///< any white space, also no-break and zero-width
  upper,       ///< a capital
  lower,       ///< a small letter
  letter,      ///< a letter of a script without case
  digit,       ///< 0 to 9
  joiner,      ///< combining marks, soft hyphens: part of the word they stand in
  apostrophe,  ///< ' ’ ʼ ` ´
  quote,       ///< " , which opens and closes
  opener,      ///< ( [ { “ ‘ „ «
  closer,      ///< ) ] } ” »
  dash,        ///< - – —
  stop,        ///< . ! ? …
  other
};

[[nodiscard]] constexpr bool is_letter(Kind kind) {
  return kind == Kind::upper || kind == Kind::lower || kind == Kind::letter;
}
[[nodiscard]] constexpr bool is_word(Kind kind) { return is_letter(kind) || kind == Kind::digit; }

struct Character {
  char32_t code = 0;
  Kind kind = Kind::other;
  std::uint8_t length = 1;  ///< bytes of the text
};

namespace detail {
constexpr std::array<Kind, 128> ascii_kinds() {
  std::array<Kind, 128> kinds{};
  for (std::size_t c = 0; c < 128; ++c) {
    if (c <= ' ' || c == 127)
      kinds[c] = Kind::space;
    else if (c >= 'A' && c <= 'Z')
      kinds[c] = Kind::upper;
    else if (c >= 'a' && c <= 'z')
      kinds[c] = Kind::lower;
    else if (c >= '0' && c <= '9')
      kinds[c] = Kind::digit;
    else if (c == '\'' || c == '`')
      kinds[c] = Kind::apostrophe;
    else if (c == '"')
      kinds[c] = Kind::quote;
    else if (c == '(' || c == '[' || c == '{')
      kinds[c] = Kind::opener;
    else if (c == ')' || c == ']' || c == '}')
      kinds[c] = Kind::closer;
    else if (c == '-')
      kinds[c] = Kind::dash;
    else if (c == '.' || c == '!' || c == '?')
      kinds[c] = Kind::stop;
    else
      kinds[c] = Kind::other;
  }
  return kinds;
}
inline constexpr std::array<Kind, 128> kAscii = ascii_kinds();
Character uncommon_character_at(std::string_view text, std::size_t at);
}  // namespace detail

/// The character that starts at byte `at`, which lies inside the text. An HTML entity that was left
/// in the text counts as the character it stands for: "&#8217;" is an apostrophe of seven bytes. A
/// byte that is not UTF-8 is a character of its own.
[[nodiscard]] inline Character character_at(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80 && byte != '&') return {byte, detail::kAscii[byte], 1};
  return detail::uncommon_character_at(text, at);
}

/// The text without white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// ASCII letters made small.
[[nodiscard]] constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
/// Equal but for the case of ASCII letters; `small` is in lower case.
[[nodiscard]] bool equals_ignoring_case(std::string_view text, std::string_view small);

}  // namespace entente::text
