#pragma once

#include <array>
#include <bitset>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"

namespace entente::text {

/// What a phrase of boilerplate.tsv says of the paragraph it stands in; the file's header explains.
enum class PhraseKind : std::uint8_t {
  end,
  links,
  drop,
  credit,
  tail,
  label,
  published,
  modified,
  byline,
  source,
  dated
};

/// The phrases of boilerplate.tsv, ready to be found in folded paragraphs.
class PhraseBook {
 public:
  static base::Result<PhraseBook> load(const std::filesystem::path& path);

  struct Match {
    PhraseKind kind;
    std::size_t folded_end;  ///< bytes of the folded paragraph up to the phrase's end
  };
  /// The first phrase, in the file's order of kinds, that applies to a folded paragraph.
  [[nodiscard]] std::optional<Match> match(std::string_view folded) const;
  /// Whether a phrase of the kind `tail` applies.
  [[nodiscard]] bool is_tail(std::string_view folded) const;

 private:
  enum class Place : std::uint8_t { whole, start, end, inside, early };
  /// The bytes that a text holds, seven bits of each: a phrase is looked for only where all of its
  /// are.
  using Bytes = std::bitset<128>;
  static Bytes bytes_of(std::string_view text);

  struct Phrase {
    PhraseKind kind;
    Place place;
    std::string pattern;
    std::size_t longest;
    Bytes bytes;
  };
  [[nodiscard]] std::optional<Match> best(std::string_view folded, bool tail) const;

  std::array<std::vector<Phrase>, 256> by_first_byte_;  // whole and start
  std::vector<Phrase> elsewhere_;                       // end, inside and early
};

/// Writes `text` to `folded` as phrases are compared: ASCII letters small, typographic quotes and
/// dashes plain, runs of white space one space, a run of digits (with points, commas and colons
/// between) one '#'.
void fold(std::string_view text, std::string& folded);

}  // namespace entente::text
