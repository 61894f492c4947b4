#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "entente/text/features.h"

/// The neural network under tagger and parser, in fixed point: the same trees on every machine.
///
/// A word's features add up to a vector; three layers of quasi-recurrent units (Bradbury et al.
/// 2017) with highway connections (Lei et al. 2018), half of each reading from the left and half
/// from the right, make of it the word in its sentence. Activations lie in [-1, 1].
namespace entente::text {

using Activation = std::int16_t;  ///< in 1/4096
using Weight = std::int16_t;      ///< in 1/2048
using Sum = std::int32_t;         ///< in 1/2^23: activations times weights
inline constexpr int kActivationBits = 12, kWeightBits = 11;
inline constexpr int kSumBits = kActivationBits + kWeightBits;
/// An activation as matrices of bytes take it: in 1/64, from -1 at 0 on. With that and weights of
/// eight bits the parser draws as good trees as with all bits, in half the time.
using Level = std::uint8_t;
inline constexpr int kLevelBits = 6;
inline constexpr Level kZeroLevel = 1 << kLevelBits;
inline constexpr int kEmbeddingBits = 6;  ///< of an int8: features' vectors lie in [-2, 2)

inline constexpr int kWidth = 128, kHalf = kWidth / 2, kDepth = 3;
inline constexpr int kTagOutputs = 32, kRelationOutputs = 64;  ///< kTags, kRelations, rounded up
inline constexpr int kArcWidth = 96, kRelationWidth = 96;
inline constexpr int kDistances = 16;

/// The distances of a dependent to its head that are told apart: eight to each side.
constexpr int distance_class(int dependent, int head) {
  const int far = head > dependent ? head - dependent : dependent - head;
  const int size = far <= 4 ? far - 1 : far <= 6 ? 4 : far <= 9 ? 5 : far <= 14 ? 6 : 7;
  return head > dependent ? size + kDistances / 2 : size;
}

/// Products are made for so many outputs at once.
inline constexpr int kBlock = 16;

/// How many weights of this type are multiplied at once for an output.
template <class W>
inline constexpr int kGroup = 4 / sizeof(W);

/// Where the weight from input `i` to output `o` stands in a matrix of `in` inputs: block after
/// block of outputs; in a block, for every group of inputs, that group of each output.
template <class W = Weight>
constexpr std::size_t weight_at(int i, int o, int in) {
  constexpr int group = kGroup<W>;
  const int block = o / kBlock, at = block * (in / group) + i / group;
  return (static_cast<std::size_t>(at) * kBlock + o % kBlock) * group + i % group;
}

/// y = weights · x + bias
template <int In, int Out>
struct Dense {
  static_assert(In % kGroup<Weight> == 0 && Out % kBlock == 0);
  alignas(64) Weight weights[In * Out];
  alignas(64) Sum bias[Out];
};

/// y = scale · (weights · levels) + bias. A weight of 1 is one of scale / 2^kScaleBits, so that the
/// product with levels is a Sum.
inline constexpr int kScaleBits = kSumBits - kLevelBits;
template <int In, int Out>
struct CoarseDense {
  static_assert(In % kGroup<std::int8_t> == 0 && Out % kBlock == 0);
  alignas(64) std::int8_t weights[In * Out];
  alignas(64) Sum scale[Out];
  alignas(64) Sum bias[Out];  ///< less what the weights make of kZeroLevel
};

/// A layer of quasi-recurrent units for words of `Width` activations.
template <int Width>
struct Recurrence {
  /// The gates of a direction, Width / 2 each: candidate, forget, highway.
  using Gates = CoarseDense<2 * Width, 3 * Width / 2>;
  Gates from_left;   ///< sees the word before and the word
  Gates from_right;  ///< sees the word and the word after
};

/// The weights, as they stand in the model file.
struct Network {
  using Layer = Recurrence<kWidth>;
  Sum embedding_bias[kWidth];
  Layer layers[kDepth];
  CoarseDense<kWidth, kTagOutputs> tag;
  CoarseDense<kWidth, kArcWidth> dependent, head;
  Dense<kArcWidth, kArcWidth> agreement;  ///< of the dependent's features with the head's
  Activation root[kArcWidth];             ///< the root's as a head
  CoarseDense<kWidth, kDistances> distance;
  CoarseDense<kWidth, kRelationWidth> relation_dependent, relation_head;
  Dense<kRelationWidth, kRelationOutputs> relation;
};

/// Vectors of the features that training saw.
struct Embeddings {
  HashTable rows;
  std::span<const std::int8_t> vectors;  ///< kWidth a row
};

/// tanh of each of `sums`.
void squash(std::span<const Sum> sums, Activation* result);
/// Each of `activations`, rounded.
void level(std::span<const Activation> activations, Level* result);

/// A matrix of `in` inputs and `out` outputs, a multiple of kBlock. Null scales are ones, a null
/// bias zeros.
template <class W>
struct Matrix {
  const W* weights;
  const Sum *scale, *bias;
  int in, out;
};

/// `rows` products; row r of `x` begins `stride` after row r - 1 and is `in` long, of `y` is `out`
/// long.
void multiply(const Matrix<Weight>& matrix, const Activation* x, int stride, std::size_t rows,
              Sum* y);
void multiply(const Matrix<std::int8_t>& matrix, const Level* x, int stride, std::size_t rows,
              Sum* y);
template <int In, int Out>
void multiply(const Dense<In, Out>& dense, const Activation* x, std::size_t rows,
              std::vector<Sum>& y, int stride = In) {
  y.resize(rows * Out);
  multiply({dense.weights, nullptr, dense.bias, In, Out}, x, stride, rows, y.data());
}
template <int In, int Out>
void multiply(const CoarseDense<In, Out>& dense, const Level* x, std::size_t rows,
              std::vector<Sum>& y, int stride = In) {
  y.resize(rows * Out);
  multiply({dense.weights, dense.scale, dense.bias, In, Out}, x, stride, rows, y.data());
}

/// The words of a sentence, `Width` activations each, as layer after layer makes them.
template <int Width>
class Words {
 public:
  /// So many words, for whoever fills their rows and levels them.
  void resize(std::size_t count);
  void level();
  void recur(const Recurrence<Width>& layer);

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] Activation* rows() { return rows_.data() + Width; }
  [[nodiscard]] const Activation* rows() const { return rows_.data() + Width; }
  [[nodiscard]] const Level* levels() const { return levels_.data() + Width; }

 private:
  std::size_t count_ = 0;
  std::vector<Activation> rows_, next_rows_;  ///< a row of zeros before the first word and after
                                              ///< the last
  std::vector<Level> levels_;                 ///< of rows_
  std::vector<Sum> sums_;
};
// The annotator's width, and half of it for smaller networks on top.
extern template class Words<kWidth>;
extern template class Words<kHalf>;

/// The words of a sentence in their context.
class Encoding {
 public:
  void read(const Network& network, const Embeddings& embeddings, std::span<const Features> words);
  /// The same in steps: the sums of the words' features, then one layer after another.
  void embed(const Network& network, const Embeddings& embeddings, std::span<const Features> words);
  void recur(const Network::Layer& layer) { words_.recur(layer); }
  [[nodiscard]] std::size_t words() const { return words_.count(); }
  [[nodiscard]] const Activation* vectors() const { return words_.rows(); }
  [[nodiscard]] const Level* levels() const { return words_.levels(); }

 private:
  Words<kWidth> words_;
};

}  // namespace entente::text
