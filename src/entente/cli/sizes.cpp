#include "entente/cli/sizes.h"

#include <fmt/format.h>

#include <algorithm>

#include "entente/formats/cells.h"
#include "entente/formats/input.h"

namespace entente::cli {

base::Result<std::map<std::string, double>> read_sizes(const std::string& path) {
  auto input = formats::Input::open(path);
  if (!input) return tl::unexpected(input.error());
  const auto block = input->rest();
  if (!block) return tl::unexpected(block.error());
  std::map<std::string, double> sizes;
  formats::CommaSplitter splitter;
  std::string_view rest = block->text;
  for (std::int64_t line = block->first_line; !rest.empty();) {
    const std::string_view before = rest;
    const auto cells = splitter.next(rest);
    const std::string where = fmt::format("{}:{}", path, line);
    const bool is_header = line == block->first_line;
    line += std::ranges::count(before.substr(0, before.size() - rest.size()), '\n');
    if (!cells) return base::fail("a quote is not closed", where);
    if (cells->size() == 1 && (*cells)[0].empty()) continue;  // an empty line
    if (cells->size() < 2)
      return base::fail("a size is missing", where, "write a name, a comma and a number");
    const auto size = formats::number_from((*cells)[1]);
    if (is_header && !size) continue;
    if (is_header)
      return base::fail("the first line is no header", where, "begin with a line like actor,size");
    if (!size || *size < 0)
      return base::fail(fmt::format("'{}' is no size", (*cells)[1]), where,
                        "write a number that is not negative");
    if (!sizes.emplace((*cells)[0], *size).second)
      return base::fail(fmt::format("'{}' has a size already", (*cells)[0]), where);
  }
  return sizes;
}

}  // namespace entente::cli
