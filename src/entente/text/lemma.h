#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/text/features.h"
#include "entente/text/sentence.h"

namespace entente::text {

/// How a lemma is made of a lower-case form: drop the last bytes, append others.
struct Edit {
  std::uint8_t drop = 0;
  std::uint8_t length = 0;
  char append[14] = {};
  friend bool operator==(const Edit&, const Edit&) = default;
};

/// Lemmas by the longest ending that the treebanks taught, for a tag: the whole form first (that is
/// how "went" becomes "go"), then ever shorter ends, and the bare tag last.
class Lemmas {
 public:
  Lemmas() = default;
  Lemmas(HashTable endings, std::span<const Edit> edits) : endings_(endings), edits_(edits) {}
  void lemmatise(std::string_view form, Tag tag, std::string& lemma) const;

  static constexpr std::size_t kLongestEnding = 6;
  /// The key of the last `length` bytes of `form`; of the whole form when `length` is its size + 1.
  static std::uint32_t key(std::string_view form, std::size_t length, Tag tag);

 private:
  HashTable endings_;
  std::span<const Edit> edits_;
};

/// One observation of a treebank.
struct LemmaExample {
  std::string form;
  Tag tag;
  std::string lemma;
};
struct LemmaTable {
  std::vector<HashTable::Slot> endings;
  std::vector<Edit> edits;
};
/// Keeps an ending only where a shorter one says something else.
LemmaTable learn_lemmas(const std::vector<LemmaExample>& examples);

}  // namespace entente::text
