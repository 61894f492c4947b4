#pragma once

#include <string>
#include <string_view>

#include "entente/base/result.h"
#include "entente/model/document.h"

namespace entente::text {

/// The article of a web page: its title, author, date, source and address as the page's metadata
/// (Open Graph, JSON-LD, <meta>, <time>) gives them, and as text the title and the paragraphs of
/// the article, separated by blank lines. `where` names the page in errors; the document's id and
/// hash are left to the caller. The bytes are UTF-8.
[[nodiscard]] base::Result<model::Document> read_html(std::string_view bytes,
                                                      const std::string& where);

}  // namespace entente::text
