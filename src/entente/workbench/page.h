#pragma once

#include <span>
#include <string_view>

namespace entente::workbench {

/// A file of the page, gzip-compressed, in the program itself.
struct PageFile {
  std::string_view path;   ///< "/app.js"
  std::string_view bytes;  ///< gzip (RFC 1952)
};

/// The page's files; none when the program was built without the page (web/ has not been built).
std::span<const PageFile> page_files();

}  // namespace entente::workbench
