#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace entente::text {

/// Features are known by a hash alone.
using Feature = std::uint32_t;

constexpr std::uint32_t mix(std::uint32_t hash, std::uint32_t value) {
  hash = (hash ^ value) * 0x9E3779B1u;
  return hash ^ (hash >> 15);
}
std::uint32_t hash_of(std::string_view letters, std::uint32_t seed = 0);

/// A form as the models see it: curly quotes and long dashes made plain, digits as '0'.
std::string plain(std::string_view form);
/// Lower case of ASCII and of Latin-1's letters.
std::string lower_case(std::string_view form);

/// Open-addressed table from a hash to a small number, laid out to be read from a mapped file.
class HashTable {
 public:
  struct Slot {
    std::uint32_t key;  ///< never 0 in a used slot
    std::uint32_t value;
  };
  static constexpr std::uint32_t kNone = ~0u;

  HashTable() = default;
  /// `slots` is a power of two long and has at least one free slot.
  explicit HashTable(std::span<const Slot> slots) : slots_(slots) {}
  [[nodiscard]] std::uint32_t find(std::uint32_t key) const {
    if (slots_.empty()) return kNone;
    for (std::size_t at = key & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].key == key) return slots_[at].value;
      if (slots_[at].key == 0) return kNone;
    }
  }
  void prefetch(std::uint32_t key) const { __builtin_prefetch(&slots_[key & (slots_.size() - 1)]); }
  /// The slots of a table of `entries`; a key that comes twice keeps its first value.
  static std::vector<Slot> build(const std::vector<Slot>& entries);

 private:
  std::span<const Slot> slots_;
};

/// A linear model over hashed features: a row of int8 weights for each feature it knows.
class Weights {
 public:
  Weights() = default;
  Weights(HashTable rows, std::span<const std::int8_t> weights, int width)
      : rows_(rows), weights_(weights), width_(width) {}
  /// Adds the rows of `features` to `scores`, which is `width` long.
  void add(std::span<const Feature> features, std::int16_t* scores) const;
  [[nodiscard]] int width() const { return width_; }

 private:
  HashTable rows_;
  std::span<const std::int8_t> weights_;
  int width_ = 0;
};

/// What the models see of a word.
struct Word {
  std::uint32_t form = 0, lower = 0, shape = 0, cluster = 0;
  std::array<std::uint32_t, 3> prefix{};  ///< of one to three bytes
  std::array<std::uint32_t, 4> suffix{};  ///< of one to four bytes
};
/// `clusters` is keyed by hash_of(lower_case form).
Word word_of(std::string_view form, const HashTable& clusters);

}  // namespace entente::text
