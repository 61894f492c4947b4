#include "entente/formats/cells.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "entente/base/ascii.h"
#include "entente/base/tsv.h"

namespace entente::formats {

using base::Date;
using base::Result;

std::size_t split_tabs(std::string_view line, std::span<std::string_view> cells) {
  std::size_t count = 0;
  const char* at = line.data();
  const char* const end = at + line.size();
  for (;; ++count) {
    const auto* tab = static_cast<const char*>(std::memchr(at, '\t', std::size_t(end - at)));
    const char* const stop = tab == nullptr ? end : tab;
    if (count < cells.size()) cells[count] = {at, std::size_t(stop - at)};
    if (tab == nullptr) return count + 1;
    at = tab + 1;
  }
}

std::optional<std::span<const std::string_view>> CommaSplitter::next(std::string_view& text) {
  cells_.clear();
  unquoted_.clear();
  const std::string_view all = text;
  std::size_t at = 0;
  for (;;) {
    std::size_t end;
    if (at < all.size() && all[at] == '"') {
      std::size_t quote = all.find('"', at + 1);
      bool doubled = false;
      while (quote != all.npos && quote + 1 < all.size() && all[quote + 1] == '"') {
        doubled = true;
        quote = all.find('"', quote + 2);
      }
      if (quote == all.npos) {
        const std::size_t line_end = all.find('\n');
        text.remove_prefix(line_end == all.npos ? all.size() : line_end + 1);
        return std::nullopt;
      }
      const std::string_view inner = all.substr(at + 1, quote - at - 1);
      if (doubled) {
        std::string& cell = unquoted_.emplace_back();
        for (std::size_t i = 0; i < inner.size(); ++i) {
          cell += inner[i];
          if (inner[i] == '"') ++i;
        }
        cells_.push_back(cell);
      } else {
        cells_.push_back(inner);
      }
      end = std::min(all.find_first_of(",\n", quote + 1), all.size());
    } else {
      end = std::min(all.find_first_of(",\n", at), all.size());
      std::string_view cell = all.substr(at, end - at);
      if (cell.ends_with('\r')) cell.remove_suffix(1);
      cells_.push_back(cell);
    }
    if (end < all.size() && all[end] == ',') {
      at = end + 1;
      continue;
    }
    text.remove_prefix(std::min(end + 1, all.size()));
    return cells_;
  }
}

Result<Columns> Columns::find(std::span<const std::string_view> names,
                              std::span<const std::string_view> header) {
  Columns columns;
  columns.width_ = header.size();
  std::vector<std::string> given;
  for (std::string_view cell : header) {
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
      cell = cell.substr(1, cell.size() - 2);
    given.push_back(base::lower_case(cell));
  }
  std::string missing;
  for (std::string_view name : names) {
    const bool optional = name.starts_with('?');
    if (optional) name.remove_prefix(1);
    int place = -1;
    for (const std::string_view alias : base::split_list(name)) {
      const auto found = std::ranges::find(given, base::lower_case(alias));
      if (found != given.end() && place < 0) place = int(found - given.begin());
    }
    if (place < 0 && !optional)
      missing += fmt::format("{}'{}'", missing.empty() ? "" : ", ", base::split_list(name).front());
    columns.places_.push_back(place);
  }
  if (!missing.empty()) return base::fail("the header lacks the column " + missing);
  return columns;
}

Columns Columns::at(std::vector<int> places, std::size_t width) {
  Columns columns;
  columns.places_ = std::move(places);
  columns.width_ = width;
  return columns;
}

std::string from_latin1(std::string_view text) {
  std::string utf8;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      utf8 += c;
    } else {
      utf8 += static_cast<char>(0xC0 | byte >> 6);
      utf8 += static_cast<char>(0x80 | (byte & 0x3F));
    }
  }
  return utf8;
}

std::string from_latin1_lines(std::string_view text, std::int64_t& count) {
  std::string utf8;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
    text.remove_prefix(line.size());
    const bool is_utf8 = simdjson::validate_utf8(line.data(), line.size());
    utf8 += is_utf8 ? std::string(line) : from_latin1(line);
    count += is_utf8 ? 0 : 1;
  }
  return utf8;
}

std::optional<std::int64_t> whole_from(std::string_view cell) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return number;
}

std::optional<double> number_from(std::string_view cell) {
  double number = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return number;
}

namespace {

std::optional<Date> civil(std::string_view year, std::string_view month, std::string_view day) {
  const auto y = whole_from(year), m = whole_from(month), d = whole_from(day);
  if (!y || !m || !d || *y < 1 || *y > 9999 || *m < 1 || *m > 12 || *d < 1 ||
      *d > base::days_in_month(int(*y), int(*m)))
    return std::nullopt;
  return Date::from_civil(int(*y), int(*m), int(*d));
}

}  // namespace

std::string plain_words(std::string_view name) {
  std::string result = base::lower_case(name);
  for (char& c : result)
    if (c == '_' || c == '-') c = ' ';
  return result;
}

std::optional<Date> day_from(std::string_view cell) {
  if (cell.size() == 8 && cell.find('/') == cell.npos)
    return civil(cell.substr(0, 4), cell.substr(4, 2), cell.substr(6, 2));
  if (cell.size() == 10 && cell[4] == '-' && cell[7] == '-')
    return civil(cell.substr(0, 4), cell.substr(5, 2), cell.substr(8, 2));
  const std::size_t first = cell.find('/'), second = cell.find('/', first + 1);
  if (first == cell.npos || second == cell.npos || cell.size() - second != 5) return std::nullopt;
  return civil(cell.substr(second + 1), cell.substr(0, first),
               cell.substr(first + 1, second - first - 1));
}

Date first_of_month(Date date) { return date - (date.civil().day - 1); }

}  // namespace entente::formats
