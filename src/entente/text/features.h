#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace entente::text {

constexpr std::uint32_t mix(std::uint32_t hash, std::uint32_t value) {
  hash = (hash ^ value) * 0x9E3779B1u;
  return hash ^ (hash >> 15);
}
/// Never 0.
std::uint32_t hash_of(std::string_view letters, std::uint32_t seed = 0);

/// A form as the models see it: curly quotes and long dashes made plain. Of a form longer than 62
/// bytes, which is an address or an accident, it is the beginning.
class Letters {
 public:
  explicit Letters(std::string_view form);
  /// Capitals of ASCII and of Latin-1 made small.
  [[nodiscard]] Letters lower_case() const;
  /// Digits made '0': what is learnt of one number holds for all.
  [[nodiscard]] Letters without_digits() const;
  /// The form is longer.
  [[nodiscard]] bool is_cut() const { return cut_; }
  [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, 64> bytes_;
  std::size_t size_ = 0;
  bool cut_ = false;
};

/// Open-addressed table from a hash to a small number, laid out to be read from a mapped file.
class HashTable {
 public:
  struct Slot {
    std::uint32_t key = 0;  ///< never 0 in a used slot
    std::uint32_t value = 0;
  };
  static constexpr std::uint32_t kNone = ~0u;

  /// The slots of a table of `entries`; a key that comes twice keeps its first value.
  static std::vector<Slot> build(std::span<const Slot> entries);
  /// Whether `slots` can be searched: a power of two of them, and one that is free.
  static bool is_sound(std::span<const Slot> slots);

  HashTable() = default;
  explicit HashTable(std::span<const Slot> sound_slots) : slots_(sound_slots) {}
  /// The value of `key`, or kNone.
  [[nodiscard]] std::uint32_t find(std::uint32_t key) const {
    for (std::size_t at = first(key);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].key == key) return slots_[at].value;
      if (slots_[at].key == 0) return kNone;
    }
  }
  void prefetch(std::uint32_t key) const { __builtin_prefetch(&slots_[first(key)]); }

 private:
  [[nodiscard]] std::size_t first(std::uint32_t key) const { return key & (slots_.size() - 1); }
  std::span<const Slot> slots_;
};

/// What the models see of a word: its letters, its beginnings and ends, its shape ("Xxx-00"), the
/// cluster of words like it, and where it lies among all words. Each is known by a hash, of its own
/// kind.
inline constexpr int kFeatures = 12;
using Features = std::array<std::uint32_t, kFeatures>;
/// Those of Features that only this very word has; training hides them now and then, so that the
/// rest learns to stand in for unknown words.
inline constexpr std::array<int, 2> kWholeWordFeatures = {0, 1};

/// The feature whose vector is not learnt of the word but made from what it means elsewhere: from
/// its vector among those of all words.
inline constexpr int kMeaningFeature = 11;
std::uint32_t meaning_of(std::string_view lower_case);

/// `clusters` is keyed by the hash_of a form in lower case.
Features features_of(std::string_view form, const HashTable& clusters);

}  // namespace entente::text
