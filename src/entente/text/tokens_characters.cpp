#include "entente/text/tokens_characters.h"

#include <utf8proc.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace entente::text {

namespace {

struct Entity {
  std::string_view name;
  char32_t code;
};
// The entities that careless extraction leaves in news text; sorted by name.
constexpr std::array<Entity, 20> kEntities{
    {{"amp", '&'},      {"apos", '\''},    {"bull", 0x2022},  {"copy", 0xA9},
     {"emsp", 0x2003},  {"ensp", 0x2002},  {"gt", '>'},       {"hellip", 0x2026},
     {"laquo", 0xAB},   {"ldquo", 0x201C}, {"lsquo", 0x2018}, {"lt", '<'},
     {"mdash", 0x2014}, {"nbsp", 0xA0},    {"ndash", 0x2013}, {"quot", '"'},
     {"raquo", 0xBB},   {"rdquo", 0x201D}, {"rsquo", 0x2019}, {"thinsp", 0x2009}}};
static_assert(std::ranges::is_sorted(kEntities, {}, &Entity::name));
constexpr std::size_t kLongestEntity = 10;

std::optional<char32_t> code_of_entity(std::string_view name) {
  if (name.starts_with('#')) {
    const bool hexadecimal = name.starts_with("#x") || name.starts_with("#X");
    name.remove_prefix(hexadecimal ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != name.data() + name.size() || name.empty()) return {};
    return code;
  }
  const auto found = std::ranges::lower_bound(kEntities, name, {}, &Entity::name);
  if (found == kEntities.end() || found->name != name) return {};
  return found->code;
}

Kind kind_by_category(char32_t code) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LT:
      return Kind::upper;
    case UTF8PROC_CATEGORY_LL:
      return Kind::lower;
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return Kind::letter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_CF:
      return Kind::joiner;
    case UTF8PROC_CATEGORY_ND:
      return Kind::digit;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
      return Kind::space;
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
      return Kind::opener;
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
      return Kind::closer;
    case UTF8PROC_CATEGORY_PD:
      return Kind::dash;
    default:
      return Kind::other;
  }
}

Kind kind_of(char32_t code) {
  if (code < 0x80) return detail::kAscii[code];
  switch (code) {
    case 0x2019:  // ’
    case 0x02BC:  // ʼ
    case 0x00B4:  // ´
      return Kind::apostrophe;
    case 0x2026:  // …
      return Kind::stop;
    case 0x200B:  // zero-width space
    case 0xFEFF:  // byte order mark
      return Kind::space;
    default:
      return kind_by_category(code);
  }
}

}  // namespace

Character detail::uncommon_character_at(std::string_view text, std::size_t at) {
  if (text[at] == '&') {
    const std::string_view rest = text.substr(at + 1, kLongestEntity);
    if (const std::size_t end = rest.find(';'); end != std::string_view::npos)
      if (const auto code = code_of_entity(rest.substr(0, end)))
        return {*code, kind_of(*code), static_cast<std::uint8_t>(end + 2)};
    return {'&', Kind::other, 1};
  }
  utf8proc_int32_t code = 0;
  const auto length = utf8proc_iterate(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
      static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size() - at, 4)), &code);
  if (length <= 0) return {0xFFFD, Kind::other, 1};
  return {static_cast<char32_t>(code), kind_of(static_cast<char32_t>(code)),
          static_cast<std::uint8_t>(length)};
}

std::string_view trimmed(std::string_view text) {
  std::size_t begin = 0;
  while (begin < text.size()) {
    const Character c = character_at(text, begin);
    if (c.kind != Kind::space) break;
    begin += c.length;
  }
  text.remove_prefix(begin);
  // White space beyond ASCII is two or three bytes long; entities are left where they stand.
  for (bool shorter = true; shorter && !text.empty();) {
    shorter = false;
    for (std::size_t length = 1; length <= std::min<std::size_t>(3, text.size()); ++length) {
      const std::size_t last = text.size() - length;
      if (text[last] == '&') break;
      const Character c = character_at(text, last);
      if (c.kind != Kind::space || c.length != length) continue;
      text.remove_suffix(length);
      shorter = true;
      break;
    }
  }
  return text;
}

bool equals_ignoring_case(std::string_view text, std::string_view small) {
  return text.size() == small.size() && std::equal(text.begin(), text.end(), small.begin(),
                                                   [](char a, char b) { return lower(a) == b; });
}

}  // namespace entente::text
