#pragma once

#include <string>
#include <string_view>

#include "entente/base/result.h"
#include "entente/model/document.h"

namespace entente::text {

/// The text of a PDF: its paragraphs, separated by blank lines, with wrapped lines joined, words
/// put together again that were hyphenated at a line's end, and page numbers and running heads left
/// out. Title and author are taken from the file's properties where the text confirms them. `where`
/// names the file in errors; the document's id and hash are left to the caller.
[[nodiscard]] base::Result<model::Document> read_pdf(std::string_view bytes,
                                                     const std::string& where);

}  // namespace entente::text
