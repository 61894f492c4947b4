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

/// Where the weight from input `i` to output `o` stands in a matrix of `in` inputs: block after
/// block of outputs; in a block, for every two inputs, those two of each output.
constexpr std::size_t weight_at(int i, int o, int in) {
  const int block = o / kBlock, pair = i / 2;
  return ((static_cast<std::size_t>(block) * (in / 2) + pair) * kBlock + o % kBlock) * 2 + i % 2;
}

/// y = weights · x + bias
template <int In, int Out>
struct Dense {
  static_assert(In % 2 == 0 && Out % kBlock == 0);
  alignas(64) Weight weights[In * Out];
  alignas(64) Sum bias[Out];
};

/// The weights, as they stand in the model file.
struct Network {
  /// The gates of a direction, kHalf each: candidate, forget, highway.
  using Gates = Dense<2 * kWidth, 3 * kHalf>;
  struct Layer {
    Gates from_left;   ///< sees the word before and the word
    Gates from_right;  ///< sees the word and the word after
  };
  Sum embedding_bias[kWidth];
  Layer layers[kDepth];
  Dense<kWidth, kTagOutputs> tag;
  Dense<kWidth, kArcWidth> dependent, head;
  Dense<kArcWidth, kArcWidth> agreement;  ///< of the dependent's features with the head's
  Activation root[kArcWidth];             ///< the root's as a head
  Dense<kWidth, kDistances> distance;
  Dense<kWidth, kRelationWidth> relation_dependent, relation_head;
  Dense<kRelationWidth, kRelationOutputs> relation;
};

/// Vectors of the features that training saw.
struct Embeddings {
  HashTable rows;
  std::span<const std::int8_t> vectors;  ///< kWidth a row
};

/// tanh of each of `sums`.
void squash(std::span<const Sum> sums, Activation* result);

/// `rows` products; row r of `x` begins `stride` after row r - 1 and is `in` long, of `y` is `out`
/// long, a multiple of kBlock. A null `bias` stands for zeros.
void multiply(const Weight* weights, const Sum* bias, int in, int out, const Activation* x,
              int stride, std::size_t rows, Sum* y);
template <int In, int Out>
void multiply(const Dense<In, Out>& dense, const Activation* x, std::size_t rows,
              std::vector<Sum>& y, int stride = In) {
  y.resize(rows * Out);
  multiply(dense.weights, dense.bias, In, Out, x, stride, rows, y.data());
}

/// The words of a sentence in their context: kWidth activations each.
class Encoding {
 public:
  void read(const Network& network, const Embeddings& embeddings, std::span<const Features> words);
  /// The same in steps: the sums of the words' features, then one layer after another.
  void embed(const Network& network, const Embeddings& embeddings, std::span<const Features> words);
  void recur(const Network::Layer& layer);
  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] const Activation* vectors() const { return rows_.data() + kWidth; }

 private:
  std::size_t words_ = 0;
  std::vector<Activation> rows_, next_rows_;  ///< a row of zeros before the first word and after
                                              ///< the last
  std::vector<Sum> sums_;
};

}  // namespace entente::text
