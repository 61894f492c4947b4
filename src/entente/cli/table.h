#pragma once

#include <optional>
#include <string>
#include <vector>

#include "entente/cli/context.h"

namespace entente::cli {

struct Cell {
  std::string text;
  Ink ink = Ink::plain;
};

/// Rows in aligned columns, as wide as their widest cell. Where that is more than the terminal has,
/// the widest columns give way. A row may have lines of its own beneath it.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  void add(std::vector<Cell> cells, std::vector<std::string> lines_beneath = {});
  /// Without `width`, nothing is cut. Titles are left out when none is given.
  void print(Output& out, const Painter& painter, std::optional<int> width) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    std::vector<std::string> beneath;
  };
  [[nodiscard]] std::vector<int> widths(std::optional<int> width) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace entente::cli
