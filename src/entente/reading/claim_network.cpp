#include "entente/reading/claim_network.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

#include "entente/base/vectorised.h"

namespace entente::reading {

using text::Activation;
using text::Sum;

namespace {

constexpr int kWidth = ClaimNetwork::kWidth, kHeadWidth = ClaimNetwork::kHeadWidth;
constexpr float kSumUnit = 1.0f / (1 << text::kSumBits);

struct Header {
  static constexpr std::array<char, 8> kMagic = {'c', 'l', 'a', 'i', 'm', 's', ' ', '\2'};
  std::array<char, 8> magic;
  std::uint64_t hash;  ///< XXH3 of all that follows the header
  std::array<char, 48> unused;
};
static_assert(sizeof(Header) == 64);

/// e to the x for x of at most 0, to 3e-6 of it: 2 to its whole part times a polynomial of the
/// rest. A call of std::exp would keep the loop around it from being vectorised.
inline float exp_of(float x) {
  const float power = std::max(x * 1.44269504f, -100.0f);
  const int whole = static_cast<int>(power) - 1;
  const float rest = power - static_cast<float>(whole);  // above 0, at most 1
  const float root =
      1.0000025f +
      rest * (0.6930066f + rest * (0.2414275f + rest * (0.0520374f + rest * 0.0135206f)));
  return root * std::bit_cast<float>((whole + 127) << 23);
}

/// Words that are looked at side by side.
constexpr int kLanes = 16;

/// How much a head of one end alone looks at each word, the most at one: e to the products of its
/// query with the keys, which stand number by number, each of all words and of as many more as fill
/// the lanes.
ENTENTE_VECTORISED void look(const float* query, const float* keys, int words, int padded,
                             float* shares) {
  constexpr float kLeast = -40;  // so that the product of two is more than nothing
  for (int first = 0; first < padded; first += kLanes) {
    std::array<float, kLanes> sums{};
    for (int i = 0; i < kHeadWidth; ++i)
      for (int j = 0; j < kLanes; ++j)
        sums[std::size_t(j)] += query[i] * keys[std::ptrdiff_t(i) * padded + first + j];
    std::ranges::copy(sums, shares + first);
  }
  const float most = *std::max_element(shares, shares + words);
  for (int w = 0; w < padded; ++w) shares[w] = exp_of(std::max(shares[w] - most, kLeast));
}

/// What the words tell a head of two actors, who look at each as much (the softmax of sums) as the
/// product of the actor's, the recipient's and its role's share tells.
ENTENTE_VECTORISED void attend(const float* actor, const float* recipient, const float* of_roles,
                               const std::uint8_t* roles, const float* values,
                               const float* role_values, int words, Activation* told) {
  std::array<float, kHeadWidth> sum{};
  float all = 0;
  for (int w = 0; w < words; ++w) {
    const float share = actor[w] * recipient[w] * of_roles[roles[w]];
    const float *value = values + std::ptrdiff_t(w) * kWidth,
                *role = role_values + std::ptrdiff_t(roles[w]) * kWidth;
    all += share;
    for (int i = 0; i < kHeadWidth; ++i) sum[std::size_t(i)] += share * (value[i] + role[i]);
  }
  constexpr float kMost = std::numeric_limits<Activation>::max();
  for (int i = 0; i < kHeadWidth; ++i) {
    const float number =
        std::clamp(sum[std::size_t(i)] / all * (1 << text::kActivationBits), -kMost, kMost);
    told[i] = static_cast<Activation>(number + (number < 0 ? -0.5f : 0.5f));
  }
}

}  // namespace

ClaimNetwork::ClaimNetwork(base::MappedFile file)
    : file_(std::move(file)),
      weights_(reinterpret_cast<const Weights*>(file_.bytes().data() + sizeof(Header))) {
  // Within bounds, so that the product of all three shares is more than nothing.
  for (std::size_t h = 0; h < kHeads; ++h)
    for (std::size_t role = 0; role < kWordRoles; ++role)
      role_shares_[h][role] = std::exp(std::clamp(weights_->role_bias[role][h], -20.0f, 20.0f));
}

base::Result<ClaimNetwork> ClaimNetwork::open(const std::filesystem::path& path) {
  auto file = base::MappedFile::open(path);
  if (!file) return tl::unexpected(file.error());
  const auto broken = [&](std::string what) {
    return base::fail(std::move(what), path.string(),
                      "take the file that came with this version of the program");
  };
  const std::string_view bytes = file->bytes();
  Header header{};
  if (bytes.size() != sizeof header + sizeof(Weights))
    return broken("not of the size of this version's network");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != Header::kMagic) return broken("not a network of this version of entente");
  if (header.hash != XXH3_64bits(bytes.data() + sizeof header, sizeof(Weights)))
    return broken("the network is damaged");
  return ClaimNetwork(std::move(*file));
}

float ClaimNetwork::log_odds(float score, int type, float by_trees, bool by_row) const {
  const auto t = std::size_t(type);
  return score + weights_->trees[t] * std::clamp(by_trees, -6.0f, 6.0f) + weights_->candidate[t] +
         (by_row ? weights_->by_row[t] : 0.0f);
}

ClaimNetwork::Scores ClaimNetwork::scores(const ClaimView& view,
                                          std::span<const Activation> states) const {
  thread_local std::vector<Sum> sums, end_sums[2];
  thread_local std::vector<text::Level> levels;
  thread_local text::Words<kWidth> rows;
  thread_local std::vector<Activation> end_rows, pair_rows;
  thread_local std::vector<float> keys, values, shares;
  const Weights& net = *weights_;
  const auto words = std::size_t(view.words);

  levels.resize(states.size());
  text::level(states, levels.data());
  text::multiply(net.word, levels.data(), words, sums);
  for (std::size_t w = 0; w < words; ++w) {
    Sum* sum = sums.data() + w * kWidth;
    const auto add = [&](const Vector& vector) {
      for (int i = 0; i < kWidth; ++i) sum[i] += vector[std::size_t(i)];
    };
    add(net.marks[view.marks[w]]);
    for (int t = 0; t < kNetworkTypes; ++t)
      if ((view.triggers[w] >> t & 1) != 0) add(net.triggers[t]);
  }
  rows.resize(words);
  text::squash(sums, rows.rows());
  rows.level();
  rows.recur(net.layer);
  text::multiply(net.key_value, rows.levels(), words, sums);
  const std::size_t padded = (words + kLanes - 1) / kLanes * kLanes;
  keys.assign(padded * kWidth, 0);
  values.resize(words * kWidth);
  for (std::size_t w = 0; w < words; ++w)
    for (std::size_t i = 0; i < kWidth; ++i) {
      const Sum* sum = sums.data() + w * 2 * kWidth;
      keys[i * padded + w] = static_cast<float>(sum[i]) * kSumUnit;
      values[w * kWidth + i] = static_cast<float>(sum[kWidth + i]) * kSumUnit;
    }

  // The words of ends, as actors and as recipients.
  std::vector<int> row_of(words, -1);
  std::vector<int> ends;
  for (const ClaimView::Pair& pair : view.pairs)
    for (const int word : {pair.actor, pair.recipient})
      if (row_of[std::size_t(word)] < 0) {
        row_of[std::size_t(word)] = static_cast<int>(ends.size());
        ends.push_back(word);
      }
  end_rows.resize(ends.size() * kWidth);
  for (std::size_t i = 0; i < ends.size(); ++i)
    std::copy_n(rows.rows() + std::size_t(ends[i]) * kWidth, kWidth, end_rows.data() + i * kWidth);
  text::multiply(net.actor, end_rows.data(), ends.size(), end_sums[0]);
  text::multiply(net.recipient, end_rows.data(), ends.size(), end_sums[1]);
  const auto sums_of = [&](std::size_t side, int word) {
    return end_sums[side].data() + std::size_t(row_of[std::size_t(word)]) * 2 * kWidth;
  };

  // How much each looks at the words, on either side.
  shares.resize(2 * ends.size() * kHeads * padded);
  const auto shares_of = [&](std::size_t side, int word) {
    const std::size_t end = side * ends.size() + std::size_t(row_of[std::size_t(word)]);
    return shares.data() + end * kHeads * padded;
  };
  std::vector<std::uint8_t> has_looked(2 * ends.size());
  const float unit = kSumUnit / std::sqrt(static_cast<float>(kHeadWidth));
  for (const ClaimView::Pair& pair : view.pairs)
    for (std::size_t side = 0; side < 2; ++side) {
      const int word = side == 0 ? pair.actor : pair.recipient;
      std::uint8_t& done = has_looked[side * ends.size() + std::size_t(row_of[std::size_t(word)])];
      if (std::exchange(done, 1) != 0) continue;
      std::array<float, kWidth> query;
      for (std::size_t i = 0; i < kWidth; ++i)
        query[i] = static_cast<float>(sums_of(side, word)[i]) * unit;
      for (std::size_t h = 0; h < kHeads; ++h)
        look(query.data() + h * kHeadWidth, keys.data() + h * kHeadWidth * padded, view.words,
             static_cast<int>(padded), shares_of(side, word) + h * padded);
    }

  // What each two find among the words.
  const std::size_t pairs = view.pairs.size();
  pair_rows.resize(pairs * kWidth);
  for (std::size_t p = 0; p < pairs; ++p) {
    const float *actor = shares_of(0, view.pairs[p].actor),
                *recipient = shares_of(1, view.pairs[p].recipient);
    for (std::size_t h = 0; h < kHeads; ++h) {
      const std::size_t first = h * kHeadWidth;
      attend(actor + h * padded, recipient + h * padded, role_shares_[h].data(),
             view.roles.data() + p * words, values.data() + first, net.role_value[0] + first,
             view.words, pair_rows.data() + p * kWidth + first);
    }
  }
  text::multiply(net.told, pair_rows.data(), pairs, sums);

  // What that, what they are and how they stand to one another say.
  for (std::size_t p = 0; p < pairs; ++p) {
    const ClaimView::Pair& pair = view.pairs[p];
    const Sum *actor = sums_of(0, pair.actor), *recipient = sums_of(1, pair.recipient);
    Sum* sum = sums.data() + p * kWidth;
    for (int i = 0; i < kWidth; ++i) sum[i] += actor[kWidth + i] + recipient[kWidth + i];
    int row = 0;
    for (int f = 0; f < kPairFeatures; row += kPairFeatureSizes[std::size_t(f)], ++f) {
      const Vector& vector = net.features[row + pair.features[std::size_t(f)]];
      for (int i = 0; i < kWidth; ++i) sum[i] += vector[std::size_t(i)];
    }
  }
  text::squash(sums, pair_rows.data());
  text::multiply(net.types, pair_rows.data(), pairs, sums);
  Scores result(view.groups.size());
  for (auto& score : result) score.fill(std::numeric_limits<float>::quiet_NaN());
  for (std::size_t p = 0; p < pairs; ++p)
    for (int t = 0; t < kNetworkTypes; ++t) {
      const float found = static_cast<float>(sums[p * kOutputs + std::size_t(t)]) * kSumUnit;
      float& best = result[std::size_t(view.pairs[p].group)][std::size_t(t)];
      if (!(best >= found)) best = found;  // also the first
    }
  // What is mutual is as likely either way round.
  for (std::size_t g = 0; g < view.groups.size(); ++g) {
    if (view.groups[g].turned <= static_cast<int>(g)) continue;
    const auto turned = std::size_t(view.groups[g].turned);
    for (int t = 0; t < kNetworkTypes; ++t) {
      const auto type = static_cast<model::ClaimType>(std::min(t, kNetworkTypes - 2));
      if (!model::is_symmetric(type)) continue;
      float &a = result[g][std::size_t(t)], &b = result[turned][std::size_t(t)];
      a = b = (a + b) / 2;
    }
  }
  return result;
}

}  // namespace entente::reading
