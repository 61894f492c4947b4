#include "entente/workbench/sentences.h"

#include <algorithm>
#include <cstring>

namespace entente::workbench {

void Sentences::add(std::uint64_t claim, std::string_view sentence) {
  const std::size_t last = begin_.empty() ? 0 : begin_.back();
  const bool is_last_again =
      !begin_.empty() && std::string_view(text_).substr(last, text_.size() - 1 - last) == sentence;
  if (!is_last_again) {
    begin_.push_back(text_.size());
    first_.push_back(std::uint32_t(claims_.size()));
    text_ += sentence;
    text_ += '\0';
    for (const char c : sentence) ++seen_[static_cast<unsigned char>(c)];
  }
  claims_.push_back(claim);
}

/// Where the words stand next: two of their bytes, the rarest, are looked for at once in blocks
/// that the compiler turns into vectors, and the rest only where both are right.
std::size_t Sentences::find(std::string_view words, std::size_t from) const {
  const auto rarity = [&](std::size_t i) { return seen_[static_cast<unsigned char>(words[i])]; };
  std::size_t a = 0, b = words.size() - 1;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (rarity(i) < rarity(a)) a = i;
  if (a == b) b = 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (i != a && rarity(i) < rarity(b)) b = i;
  constexpr std::size_t kBlock = 64;
  const char first = words[a], second = words[b];
  const char* const text = text_.data();
  const std::size_t end = text_.size();  // of places behind which the words may end
  while (from + words.size() + kBlock <= end) {
    const char *const p = text + from + a, *const q = text + from + b;
    unsigned char any = 0;
    for (std::size_t i = 0; i < kBlock; ++i)
      any |= static_cast<unsigned char>((p[i] == first) & (q[i] == second));
    if (any != 0)
      for (std::size_t i = 0; i < kBlock; ++i)
        if (p[i] == first && q[i] == second &&
            std::memcmp(text + from + i, words.data(), words.size()) == 0)
          return from + i;
    from += kBlock;
  }
  return text_.find(words, from);
}

std::size_t Sentences::next(std::size_t sentence, std::string_view words) const {
  if (sentence >= begin_.size()) return begin_.size();
  if (words.empty()) return sentence;
  if (words.find('\0') != words.npos) return begin_.size();
  const std::size_t at = find(words, begin_[sentence]);
  if (at == std::string::npos) return begin_.size();
  // Mostly in one of the next few sentences, so that those are tried before half of all.
  std::size_t step = 1;
  while (sentence + step < begin_.size() && begin_[sentence + step] <= at) step *= 2;
  const auto from = begin_.begin() + std::ptrdiff_t(sentence + step / 2);
  const auto to = begin_.begin() + std::ptrdiff_t(std::min(sentence + step, begin_.size()));
  return std::size_t(std::upper_bound(from, to, at) - begin_.begin()) - 1;
}

}  // namespace entente::workbench
