#include "entente/formats/tie_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "entente/formats/cells.h"

namespace entente::formats {

namespace {

using base::Result;

constexpr int kMostDecimals = 9;
constexpr std::int64_t kLargest = std::int64_t{1} << 60;

/// digits / 10^decimals.
struct Decimal {
  std::int64_t digits = 0;
  int decimals = 0;
};

/// Digits with a point at most; nothing for other ways to write a number.
std::optional<Decimal> plain_decimal(std::string_view cell) {
  const bool negative = cell.starts_with('-');
  if (negative || cell.starts_with('+')) cell.remove_prefix(1);
  Decimal number;
  bool in_fraction = false, any = false;
  for (const char c : cell) {
    if (c == '.' && !in_fraction) {
      in_fraction = true;
      continue;
    }
    if (c < '0' || c > '9' || number.digits >= kLargest / 10 ||
        (in_fraction && number.decimals == kMostDecimals))
      return std::nullopt;
    number.digits = 10 * number.digits + (c - '0');
    number.decimals += in_fraction;
    any = true;
  }
  if (!any) return std::nullopt;
  for (; number.decimals > 0 && number.digits % 10 == 0; --number.decimals) number.digits /= 10;
  if (negative) number.digits = -number.digits;
  return number;
}

/// A sign or a weight.
std::optional<Decimal> decimal_from(std::string_view cell) {
  if (cell == "+") return Decimal{1, 0};
  if (cell == "-" || cell == "−") return Decimal{-1, 0};
  if (const auto plain = plain_decimal(cell)) return plain;
  const auto number = number_from(cell);  // "1e-3", or more digits than are kept
  if (!number || !(std::abs(*number) < double(kLargest) / 1e9)) return std::nullopt;
  Decimal rounded{std::llround(*number * 1e9), kMostDecimals};
  for (; rounded.decimals > 0 && rounded.digits % 10 == 0; --rounded.decimals) rounded.digits /= 10;
  return rounded;
}

constexpr std::array<std::string_view, 3> kColumns{"from|source", "to|target", "sign|weight"};

class Lines {
 public:
  explicit Lines(std::string path) : path_(std::move(path)) {}

  Result<void> read(const Block& block) {
    std::string_view rest = block.text;
    for (std::int64_t line = block.first_line; !rest.empty();) {
      const std::string_view before = rest;
      const auto cells = splitter_.next(rest);
      if (!cells) return base::fail("a quote is not closed", where(line));
      const bool is_empty = cells->size() == 1 && cells->front().empty();
      if (!is_empty)
        if (auto taken = take(*cells, line); !taken) return taken;
      line += std::ranges::count(before.substr(0, before.size() - rest.size()), '\n');
    }
    return {};
  }

  /// All weights with as many decimals.
  Result<TieList> finish() {
    if (!columns_) return base::fail("the file is empty", path_, "give lines of from,to,weight");
    for (std::size_t i = 0; i < list_.ties.size(); ++i)
      for (int d = decimals_[i]; d < list_.decimals; ++d) {
        std::int64_t& weight = list_.ties[i].weight;
        if (std::abs(weight) >= kLargest / 10)
          return base::fail("the weights have too many digits", path_,
                            fmt::format("give at most {} together", 18));
        weight *= 10;
      }
    return std::move(list_);
  }

 private:
  [[nodiscard]] std::string where(std::int64_t line) const {
    return fmt::format("{}:{}", path_, line);
  }

  Result<void> take(std::span<const std::string_view> cells, std::int64_t line) {
    if (!columns_) {
      if (cells.size() == 3 && decimal_from(cells[2])) {
        columns_ = Columns::at({0, 1, 2}, 3);
      } else {
        auto found = Columns::find(kColumns, cells);
        if (!found)
          return base::fail(found.error().what, where(line), "begin with a line like from,to,sign");
        columns_ = std::move(*found);
        return {};
      }
    }
    if (cells.size() != columns_->width())
      return base::fail(
          fmt::format("the line has {} cells, not {}", cells.size(), columns_->width()),
          where(line));
    const std::string_view from = columns_->cell(cells, 0), to = columns_->cell(cells, 1);
    if (from.empty() || to.empty()) return base::fail("an end of the tie is missing", where(line));
    const auto weight = decimal_from(columns_->cell(cells, 2));
    if (!weight)
      return base::fail(fmt::format("'{}' is no sign or weight", columns_->cell(cells, 2)),
                        where(line), "write + or -, or a number");
    const std::int32_t a = node(from), b = node(to);
    if (list_.names.size() >= std::numeric_limits<std::int32_t>::max() / 2)
      return base::fail("the network has more than a thousand million nodes", where(line));
    list_.ties.push_back({a, b, weight->digits});
    decimals_.push_back(std::int8_t(weight->decimals));
    list_.decimals = std::max(list_.decimals, weight->decimals);
    return {};
  }

  std::int32_t node(std::string_view name) {
    const auto [at, is_new] = nodes_.emplace(std::string(name), std::int32_t(nodes_.size()));
    if (is_new) list_.names.emplace_back(name);
    return at->second;
  }

  std::string path_;
  CommaSplitter splitter_;
  std::optional<Columns> columns_;
  std::unordered_map<std::string, std::int32_t> nodes_;
  TieList list_;
  std::vector<std::int8_t> decimals_;  // of each tie's weight
};

}  // namespace

Result<TieList> read_ties(Input& input) {
  Lines lines(input.path());
  for (;;) {
    const auto block = input.next();
    if (!block) return tl::unexpected(block.error());
    if (block->text.empty()) return lines.finish();
    if (auto read = lines.read(*block); !read) return tl::unexpected(read.error());
  }
}

Result<TieList> read_ties(const std::string& path) {
  auto input = Input::open(path);
  if (!input) return tl::unexpected(input.error());
  return read_ties(*input);
}

}  // namespace entente::formats
