#include "entente/cli/table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "entente/base/terminal.h"

namespace entente::cli {

namespace {

constexpr int kGap = 2;  // columns of the screen between two columns of the table
constexpr int kNarrowest = 6;

std::string padded(const Cell& cell, int width, Table::Align align, const Painter& painter,
                   bool last) {
  const std::string text = base::one_line(cell.text, width);
  const std::string blanks(std::size_t(std::max(0, width - base::display_width(text))), ' ');
  if (align == Table::Align::right) return blanks + painter(cell.ink, text);
  return painter(cell.ink, text) + (last ? "" : blanks);
}

}  // namespace

void Table::add(std::vector<Cell> cells, std::vector<std::string> lines_beneath) {
  rows_.push_back({std::move(cells), std::move(lines_beneath)});
}

std::vector<int> Table::widths(std::optional<int> width) const {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    int widest = base::display_width(columns_[i].title);
    for (const Row& row : rows_)
      widest = std::max(widest, base::display_width(base::one_line(row.cells[i].text)));
    widths.push_back(widest);
  }
  if (!width) return widths;
  const int gaps = kGap * (int(columns_.size()) - 1);
  for (;;) {
    const auto widest = std::max_element(widths.begin(), widths.end());
    const int used = std::accumulate(widths.begin(), widths.end(), gaps);
    if (used <= *width || *widest <= kNarrowest) return widths;
    --*widest;
  }
}

void Table::print(Output& out, const Painter& painter, std::optional<int> width) const {
  const std::vector<int> columns = widths(width);
  const auto print_line = [&](const auto& cell_at) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool last = i + 1 == columns.size();
      line += padded(cell_at(i), columns[i], columns_[i].align, painter, last);
      if (!last) line.append(kGap, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out.print("{}\n", line);
  };
  const bool has_titles = std::any_of(columns_.begin(), columns_.end(),
                                      [](const Column& column) { return !column.title.empty(); });
  if (has_titles) print_line([&](std::size_t i) { return Cell{columns_[i].title, Ink::faint}; });
  for (const Row& row : rows_) {
    print_line([&](std::size_t i) { return row.cells[i]; });
    for (const std::string& line : row.beneath) out.print("{}\n", line);
  }
}

}  // namespace entente::cli
