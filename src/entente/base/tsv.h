#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/result.h"

namespace entente::base {

/// One row of a knowledge file: its cells by column name, and where it stands.
class TsvRow {
 public:
  TsvRow(const std::vector<std::string_view>& header, const std::vector<std::string_view>& cells,
         std::string where)
      : header_(header), cells_(cells), where_(std::move(where)) {}

  /// The cell under `column`; empty when the file has no such column.
  [[nodiscard]] std::string_view operator[](std::string_view column) const;
  /// "FILE:LINE", for error messages.
  [[nodiscard]] const std::string& where() const { return where_; }

 private:
  const std::vector<std::string_view>& header_;
  const std::vector<std::string_view>& cells_;
  std::string where_;
};

/// Reads a TAB-separated file: '#' starts a comment line, the first other line names the columns,
/// every row has as many cells. Calls `row` for each; stops at its first error.
Result<void> read_tsv(const std::filesystem::path& path,
                      const std::function<Result<void>(const TsvRow&)>& row);

/// The items of a cell that holds a list: "a|b|c". An empty cell has none.
std::vector<std::string_view> split_list(std::string_view cell, char separator = '|');

}  // namespace entente::base
