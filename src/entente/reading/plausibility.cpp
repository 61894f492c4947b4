#include "entente/reading/plausibility.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "entente/base/mapped_file.h"
#include "entente/base/vectorised.h"

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

/// A line of the file. Of a leaf `feature` is -1.
struct Node {
  std::int16_t feature, threshold;
  int left, right;
  float value;
};

}  // namespace

/// Numbers the leaves of a tree from left to right and writes down its questions.
class Plausibility::TreeReader {
 public:
  TreeReader(Plausibility& model, std::span<const Node> nodes)
      : model_(model), nodes_(nodes), tree_(model.leaves_.size()) {
    model_.leaves_.push_back(0);
    model_.values_.resize(model_.values_.size() + kMostLeaves);
  }
  /// The leaves below a node; none when the tree has too many.
  Leaves read(int at) {
    const Node& node = nodes_[std::size_t(at)];
    if (node.feature < 0) {
      if (count_ == kMostLeaves) return 0;
      const auto leaf = static_cast<Leaves>(1U << count_);
      model_.leaves_.back() |= leaf;
      model_.values_[tree_ * kMostLeaves + count_++] = node.value;
      return leaf;
    }
    const Leaves left = read(node.left), right = left == 0 ? 0 : read(node.right);
    if (right == 0) return 0;
    model_.questions_.push_back(
        {node.feature, node.threshold, static_cast<std::uint32_t>(tree_), ~left});
    return left | right;
  }

 private:
  Plausibility& model_;
  std::span<const Node> nodes_;
  std::size_t tree_, count_ = 0;
};

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
  constexpr int kMostNodes = 2 * kMostLeaves - 1;
  std::vector<Node> tree;
  int reach = 1;  // the tree being read has so many nodes, if not more
  int number = 3;
  for (; !text.empty(); ++number) {
    std::string_view line = take(text, '\n');
    Node node{};
    const bool numbers = read(take(line, '\t'), node.feature) &&
                         read(take(line, '\t'), node.threshold) &&
                         read(take(line, '\t'), node.left) && read(take(line, '\t'), node.right) &&
                         read(take(line, '\t'), node.value) && line.empty();
    if (!numbers || node.feature < -1 || node.feature >= static_cast<int>(kClaimFeatures) ||
        !std::isfinite(node.value))
      return broken(number, "not a node of a tree");
    if (node.feature >= 0) {
      if (std::min(node.left, node.right) <= std::ssize(tree))
        return broken(number, "a node stands above itself");
      if (std::max(node.left, node.right) >= kMostNodes)
        return broken(number, "no tree has so many nodes");
      reach = std::max({reach, node.left + 1, node.right + 1});
    }
    tree.push_back(node);
    if (std::ssize(tree) < reach) continue;
    if (TreeReader(model, tree).read(0) == 0) return broken(number, "no tree has so many leaves");
    tree.clear();
    reach = 1;
  }
  if (!tree.empty()) return broken(number, "the last tree is not whole");
  std::ranges::stable_sort(model.questions_, {},
                           [](const Question& q) { return std::pair(q.feature, q.threshold); });
  for (std::size_t f = 0, q = 0; f < kClaimFeatures; model.of_feature_[++f] = q)
    while (q < model.questions_.size() && std::size_t(model.questions_[q].feature) == f) ++q;
  return model;
}

/// The leaves that are left to each of `rows`, at most kAbreast, in tree after tree.
ENTENTE_VECTORISED void Plausibility::ask(std::span<const ClaimFeatureRow> rows,
                                          Leaves* left) const {
  using Abreast __attribute__((vector_size(kAbreast * sizeof(Leaves)))) = Leaves;
  for (std::size_t t = 0; t < leaves_.size(); ++t)
    std::fill_n(left + t * kAbreast, kAbreast, leaves_[t]);
  for (std::size_t f = 0; f < kClaimFeatures; ++f) {
    Abreast values;
    Leaves most = std::numeric_limits<Leaves>::min();
    for (std::size_t r = 0; r < kAbreast; ++r) {
      values[r] = rows[std::min(r, rows.size() - 1)][f];
      most = std::max<Leaves>(most, values[r]);
    }
    for (std::size_t q = of_feature_[f]; q < of_feature_[f + 1]; ++q) {
      const Question& question = questions_[q];
      if (most <= question.threshold) break;
      Leaves* of_tree = left + question.tree * kAbreast;
      Abreast leaves;
      std::memcpy(&leaves, of_tree, sizeof leaves);
      leaves &= question.stay | (values <= question.threshold);  // which is all bits or none
      std::memcpy(of_tree, &leaves, sizeof leaves);
    }
  }
}

std::vector<float> Plausibility::log_odds(std::span<const ClaimFeatureRow> rows) const {
  thread_local std::vector<Leaves> left;
  left.resize(leaves_.size() * kAbreast);
  std::vector<float> sums(rows.size(), constant_);
  for (std::size_t first = 0; first < rows.size(); first += kAbreast) {
    const std::size_t count = std::min(kAbreast, rows.size() - first);
    ask(rows.subspan(first, count), left.data());
    for (std::size_t t = 0; t < leaves_.size(); ++t)
      for (std::size_t r = 0; r < count; ++r) {
        const auto leaves = static_cast<std::uint32_t>(left[t * kAbreast + r]);
        sums[first + r] += values_[t * kMostLeaves + std::size_t(std::countr_zero(leaves))];
      }
  }
  return sums;
}

}  // namespace entente::reading
