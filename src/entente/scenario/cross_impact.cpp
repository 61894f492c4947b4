#include "entente/scenario/cross_impact.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "entente/base/mapped_file.h"
#include "entente/base/terminal.h"
#include "entente/base/utf8.h"

namespace entente::scenario {

using base::Result;

namespace {

constexpr std::size_t kMostStates = 250;    // of one descriptor
constexpr std::size_t kMostInAll = 10'000;  // states
constexpr std::int32_t kMostImpact = 1'000'000;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t start = text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return {};
  return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

/// What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has nothing to be seen; 0 for nothing.
constexpr char16_t kWindows[] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                 0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

/// Files that are not in UTF-8 are in Windows-1252, as older versions wrote them.
std::string as_utf8(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!base::first_invalid_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_windows = byte >= 0x80 && byte < 0xA0 && kWindows[byte - 0x80] != 0;
    base::append_utf8(out, is_windows ? char32_t(kWindows[byte - 0x80]) : char32_t(byte));
  }
  return out;
}

/// The next cell of a row, taken off it: cells are divided by commas, or semicolons, or blanks.
/// Nothing when there are no more.
std::optional<std::string_view> take_cell(std::string_view& cells, std::string_view dividers) {
  if (cells.data() == nullptr) return std::nullopt;
  const std::size_t end = cells.find_first_of(dividers);
  const std::string_view cell = trimmed(cells.substr(0, end));
  cells = end == std::string_view::npos ? std::string_view() : cells.substr(end + 1);
  if (dividers.size() > 1) cells = trimmed(cells);  // blanks: several are one
  return cell;
}

std::string_view dividers_of(std::string_view line) {
  return line.find(',') != line.npos ? "," : line.find(';') != line.npos ? ";" : " \t";
}

std::optional<std::int32_t> whole_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  if (error != std::errc() || end != text.end()) return std::nullopt;
  return number;
}

/// The parts of a .scw file, line by line: descriptors, notes, flags, then the matrix, with lines
/// of "#" between and perhaps comments after.
class Reader {
 public:
  Reader(std::string_view text, const std::string& name) : rest_(text), name_(name) {
    system_.name = name;
  }

  Result<CrossImpact> read() {
    const bool is_text = rest_.find('\0') == rest_.npos;
    const bool has_line = next();
    if (!is_text)
      return fail("the file is in UTF-16, or no text", "save it as UTF-8 or Windows-1252");
    if (!has_line || !trimmed(line_).starts_with("$ ScenarioWizard"))
      return fail("not a ScenarioWizard file", "its first line is '$ ScenarioWizard 4.0'");
    next();  // the file's own name, as it was when it was saved
    if (auto done = read_descriptors(); !done) return tl::unexpected(done.error());
    for (bool after_mark = true; next();) {
      const std::string_view line = trimmed(line_);
      if (after_mark && is_row()) return read_matrix();
      if (!line.empty()) after_mark = line.starts_with('#');
    }
    return fail(fmt::format("the cross-impact matrix is missing: {} rows of {} numbers",
                            system_.states, system_.states));
  }

 private:
  tl::unexpected<base::Error> fail(std::string what, std::string advice = {}) const {
    return base::fail(std::move(what), fmt::format("{}:{}", name_, number_), std::move(advice));
  }

  bool next() {
    ++number_;
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return true;
  }

  Result<void> read_descriptors() {
    auto& descriptors = system_.descriptors;
    while (next()) {
      const std::string_view line = trimmed(line_);
      if (line.starts_with('#')) break;
      if (line.empty()) continue;
      const std::string text = base::one_line(trimmed(line.substr(1)));
      if (line.starts_with('&')) {
        if (!descriptors.empty() && descriptors.back().states.empty())
          return fail(fmt::format("'{}' has no states", descriptors.back().name));
        descriptors.push_back({text, {}, system_.states});
      } else if (line.starts_with('-') && !descriptors.empty()) {
        descriptors.back().states.push_back(text);
        ++system_.states;
        if (descriptors.back().states.size() > kMostStates || system_.states > kMostInAll)
          return fail("too many states");
      } else {
        return fail(
            fmt::format("'{}' is neither a descriptor nor a state", base::one_line(line, 40)),
            "a descriptor is '&Name', a state ' -Name', and '#' ends them");
      }
    }
    if (descriptors.empty()) return fail("no descriptors", "a descriptor is a line '&Name'");
    if (descriptors.back().states.empty())
      return fail(fmt::format("'{}' has no states", descriptors.back().name));
    return {};
  }

  /// Notes, colours ("00FF80", "000000") and flags hold other things; a row of the matrix begins
  /// with a whole number and, where there are several states, goes on.
  [[nodiscard]] bool is_row() const {
    const std::string_view line = trimmed(line_), dividers = dividers_of(line);
    const std::size_t end = line.find_first_of(dividers);
    if (end == line.npos && system_.states > 1) return false;
    const std::string_view first = trimmed(line.substr(0, end));
    return whole_number(first).has_value() || (first.empty() && !line.empty());
  }

  Result<CrossImpact> read_matrix() {
    for (std::uint32_t row = 0; row < system_.states; ++row) {
      if (row > 0 && !next()) line_ = "#";
      if (trimmed(line_).starts_with('#'))
        return fail(
            fmt::format("the matrix has {} rows where there are {} states", row, system_.states));
      if (auto done = read_row(); !done) return tl::unexpected(done.error());
    }
    if (next() && is_row())
      return fail(fmt::format("the matrix has more rows than the {} states", system_.states));
    return std::move(system_);
  }

  Result<void> read_row() {
    std::string_view cells = trimmed(line_);
    const std::string_view dividers = dividers_of(cells);
    for (std::uint32_t column = 1; column <= system_.states; ++column) {
      const auto cell = take_cell(cells, dividers);
      if (!cell)
        return fail(
            fmt::format("{} numbers where there are {} states", column - 1, system_.states));
      if (cell->empty())
        return fail(fmt::format("column {} is empty", column),
                    "write 0 where there is no influence");
      const auto impact = whole_number(*cell);
      if (!impact || std::abs(*impact) > kMostImpact)
        return fail(
            fmt::format("'{}' in column {} is no whole number", base::one_line(*cell, 20), column));
      system_.impacts.push_back(*impact);
    }
    if (cells.data() != nullptr && !trimmed(cells).empty())
      return fail(fmt::format("more numbers than the {} states", system_.states));
    return {};
  }

  std::string_view rest_, line_;
  std::string name_;
  int number_ = 0;
  CrossImpact system_;
};

}  // namespace

Result<CrossImpact> CrossImpact::load(const std::filesystem::path& path) {
  const auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  return parse(file->bytes(), path.string());
}

Result<CrossImpact> CrossImpact::parse(std::string_view text, const std::string& name) {
  return Reader(as_utf8(text), name).read();
}

std::uint64_t CrossImpact::configurations() const {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  std::uint64_t count = 1;
  for (const Descriptor& d : descriptors) {
    if (count > kMost / d.states.size()) return kMost;
    count *= d.states.size();
  }
  return count;
}

std::vector<std::uint8_t> CrossImpact::configuration(std::uint64_t number) const {
  std::vector<std::uint8_t> configuration(descriptors.size());
  for (std::size_t d = descriptors.size(); d-- > 0;) {
    configuration[d] = std::uint8_t(number % descriptors[d].states.size());
    number /= descriptors[d].states.size();
  }
  return configuration;
}

std::uint64_t CrossImpact::number(std::span<const std::uint8_t> configuration) const {
  std::uint64_t number = 0;
  for (std::size_t d = 0; d < descriptors.size(); ++d)
    number = number * descriptors[d].states.size() + configuration[d];
  return number;
}

std::vector<std::int32_t> CrossImpact::scores(std::span<const std::uint8_t> configuration) const {
  std::vector<std::int32_t> sums(states);
  for (std::size_t d = 0; d < descriptors.size(); ++d) {
    const std::int32_t* row =
        impacts.data() + std::size_t(descriptors[d].first + configuration[d]) * states;
    for (std::uint32_t s = 0; s < states; ++s) sums[s] += row[s];
  }
  return sums;
}

std::int64_t CrossImpact::total_score(std::span<const std::uint8_t> configuration) const {
  const auto all = scores(configuration);
  std::int64_t total = 0;
  for (std::size_t d = 0; d < descriptors.size(); ++d)
    total += all[descriptors[d].first + configuration[d]];
  return total;
}

std::vector<std::uint8_t> CrossImpact::successor(
    std::span<const std::uint8_t> configuration) const {
  const auto all = scores(configuration);
  std::vector<std::uint8_t> next(configuration.begin(), configuration.end());
  for (std::size_t d = 0; d < descriptors.size(); ++d) {
    const auto first = all.begin() + descriptors[d].first;
    const auto best = std::max_element(first, first + std::ptrdiff_t(descriptors[d].states.size()));
    if (*best > first[configuration[d]]) next[d] = std::uint8_t(best - first);
  }
  return next;
}

std::int32_t CrossImpact::inconsistency(std::span<const std::uint8_t> configuration) const {
  const auto all = scores(configuration);
  std::int32_t worst = 0;
  for (std::size_t d = 0; d < descriptors.size(); ++d) {
    const auto first = all.begin() + descriptors[d].first;
    const auto best = std::max_element(first, first + std::ptrdiff_t(descriptors[d].states.size()));
    worst = std::max(worst, *best - first[configuration[d]]);
  }
  return worst;
}

}  // namespace entente::scenario
