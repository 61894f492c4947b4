#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/cli/context.h"
#include "entente/record/quoted_claim.h"

namespace entente::cli {

/// Ink on code points [start, end) of a document's text, and what is written before and after them.
struct Mark {
  std::int64_t start = 0, end = 0;
  Ink ink = Ink::plain;
  std::string before = {}, after = {};
};

/// The marks of one claim, trigger last so that it lies on top. In plain text the trigger stands in
/// brackets; `label` follows it.
std::vector<Mark> marks(const record::QuotedClaim& claim, const Painter& painter,
                        std::string_view label = "");

/// A stretch of a document that begins at code point `offset` of its text, inked by those marks
/// that lie in it, in lines of at most `width` columns (without `width`: one line). Each
/// line begins with `indent`. White space is one blank.
std::vector<std::string> marked_lines(std::string_view text, std::int64_t offset,
                                      const std::vector<Mark>& marks, const Painter& painter,
                                      std::optional<int> width, std::string_view indent);

}  // namespace entente::cli
