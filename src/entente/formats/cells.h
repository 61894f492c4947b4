#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/date.h"
#include "entente/base/result.h"

/// Lines and their cells: TAB-separated as they are, comma-separated with quotes (RFC 4180).
namespace entente::formats {

/// Cuts a line at TABs. `cells` is as long as the most cells that are wanted; returns how many
/// there are, the rest of which are not kept.
std::size_t split_tabs(std::string_view line, std::span<std::string_view> cells);

/// Cuts lines at commas, with quotes taken off. Cells hold until the next call.
class CommaSplitter {
 public:
  /// Takes one record off `text`, which may go over several lines. Nothing when a quote is not
  /// closed; then `text` is left after its first line.
  std::optional<std::span<const std::string_view>> next(std::string_view& text);

 private:
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // cells in which quotes were doubled
};

/// The columns that a format needs, and where a file has them.
class Columns {
 public:
  /// Finds `names` in a header; '|' separates other names for the same column, '?' in front of the
  /// first marks one that may be missing. Case and quotes do not count. An error names what is
  /// missing.
  static base::Result<Columns> find(std::span<const std::string_view> names,
                                    std::span<const std::string_view> header);
  /// The columns of a file without a header, which has `width` of them; -1 for one that it lacks.
  static Columns at(std::vector<int> places, std::size_t width);

  [[nodiscard]] std::size_t width() const { return width_; }
  /// The cell of the i-th name; empty when the file lacks it.
  [[nodiscard]] std::string_view cell(std::span<const std::string_view> cells,
                                      std::size_t i) const {
    return places_[i] < 0 ? std::string_view{} : cells[std::size_t(places_[i])];
  }
  [[nodiscard]] bool has(std::size_t i) const { return places_[i] >= 0; }

 private:
  std::vector<int> places_;
  std::size_t width_ = 0;
};

/// `text` in UTF-8, where it was ISO 8859-1.
std::string from_latin1(std::string_view text);
/// The same for those lines that are no UTF-8; `count` says how many they were.
std::string from_latin1_lines(std::string_view text, std::int64_t& count);

/// "MAKE_PUBLIC-STATEMENT" → "make public statement": how names of codes are compared.
std::string plain_words(std::string_view name);

/// "20181024", "2018-10-24" and "10/24/2018"; nothing for what is no day.
std::optional<base::Date> day_from(std::string_view cell);
base::Date first_of_month(base::Date date);
/// A whole number or a decimal, nothing around it.
std::optional<std::int64_t> whole_from(std::string_view cell);
std::optional<double> number_from(std::string_view cell);

}  // namespace entente::formats
