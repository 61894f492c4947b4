#include "entente/workbench/page.h"

// web/embed.js writes ENTENTE_PAGE_FILES: for each file of the page a line PAGE_FILE(name, path,
// file), where `file` is the compressed file's path; the assembler takes its bytes in.
#ifdef ENTENTE_PAGE_FILES
#define PAGE_FILE(name, path, file)                                                \
  asm(".section .rodata\n.global page_" #name "\npage_" #name ":\n.incbin \"" file \
      "\"\n.global page_end_" #name "\npage_end_" #name ":\n.byte 0\n.text\n");    \
  extern "C" const char page_##name[], page_end_##name[];
#include ENTENTE_PAGE_FILES
#undef PAGE_FILE
#endif

namespace entente::workbench {

std::span<const PageFile> page_files() {
#ifdef ENTENTE_PAGE_FILES
#define PAGE_FILE(name, path, file) \
  {path, {page_##name, std::size_t(page_end_##name - page_##name)}},
  static const PageFile kFiles[] = {
#include ENTENTE_PAGE_FILES
  };
#undef PAGE_FILE
  return kFiles;
#else
  return {};
#endif
}

}  // namespace entente::workbench
