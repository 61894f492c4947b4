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

/// Files of older Windows versions are in Latin-1 where they are not in UTF-8.
std::string as_utf8(std::string_view text) {
  if (!base::first_invalid_utf8(text)) return std::string(text);
  std::string out;
  for (const char c : text) base::append_utf8(out, char32_t(static_cast<unsigned char>(c)));
  return out;
}

/// The parts of a .scw file, line by line: descriptors, notes, flags, then the matrix, with lines
/// of "#" between and perhaps comments after.
class Reader {
 public:
  Reader(std::string_view text, const std::string& name) : rest_(text), name_(name) {
    system_.name = name;
  }

  Result<CrossImpact> read() {
    if (!next() || !trimmed(line_).starts_with("$ ScenarioWizard"))
      return fail("not a ScenarioWizard file", "its first line is '$ ScenarioWizard 4.0'");
    next();  // the file's own name, as it was when it was saved
    if (auto done = read_descriptors(); !done) return tl::unexpected(done.error());
    while (next())
      if (is_row()) return read_matrix();
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

  /// Notes and flags hold other things; a row of the matrix begins with a number.
  [[nodiscard]] bool is_row() const {
    const std::string_view line = trimmed(line_);
    return !line.empty() &&
           (line[0] == '-' || line[0] == '+' || (line[0] >= '0' && line[0] <= '9'));
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
    std::string_view cells = line_;
    for (std::uint32_t column = 0; column < system_.states; ++column) {
      if (cells.data() == nullptr)
        return fail(fmt::format("{} numbers where there are {} states", column, system_.states));
      const std::size_t comma = cells.find(',');
      std::string_view cell = trimmed(cells.substr(0, comma));
      cells = comma == std::string_view::npos ? std::string_view() : cells.substr(comma + 1);
      if (cell.starts_with('+')) cell.remove_prefix(1);
      std::int32_t impact = 0;
      const auto [end, error] = std::from_chars(cell.begin(), cell.end(), impact);
      if (error != std::errc() || end != cell.end() || std::abs(impact) > kMostImpact)
        return fail(fmt::format("'{}' in column {} is no whole number", base::one_line(cell, 20),
                                column + 1));
      system_.impacts.push_back(impact);
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
