// Every importer of claims and mentions, on arbitrary bytes: an error and no change, or all rows
// accounted for.

#include "formats.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string_view> kNames{
      "icews", "gdelt1", "gdelt2", "gdelt-mentions", "polecat", "plover", "quadruples"};
  entente::fuzz::import(kNames, data, size);
  return 0;
}
