#include "entente/base/tsv.h"

#include <fmt/format.h>

#include "entente/base/mapped_file.h"

namespace entente::base {

std::string_view TsvRow::operator[](std::string_view column) const {
  for (std::size_t i = 0; i < header_.size(); ++i)
    if (header_[i] == column) return cells_[i];
  return {};
}

namespace {
void split(std::string_view line, char separator, std::vector<std::string_view>& cells) {
  cells.clear();
  for (;;) {
    const std::size_t end = line.find(separator);
    cells.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + 1);
  }
}
}  // namespace

Result<void> read_tsv(const std::filesystem::path& path,
                      const std::function<Result<void>(const TsvRow&)>& row) {
  const auto file = MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  std::string_view rest = file->bytes();
  std::vector<std::string_view> header, cells;
  for (int number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    if (header.empty()) {
      split(line, '\t', header);
      continue;
    }
    split(line, '\t', cells);
    const std::string where = fmt::format("{}:{}", path.string(), number);
    if (cells.size() != header.size())
      return fail(fmt::format("{} cells where the header has {}", cells.size(), header.size()),
                  where, "cells are separated by single TABs");
    if (auto done = row(TsvRow(header, cells, where)); !done) return done;
  }
  return {};
}

std::vector<std::string_view> split_list(std::string_view cell, char separator) {
  std::vector<std::string_view> items;
  if (!cell.empty()) split(cell, separator, items);
  std::erase_if(items, [](std::string_view item) { return item.empty(); });
  return items;
}

}  // namespace entente::base
