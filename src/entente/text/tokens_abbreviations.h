#pragma once

#include <cstdint>
#include <string_view>

namespace entente::text {

/// What an abbreviation tells of the full stop behind it.
enum class Abbreviation : std::uint8_t {
  none,
  title,     ///< "Gen.": a name follows, no sentence ends
  numbered,  ///< "No.", "Jan.": an abbreviation before a number only
  company,   ///< "Inc.", "Jr.", "etc.": a sentence may end with it
  acronym,   ///< "U.S.", "p.m.": letters with points between; a sentence may end with it
  initial    ///< "J."
};

/// Judges a word that stands before a full stop and is given without it: "Gen", "U.S".
[[nodiscard]] Abbreviation abbreviation(std::string_view word);

}  // namespace entente::text
