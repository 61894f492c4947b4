// Arbitrary bytes as a web page: an article or an error, and what the article says is UTF-8.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "entente/base/utf8.h"
#include "entente/text/html.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (entente::base::first_invalid_utf8(bytes)) return 0;
  const auto document = entente::text::read_html(bytes, "page");
  if (!document) return 0;
  for (const auto& field : {document->text, document->title, document->author, document->source})
    if (entente::base::first_invalid_utf8(field)) std::abort();
  if (document->text.empty()) std::abort();
  return 0;
}
