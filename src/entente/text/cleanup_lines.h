#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "entente/model/claim.h"

namespace entente::text {

/// A paragraph as the document sets it: one line, or the hard-wrapped lines that belong together.
struct Paragraph {
  model::Span span;              ///< without white space around it
  std::uint32_t words = 0;       ///< white-space-delimited
  std::uint32_t characters = 0;  ///< code points
  bool is_terminated = false;    ///< ends with . ! ? or …, closing quotes and brackets aside
  bool starts_small = false;     ///< its first letter is a small one
};

/// Cuts text[begin, …) into paragraphs. Text whose lines were broken at some width, by mail
/// programs or PDF extraction, is told by lines without a stop that go on in small letters.
[[nodiscard]] std::vector<Paragraph> paragraphs_of(std::string_view text, std::size_t begin);

/// The bytes up to the first word behind a bullet: "• ", "- ", "* ", ". "; 0 when there is none.
[[nodiscard]] std::size_t length_of_bullet(std::string_view text);

}  // namespace entente::text
