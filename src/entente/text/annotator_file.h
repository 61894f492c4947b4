#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"

namespace entente::text {

/// The parts of a model file, in the order in which they stand.
enum class Part : std::uint8_t {
  clusters,
  endings,
  edits,
  tagger_rows,
  tagger_weights,
  move_rows,
  move_weights,
  relation_rows,
  relation_weights
};
inline constexpr int kParts = 9;

/// A model file is this header, then the parts, each at a multiple of 64 bytes; little-endian.
struct ModelHeader {
  std::array<char, 8> magic = {'e', 'n', 't', 'e', 'n', 't', 'e', '\1'};
  std::uint64_t hash = 0;  ///< XXH3 of all that follows this field
  struct Extent {
    std::uint64_t begin = 0, size = 0;  ///< bytes of the file
  };
  std::array<Extent, kParts> parts{};
};

std::string model_file(const std::array<std::string_view, kParts>& parts);
/// The parts of a model file's bytes, or why it is none.
base::Result<std::array<std::string_view, kParts>> model_parts(std::string_view file,
                                                               const std::string& where);

template <class T>
std::span<const T> items(std::string_view part) {
  return {reinterpret_cast<const T*>(part.data()), part.size() / sizeof(T)};
}
template <class T>
std::string_view bytes(const std::vector<T>& items) {
  return {reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T)};
}

}  // namespace entente::text
