#include "entente/alignment/since.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace entente::alignment {

namespace {

constexpr std::uint64_t kDraws = 1000;
constexpr std::size_t kHalfYear = 6;  // months

std::vector<base::Date> months(base::Date first, base::Date last) {
  std::vector<base::Date> dates;
  for (int i = 0; first.plus_months(i) < last; ++i) dates.push_back(first.plus_months(i));
  dates.push_back(last);
  return dates;
}

}  // namespace

std::vector<bool> sides(std::span<const double> course) {
  std::vector<double> sums{0};
  for (const double x : course) sums.push_back(sums.back() + x);
  std::vector<bool> sides;
  for (std::size_t i = 0; i < course.size(); ++i)
    sides.push_back(sums[std::min(i + kHalfYear + 1, course.size())] >
                    sums[i < kHalfYear ? 0 : i - kHalfYear]);
  return sides;
}

Since since(const Series& series, base::Date first, base::Date last) {
  const std::vector<base::Date> dates = months(first, last);
  const Paths paths(series, dates);
  std::vector<double> course(dates.size());
  std::array<std::vector<std::size_t>, 2> starts;  // of the last time on a side, by that side
  for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
    paths.draw(1, draw, course);
    const std::vector<bool> side = sides(course);
    const auto other = std::find(side.rbegin(), side.rend(), !side.back());
    starts[side.back()].push_back(std::size_t(side.rend() - other));
  }
  Since since{.is_aligned = starts[1].size() >= starts[0].size(), .first = first};
  std::vector<std::size_t>& own = starts[since.is_aligned];
  since.probability = double(own.size()) / kDraws;
  std::sort(own.begin(), own.end());
  const auto quantile = [&](double share) -> std::optional<base::Date> {
    const std::size_t start = own[std::size_t(share * double(own.size() - 1))];
    return start == 0 ? std::nullopt : std::optional(dates[start]);
  };
  since.from = quantile(0.05);
  since.date = quantile(0.5);
  since.to = quantile(0.95);
  return since;
}

std::string json(const Since& since) {
  const auto day = [](const std::optional<base::Date>& date) {
    return date ? "\"" + date->iso() + "\"" : "null";
  };
  return fmt::format(
      R"({{"side":"{}","probability":{:.4f},"date":{},"from":{},"to":{},"known_from":"{}"}})",
      since.is_aligned ? "aligned" : "opposed", since.probability, day(since.date), day(since.from),
      day(since.to), since.first.iso());
}

}  // namespace entente::alignment
