#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace entente::workbench {

/// The sentences of claims one after the other in memory, to be searched for words: a hundred
/// megabytes in some tens of milliseconds. What claims say in one sentence stands there once.
class Sentences {
 public:
  /// Claims of one sentence are best added one after the other. There is no taking out: whoever
  /// asks knows which claims there still are.
  void add(std::uint64_t claim, std::string_view sentence);
  /// Calls `found(claim)` for each claim whose sentence has `words` in it, byte for byte.
  template <class Found>
  void search(std::string_view words, Found found) const {
    for (std::size_t i = next(0, words); i < begin_.size(); i = next(i + 1, words))
      for (std::size_t k = first_[i]; k < (i + 1 < first_.size() ? first_[i + 1] : claims_.size());
           ++k)
        found(claims_[k]);
  }
  [[nodiscard]] std::size_t bytes() const { return text_.size(); }

 private:
  /// The first sentence from this one on that has the words; begin_.size() when none has.
  [[nodiscard]] std::size_t next(std::size_t sentence, std::string_view words) const;
  [[nodiscard]] std::size_t find(std::string_view words, std::size_t from) const;

  std::string text_;                       ///< each sentence ends in a zero
  std::vector<std::uint64_t> begin_;       ///< of each sentence, in text_
  std::vector<std::uint32_t> first_;       ///< of its claims, in claims_
  std::vector<std::uint64_t> claims_;      ///< ids
  std::array<std::uint64_t, 256> seen_{};  ///< how often each byte stands in text_
};

}  // namespace entente::workbench
