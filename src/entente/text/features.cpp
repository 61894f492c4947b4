#include "entente/text/features.h"

#include <algorithm>
#include <bit>

namespace entente::text {
namespace {

struct Plain {
  std::string_view typeset, ascii;
};
constexpr std::array<Plain, 8> kPlain = {{{"\u2018", "'"},
                                          {"\u2019", "'"},
                                          {"\u201C", "\""},
                                          {"\u201D", "\""},
                                          {"\u2011", "-"},
                                          {"\u2012", "-"},
                                          {"\u2013", "-"},
                                          {"\u2014", "--"}}};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Which kinds of letters follow one another; runs count up to three.
std::uint32_t shape_of(std::string_view form) {
  std::uint32_t hash = 7;
  char last = 0;
  int run = 0;
  for (const char c : form) {
    char kind = c;
    if (c >= 'a' && c <= 'z') kind = 'x';
    if (c >= 'A' && c <= 'Z') kind = 'X';
    if (static_cast<unsigned char>(c) >= 0x80) kind = 'u';
    run = kind == last ? run + 1 : 0;
    if (run < 3) hash = mix(hash, static_cast<unsigned char>(kind));
    last = kind;
  }
  return hash;
}

}  // namespace

std::uint32_t hash_of(std::string_view letters, std::uint32_t seed) {
  std::uint32_t hash = mix(seed, static_cast<std::uint32_t>(letters.size()) + 1);
  for (const char c : letters) hash = mix(hash, static_cast<unsigned char>(c));
  return hash == 0 ? 1 : hash;
}

Letters::Letters(std::string_view form) {
  while (!form.empty() && size_ + 2 <= bytes_.size()) {
    const auto typeset = std::ranges::find_if(
        kPlain, [&](const Plain& plain) { return form.starts_with(plain.typeset); });
    const bool found = form.front() == '\xE2' && typeset != kPlain.end();
    const std::string_view as_is = form.substr(0, 1);
    for (const char c : found ? typeset->ascii : as_is) bytes_[size_++] = c;
    form.remove_prefix(found ? typeset->typeset.size() : 1);
  }
  cut_ = !form.empty();
}

Letters Letters::without_digits() const {
  Letters result = *this;
  std::replace_if(result.bytes_.begin(), result.bytes_.begin() + size_, is_digit, '0');
  return result;
}

Letters Letters::lower_case() const {
  Letters result = *this;
  for (std::size_t i = 0; i < size_; ++i) {
    const auto c = static_cast<unsigned char>(bytes_[i]);
    // Latin-1's capitals are C3 80 … C3 9E in UTF-8, without the multiplication sign.
    const bool latin = i > 0 && bytes_[i - 1] == '\xC3' && c >= 0x80 && c <= 0x9E && c != 0x97;
    if (latin || (c >= 'A' && c <= 'Z')) result.bytes_[i] = static_cast<char>(c + 32);
  }
  return result;
}

std::vector<HashTable::Slot> HashTable::build(std::span<const Slot> entries) {
  std::vector<Slot> slots(std::bit_ceil(entries.size() * 5 / 4 + 2));
  for (const Slot& entry : entries) {
    std::size_t at = entry.key & (slots.size() - 1);
    while (slots[at].key != 0 && slots[at].key != entry.key) at = (at + 1) & (slots.size() - 1);
    if (slots[at].key == 0) slots[at] = entry;
  }
  return slots;
}

bool HashTable::is_sound(std::span<const Slot> slots) {
  return std::has_single_bit(slots.size()) &&
         std::ranges::any_of(slots, [](const Slot& slot) { return slot.key == 0; });
}

std::uint32_t meaning_of(std::string_view lower_case) { return hash_of(lower_case, 12); }

Features features_of(std::string_view form, const HashTable& clusters) {
  const Letters exact(form);
  const Letters lower = exact.lower_case();
  const Letters letters = exact.without_digits(), low = lower.without_digits();
  const std::string_view word = low.view();
  const auto begin = [&](std::size_t length) { return word.substr(0, length); };
  const auto end = [&](std::size_t length) {
    return word.substr(word.size() - std::min(word.size(), length));
  };
  const std::uint32_t cluster = clusters.find(hash_of(lower.view()));
  return {hash_of(word, 1),     hash_of(letters.view(), 2),
          hash_of(end(4), 3),   hash_of(end(3), 4),
          hash_of(end(2), 5),   hash_of(end(1), 6),
          hash_of(begin(3), 7), hash_of(begin(2), 8),
          hash_of(begin(1), 9), mix(10, shape_of(letters.view())),
          mix(11, cluster),     meaning_of(lower.view())};
}

}  // namespace entente::text
