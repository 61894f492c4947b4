#include "entente/text/features.h"

#include <algorithm>
#include <bit>

namespace entente::text {

std::uint32_t hash_of(std::string_view letters, std::uint32_t seed) {
  std::uint32_t hash = mix(seed, static_cast<std::uint32_t>(letters.size()) + 1);
  for (const char c : letters) hash = mix(hash, static_cast<unsigned char>(c));
  return hash == 0 ? 1 : hash;
}

std::string plain(std::string_view form) {
  std::string result;
  result.reserve(form.size());
  for (std::size_t i = 0; i < form.size(); ++i) {
    const std::string_view rest = form.substr(i, 3);
    if (rest == "\u2018" || rest == "\u2019") {
      result += '\'', i += 2;
    } else if (rest == "\u201C" || rest == "\u201D") {
      result += '"', i += 2;
    } else if (rest == "\u2013" || rest == "\u2011" || rest == "\u2012") {
      result += '-', i += 2;
    } else if (rest == "\u2014") {
      result += "--", i += 2;
    } else {
      result += form[i] >= '0' && form[i] <= '9' ? '0' : form[i];
    }
  }
  return result;
}

std::string lower_case(std::string_view form) {
  std::string result(form);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto c = static_cast<unsigned char>(result[i]);
    if (c >= 'A' && c <= 'Z') result[i] = static_cast<char>(c + 32);
    // Latin-1's capitals are C3 80 … C3 9E in UTF-8, without the multiplication sign.
    const bool after_c3 = i > 0 && static_cast<unsigned char>(result[i - 1]) == 0xC3;
    if (after_c3 && c >= 0x80 && c <= 0x9E && c != 0x97) result[i] = static_cast<char>(c + 32);
  }
  return result;
}

std::vector<HashTable::Slot> HashTable::build(const std::vector<Slot>& entries) {
  std::vector<Slot> slots(std::bit_ceil(entries.size() * 3 / 2 + 2), Slot{0, 0});
  for (const Slot& entry : entries) {
    std::size_t at = entry.key & (slots.size() - 1);
    while (slots[at].key != 0 && slots[at].key != entry.key) at = (at + 1) & (slots.size() - 1);
    if (slots[at].key == 0) slots[at] = entry;
  }
  return slots;
}

void Weights::add(std::span<const Feature> features, std::int16_t* scores) const {
  for (const Feature feature : features) rows_.prefetch(feature);
  for (const Feature feature : features) {
    const std::uint32_t row = rows_.find(feature);
    if (row == HashTable::kNone) continue;
    const std::int8_t* weights = weights_.data() + static_cast<std::size_t>(row) * width_;
    for (int i = 0; i < width_; ++i) scores[i] = static_cast<std::int16_t>(scores[i] + weights[i]);
  }
}

namespace {

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

Word word_of(std::string_view form, const HashTable& clusters) {
  const std::string letters = plain(form);
  const std::string low = lower_case(letters);
  Word word;
  word.form = hash_of(letters, 1);
  word.lower = hash_of(low, 1);
  word.shape = shape_of(letters);
  const std::uint32_t cluster = clusters.find(hash_of(lower_case(form)));
  word.cluster = cluster == HashTable::kNone ? 0 : cluster + 1;
  for (std::size_t i = 0; i < word.prefix.size(); ++i) {
    word.prefix[i] = hash_of(std::string_view(low).substr(0, i + 1), 2);
  }
  for (std::size_t i = 0; i < word.suffix.size(); ++i) {
    word.suffix[i] =
        hash_of(std::string_view(low).substr(low.size() - std::min(low.size(), i + 1)), 3);
  }
  return word;
}

}  // namespace entente::text
