// Every importer of measures, on arbitrary bytes: an error and no change, or all rows accounted
// for.

#include "formats.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const auto& format : entente::formats::formats())
      if (format.table != nullptr) list.push_back(format.name);
    return list;
  }();
  entente::fuzz::import(names, data, size);
  return 0;
}
