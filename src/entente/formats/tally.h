#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace entente::formats {

/// What became of a row of a file.
enum class Fate : std::uint8_t {
  taken,
  left_out,   ///< whole, but it says nothing that the record keeps
  malformed,  ///< it could not be understood
};
struct Outcome {
  Fate fate = Fate::taken;
  std::string_view reason{};  ///< text that lives for ever

  static Outcome left_out(std::string_view reason) { return {Fate::left_out, reason}; }
  static Outcome malformed(std::string_view reason) { return {Fate::malformed, reason}; }
};

/// A malformed row.
struct Reject {
  std::int64_t line = 0;
  std::string reason, text;
};

/// What became of the rows of a file. rows = taken + left_out + malformed, always.
struct Tally {
  static constexpr std::size_t kShown = 5;  ///< rejects that are kept to be shown: the first ones

  std::int64_t rows = 0, taken = 0, left_out = 0, malformed = 0;
  std::int64_t claims = 0, mentions = 0, measures = 0;
  std::int64_t latin1 = 0;  ///< lines that were no UTF-8 and have been read as ISO 8859-1
  std::map<std::string, std::int64_t, std::less<>> reasons{};  ///< of left_out and malformed
  std::vector<Reject> rejects{};
  std::map<std::string, std::int64_t, std::less<>> unknown{};  ///< names not in knowledge/: uses

  /// Counts a row.
  void add(Outcome outcome, std::int64_t line, std::string_view text);
  /// Adds what another thread counted.
  void add(const Tally& other);
};

}  // namespace entente::formats
