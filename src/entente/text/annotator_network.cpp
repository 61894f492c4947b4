#include "entente/text/annotator_network.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <type_traits>

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

/// What the gates' sums open them to, `half` of each: tanh for the candidates, which come first, a
/// sigmoid (1 + tanh(x / 2)) / 2 for the other two thirds.
ENTENTE_VECTORISED void open_gates(const Sum* sums, int half, Activation* gates) {
  // Loops apart from one another, for the compiler to vectorise all but the look-up.
  const int all = 3 * half;
  std::array<std::int16_t, 3 * kHalf> steps;
  for (int i = 0; i < half; ++i) {
    steps[i] = static_cast<std::int16_t>(tanh_step(sums[i], kSumBits));
  }
  for (int i = half; i < all; ++i) {
    steps[i] = static_cast<std::int16_t>(tanh_step(sums[i], kSumBits + 1));
  }
  for (int i = 0; i < all; ++i) gates[i] = kTanh[steps[i]];
  for (int i = half; i < all; ++i) {
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
ENTENTE_VECTORISED void advance(const Activation* gates, int half, const Activation* in,
                                Activation* state, Activation* out) {
  const Activation *candidate = gates, *keep = candidate + half, *carry = keep + half;
  for (int i = 0; i < half; ++i) state[i] = blend(keep[i], state[i], candidate[i]);
  for (int i = 0; i < half; ++i) out[i] = blend(carry[i], state[i], in[i]);
}

/// Adds a feature's vector to a word's.
ENTENTE_VECTORISED void add(const std::int8_t* vector, std::int16_t* sum) {
  for (int i = 0; i < kWidth; ++i) sum[i] = static_cast<std::int16_t>(sum[i] + vector[i]);
}

template <class W>
using Input = std::conditional_t<std::is_same_v<W, Weight>, Activation, Level>;

/// The outputs of one block and those behind it, for `Rows` rows of x.
template <int Rows, class W>
void multiply_tile(const Matrix<W>& m, const Input<W>* x, int stride, Sum* y) {
  for (int row = 0; row < Rows; ++row, x += stride, y += m.out) {
    std::fill_n(y, kBlock, 0);
    const W* w = m.weights;
    for (int i = 0; i < m.in; i += kGroup<W>)
      for (int o = 0; o < kBlock; ++o)
        for (int k = 0; k < kGroup<W>; ++k) y[o] += x[i + k] * *w++;
    for (int o = 0; o < kBlock; ++o)
      y[o] = y[o] * (m.scale ? m.scale[o] : 1) + (m.bias ? m.bias[o] : 0);
  }
}

#ifdef __x86_64__
/// A group of a row's inputs, for every output.
template <class X>
inline std::int32_t group_at(const X* x) {
  std::int32_t group;
  std::memcpy(&group, x, sizeof group);
  return group;
}

__attribute__((target("avx2"))) inline __m256i products_avx2(__m256i x, __m256i w, Weight) {
  return _mm256_madd_epi16(x, w);
}
/// Two products of levels and bytes fit in sixteen bits.
__attribute__((target("avx2"))) inline __m256i products_avx2(__m256i x, __m256i w, std::int8_t) {
  return _mm256_madd_epi16(_mm256_maddubs_epi16(x, w), _mm256_set1_epi16(1));
}

__attribute__((target("avx2"))) inline __m256i eight_at(const Sum* sums, int half) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(sums) + half);
}

/// The same with all sums in registers.
template <int Rows, class W>
__attribute__((target("avx2"))) void multiply_tile_avx2(const Matrix<W>& m, const Input<W>* x,
                                                        int stride, Sum* y) {
  constexpr int kHalves = 2;  // of a block: eight sums each
  __m256i sums[Rows][kHalves];
  for (auto& row : sums) row[0] = row[1] = _mm256_setzero_si256();
  for (int i = 0; i < m.in; i += kGroup<W>) {
    const auto* group = reinterpret_cast<const __m256i*>(m.weights + i * kBlock);
    const __m256i first = _mm256_loadu_si256(group), second = _mm256_loadu_si256(group + 1);
    for (int row = 0; row < Rows; ++row) {
      const __m256i all =
          _mm256_set1_epi32(group_at(x + static_cast<std::ptrdiff_t>(row) * stride + i));
      sums[row][0] = _mm256_add_epi32(sums[row][0], products_avx2(all, first, W{}));
      sums[row][1] = _mm256_add_epi32(sums[row][1], products_avx2(all, second, W{}));
    }
  }
  for (int half = 0; half < kHalves; ++half) {
    for (int row = 0; row < Rows; ++row) {
      __m256i sum = sums[row][half];
      if (m.scale) sum = _mm256_mullo_epi32(sum, eight_at(m.scale, half));
      if (m.bias) sum = _mm256_add_epi32(sum, eight_at(m.bias, half));
      auto* to = reinterpret_cast<__m256i*>(y + static_cast<std::ptrdiff_t>(row) * m.out) + half;
      _mm256_storeu_si256(to, sum);
    }
  }
}

#define ENTENTE_VNNI __attribute__((target("avx512f,avx512vnni")))
ENTENTE_VNNI inline __m512i add_products(__m512i sum, __m512i x, __m512i w, Weight) {
  return _mm512_dpwssd_epi32(sum, x, w);
}
ENTENTE_VNNI inline __m512i add_products(__m512i sum, __m512i x, __m512i w, std::int8_t) {
  return _mm512_dpbusd_epi32(sum, x, w);
}

/// The same of `Blocks` blocks with AVX-512 VNNI, which multiplies, adds groups and sums in one
/// instruction: as many sums as hide its latency, and few loads for each.
template <int Rows, int Blocks, class W>
ENTENTE_VNNI void multiply_tile_vnni(const Matrix<W>& m, const Input<W>* x, int stride, Sum* y) {
  __m512i sums[Rows][Blocks];
  for (auto& row : sums)
    for (__m512i& sum : row) sum = _mm512_setzero_si512();
  for (int i = 0; i < m.in; i += kGroup<W>) {
    __m512i groups[Blocks];
    for (int block = 0; block < Blocks; ++block)
      groups[block] =
          _mm512_loadu_si512(m.weights + (static_cast<std::ptrdiff_t>(block) * m.in + i) * kBlock);
    for (int row = 0; row < Rows; ++row) {
      const __m512i all =
          _mm512_set1_epi32(group_at(x + static_cast<std::ptrdiff_t>(row) * stride + i));
      for (int block = 0; block < Blocks; ++block)
        sums[row][block] = add_products(sums[row][block], all, groups[block], W{});
    }
  }
  for (int block = 0; block < Blocks; ++block) {
    for (int row = 0; row < Rows; ++row) {
      __m512i sum = sums[row][block];
      if (m.scale) sum = _mm512_mullo_epi32(sum, _mm512_loadu_si512(m.scale + block * kBlock));
      if (m.bias) sum = _mm512_add_epi32(sum, _mm512_loadu_si512(m.bias + block * kBlock));
      _mm512_storeu_si512(y + static_cast<std::ptrdiff_t>(row) * m.out + block * kBlock, sum);
    }
  }
}
#undef ENTENTE_VNNI
#endif

/// Tiles of four rows, and of one, by how many blocks they are wide.
template <class W>
struct Tiles {
  using Tile = decltype(&multiply_tile<1, W>);
  struct Rows {
    Tile four, one;
  };
  std::array<Rows, 5> of_blocks{};
  int widest = 1;
};

template <class W>
Tiles<W> best_tiles() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vnni"))
    return {{{{},
              {multiply_tile_vnni<4, 1, W>, multiply_tile_vnni<1, 1, W>},
              {multiply_tile_vnni<4, 2, W>, multiply_tile_vnni<1, 2, W>},
              {multiply_tile_vnni<4, 3, W>, multiply_tile_vnni<1, 3, W>},
              {multiply_tile_vnni<4, 4, W>, multiply_tile_vnni<1, 4, W>}}},
            4};
  if (__builtin_cpu_supports("avx2"))
    return {{{{}, {multiply_tile_avx2<4, W>, multiply_tile_avx2<1, W>}}}, 1};
#endif
  return {{{{}, {multiply_tile<4, W>, multiply_tile<1, W>}}}, 1};
}

template <class W>
void multiply_in_tiles(Matrix<W> matrix, const Input<W>* x, int stride, std::size_t rows, Sum* y) {
  static const Tiles<W> tiles = best_tiles<W>();
  // As few tiles as there can be, all of them as wide as can be.
  int blocks = matrix.out / kBlock;
  for (int left = (blocks + tiles.widest - 1) / tiles.widest; left > 0; --left) {
    const int wide = (blocks + left - 1) / left;
    const auto& tile = tiles.of_blocks[std::size_t(wide)];
    const auto run = [&](auto multiplied, std::size_t row) {
      multiplied(matrix, x + row * stride, stride, y + row * matrix.out);
    };
    if (rows < 4) {
      for (std::size_t row = 0; row < rows; ++row) run(tile.one, row);
    } else {
      // The last tile may do some rows again: cheaper than doing them singly.
      for (std::size_t row = 0; row < rows; row += 4) run(tile.four, std::min(row, rows - 4));
    }
    const int outputs = wide * kBlock;
    matrix.weights += static_cast<std::ptrdiff_t>(outputs) * matrix.in;
    if (matrix.scale) matrix.scale += outputs;
    if (matrix.bias) matrix.bias += outputs;
    y += outputs;
    blocks -= wide;
  }
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

ENTENTE_VECTORISED void level(std::span<const Activation> activations, Level* result) {
  constexpr int kShift = kActivationBits - kLevelBits;
  for (std::size_t i = 0; i < activations.size(); ++i) {
    const int level = ((activations[i] + (1 << (kShift - 1))) >> kShift) + kZeroLevel;
    result[i] = static_cast<Level>(std::min(level, 2 * kZeroLevel - 1));
  }
}

void multiply(const Matrix<Weight>& matrix, const Activation* x, int stride, std::size_t rows,
              Sum* y) {
  multiply_in_tiles(matrix, x, stride, rows, y);
}
void multiply(const Matrix<std::int8_t>& matrix, const Level* x, int stride, std::size_t rows,
              Sum* y) {
  multiply_in_tiles(matrix, x, stride, rows, y);
}

template <int Width>
void Words<Width>::resize(std::size_t count) {
  count_ = count;
  for (std::vector<Activation>* rows : {&rows_, &next_rows_}) {
    rows->resize((count + 2) * Width);
    std::fill_n(rows->begin(), Width, Activation{0});
    std::fill_n(rows->end() - Width, Width, Activation{0});
  }
}

template <int Width>
void Words<Width>::level() {
  levels_.resize(rows_.size());
  text::level(rows_, levels_.data());
}

template <int Width>
void Words<Width>::recur(const Recurrence<Width>& layer) {
  constexpr int kSide = Width / 2, kGates = 3 * kSide;
  for (const bool from_right : {false, true}) {
    // A row and its neighbour lie side by side.
    multiply(from_right ? layer.from_right : layer.from_left,
             levels_.data() + (from_right ? Width : 0), count_, sums_, Width);
    std::array<Activation, kSide> state{};
    std::array<Activation, kGates> gates;
    for (std::size_t step = 0; step < count_; ++step) {
      const std::size_t word = from_right ? count_ - 1 - step : step;
      open_gates(sums_.data() + word * kGates, kSide, gates.data());
      const std::size_t at = (word + 1) * Width + (from_right ? kSide : 0);
      advance(gates.data(), kSide, rows_.data() + at, state.data(), next_rows_.data() + at);
    }
  }
  std::swap(rows_, next_rows_);
  level();
}
template class Words<kWidth>;
template class Words<kHalf>;

void Encoding::embed(const Network& network, const Embeddings& embeddings,
                     std::span<const Features> words) {
  words_.resize(words.size());
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
    squash(sums, words_.rows() + word * kWidth);
  }
  words_.level();
}

void Encoding::read(const Network& network, const Embeddings& embeddings,
                    std::span<const Features> words) {
  embed(network, embeddings, words);
  for (const Network::Layer& layer : network.layers) recur(layer);
}

}  // namespace entente::text
