// Trains the tagger, the lemmatiser and the parser: models/README.md has the command.
//
// The network is src/entente/text/annotator_network.h's, in floating point, and learns all its
// tasks at once by Adam (Kingma and Ba 2015) with dropout. The same seed on the same kind of
// processor gives the same bytes. From running text it learns what several models before it make of
// that, and how sure they are (Hinton, Vinyals and Dean 2015; of parsers, Kuncoro et al. 2016).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

#include "entente/base/mapped_file.h"
#include "entente/text/annotator_file.h"
#include "entente/text/annotator_network.h"
#include "entente/text/conllu.h"
#include "entente/text/features.h"
#include "entente/text/lemma.h"
#include "entente/text/parser.h"
#include "entente/text/parser_tree.h"
#include "entente/text/sentences.h"
#include "entente/text/tagger.h"
#include "entente/text/tokens.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define ENTENTE_WIDEST __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ENTENTE_WIDEST
#endif

namespace {

namespace base = entente::base;
namespace text = entente::text;
using text::kArcWidth, text::kDepth, text::kDistances, text::kFeatures, text::kHalf,
    text::kRelationOutputs, text::kRelations, text::kRelationWidth, text::kTagOutputs, text::kTags,
    text::kWidth;
using Matrix = std::vector<float>;  ///< row after row
constexpr int kMeaning = 100;       ///< numbers of a word's vector among all words

// ---- Arithmetic ----------------------------------------------------------------------------

constexpr int kLanes = 16;
using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;

// By reference, for a caller without wide registers passes such values another way. The memory is
// not aligned.
[[gnu::always_inline]] inline void load(Lanes& lanes, const float* from) {
  std::memcpy(&lanes, from, sizeof lanes);
}
[[gnu::always_inline]] inline void store(const Lanes& lanes, float* to) {
  std::memcpy(to, &lanes, sizeof lanes);
}

/// A tile of C += A · B that stays in registers.
template <int Rows, int Columns>
[[gnu::always_inline]] inline void multiply_tile(const float* a, int a_stride, const float* b,
                                                 int b_stride, float* c, int c_stride, int inner) {
  Lanes sums[Rows][Columns];
  for (int r = 0; r < Rows; ++r) {
    for (int v = 0; v < Columns; ++v) {
      load(sums[r][v], c + r * c_stride + v * kLanes);
    }
  }
  for (int k = 0; k < inner; ++k) {
    Lanes row[Columns];
    for (int v = 0; v < Columns; ++v) {
      load(row[v], b + static_cast<std::ptrdiff_t>(k) * b_stride + v * kLanes);
    }
    for (int r = 0; r < Rows; ++r) {
      const float factor = a[static_cast<std::ptrdiff_t>(r) * a_stride + k];
      for (int v = 0; v < Columns; ++v) sums[r][v] += factor * row[v];
    }
  }
  for (int r = 0; r < Rows; ++r) {
    for (int v = 0; v < Columns; ++v) {
      store(sums[r][v], c + r * c_stride + v * kLanes);
    }
  }
}

/// C (rows × columns) += A (rows × inner) · B (inner × columns); columns are a multiple of kLanes.
ENTENTE_WIDEST void multiply(const float* a, int a_stride, const float* b, int b_stride, float* c,
                             int c_stride, int rows, int columns, int inner) {
  constexpr int kRows = 8;
  for (int j = 0; j < columns;) {
    const bool wide = columns - j >= 2 * kLanes;
    for (int i = 0; i < rows;) {
      const bool high = rows - i >= kRows;
      const float* from = a + static_cast<std::ptrdiff_t>(i) * a_stride;
      float* to = c + static_cast<std::ptrdiff_t>(i) * c_stride + j;
      if (high && wide) {
        multiply_tile<kRows, 2>(from, a_stride, b + j, b_stride, to, c_stride, inner);
      } else if (high) {
        multiply_tile<kRows, 1>(from, a_stride, b + j, b_stride, to, c_stride, inner);
      } else if (wide) {
        multiply_tile<1, 2>(from, a_stride, b + j, b_stride, to, c_stride, inner);
      } else {
        multiply_tile<1, 1>(from, a_stride, b + j, b_stride, to, c_stride, inner);
      }
      i += high ? kRows : 1;
    }
    j += wide ? 2 * kLanes : kLanes;
  }
}

/// `stride` is that of the result's rows, one for each of `columns`.
void transpose(const float* matrix, int rows, int columns, int stride, Matrix& result) {
  constexpr int kBlock = 16;
  result.assign(static_cast<std::size_t>(columns) * stride, 0);
  for (int block = 0; block < rows; block += kBlock) {
    for (int j = 0; j < columns; ++j) {
      for (int i = block; i < std::min(rows, block + kBlock); ++i) {
        result[static_cast<std::size_t>(j) * stride + i] =
            matrix[static_cast<std::size_t>(i) * columns + j];
      }
    }
  }
}

/// A rational approximation, good to single precision, that compilers vectorise.
[[gnu::always_inline]] inline float squashed(float x) {
  x = x < -7.9f ? -7.9f : x > 7.9f ? 7.9f : x;
  const float s = x * x;
  const float above =
      x * (4.89352455891786e-03f +
           s * (6.37261928875436e-04f +
                s * (1.48572235717979e-05f +
                     s * (5.12229709037114e-08f +
                          s * (-8.60467152213735e-11f +
                               s * (2.00018790482477e-13f + s * -2.76076847742355e-16f))))));
  const float below =
      4.89352518554385e-03f +
      s * (2.26843463243900e-03f + s * (1.18534705686654e-04f + s * 1.19825839466702e-06f));
  return above / below;
}

ENTENTE_WIDEST void squash(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) values[i] = squashed(values[i]);
}
void squash(Matrix& matrix) { squash(matrix.data(), matrix.size()); }
/// A tanh for the candidates, which come first, and a sigmoid for the other two thirds.
ENTENTE_WIDEST void open_gates(float* gates) {
  for (int i = 0; i < kHalf; ++i) gates[i] = squashed(gates[i]);
  for (int i = kHalf; i < 3 * kHalf; ++i) gates[i] = 0.5f * squashed(0.5f * gates[i]) + 0.5f;
}

/// The gradient before tanh, given the one behind it.
void unsquash(const Matrix& squashed_values, Matrix& gradient) {
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    gradient[i] *= 1 - squashed_values[i] * squashed_values[i];
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014): fast, and the same everywhere.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// In [0, 1).
  float uniform() { return static_cast<float>(bits() >> 40) * 0x1p-24f; }
  /// Of mean 0 and variance 1: twelve uniform ones make a fair bell.
  float normal() {
    float sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[bits() % i]);
  }

 private:
  std::uint64_t state_;
};

/// Sets a share of `matrix` to 0 and lifts the rest; `mask` has the factors.
void drop(Matrix& matrix, Matrix& mask, float share, Random& random) {
  mask.resize(matrix.size());
  for (std::size_t i = 0; i < matrix.size(); ++i) {
    mask[i] = random.uniform() < share ? 0 : 1 / (1 - share);
    matrix[i] *= mask[i];
  }
}

/// Makes of scores what is as likely as their share of the sum returned.
float exponentiate(float* scores, int count) {
  const float most = *std::max_element(scores, scores + count);
  float sum = 0;
  for (int i = 0; i < count; ++i) sum += scores[i] = std::exp(scores[i] - most);
  return sum;
}

/// What is to be learnt of each row: a label, several with their shares, or nothing.
class Targets {
 public:
  struct Label {
    int label;
    float share = 1;
  };
  void add(std::span<const Label> labels) {
    labels_.insert(labels_.end(), labels.begin(), labels.end());
    ends_.push_back(labels_.size());
  }
  void add(int label) { add(std::array{Label{label}}); }
  /// Of `shares` those that count.
  void add(std::span<const float> shares) {
    constexpr float kLeast = 0.01f;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      if (shares[i] >= kLeast) labels_.push_back({static_cast<int>(i), shares[i]});
    }
    ends_.push_back(labels_.size());
  }
  void add_none() { add(std::span<const Label>()); }
  std::span<const Label> operator[](int row) const {
    return std::span(labels_).subspan(ends_[row], ends_[row + 1] - ends_[row]);
  }

 private:
  std::vector<Label> labels_;
  std::vector<std::size_t> ends_ = {0};
};

/// The loss of `scores`, which become their gradient.
double cross_entropy(float* scores, int count, std::span<const Targets::Label> targets,
                     float weight) {
  const float sum = exponentiate(scores, count);
  double loss = 0;
  float shares = 0;
  for (const auto& [label, share] : targets) {
    loss -= share * std::log(std::max(scores[label] / sum, 1e-9f));
    shares += share;
  }
  for (int i = 0; i < count; ++i) scores[i] *= shares * weight / sum;
  for (const auto& [label, share] : targets) scores[label] -= share * weight;
  return loss;
}

// ---- Parts of the network ------------------------------------------------------------------

struct Parameter {
  Matrix value, gradient, mean, variance;
  Parameter(int size, float spread, Random& random)
      : value(size), gradient(size), mean(size), variance(size) {
    for (float& x : value) x = spread * random.normal();
  }
};

struct Adam {
  float rate = 0, clip = 1, mean_scale = 1, variance_scale = 1;
};
constexpr float kMeanDecay = 0.9f, kVarianceDecay = 0.98f;

ENTENTE_WIDEST void descend(const Adam& adam, Parameter& parameter, std::size_t begin,
                            std::size_t end) {
  float *value = parameter.value.data(), *gradient = parameter.gradient.data(),
        *mean = parameter.mean.data(), *variance = parameter.variance.data();
  for (std::size_t i = begin; i < end; ++i) {
    const float g = gradient[i] * adam.clip;
    gradient[i] = 0;
    mean[i] = kMeanDecay * mean[i] + (1 - kMeanDecay) * g;
    variance[i] = kVarianceDecay * variance[i] + (1 - kVarianceDecay) * g * g;
    value[i] -= adam.rate * (mean[i] * adam.mean_scale) /
                (std::sqrt(variance[i] * adam.variance_scale) + 1e-8f);
  }
}

/// y = x · W + b, for the rows of x; or for every two rows of x that follow one another.
class Dense {
 public:
  Dense(int in, int out, Random& random, int window = 1)
      : in_(in),
        out_(out),
        window_(window),
        weights_(in * window * out, 1 / std::sqrt(static_cast<float>(in * window)), random),
        bias_(out, 0, random) {}

  void forward(const float* x, int rows, Matrix& y) const {
    y.resize(static_cast<std::size_t>(rows) * out_);
    for (int r = 0; r < rows; ++r) {
      std::ranges::copy(bias_.value, y.begin() + static_cast<std::ptrdiff_t>(r) * out_);
    }
    multiply(x, in_, weights_.value.data(), out_, y.data(), out_, rows, out_, in_ * window_);
  }
  /// Adds to the gradients of the weights, and to x's.
  void backward(const float* x, int rows, const Matrix& dy, float* dx) {
    static Matrix turned;
    const int x_rows = rows + window_ - 1;
    transpose(x, x_rows, in_, x_rows, turned);
    for (int w = 0; w < window_; ++w) {
      multiply(turned.data() + w, x_rows, dy.data(), out_,
               weights_.gradient.data() + static_cast<std::ptrdiff_t>(w) * in_ * out_, out_, in_,
               out_, rows);
    }
    for (int r = 0; r < rows; ++r) {
      for (int o = 0; o < out_; ++o)
        bias_.gradient[o] += dy[static_cast<std::size_t>(r) * out_ + o];
    }
    transpose(weights_.value.data(), in_ * window_, out_, in_ * window_, turned);
    for (int w = 0; w < window_; ++w) {
      multiply(dy.data(), out_, turned.data() + w * in_, in_ * window_,
               dx + static_cast<std::ptrdiff_t>(w) * in_, in_, rows, in_, out_);
    }
  }
  std::array<Parameter*, 2> parameters() { return {&weights_, &bias_}; }

  template <int In, int Out>
  void write(text::Dense<In, Out>& to) const;
  template <int In, int Out>
  void write(text::CoarseDense<In, Out>& to) const;

 private:
  int in_, out_, window_;
  Parameter weights_, bias_;
};

/// Sentences, one after another, with a row between them and at both ends that stays zero.
struct Batch {
  struct Extent {
    int first, words;
  };
  using Rows = std::array<int, kFeatures>;  ///< of the embedding, or -1
  std::vector<Extent> sentences;
  std::vector<Rows> features = {no_features()};
  Matrix meanings = Matrix(kMeaning);  ///< kMeaning a row
  std::vector<int> heads;              ///< a row; 0 the root, -1 for none
  Targets tags, arcs, relations;       ///< an arc's label is as Tree's
  int words = 0;

  Batch() { add_gap(); }
  void add_gap() {
    heads.push_back(-1);
    for (Targets* targets : {&tags, &arcs, &relations}) targets->add_none();
  }

  static Rows no_features() {
    Rows rows;
    rows.fill(-1);
    return rows;
  }
  [[nodiscard]] int rows() const { return static_cast<int>(heads.size()); }
  /// Sets the rows between sentences to 0.
  void clear_gaps(Matrix& matrix, int width) const {
    std::fill_n(matrix.begin(), width, 0.f);
    for (const Extent& sentence : sentences) {
      std::fill_n(
          matrix.begin() + static_cast<std::ptrdiff_t>(sentence.first + sentence.words) * width,
          width, 0.f);
    }
  }
};

/// Quasi-recurrent units of both directions, with highways.
class Layer {
 public:
  explicit Layer(Random& random)
      : from_left(kWidth, 3 * kHalf, random, 2), from_right(kWidth, 3 * kHalf, random, 2) {}

  void forward(const Batch& batch, const Matrix& x, float dropout, Random& random) {
    const int windows = batch.rows() - 1;
    state_.assign(x.size(), 0);
    output.assign(x.size(), 0);
    for (const int side : {0, 1}) {
      (side ? from_right : from_left).forward(x.data(), windows, gates_[side]);
      for (int w = 0; w < windows; ++w) {
        float* gates = gates_[side].data() + static_cast<std::ptrdiff_t>(w) * 3 * kHalf;
        open_gates(gates);
      }
      walk(batch, side, [&](const float* gates, std::ptrdiff_t at, std::ptrdiff_t before) {
        for (int i = 0; i < kHalf; ++i) {
          const float keep = gates[kHalf + i], carry = gates[2 * kHalf + i];
          state_[at + i] = keep * state_[before + i] + (1 - keep) * gates[i];
          output[at + i] = carry * state_[at + i] + (1 - carry) * x[at + i];
        }
      });
    }
    drop(output, mask_, dropout, random);
  }

  /// `gradient` is the output's, and becomes x's.
  void backward(const Batch& batch, const Matrix& x, Matrix& gradient) {
    static Matrix dx, dgates, dstate;
    for (std::size_t i = 0; i < gradient.size(); ++i) gradient[i] *= mask_[i];
    dx.assign(x.size(), 0);
    for (const int side : {0, 1}) {
      dgates.assign(gates_[side].size(), 0);
      dstate.assign(x.size(), 0);
      const auto unwind = [&](const float* gates, std::ptrdiff_t at, std::ptrdiff_t before) {
        float* d = dgates.data() + (gates - gates_[side].data());
        for (int i = 0; i < kHalf; ++i) {
          const float value = gates[i], keep = gates[kHalf + i], carry = gates[2 * kHalf + i];
          const float dout = gradient[at + i], ds = dstate[at + i] + dout * carry;
          dx[at + i] += dout * (1 - carry);
          dstate[before + i] += ds * keep;
          d[i] = ds * (1 - keep) * (1 - value * value);
          d[kHalf + i] = ds * (state_[before + i] - value) * keep * (1 - keep);
          d[2 * kHalf + i] = dout * (state_[at + i] - x[at + i]) * carry * (1 - carry);
        }
      };
      walk_back(batch, side, unwind);
      (side ? from_right : from_left).backward(x.data(), batch.rows() - 1, dgates, dx.data());
    }
    std::swap(gradient, dx);
  }

  Dense from_left, from_right;
  Matrix output;

 private:
  /// Calls `visit` with the gates of each word, and where its half of a row and that of the word
  /// read before it begin.
  template <class Visit>
  void visit(int row, int side, Visit&& visit) const {
    const int window = side ? row : row - 1, before = side ? row + 1 : row - 1;
    visit(gates_[side].data() + static_cast<std::ptrdiff_t>(window) * 3 * kHalf,
          static_cast<std::ptrdiff_t>(row) * kWidth + side * kHalf,
          static_cast<std::ptrdiff_t>(before) * kWidth + side * kHalf);
  }
  template <class Visit>
  void walk(const Batch& batch, int side, Visit&& each) const {
    for (const auto& [first, words] : batch.sentences) {
      for (int i = 0; i < words; ++i) visit(side ? first + words - 1 - i : first + i, side, each);
    }
  }
  template <class Visit>
  void walk_back(const Batch& batch, int side, Visit&& each) const {
    for (const auto& [first, words] : batch.sentences) {
      for (int i = 0; i < words; ++i) visit(side ? first + i : first + words - 1 - i, side, each);
    }
  }

  std::array<Matrix, 2> gates_;
  Matrix state_, mask_;
};

struct Loss {
  double tag = 0, arc = 0, relation = 0;
};

struct Settings {
  int epochs = 30, batch = 32, meanings = 40'000, often = 2;
  float rate = 2e-3f, dropout = 0.15f, hidden_words = 0.25f, hidden_features = 0.05f, noise = 1;
  std::uint64_t seed = 1;
};

/// The network in training.
class Learner {
 public:
  Learner(int features, const Settings& settings)
      : settings_(settings),
        random_(settings.seed),
        features_(features * kWidth, 0.3f, random_),
        meaning_(kMeaning * kWidth, 0.05f, random_),
        embedding_bias_(kWidth, 0, random_),
        root_(kArcWidth, 0.1f, random_),
        tag_(kWidth, kTagOutputs, random_),
        dependent_(kWidth, kArcWidth, random_),
        head_(kWidth, kArcWidth, random_),
        agreement_(kArcWidth, kArcWidth, random_),
        distance_(kWidth, kDistances, random_),
        relation_dependent_(kWidth, kRelationWidth, random_),
        relation_head_(kWidth, kRelationWidth, random_),
        relation_(kRelationWidth, kRelationOutputs, random_) {
    for (int i = 0; i < kDepth; ++i) layers_.emplace_back(random_);
  }

  /// Learns from one batch; `progress` runs from 0 to 1 over the training.
  void learn(const Batch& batch, float progress, Loss& loss) {
    embed(batch);
    const Matrix* x = &input_;
    for (Layer& layer : layers_) {
      layer.forward(batch, *x, settings_.dropout, random_);
      x = &layer.output;
    }
    gradient_.assign(x->size(), 0);
    learn_tags(batch, *x, loss);
    learn_arcs(batch, *x, loss);
    learn_relations(batch, *x, loss);
    for (int i = kDepth; i-- > 0;) {
      layers_[i].backward(batch, i > 0 ? layers_[i - 1].output : input_, gradient_);
    }
    unembed(batch);
    step(progress);
  }

  /// `meanings` are rows of kMeaning numbers, whose features' vectors follow those learnt.
  void write(const Matrix& meanings, text::Network& network,
             std::vector<std::int8_t>& vectors) const;
  Random& random() { return random_; }

 private:
  void embed(const Batch& batch) {
    hidden_.clear();
    squashed_input_.assign(static_cast<std::size_t>(batch.rows()) * kWidth, 0);
    for (int row = 0; row < batch.rows(); ++row) {
      Batch::Rows& rows = hidden_.emplace_back(batch.features[row]);
      if (random_.uniform() < settings_.hidden_words) {
        for (const int whole : text::kWholeWordFeatures) rows[whole] = -1;
      }
      float* sum = squashed_input_.data() + static_cast<std::ptrdiff_t>(row) * kWidth;
      std::ranges::copy(embedding_bias_.value, sum);
      for (int& feature : rows) {
        if (random_.uniform() < settings_.hidden_features) feature = -1;
        if (feature < 0) continue;
        const float* vector =
            features_.value.data() + static_cast<std::ptrdiff_t>(feature) * kWidth;
        for (int i = 0; i < kWidth; ++i) sum[i] += vector[i];
      }
    }
    known_ = batch.meanings;
    for (int row = 0; row < batch.rows(); ++row) {
      if (random_.uniform() >= settings_.hidden_features) continue;
      std::fill_n(known_.begin() + static_cast<std::ptrdiff_t>(row) * kMeaning, kMeaning, 0.f);
    }
    multiply(known_.data(), kMeaning, meaning_.value.data(), kWidth, squashed_input_.data(), kWidth,
             batch.rows(), kWidth, kMeaning);
    squash(squashed_input_);
    batch.clear_gaps(squashed_input_, kWidth);
    input_ = squashed_input_;
    drop(input_, input_mask_, settings_.dropout, random_);
  }

  void unembed(const Batch& batch) {
    for (std::size_t i = 0; i < gradient_.size(); ++i) gradient_[i] *= input_mask_[i];
    unsquash(squashed_input_, gradient_);
    batch.clear_gaps(gradient_, kWidth);
    transpose(known_.data(), batch.rows(), kMeaning, batch.rows(), turned_);
    multiply(turned_.data(), batch.rows(), gradient_.data(), kWidth, meaning_.gradient.data(),
             kWidth, kMeaning, kWidth, batch.rows());
    touched_.clear();
    for (int row = 0; row < batch.rows(); ++row) {
      const float* d = gradient_.data() + static_cast<std::ptrdiff_t>(row) * kWidth;
      for (int i = 0; i < kWidth; ++i) embedding_bias_.gradient[i] += d[i];
      for (const int feature : hidden_[row]) {
        if (feature < 0) continue;
        float* g = features_.gradient.data() + static_cast<std::ptrdiff_t>(feature) * kWidth;
        for (int i = 0; i < kWidth; ++i) g[i] += d[i];
        touched_.push_back(feature);
      }
    }
    std::ranges::sort(touched_);
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
  }

  void learn_tags(const Batch& batch, const Matrix& x, Loss& loss) {
    const int rows = batch.rows();
    tag_.forward(x.data(), rows, scores_);
    for (int row = 0; row < rows; ++row) {
      float* scores = scores_.data() + static_cast<std::ptrdiff_t>(row) * kTagOutputs;
      const bool word = batch.heads[row] >= 0;
      if (word) loss.tag += cross_entropy(scores, kTags, batch.tags[row], weight(batch));
      std::fill(word ? scores + kTags : scores, scores + kTagOutputs, 0.f);
    }
    tag_.backward(x.data(), rows, scores_, gradient_.data());
  }

  void learn_arcs(const Batch& batch, const Matrix& x, Loss& loss) {
    const int rows = batch.rows();
    dependent_.forward(x.data(), rows, dependents_);
    squash(dependents_);
    agreement_.forward(dependents_.data(), rows, queries_);
    head_.forward(x.data(), rows, heads_);
    squash(heads_);
    distance_.forward(x.data(), rows, distances_);
    dqueries_.assign(queries_.size(), 0);
    dheads_.assign(heads_.size(), 0);
    ddistances_.assign(distances_.size(), 0);
    for (const Batch::Extent& sentence : batch.sentences) learn_arcs_of(sentence, batch, loss);

    ddependents_.assign(dependents_.size(), 0);
    agreement_.backward(dependents_.data(), rows, dqueries_, ddependents_.data());
    unsquash(dependents_, ddependents_);
    dependent_.backward(x.data(), rows, ddependents_, gradient_.data());
    unsquash(heads_, dheads_);
    head_.backward(x.data(), rows, dheads_, gradient_.data());
    distance_.backward(x.data(), rows, ddistances_, gradient_.data());
  }

  void learn_arcs_of(Batch::Extent sentence, const Batch& batch, Loss& loss) {
    const auto [first, words] = sentence;
    const int stride = (words + 1 + kLanes - 1) / kLanes * kLanes;  // of scores; the root is last
    const auto begin = static_cast<std::ptrdiff_t>(first) * kArcWidth;
    candidates_.assign(heads_.begin() + begin, heads_.begin() + begin + words * kArcWidth);
    candidates_.insert(candidates_.end(), root_.value.begin(), root_.value.end());
    transpose(candidates_.data(), words + 1, kArcWidth, stride, turned_);
    scores_.assign(static_cast<std::size_t>(words) * stride, 0);
    multiply(queries_.data() + begin, kArcWidth, turned_.data(), stride, scores_.data(), stride,
             words, stride, kArcWidth);
    for (int d = 0; d < words; ++d) {
      float* scores = scores_.data() + static_cast<std::ptrdiff_t>(d) * stride;
      const std::ptrdiff_t row = first + d;
      for (int h = 0; h < words; ++h) {
        if (h != d) scores[h] += distances_[row * kDistances + text::distance_class(d, h)];
      }
      scores[d] = -1e9f;
      loss.arc += cross_entropy(scores, words + 1, batch.arcs[first + d], weight(batch));
      std::fill(scores + words + 1, scores + stride, 0.f);
      for (int h = 0; h < words; ++h) {
        if (h != d) ddistances_[row * kDistances + text::distance_class(d, h)] += scores[h];
      }
    }
    multiply(scores_.data(), stride, candidates_.data(), kArcWidth, dqueries_.data() + begin,
             kArcWidth, words, kArcWidth, words + 1);
    transpose(scores_.data(), words, stride, words, turned_);
    multiply(turned_.data(), words, queries_.data() + begin, kArcWidth, dheads_.data() + begin,
             kArcWidth, words, kArcWidth, words);
    multiply(turned_.data() + static_cast<std::ptrdiff_t>(words) * words, words,
             queries_.data() + begin, kArcWidth, root_.gradient.data(), kArcWidth, 1, kArcWidth,
             words);
  }

  /// Relations are learnt on the tree's arcs; that of the root's goes without saying.
  void learn_relations(const Batch& batch, const Matrix& x, Loss& loss) {
    const int rows = batch.rows();
    relation_dependent_.forward(x.data(), rows, dependents_);
    relation_head_.forward(x.data(), rows, heads_);
    pairs_.assign(dependents_.size(), 0);
    const auto at = [](int row) { return static_cast<std::ptrdiff_t>(row) * kRelationWidth; };
    for (int row = 0; row < rows; ++row) {
      if (batch.heads[row] <= 0) continue;
      for (int i = 0; i < kRelationWidth; ++i) {
        pairs_[at(row) + i] = squashed(dependents_[at(row) + i] + heads_[at(batch.heads[row]) + i]);
      }
    }
    relation_.forward(pairs_.data(), rows, scores_);
    for (int row = 0; row < rows; ++row) {
      float* scores = scores_.data() + static_cast<std::ptrdiff_t>(row) * kRelationOutputs;
      const bool named = batch.heads[row] > 0;
      if (named) {
        loss.relation += cross_entropy(scores, kRelations, batch.relations[row], weight(batch));
      }
      std::fill(named ? scores + kRelations : scores, scores + kRelationOutputs, 0.f);
    }
    ddependents_.assign(pairs_.size(), 0);
    relation_.backward(pairs_.data(), rows, scores_, ddependents_.data());
    unsquash(pairs_, ddependents_);
    dheads_.assign(ddependents_.size(), 0);
    for (int row = 0; row < rows; ++row) {
      if (batch.heads[row] <= 0) continue;
      for (int i = 0; i < kRelationWidth; ++i) {
        dheads_[at(batch.heads[row]) + i] += ddependents_[at(row) + i];
      }
    }
    relation_dependent_.backward(x.data(), rows, ddependents_, gradient_.data());
    relation_head_.backward(x.data(), rows, dheads_, gradient_.data());
  }

  static float weight(const Batch& batch) { return 1 / static_cast<float>(batch.words); }

  void step(float progress) {
    ++steps_;
    std::vector<Parameter*> dense = {&meaning_, &embedding_bias_, &root_};
    const auto add = [&](Dense& part) {
      for (Parameter* parameter : part.parameters()) dense.push_back(parameter);
    };
    for (Layer& layer : layers_) add(layer.from_left), add(layer.from_right);
    for (Dense* part : {&tag_, &dependent_, &head_, &agreement_, &distance_, &relation_dependent_,
                        &relation_head_, &relation_}) {
      add(*part);
    }
    double norm = 0;
    for (const Parameter* parameter : dense) {
      for (const float g : parameter->gradient) norm += g * g;
    }
    constexpr float kWarmUp = 300;  // steps
    const auto steps = static_cast<float>(steps_);
    const Adam adam = {
        .rate = settings_.rate * std::min(1.f, steps / kWarmUp) * (1 - progress),
        .clip = static_cast<float>(1 / std::max(1.0, std::sqrt(norm))),
        .mean_scale = 1 / (1 - std::pow(kMeanDecay, steps)),
        .variance_scale = 1 / (1 - std::pow(kVarianceDecay, steps)),
    };
    for (Parameter* parameter : dense) descend(adam, *parameter, 0, parameter->value.size());
    for (const int feature : touched_) {
      const std::size_t begin = static_cast<std::size_t>(feature) * kWidth;
      descend(adam, features_, begin, begin + kWidth);
    }
  }

  Settings settings_;
  Random random_;
  Parameter features_;
  Parameter meaning_;  ///< makes a feature's vector of a word's vector among all words
  Parameter embedding_bias_, root_;
  std::vector<Layer> layers_;
  Dense tag_, dependent_, head_, agreement_, distance_, relation_dependent_, relation_head_,
      relation_;
  int steps_ = 0;

  std::vector<Batch::Rows> hidden_;
  std::vector<int> touched_;
  Matrix known_, squashed_input_, input_, input_mask_, gradient_, scores_, dependents_,
      ddependents_, queries_, dqueries_, heads_, dheads_, distances_, ddistances_, candidates_,
      turned_, pairs_;
};

// ---- Into fixed point ----------------------------------------------------------------------

template <class T>
T fixed(float x, int bits) {
  const double most = std::numeric_limits<T>::max();
  return static_cast<T>(
      std::clamp(std::round(std::ldexp(static_cast<double>(x), bits)), -most, most));
}

template <int In, int Out>
void Dense::write(text::Dense<In, Out>& to) const {
  for (int o = 0; o < Out; ++o) {
    for (int i = 0; i < In; ++i) {
      to.weights[text::weight_at(i, o, In)] = fixed<text::Weight>(
          weights_.value[static_cast<std::size_t>(i) * Out + o], text::kWeightBits);
    }
    to.bias[o] = fixed<text::Sum>(bias_.value[o], text::kSumBits);
  }
}

template <int In, int Out>
void Dense::write(text::CoarseDense<In, Out>& to) const {
  constexpr double kMost = std::numeric_limits<std::int8_t>::max();
  const auto weight = [&](int i, int o) {
    return std::ldexp(weights_.value[static_cast<std::size_t>(i) * Out + o], text::kScaleBits);
  };
  for (int o = 0; o < Out; ++o) {
    double greatest = 1;
    for (int i = 0; i < In; ++i) greatest = std::max(greatest, std::abs(double{weight(i, o)}));
    to.scale[o] = static_cast<text::Sum>(std::ceil(greatest / kMost));
    text::Sum sum = 0;
    for (int i = 0; i < In; ++i) {
      const auto w = static_cast<std::int8_t>(std::lround(weight(i, o) / to.scale[o]));
      to.weights[text::weight_at<std::int8_t>(i, o, In)] = w;
      sum += w;
    }
    to.bias[o] =
        fixed<text::Sum>(bias_.value[o], text::kSumBits) - text::kZeroLevel * to.scale[o] * sum;
  }
}

void Learner::write(const Matrix& meanings, text::Network& network,
                    std::vector<std::int8_t>& vectors) const {
  for (int i = 0; i < kWidth; ++i) {
    network.embedding_bias[i] = fixed<text::Sum>(embedding_bias_.value[i], text::kSumBits);
  }
  for (int i = 0; i < kDepth; ++i) {
    layers_[i].from_left.write(network.layers[i].from_left);
    layers_[i].from_right.write(network.layers[i].from_right);
  }
  for (int i = 0; i < kArcWidth; ++i) {
    network.root[i] = fixed<text::Activation>(root_.value[i], text::kActivationBits);
  }
  tag_.write(network.tag);
  dependent_.write(network.dependent);
  head_.write(network.head);
  agreement_.write(network.agreement);
  distance_.write(network.distance);
  relation_dependent_.write(network.relation_dependent);
  relation_head_.write(network.relation_head);
  relation_.write(network.relation);
  for (const float x : features_.value)
    vectors.push_back(fixed<std::int8_t>(x, text::kEmbeddingBits));
  const auto words = static_cast<int>(meanings.size() / kMeaning);
  Matrix made(static_cast<std::size_t>(words) * kWidth);
  multiply(meanings.data(), kMeaning, meaning_.value.data(), kWidth, made.data(), kWidth, words,
           kWidth, kMeaning);
  for (const float x : made) vectors.push_back(fixed<std::int8_t>(x, text::kEmbeddingBits));
}

// ---- Data ----------------------------------------------------------------------------------

struct Tree {
  std::vector<std::string> forms;
  std::vector<int> heads;         ///< a word, or -1
  Targets tags, arcs, relations;  ///< an arc's label is the word it hangs from, or words()
  [[nodiscard]] int words() const { return static_cast<int>(forms.size()); }

  /// Takes out the words that `gone` marks and that have no dependents.
  void remove(std::vector<bool> gone) {
    for (int i = 0; i < words(); ++i) {
      if (heads[i] < 0) gone[i] = false;
      if (heads[i] >= 0) gone[heads[i]] = false;
    }
    gone.push_back(false);  // the root
    std::vector<int> moved(gone.size());
    for (int i = 1; i <= words(); ++i) moved[i] = moved[i - 1] + !gone[i - 1];
    Tree rest;
    std::vector<Targets::Label> left;
    for (int i = 0; i < words(); ++i) {
      if (gone[i]) continue;
      rest.forms.push_back(forms[i]);
      rest.heads.push_back(heads[i] < 0 ? -1 : moved[heads[i]]);
      rest.tags.add(tags[i]);
      rest.relations.add(relations[i]);
      left.clear();
      for (const auto& [label, share] : arcs[i]) {
        if (!gone[label]) left.push_back({moved[label], share});
      }
      rest.arcs.add(left);
    }
    *this = std::move(rest);
  }
};

void capitalise(std::string& form, bool all) {
  for (std::size_t i = 0; i < (all ? form.size() : 1); ++i) {
    if (form[i] >= 'a' && form[i] <= 'z') form[i] = static_cast<char>(form[i] - 32);
  }
}

/// What the web does to sentences: commas and "and"s get lost, headlines are in capitals, and the
/// last full stop is missing. Every fifth or so of the sentences suffers.
Tree damaged(Tree tree, float share, Random& random) {
  const float fate = random.uniform() / share;
  std::vector<bool> gone(tree.forms.size());
  if (fate < 0.06f) {
    for (int i = 0; i < tree.words(); ++i) gone[i] = tree.forms[i] == "," || tree.forms[i] == "and";
  } else if (fate < 0.10f) {
    for (std::string& form : tree.forms) {
      if (form.size() > 3) capitalise(form, false);
    }
  } else if (fate < 0.12f) {
    for (std::string& form : tree.forms) capitalise(form, true);
  } else if (fate < 0.18f) {
    gone.back() = tree.forms.back() == ".";
  } else {
    return tree;
  }
  tree.remove(std::move(gone));
  return tree;
}

base::Result<std::vector<text::HashTable::Slot>> read_clusters(const std::string& path) {
  std::ifstream in(path);
  if (!in) return base::fail("cannot be read", path);
  std::vector<text::HashTable::Slot> entries;
  std::string word;
  for (std::uint32_t cluster = 0; in >> word >> cluster;) {
    entries.push_back({text::hash_of(word), cluster});
  }
  if (!in.eof()) return base::fail("not lines of a word and its cluster's number", path);
  return text::HashTable::build(entries);
}

/// Words in lower case with their vectors, the commonest first.
struct Meanings {
  std::vector<std::uint32_t> words;  ///< text::meaning_of
  Matrix vectors;                    ///< kMeaning a word
};

/// The first `most` lines of a word and its numbers, as GloVe's files have them.
base::Result<Meanings> read_meanings(const std::string& path, int most) {
  std::ifstream in(path);
  if (!in) return base::fail("cannot be read", path);
  Meanings meanings;
  std::string word;
  while (std::ssize(meanings.words) < most && in >> word) {
    meanings.words.push_back(text::meaning_of(word));
    for (int i = 0; i < kMeaning; ++i) in >> meanings.vectors.emplace_back();
    if (!in)
      return base::fail("not lines of a word and " + std::to_string(kMeaning) + " numbers", path);
  }
  return meanings;
}

base::Result<void> read_trees(const std::string& path, std::vector<Tree>& trees,
                              std::vector<text::LemmaExample>& lemmas) {
  std::ifstream in(path);
  if (!in) return base::fail("cannot be read", path);
  const auto treebank = text::read_conllu(in, path);
  if (!treebank) return tl::unexpected(treebank.error());
  for (const text::TreebankSentence& sentence : *treebank) {
    Tree& tree = trees.emplace_back();
    for (const text::Token& token : sentence.sentence.tokens) {
      tree.forms.emplace_back(token.form);
      tree.heads.push_back(token.head);
      tree.tags.add(static_cast<int>(token.tag));
      tree.arcs.add(token.head < 0 ? static_cast<int>(sentence.sentence.tokens.size())
                                   : token.head);
      tree.relations.add(static_cast<int>(token.relation));
      lemmas.push_back({std::string(token.form), token.tag, token.lemma});
    }
  }
  return {};
}

/// A model that others learn from.
struct Teacher {
  base::MappedFile file;
  text::HashTable clusters;
  text::Embeddings embeddings;
  const text::Network* network = nullptr;

  static base::Result<Teacher> open(const std::string& path) {
    auto file = base::MappedFile::open(path);
    if (!file) return tl::unexpected(file.error());
    const auto parts = text::model_parts(file->bytes(), path);
    if (!parts) return tl::unexpected(parts.error());
    const auto part = [&](text::Part which) { return (*parts)[static_cast<std::size_t>(which)]; };
    const auto table = [&](text::Part which) {
      return text::HashTable(text::items<text::HashTable::Slot>(part(which)));
    };
    return Teacher{.file = std::move(*file),
                   .clusters = table(text::Part::clusters),
                   .embeddings = {table(text::Part::features),
                                  text::items<std::int8_t>(part(text::Part::vectors))},
                   .network = text::items<text::Network>(part(text::Part::network)).data()};
  }
};

/// What several models think of a sentence, each as much as the others.
class Council {
 public:
  explicit Council(std::vector<Teacher> teachers) : teachers_(std::move(teachers)) {}

  Tree read(const text::Sentence& sentence) {
    const auto words = static_cast<int>(sentence.tokens.size()), heads = words + 1;
    std::vector<text::Encoding> encodings(teachers_.size());
    Matrix tags(words * kTags), arcs(words * heads), relations(words * kRelations);
    for (std::size_t i = 0; i < teachers_.size(); ++i) {
      const Teacher& teacher = teachers_[i];
      features_.clear();
      for (const text::Token& token : sentence.tokens)
        features_.push_back(text::features_of(token.form, teacher.clusters));
      encodings[i].read(*teacher.network, teacher.embeddings, features_);
      text::multiply(teacher.network->tag, encodings[i].levels(), words, sums_);
      vote(sums_, kTagOutputs, text::kSumBits, kTags, tags);
      const auto scores = scores_.of_heads(*teacher.network, encodings[i]);
      // A word never hangs from itself.
      for (int d = 0; d < words; ++d) scores[d * heads + d] = -(1 << 30);
      vote(scores, heads, text::ArcScores::kBits, heads, arcs);
    }
    Tree tree;
    tree.heads.resize(words);
    std::vector<text::Sum> logarithms(arcs.size());
    std::ranges::transform(arcs, logarithms.begin(), [](float share) {
      return static_cast<text::Sum>(std::ldexp(std::log(std::max(share, 1e-9f)), 16));
    });
    text::best_tree(logarithms, tree.heads);
    for (std::size_t i = 0; i < teachers_.size(); ++i) {
      const auto scores = scores_.of_relations(*teachers_[i].network, encodings[i], tree.heads);
      vote(scores, kRelationOutputs, text::kSumBits, kRelations, relations);
    }
    const auto shares = [](const Matrix& all, int word, int count) {
      return std::span(all).subspan(static_cast<std::size_t>(word) * count, count);
    };
    for (int d = 0; d < words; ++d) {
      tree.forms.emplace_back(sentence.tokens[d].form);
      tree.tags.add(shares(tags, d, kTags));
      tree.arcs.add(shares(arcs, d, heads));
      tree.relations.add(shares(relations, d, kRelations));
      if (tree.heads[d] == words) tree.heads[d] = -1;
    }
    return tree;
  }

 private:
  /// Adds a teacher's part to the shares of `count` labels a word; `sums` have `stride` a word.
  void vote(std::span<const text::Sum> sums, int stride, int bits, int count, Matrix& shares) {
    vote_.resize(count);
    for (std::size_t word = 0; word * stride < sums.size(); ++word) {
      for (int i = 0; i < count; ++i)
        vote_[i] = std::ldexp(static_cast<float>(sums[word * stride + i]), -bits);
      const float all = exponentiate(vote_.data(), count) * static_cast<float>(teachers_.size());
      for (int i = 0; i < count; ++i) shares[word * count + i] += vote_[i] / all;
    }
  }

  std::vector<Teacher> teachers_;
  std::vector<text::Features> features_;
  std::vector<text::Sum> sums_;
  text::ArcScores scores_;
  Matrix vote_;
};

/// Adds trees of running text, a paragraph a line, as several models draw them.
base::Result<void> draw_trees(const std::string& path, const std::vector<std::string>& models,
                              std::vector<Tree>& trees) {
  constexpr std::size_t kShortest = 4, kLongest = 80;  // words
  std::vector<Teacher> teachers;
  for (const std::string& model : models) {
    auto teacher = Teacher::open(model);
    if (!teacher) return tl::unexpected(teacher.error());
    teachers.push_back(std::move(*teacher));
  }
  std::ifstream in(path);
  if (!in) return base::fail("cannot be read", path);
  Council council(std::move(teachers));
  int words = 0;
  const std::size_t before = trees.size();
  for (std::string line; std::getline(in, line);) {
    std::vector<text::Sentence> sentences;
    text::split_sentences(line, {.span = {0, static_cast<std::uint32_t>(line.size())}}, sentences);
    for (text::Sentence& sentence : sentences) {
      text::tokenize(line, sentence);
      if (sentence.tokens.size() < kShortest || sentence.tokens.size() > kLongest) continue;
      trees.push_back(council.read(sentence));
      words += trees.back().words();
    }
  }
  std::fprintf(stderr, "%s: %zu sentences, %d words\n", path.c_str(), trees.size() - before, words);
  return {};
}

/// The features that have a vector: those that come often enough, which training gives one, and
/// after them the words whose meaning is known.
class Vocabulary {
 public:
  Vocabulary(const std::vector<Tree>& trees, text::HashTable clusters, const Meanings& meanings,
             int often)
      : clusters_(clusters), meanings_(meanings) {
    std::unordered_map<std::uint32_t, int> counts;
    for (const Tree& tree : trees) {
      for (const std::string& form : tree.forms) {
        const text::Features features = text::features_of(form, clusters_);
        for (const std::uint32_t feature : std::span(features).first(text::kMeaningFeature)) {
          if (++counts[feature] == often) {
            entries_.push_back({feature, static_cast<std::uint32_t>(entries_.size())});
          }
        }
      }
    }
    learnt_ = static_cast<int>(entries_.size());
    for (const std::uint32_t word : meanings.words) {
      entries_.push_back({word, static_cast<std::uint32_t>(entries_.size())});
    }
    slots_ = text::HashTable::build(entries_);
    table_ = text::HashTable(slots_);
  }

  void add(const Tree& tree, Batch& batch) const {
    const int first = batch.rows();
    batch.sentences.push_back({first, tree.words()});
    batch.words += tree.words();
    for (int i = 0; i < tree.words(); ++i) {
      Batch::Rows& rows = batch.features.emplace_back();
      const text::Features features = text::features_of(tree.forms[i], clusters_);
      std::ranges::transform(features, rows.begin(), [&](std::uint32_t feature) {
        return static_cast<int>(table_.find(feature));  // kNone becomes -1
      });
      const auto meaning = std::exchange(rows[text::kMeaningFeature], -1) - learnt_;
      batch.meanings.resize(batch.features.size() * kMeaning);
      if (meaning >= 0) {
        std::copy_n(meanings_.vectors.begin() + static_cast<std::ptrdiff_t>(meaning) * kMeaning,
                    kMeaning, batch.meanings.end() - kMeaning);
      }
      batch.heads.push_back(tree.heads[i] < 0 ? 0 : first + tree.heads[i]);
      batch.tags.add(tree.tags[i]);
      batch.arcs.add(tree.arcs[i]);
      batch.relations.add(tree.relations[i]);
    }
    batch.features.push_back(Batch::no_features());
    batch.meanings.resize(batch.features.size() * kMeaning);
    batch.add_gap();
  }
  /// How many training gives a vector.
  [[nodiscard]] int learnt() const { return learnt_; }
  [[nodiscard]] std::span<const text::HashTable::Slot> slots() const { return slots_; }

 private:
  text::HashTable clusters_, table_;
  const Meanings& meanings_;
  int learnt_ = 0;
  std::vector<text::HashTable::Slot> entries_, slots_;
};

/// Goes over all trees, and twice over those of the treebanks, which come first, where there are
/// others.
void learn(Learner& learner, const Vocabulary& vocabulary, const std::vector<Tree>& trees,
           std::size_t treebank, const Settings& settings) {
  std::vector<int> order(treebank < trees.size() ? treebank : 0);
  std::iota(order.begin(), order.end(), 0);
  order.resize(order.size() + trees.size());
  std::iota(order.end() - std::ssize(trees), order.end(), 0);
  const auto all = static_cast<float>(order.size()) * static_cast<float>(settings.epochs);
  float seen = 0;
  for (int epoch = 1; epoch <= settings.epochs; ++epoch) {
    learner.random().shuffle(order);
    Loss loss;
    int words = 0;
    for (std::size_t begin = 0; begin < order.size(); begin += settings.batch) {
      const std::size_t end = std::min(order.size(), begin + settings.batch);
      Batch batch;
      for (std::size_t i = begin; i < end; ++i) {
        vocabulary.add(damaged(trees[order[i]], settings.noise, learner.random()), batch);
      }
      learner.learn(batch, seen / all, loss);
      seen += static_cast<float>(end - begin);
      words += batch.words;
    }
    std::fprintf(stderr, "epoch %2d  loss a word: tag %.3f  arc %.3f  relation %.3f\n", epoch,
                 loss.tag / words, loss.arc / words, loss.relation / words);
  }
}

struct Files {
  std::vector<std::string> treebanks, teachers;
  std::string clusters, meanings, raw, out;
};

base::Result<void> train(const Files& files, const Settings& settings) {
  const auto clusters = read_clusters(files.clusters);
  if (!clusters) return tl::unexpected(clusters.error());
  std::vector<Tree> trees;
  std::vector<text::LemmaExample> lemma_examples;
  for (const std::string& path : files.treebanks) {
    if (const auto read = read_trees(path, trees, lemma_examples); !read) return read;
  }
  const std::size_t treebank = trees.size();
  if (!files.raw.empty()) {
    if (const auto drawn = draw_trees(files.raw, files.teachers, trees); !drawn) return drawn;
  }
  const auto meanings = read_meanings(files.meanings, settings.meanings);
  if (!meanings) return tl::unexpected(meanings.error());
  const Vocabulary vocabulary(trees, text::HashTable(*clusters), *meanings, settings.often);
  const auto learner = std::make_unique<Learner>(vocabulary.learnt(), settings);
  learn(*learner, vocabulary, trees, treebank, settings);

  const auto network = std::make_unique<text::Network>();
  std::memset(static_cast<void*>(network.get()), 0, sizeof *network);  // its gaps are in the file
  std::vector<std::int8_t> vectors;
  learner->write(meanings->vectors, *network, vectors);
  const text::LemmaTable lemmas = text::learn_lemmas(lemma_examples);
  const std::string file = text::model_file(
      {text::bytes<text::HashTable::Slot>(*clusters),
       text::bytes<text::HashTable::Slot>(lemmas.endings), text::bytes<text::Edit>(lemmas.edits),
       text::bytes<text::HashTable::Slot>(vocabulary.slots()), text::bytes<std::int8_t>(vectors),
       text::bytes<text::Network>({network.get(), 1})});
  std::ofstream(files.out, std::ios::binary) << file;
  std::fprintf(stderr, "%s: %zu bytes, %d features, %zu lemma endings\n", files.out.c_str(),
               file.size(), vocabulary.learnt(), lemmas.endings.size());
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains the English tagger, lemmatiser and parser");
  Files files;
  Settings settings;
  app.add_option("treebank", files.treebanks, "CoNLL-U files")->required();
  app.add_option("--clusters", files.clusters, "lines of a word and its cluster's number")
      ->required();
  app.add_option("--meanings", files.meanings, "lines of a word and its vector among all words")
      ->required();
  app.add_option("--out", files.out, "the model file to write")->required();
  auto* raw = app.add_option("--raw", files.raw, "text to learn from besides, a paragraph a line");
  raw->needs(app.add_option("--teachers", files.teachers, "models that read that text"));
  app.add_option("--words", settings.meanings, "the commonest, whose vectors the model has")
      ->capture_default_str();
  app.add_option("--often", settings.often, "times that a feature must come to have a vector")
      ->capture_default_str();
  app.add_option("--epochs", settings.epochs)->capture_default_str();
  app.add_option("--batch", settings.batch, "sentences a step")->capture_default_str();
  app.add_option("--rate", settings.rate)->capture_default_str();
  app.add_option("--dropout", settings.dropout)->capture_default_str();
  app.add_option("--hidden-words", settings.hidden_words)->capture_default_str();
  app.add_option("--noise", settings.noise, "0 for clean sentences only")->capture_default_str();
  app.add_option("--seed", settings.seed)->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (const auto trained = train(files, settings); !trained) {
    std::fprintf(stderr, "train_text: %s\n", trained.error().message().c_str());
    return 1;
  }
}
