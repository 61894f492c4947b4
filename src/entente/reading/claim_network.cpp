#include "entente/reading/claim_network.h"

#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

namespace entente::reading {

using text::Activation;
using text::Sum;

namespace {

constexpr int kWidth = ClaimNetwork::kWidth, kHeads = ClaimNetwork::kHeads,
              kHeadWidth = ClaimNetwork::kHeadWidth;
constexpr float kSumUnit = 1.0f / (1 << text::kSumBits);

struct Header {
  static constexpr std::array<char, 8> kMagic = {'c', 'l', 'a', 'i', 'm', 's', ' ', '\1'};
  std::array<char, 8> magic;
  std::uint64_t hash;  ///< XXH3 of all that follows the header
  std::array<char, 48> unused;
};
static_assert(sizeof(Header) == 64);

// Loops that the compiler vectorises are made twice, for processors with AVX2 and for others; both
// add in the same order.
#ifdef __x86_64__
#define ENTENTE_VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#define ENTENTE_VECTORISED
#endif

/// Two actors' attention: how much each head looks at each word, softmax over the words.
ENTENTE_VECTORISED void attend(const float* query, const float* keys, const std::uint8_t* roles,
                               const ClaimNetwork::Weights& weights, int words,
                               std::vector<float>& shares) {
  shares.resize(std::size_t(words) * kHeads);
  std::array<float, kHeads> most;
  most.fill(-std::numeric_limits<float>::infinity());
  for (int w = 0; w < words; ++w)
    for (int h = 0; h < kHeads; ++h) {
      const float* key = keys + std::size_t(w) * 2 * kWidth + h * kHeadWidth;
      std::array<float, 8> parts{};  // sums side by side, for the compiler to vectorise
      for (int i = 0; i < kHeadWidth; i += 8)
        for (int j = 0; j < 8; ++j)
          parts[std::size_t(j)] += query[h * kHeadWidth + i + j] * key[i + j];
      const float score = std::accumulate(parts.begin(), parts.end(), 0.0f) /
                              std::sqrt(static_cast<float>(kHeadWidth)) +
                          weights.role_bias[roles[w]][h];
      shares[std::size_t(w * kHeads + h)] = score;
      most[std::size_t(h)] = std::max(most[std::size_t(h)], score);
    }
  std::array<float, kHeads> sums{};
  for (int w = 0; w < words; ++w)
    for (int h = 0; h < kHeads; ++h) {
      float& share = shares[std::size_t(w * kHeads + h)];
      share = std::exp(share - most[std::size_t(h)]);
      sums[std::size_t(h)] += share;
    }
  for (int w = 0; w < words; ++w)
    for (int h = 0; h < kHeads; ++h) shares[std::size_t(w * kHeads + h)] /= sums[std::size_t(h)];
}

/// What the words tell, by how much each head looks at each.
ENTENTE_VECTORISED void gather(const std::vector<float>& shares, const float* values,
                               const std::uint8_t* roles, const ClaimNetwork::Weights& weights,
                               int words, Activation* told) {
  std::array<float, kWidth> sum{};
  for (int w = 0; w < words; ++w)
    for (int h = 0; h < kHeads; ++h) {
      const float share = shares[std::size_t(w * kHeads + h)];
      if (share < 1e-4f) continue;
      const float* value = values + std::size_t(w) * 2 * kWidth + kWidth + h * kHeadWidth;
      const float* role = weights.role_value[roles[w]] + h * kHeadWidth;
      for (int i = 0; i < kHeadWidth; ++i)
        sum[std::size_t(h * kHeadWidth + i)] += share * (value[i] + role[i]);
    }
  constexpr float kMost = std::numeric_limits<Activation>::max();
  for (int i = 0; i < kWidth; ++i) {
    const float number =
        std::clamp(sum[std::size_t(i)] * (1 << text::kActivationBits), -kMost, kMost);
    told[i] = static_cast<Activation>(number + (number < 0 ? -0.5f : 0.5f));
  }
}

}  // namespace

ClaimNetwork::ClaimNetwork(base::MappedFile file)
    : file_(std::move(file)),
      weights_(reinterpret_cast<const Weights*>(file_.bytes().data() + sizeof(Header))) {}

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
  thread_local std::vector<Activation> word_rows, end_rows, pair_rows;
  thread_local std::vector<float> numbers, shares;
  const Weights& net = *weights_;
  const auto words = std::size_t(view.words);

  text::multiply(net.word, states.data(), words, sums);
  for (std::size_t w = 0; w < words; ++w) {
    Sum* sum = sums.data() + w * kWidth;
    const auto add = [&](const Vector& vector) {
      for (int i = 0; i < kWidth; ++i) sum[i] += vector[std::size_t(i)];
    };
    add(net.marks[view.marks[w]]);
    for (int t = 0; t < kNetworkTypes; ++t)
      if ((view.triggers[w] >> t & 1) != 0) add(net.triggers[t]);
  }
  word_rows.resize(words * kWidth);
  text::squash(sums, word_rows.data());
  text::multiply(net.key_value, word_rows.data(), words, sums);
  numbers.resize(sums.size());
  std::ranges::transform(sums, numbers.begin(),
                         [](Sum s) { return static_cast<float>(s) * kSumUnit; });

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
    std::copy_n(word_rows.data() + std::size_t(ends[i]) * kWidth, kWidth,
                end_rows.data() + i * kWidth);
  text::multiply(net.actor, end_rows.data(), ends.size(), end_sums[0]);
  text::multiply(net.recipient, end_rows.data(), ends.size(), end_sums[1]);

  // What each two find among the words.
  const std::size_t pairs = view.pairs.size();
  const auto sums_of = [&](std::size_t side, int word) {
    return end_sums[side].data() + std::size_t(row_of[std::size_t(word)]) * 2 * kWidth;
  };
  pair_rows.resize(pairs * kWidth);
  std::array<float, kWidth> query;
  for (std::size_t p = 0; p < pairs; ++p) {
    const std::uint8_t* roles = view.roles.data() + p * words;
    const Sum *actor = sums_of(0, view.pairs[p].actor),
              *recipient = sums_of(1, view.pairs[p].recipient);
    for (int i = 0; i < kWidth; ++i)
      query[std::size_t(i)] = static_cast<float>(actor[i] + recipient[i]) * kSumUnit;
    attend(query.data(), numbers.data(), roles, net, view.words, shares);
    gather(shares, numbers.data(), roles, net, view.words, pair_rows.data() + p * kWidth);
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
