#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "entente/base/result.h"

namespace entente::text {

/// The parts of a model file, in the order in which they stand.
enum class Part : std::uint8_t {
  clusters,  ///< HashTable: a word in lower case → its cluster
  endings,   ///< HashTable: a form's ending and tag → an edit
  edits,     ///< Edit: how lemmas are made
  features,  ///< HashTable: a feature → its vector
  vectors,   ///< int8, kWidth a feature
  network    ///< Network
};
inline constexpr int kParts = 6;
using Parts = std::array<std::string_view, kParts>;

/// A model file is this header, then the parts, each at a multiple of 64 bytes; little-endian.
struct ModelHeader {
  static constexpr std::array<char, 8> kMagic = {'e', 'n', 't', 'e', 'n', 't', 'e', '\6'};
  struct Extent {
    std::uint64_t begin = 0, size = 0;  ///< bytes of the file
  };
  std::array<char, 8> magic = kMagic;
  std::uint64_t hash = 0;  ///< XXH3 of all that follows this field
  std::array<Extent, kParts> parts{};
};

/// The bytes of a model file.
std::string model_file(const Parts& parts);
/// The parts of a model file's bytes, or why it is none; `where` names the file.
base::Result<Parts> model_parts(std::string_view file, const std::string& where);

template <class T>
std::span<const T> items(std::string_view part) {
  return {reinterpret_cast<const T*>(part.data()), part.size() / sizeof(T)};
}
template <class T>
std::string_view bytes(std::span<const T> items) {
  return {reinterpret_cast<const char*>(items.data()), items.size_bytes()};
}

}  // namespace entente::text
