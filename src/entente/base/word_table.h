#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "entente/base/hash.h"

namespace entente::base {

/// From words to values, for tables that are filled once and asked about every word of a text, most
/// of which they do not have: open addressing over hashes, so that a word that is not there costs
/// one line of memory. Values move while words are added and stay thereafter.
template <class Value>
class WordTable {
 public:
  void reserve(std::size_t words) {
    entries_.reserve(words);
    if (2 * words > slots_.size()) resize(2 * words);
  }
  /// Null for a word that is not there.
  [[nodiscard]] const Value* find(std::string_view word) const {
    const std::uint32_t entry =
        slots_[slot_of(word, static_cast<std::uint32_t>(table_hash(word)))].entry;
    return entry == 0 ? nullptr : &entries_[entry - 1].second;
  }
  [[nodiscard]] bool contains(std::string_view word) const { return find(word) != nullptr; }
  /// A word that is there keeps the value that it has.
  const Value& try_emplace(std::string_view word, Value value) {
    const std::size_t before = entries_.size();
    Value& result = (*this)[word];
    if (entries_.size() > before) result = std::move(value);
    return result;
  }
  /// A word that is not there gets a value of its own.
  Value& operator[](std::string_view word) {
    if (2 * (entries_.size() + 1) > slots_.size()) resize(2 * slots_.size());
    const auto hash = static_cast<std::uint32_t>(table_hash(word));
    Slot& slot = slots_[slot_of(word, hash)];
    if (slot.entry == 0) {
      entries_.emplace_back(word, Value());
      slot = {hash, static_cast<std::uint32_t>(entries_.size())};
    }
    return entries_[slot.entry - 1].second;
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t entry = 0;  ///< counted from 1; 0 in a free slot
  };
  [[nodiscard]] std::size_t slot_of(std::string_view word, std::uint32_t hash) const {
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      const Slot& slot = slots_[at];
      const bool same = slot.hash == hash && slot.entry != 0;
      if (slot.entry == 0 || (same && entries_[slot.entry - 1].first == word)) return at;
    }
  }
  void resize(std::size_t least) {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(std::bit_ceil(least)));
    for (const Slot& slot : old) {
      if (slot.entry == 0) continue;
      std::size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].entry != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  std::vector<Slot> slots_ = std::vector<Slot>(16);  ///< never more than half of them used
  std::vector<std::pair<std::string, Value>> entries_;
};

}  // namespace entente::base
