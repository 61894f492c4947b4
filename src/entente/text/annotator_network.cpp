#include "entente/text/annotator_network.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#ifdef __x86_64__
#include <immintrin.h>
#endif

#include "entente/base/vectorised.h"

namespace entente::text {
namespace {

constexpr Activation kOne = 1 << kActivationBits;

/// tanh over [-8, 8) in steps of 1/256.
constexpr int kTanhBits = 8, kTanhSteps = 16 << kTanhBits;
const std::array<Activation, kTanhSteps> kTanh = [] {
  std::array<Activation, kTanhSteps> table{};
  for (int i = 0; i < kTanhSteps; ++i) {
    const double x = (i - kTanhSteps / 2) / static_cast<double>(1 << kTanhBits);
    table[i] = static_cast<Activation>(std::lround(std::tanh(x) * kOne));
  }
  return table;
}();

/// Where kTanh has the tanh of a number with `bits` bits behind the point.
constexpr int tanh_step(Sum x, int bits) {
  const int shift = bits - kTanhBits;
  const int step = ((x + (1 << (shift - 1))) >> shift) + kTanhSteps / 2;
  return std::clamp(step, 0, kTanhSteps - 1);
}

/// What the gates' sums open them to: tanh for the candidates, which come first, a sigmoid
/// (1 + tanh(x / 2)) / 2 for the other two thirds.
ENTENTE_VECTORISED void open_gates(const Sum* sums, Activation* gates) {
  // Loops apart from one another, for the compiler to vectorise all but the look-up.
  constexpr int kGates = 3 * kHalf;
  std::array<std::int16_t, kGates> steps;
  for (int i = 0; i < kHalf; ++i) {
    steps[i] = static_cast<std::int16_t>(tanh_step(sums[i], kSumBits));
  }
  for (int i = kHalf; i < kGates; ++i) {
    steps[i] = static_cast<std::int16_t>(tanh_step(sums[i], kSumBits + 1));
  }
  for (int i = 0; i < kGates; ++i) gates[i] = kTanh[steps[i]];
  for (int i = kHalf; i < kGates; ++i) {
    gates[i] = static_cast<Activation>((gates[i] + kOne) >> 1);
  }
}

/// a where `share` is one, b where it is nothing.
inline Activation blend(Activation share, Activation a, Activation b) {
  const auto rest = static_cast<Activation>(kOne - share);
  return static_cast<Activation>((share * a + rest * b + kOne / 2) >> kActivationBits);
}

/// One step of a layer: what the state keeps of itself and takes of the candidates, and what the
/// highway carries of it past the word as it was.
ENTENTE_VECTORISED void advance(const Activation* gates, const Activation* in, Activation* state,
                                Activation* out) {
  const Activation *candidate = gates, *keep = candidate + kHalf, *carry = keep + kHalf;
  for (int i = 0; i < kHalf; ++i) state[i] = blend(keep[i], state[i], candidate[i]);
  for (int i = 0; i < kHalf; ++i) out[i] = blend(carry[i], state[i], in[i]);
}

/// Adds a feature's vector to a word's.
ENTENTE_VECTORISED void add(const std::int8_t* vector, std::int16_t* sum) {
  for (int i = 0; i < kWidth; ++i) sum[i] = static_cast<std::int16_t>(sum[i] + vector[i]);
}

/// kBlock outputs of `Rows` rows of x, the weights being those of the block.
template <int Rows>
void multiply_tile(const Weight* weights, const Sum* bias, int in, int out, const Activation* x,
                   int stride, Sum* y) {
  for (int row = 0; row < Rows; ++row, x += stride, y += out) {
    for (int o = 0; o < kBlock; ++o) y[o] = bias ? bias[o] : 0;
    for (int i = 0; i < in; i += 2) {
      const Weight* pairs = weights + i * kBlock;
      for (int o = 0; o < kBlock; ++o) y[o] += x[i] * pairs[2 * o] + x[i + 1] * pairs[2 * o + 1];
    }
  }
}

#ifdef __x86_64__
/// The same with all sums in registers.
template <int Rows>
__attribute__((target("avx2"))) void multiply_tile_avx2(const Weight* weights, const Sum* bias,
                                                        int in, int out, const Activation* x,
                                                        int stride, Sum* y) {
  constexpr int kHalves = 2;  // of a block: eight sums each
  __m256i sums[Rows][kHalves];
  for (int half = 0; half < kHalves; ++half) {
    const auto* from = reinterpret_cast<const __m256i*>(bias) + half;
    const __m256i start = bias ? _mm256_loadu_si256(from) : _mm256_setzero_si256();
    for (int row = 0; row < Rows; ++row) sums[row][half] = start;
  }
  for (int i = 0; i < in; i += 2) {
    const auto* pairs = reinterpret_cast<const __m256i*>(weights + i * kBlock);
    const __m256i first = _mm256_loadu_si256(pairs), second = _mm256_loadu_si256(pairs + 1);
    for (int row = 0; row < Rows; ++row) {
      std::int32_t pair;
      std::memcpy(&pair, x + static_cast<std::ptrdiff_t>(row) * stride + i, sizeof pair);
      const __m256i both = _mm256_set1_epi32(pair);
      sums[row][0] = _mm256_add_epi32(sums[row][0], _mm256_madd_epi16(both, first));
      sums[row][1] = _mm256_add_epi32(sums[row][1], _mm256_madd_epi16(both, second));
    }
  }
  for (int row = 0; row < Rows; ++row) {
    auto* to = reinterpret_cast<__m256i*>(y + static_cast<std::ptrdiff_t>(row) * out);
    for (int half = 0; half < kHalves; ++half) _mm256_storeu_si256(to + half, sums[row][half]);
  }
}

/// The same of `Blocks` blocks with AVX-512 VNNI, which multiplies, adds pairs and sums in one
/// instruction: as many sums as hide its latency, and few loads for each.
template <int Rows, int Blocks>
__attribute__((target("avx512f,avx512vnni"))) void multiply_tile_vnni(const Weight* weights,
                                                                      const Sum* bias, int in,
                                                                      int out, const Activation* x,
                                                                      int stride, Sum* y) {
  __m512i sums[Rows][Blocks];
  for (int block = 0; block < Blocks; ++block) {
    const __m512i start = bias ? _mm512_loadu_si512(bias + block * kBlock) : _mm512_setzero_si512();
    for (int row = 0; row < Rows; ++row) sums[row][block] = start;
  }
  for (int i = 0; i < in; i += 2) {
    __m512i pairs[Blocks];
    for (int block = 0; block < Blocks; ++block)
      pairs[block] =
          _mm512_loadu_si512(weights + (static_cast<std::ptrdiff_t>(block) * in + i) * kBlock);
    for (int row = 0; row < Rows; ++row) {
      std::int32_t pair;
      std::memcpy(&pair, x + static_cast<std::ptrdiff_t>(row) * stride + i, sizeof pair);
      const __m512i both = _mm512_set1_epi32(pair);
      for (int block = 0; block < Blocks; ++block)
        sums[row][block] = _mm512_dpwssd_epi32(sums[row][block], both, pairs[block]);
    }
  }
  for (int row = 0; row < Rows; ++row)
    for (int block = 0; block < Blocks; ++block)
      _mm512_storeu_si512(y + static_cast<std::ptrdiff_t>(row) * out + block * kBlock,
                          sums[row][block]);
}
#endif

/// Tiles of four rows, and of one, by how many blocks they are wide.
struct Tiles {
  using Tile = decltype(&multiply_tile<1>);
  struct Rows {
    Tile four, one;
  };
  std::array<Rows, 5> of_blocks{};
  int widest = 1;
};

Tiles best_tiles() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni"))
    return {{{{},
              {multiply_tile_vnni<4, 1>, multiply_tile_vnni<1, 1>},
              {multiply_tile_vnni<4, 2>, multiply_tile_vnni<1, 2>},
              {multiply_tile_vnni<4, 3>, multiply_tile_vnni<1, 3>},
              {multiply_tile_vnni<4, 4>, multiply_tile_vnni<1, 4>}}},
            4};
  if (__builtin_cpu_supports("avx2"))
    return {{{{}, {multiply_tile_avx2<4>, multiply_tile_avx2<1>}}}, 1};
#endif
  return {{{{}, {multiply_tile<4>, multiply_tile<1>}}}, 1};
}

}  // namespace

ENTENTE_VECTORISED void squash(std::span<const Sum> sums, Activation* result) {
  // The look-ups apart, as in open_gates.
  constexpr std::size_t kAtOnce = 64;
  std::array<std::int16_t, kAtOnce> steps;
  for (std::size_t first = 0; first < sums.size(); first += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, sums.size() - first);
    for (std::size_t i = 0; i < count; ++i)
      steps[i] = static_cast<std::int16_t>(tanh_step(sums[first + i], kSumBits));
    for (std::size_t i = 0; i < count; ++i) result[first + i] = kTanh[std::size_t(steps[i])];
  }
}

void multiply(const Weight* weights, const Sum* bias, int in, int out, const Activation* x,
              int stride, std::size_t rows, Sum* y) {
  static const Tiles tiles = best_tiles();
  // As few tiles as there can be, all of them as wide as can be.
  int blocks = out / kBlock;
  for (int o = 0, left = (blocks + tiles.widest - 1) / tiles.widest, wide = 0; left > 0;
       --left, o += wide * kBlock, blocks -= wide) {
    wide = (blocks + left - 1) / left;
    const Tiles::Rows& tile = tiles.of_blocks[std::size_t(wide)];
    const auto run = [&](Tiles::Tile multiplied, std::size_t row) {
      multiplied(weights + static_cast<std::ptrdiff_t>(o) * in, bias ? bias + o : nullptr, in, out,
                 x + row * stride, stride, y + row * out + o);
    };
    if (rows < 4) {
      for (std::size_t row = 0; row < rows; ++row) run(tile.one, row);
      continue;
    }
    // The last tile may do some rows again: cheaper than doing them singly.
    for (std::size_t row = 0; row < rows; row += 4) run(tile.four, std::min(row, rows - 4));
  }
}

void Encoding::embed(const Network& network, const Embeddings& embeddings,
                     std::span<const Features> words) {
  words_ = words.size();
  rows_.assign((words_ + 2) * kWidth, 0);
  next_rows_.assign((words_ + 2) * kWidth, 0);
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (const std::uint32_t feature : words[word]) embeddings.rows.prefetch(feature);
    std::array<std::int16_t, kWidth> sum{};
    for (const std::uint32_t feature : words[word]) {
      const std::uint32_t row = embeddings.rows.find(feature);
      if (row == HashTable::kNone) continue;
      add(embeddings.vectors.data() + std::size_t{row} * kWidth, sum.data());
    }
    std::array<Sum, kWidth> sums;
    for (int i = 0; i < kWidth; ++i) {
      sums[i] = sum[i] * (1 << (kSumBits - kEmbeddingBits)) + network.embedding_bias[i];
    }
    squash(sums, rows_.data() + (word + 1) * kWidth);
  }
}

void Encoding::recur(const Network::Layer& layer) {
  constexpr int kGates = 3 * kHalf;
  for (const bool from_right : {false, true}) {
    // A row and its neighbour lie side by side.
    multiply(from_right ? layer.from_right : layer.from_left,
             rows_.data() + (from_right ? kWidth : 0), words_, sums_, kWidth);
    std::array<Activation, kHalf> state{};
    std::array<Activation, kGates> gates;
    for (std::size_t step = 0; step < words_; ++step) {
      const std::size_t word = from_right ? words_ - 1 - step : step;
      open_gates(sums_.data() + word * kGates, gates.data());
      const std::size_t at = (word + 1) * kWidth + (from_right ? kHalf : 0);
      advance(gates.data(), rows_.data() + at, state.data(), next_rows_.data() + at);
    }
  }
  std::swap(rows_, next_rows_);
}

void Encoding::read(const Network& network, const Embeddings& embeddings,
                    std::span<const Features> words) {
  embed(network, embeddings, words);
  for (const Network::Layer& layer : network.layers) recur(layer);
}

}  // namespace entente::text
