#include "entente/cli/chart.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace entente::cli {

namespace {

constexpr int kRows = 17;
constexpr int kMargin = 6;          // columns that the labels of the left axis take
constexpr std::size_t kPlain = 74;  // columns of a chart in a file or a pipe
constexpr std::size_t kWidest = 150;

/// A character and how it is inked.
struct Dot {
  std::string_view text = " ";
  Ink ink = Ink::plain;
};

/// Lines of the screen, top first.
class Grid {
 public:
  Grid(const std::vector<ChartPoint>& points, const ChartScale& scale)
      : scale_(scale), dots_(kRows, std::vector<Dot>(points.size())) {
    for (Dot& dot : dots_[row_of(scale.zero)]) dot = {"┈", Ink::faint};
    for (std::size_t i = 0; i < points.size(); ++i) draw(points[i], i);
  }

  void print(std::size_t row, Output& out, const Painter& painter) const {
    std::string run;
    const std::vector<Dot>& line = dots_[row];
    for (std::size_t i = 0; i < line.size(); ++i) {
      run += line[i].text;
      if (i + 1 < line.size() && line[i + 1].ink == line[i].ink) continue;
      out.write(painter(line[i].ink, run));
      run.clear();
    }
  }
  /// The value in the middle of a row.
  [[nodiscard]] double value(std::size_t row) const {
    return scale_.top - (double(row) + 0.5) * height();
  }
  [[nodiscard]] double height() const { return (scale_.top - scale_.bottom) / kRows; }

 private:
  /// Rows from the top, in parts of a row.
  [[nodiscard]] double depth(double value) const {
    return std::clamp((scale_.top - value) / height(), 0.0, kRows - 1e-9);
  }
  [[nodiscard]] std::size_t row_of(double value) const { return std::size_t(depth(value)); }

  void draw(const ChartPoint& point, std::size_t column) {
    constexpr std::array<std::string_view, 5> kHeights{"⎺", "⎻", "─", "⎼", "⎽"};
    for (std::size_t row = row_of(point.high); row <= row_of(point.low); ++row)
      dots_[row][column] = {"░", Ink::faint};
    const double at = depth(point.mean);
    dots_[std::size_t(at)][column] = {kHeights[std::size_t((at - std::floor(at)) * 5)],
                                      point.mean >= scale_.zero ? Ink::recipient : Ink::claimant};
  }

  const ChartScale& scale_;
  std::vector<std::vector<Dot>> dots_;
};

std::string label(double value, const ChartScale& scale) {
  const bool is_signed = scale.bottom < 0 && value > 0;
  return fmt::format("{:>{}}", fmt::format("{}{:g}", is_signed ? "+" : "", value), kMargin - 2);
}

/// The tick in a row, if one falls into it.
std::optional<double> tick_in(const Grid& grid, std::size_t row, const ChartScale& scale) {
  const double nearest = std::round(grid.value(row) / scale.tick) * scale.tick;
  const double off = grid.value(row) - nearest;
  if (off > grid.height() / 2 + 1e-9 || off <= -grid.height() / 2 + 1e-9) {
    if (row == 0 && std::abs(grid.value(row) - scale.top) < grid.height()) return scale.top;
    if (row + 1 == kRows) return scale.bottom;
    return std::nullopt;
  }
  return nearest;
}

/// "2014" or "2014-06" under the column where it begins, as many as have room.
std::string date_line(const std::vector<ChartPoint>& points) {
  if (points.empty()) return "";
  const int days = points.back().date.days - points.front().date.days;
  const bool by_year = days > 3 * 365;
  std::string line(points.size() + 10, ' ');
  std::size_t free = 0;
  std::string last;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string name = points[i].date.iso().substr(0, by_year ? 4 : 7);
    if (name == last) continue;
    const bool is_first = last.empty();
    last = name;
    if (i < free || (is_first && i == 0 && points.size() > 1 &&
                     points[1].date.iso().substr(0, by_year ? 4 : 7) != name && by_year))
      continue;
    line.replace(i, name.size(), name);
    free = i + name.size() + (by_year ? 4 : 3);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

/// "▁▂▃█": more claims, taller.
std::string claims_line(const std::vector<ChartPoint>& points) {
  constexpr std::array<std::string_view, 8> kBars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  std::int64_t most = 1;
  for (const ChartPoint& point : points) most = std::max(most, point.claims);
  std::string line;
  for (const ChartPoint& point : points)
    line += point.claims == 0 ? " " : kBars[std::size_t((point.claims - 1) * 8 / most)];
  return line;
}

}  // namespace

std::size_t chart_columns(std::optional<int> width) {
  if (!width) return kPlain;
  return std::clamp(std::size_t(std::max(0, *width - kMargin - 1)), std::size_t(20), kWidest);
}

void print_chart(const std::vector<ChartPoint>& points, const ChartScale& scale, Output& out,
                 const Painter& painter) {
  const Grid grid(points, scale);
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto tick = tick_in(grid, row, scale);
    out.write(painter(Ink::faint,
                      tick ? label(*tick, scale) + " ┤" : std::string(kMargin - 1, ' ') + "│"));
    grid.print(row, out, painter);
    out.write("\n");
  }
  const std::string indent(kMargin, ' ');
  std::string marks;
  bool has_marks = false;
  for (const ChartPoint& point : points) {
    marks += point.mark.empty() ? " " : point.mark;
    has_marks |= !point.mark.empty();
  }
  if (has_marks) out.print("{}{}\n", indent, painter(Ink::trigger, marks));
  if (scale.claims) out.print("{}{}\n", indent, painter(Ink::date, claims_line(points)));
  out.print("{}{}\n", indent, painter(Ink::faint, date_line(points)));
}

std::string interval_bar(double mean, double low, double high, const ChartScale& scale,
                         int columns) {
  const auto place = [&](double value) {
    const double part = (value - scale.bottom) / (scale.top - scale.bottom);
    return std::clamp(int(part * columns), 0, columns - 1);
  };
  std::string bar;
  for (int i = 0; i < columns; ++i) {
    if (i == place(mean))
      bar += "●";
    else if (i >= place(low) && i <= place(high))
      bar += "─";
    else
      bar += i == place(scale.zero) ? "┊" : " ";
  }
  return bar;
}

}  // namespace entente::cli
