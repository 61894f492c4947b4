#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/base/date.h"
#include "entente/cli/context.h"

/// A course over time, drawn in characters.
namespace entente::cli {

/// One column: a mean and the band around it.
struct ChartPoint {
  base::Date date;
  double mean = 0, low = 0, high = 0;
  std::int64_t claims = 0;  ///< up to this column, since the last one
  std::string_view mark;    ///< one character beneath the column; empty: none
};

struct ChartScale {
  double bottom = -10, top = 10;
  double tick = 5;     ///< between two labels
  double zero = 0;     ///< where a line runs from left to right
  bool claims = true;  ///< a line beneath says how many claims there are
};

/// How many points `print_chart` has room for.
std::size_t chart_columns(std::optional<int> width);

/// Mean and band, one column a point, with an axis of values and one of dates. What is above
/// `zero` and below it have colours of their own.
void print_chart(const std::vector<ChartPoint>& points, const ChartScale& scale, Output& out,
                 const Painter& painter);

/// "▕━━━━○━━━▏": an interval and its mean on a line of so many columns, zero marked.
std::string interval_bar(double mean, double low, double high, const ChartScale& scale,
                         int columns);

}  // namespace entente::cli
