#include "entente/reading/plausibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "entente/base/mapped_file.h"

namespace entente::reading {

namespace {

/// The next field of a line, which loses it.
std::string_view take(std::string_view& line, char separator) {
  const std::size_t end = std::min(line.find(separator), line.size());
  const std::string_view field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

template <class Number>
bool read(std::string_view field, Number& number) {
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
  return error == std::errc{} && end == field.data() + field.size();
}

}  // namespace

base::Result<Plausibility> Plausibility::load(const std::filesystem::path& path) {
  auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  std::string_view text = file->bytes();
  const auto broken = [&](int line, std::string what) {
    return base::fail(std::move(what), fmt::format("{}:{}", path.string(), line),
                      "take the file that came with this version of the program");
  };
  std::string_view names = take(text, '\n');
  for (const std::string_view name : kClaimFeatureNames)
    if (take(names, '\t') != name) return broken(1, "the features are not this version's");
  if (!names.empty()) return broken(1, "the features are not this version's");
  Plausibility model;
  if (!read(take(text, '\n'), model.constant_) || !std::isfinite(model.constant_))
    return broken(2, "the constant term is not a number");
  std::int32_t root = 0, reach = 0;  // of the tree being read: its nodes end before `reach`
  int number = 3;
  for (; !text.empty(); ++number) {
    std::string_view line = take(text, '\n');
    const auto at = static_cast<std::int32_t>(model.nodes_.size());
    if (at == reach) {
      model.trees_.push_back(at);
      root = at;
      reach = at + 1;
    }
    Node node{};
    auto& [left, right] = node.next;
    const bool numbers = read(take(line, '\t'), node.feature) &&
                         read(take(line, '\t'), node.threshold) && read(take(line, '\t'), left) &&
                         read(take(line, '\t'), right) && read(take(line, '\t'), node.value) &&
                         line.empty();
    if (!numbers || node.feature < -1 || node.feature >= static_cast<int>(kClaimFeatures) ||
        !std::isfinite(node.value))
      return broken(number, "not a node of a tree");
    if (node.feature >= 0) {
      if (std::min(left, right) <= at - root) return broken(number, "a node stands above itself");
      if (std::size_t(std::max(left, right)) >= file->bytes().size())
        return broken(number, "a node that the file does not have");
      left += root;
      right += root;
      reach = std::max({reach, left + 1, right + 1});
    } else {
      node.feature = 0;
      left = right = at;
    }
    model.nodes_.push_back(node);
  }
  if (static_cast<std::size_t>(reach) != model.nodes_.size())
    return broken(number, "the last tree is not whole");
  return model;
}

float Plausibility::log_odds(const ClaimFeatureRow& row) const {
  // Several trees are walked down at once, none waiting for another's memory.
  constexpr std::size_t kAbreast = 8;
  float sum = constant_;
  std::array<std::int32_t, kAbreast> at;
  for (std::size_t first = 0; first < trees_.size(); first += kAbreast) {
    const std::size_t trees = std::min(kAbreast, trees_.size() - first);
    std::copy_n(trees_.begin() + std::ptrdiff_t(first), trees, at.begin());
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < trees; ++i) {
        const Node& node = nodes_[std::size_t(at[i])];
        const bool right = row[std::size_t(node.feature)] > node.threshold;
        moved |= node.next[right] != at[i];
        at[i] = node.next[right];
      }
    }
    for (std::size_t i = 0; i < trees; ++i) sum += nodes_[std::size_t(at[i])].value;
  }
  return sum;
}

}  // namespace entente::reading
