#pragma once

#include <cstdint>

/// Random numbers without a state: each is a function of what it is for, so that neither the order
/// of work nor its division over machines changes any, and two runs with the same seed meet the
/// same chance in the same place.
namespace entente::scenario {

/// The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", OOPSLA 2014; constants of Stafford's variant 13): a bijection that scatters well.
constexpr std::uint64_t scatter(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31);
}

inline constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15U;  // 2^64 / golden ratio, odd

/// Where the numbers of stream `index` of a seed begin.
constexpr std::uint64_t stream(std::uint64_t seed, std::uint64_t index) {
  return scatter(scatter(seed + kGolden) + kGolden * (index + 1));
}

/// The number at `counter` of the stream that begins at `key`: 64 random bits.
constexpr std::uint64_t draw(std::uint64_t key, std::uint64_t counter) {
  return scatter(key + kGolden * (counter + 1));
}

/// A whole number below `bound`, from the upper half of 64 random bits: off by less than 2^-32.
constexpr std::uint32_t below(std::uint64_t bits, std::uint32_t bound) {
  return std::uint32_t(((bits >> 32) * bound) >> 32);
}

}  // namespace entente::scenario
