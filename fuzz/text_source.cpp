// Arbitrary bytes as an input file, of whatever format they look like: documents are UTF-8 with
// text and a hash, errors say what and where, and the walk ends.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "entente/base/utf8.h"
#include "entente/text/source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (std::string_view(reinterpret_cast<const char*>(data), size).find("%PDF-") !=
      std::string_view::npos)
    return 0;  // Poppler is not ours to fuzz
  const int file = ::memfd_create("input", MFD_CLOEXEC);
  if (file < 0 || ::write(file, data, size) != static_cast<ssize_t>(size)) std::abort();
  auto source = entente::text::Source::open({"/proc/self/fd/" + std::to_string(file)});
  if (!source) std::abort();
  std::size_t results = 0;
  while (const auto document = source->next()) {
    if (++results > size + 1) std::abort();
    if (!*document) {
      if (document->error().what.empty() || document->error().where.empty()) std::abort();
      continue;
    }
    const std::string& text = (*document)->text;
    const bool is_whole = (*document)->hash.size() == 32 && !text.empty();
    if (!is_whole || entente::base::first_invalid_utf8(text)) std::abort();
  }
  ::close(file);
  return 0;
}
