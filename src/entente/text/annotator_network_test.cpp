#include "entente/text/annotator_network.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

namespace entente::text {
namespace {

/// A number for each, none beyond `most` on either side.
template <class T, std::size_t N>
void fill(T (&numbers)[N], std::mt19937& random, int most) {
  std::ranges::generate(numbers, [&] {
    return static_cast<T>(static_cast<int>(random() % (2 * unsigned(most) + 1)) - most);
  });
}

TEST(Multiply, IsTheProductForAnyNumberOfRows) {
  constexpr int kIn = 96, kOut = 80, kStride = 40;
  std::mt19937 random(1);
  const auto dense = std::make_unique<Dense<kIn, kOut>>();
  fill(dense->weights, random, 1000);
  fill(dense->bias, random, 1000);
  for (std::size_t rows = 0; rows < 14; ++rows) {
    std::vector<Activation> x(kStride * rows + kIn);
    std::ranges::generate(x, [&] { return static_cast<Activation>(random() % 2001) - 1000; });
    std::vector<Sum> y;
    multiply(*dense, x.data(), rows, y, kStride);
    ASSERT_EQ(y.size(), rows * kOut);
    for (std::size_t row = 0; row < rows; ++row) {
      for (int o = 0; o < kOut; ++o) {
        Sum expected = dense->bias[o];
        for (int i = 0; i < kIn; ++i) {
          expected += x[row * kStride + i] * dense->weights[weight_at(i, o, kIn)];
        }
        ASSERT_EQ(y[row * kOut + o], expected) << rows << " rows: " << row << ", " << o;
      }
    }
  }
}

TEST(Multiply, OfLevelsIsScaled) {
  constexpr int kIn = 96, kOut = 80, kStride = 48;
  std::mt19937 random(3);
  const auto dense = std::make_unique<CoarseDense<kIn, kOut>>();
  fill(dense->weights, random, 127);
  fill(dense->scale, random, 1000);
  fill(dense->bias, random, 1000);
  dense->weights[0] = dense->weights[1] = dense->weights[2] = dense->weights[3] = 127;
  for (std::size_t rows = 0; rows < 14; ++rows) {
    std::vector<Level> x(kStride * rows + kIn);
    std::ranges::generate(x, [&] { return static_cast<Level>(random() % (2 * kZeroLevel)); });
    std::fill_n(x.begin(), 4, Level{2 * kZeroLevel - 1});  // the greatest products there are
    std::vector<Sum> y;
    multiply(*dense, x.data(), rows, y, kStride);
    for (std::size_t row = 0; row < rows; ++row) {
      for (int o = 0; o < kOut; ++o) {
        Sum expected = 0;
        for (int i = 0; i < kIn; ++i)
          expected += x[row * kStride + i] * dense->weights[weight_at<std::int8_t>(i, o, kIn)];
        expected = expected * dense->scale[o] + dense->bias[o];
        ASSERT_EQ(y[row * kOut + o], expected) << rows << " rows: " << row << ", " << o;
      }
    }
  }
}

TEST(Squash, IsTanh) {
  std::vector<Sum> sums;
  for (double x = -12; x <= 12; x += 0.01)
    sums.push_back(static_cast<Sum>(std::ldexp(x, kSumBits)));
  std::vector<Activation> result(sums.size());
  squash(sums, result.data());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    EXPECT_NEAR(std::ldexp(result[i], -kActivationBits), std::tanh(std::ldexp(sums[i], -kSumBits)),
                1.0 / 256);
  }
}

TEST(Distance, HasTwiceEightClasses) {
  for (int far = 1; far < 200; ++far) {
    EXPECT_LT(distance_class(far, 0), kDistances / 2);
    EXPECT_EQ(distance_class(0, far), distance_class(far, 0) + kDistances / 2);
    EXPECT_LE(distance_class(far, 0), distance_class(far + 1, 0));
  }
}

TEST(Encoding, OfNothingIsEmpty) {
  const auto network = std::make_unique<Network>();
  const auto slots = HashTable::build({});
  Encoding encoding;
  encoding.read(*network, {HashTable(slots), {}}, {});
  EXPECT_EQ(encoding.words(), 0u);
}

TEST(Encoding, KnowsTheOrderOfWords) {
  // Unknown words in an untrained network are all alike, but for one that has a vector.
  const auto network = std::make_unique<Network>();
  std::mt19937 random(2);
  for (Network::Layer& layer : network->layers) {
    for (auto* gates : {&layer.from_left, &layer.from_right}) {
      fill(gates->weights, random, 127);
      std::ranges::fill(gates->scale, 256);
    }
  }
  const auto slots = HashTable::build(std::vector<HashTable::Slot>{{7, 0}});
  const std::vector<std::int8_t> vector(kWidth, 40);
  Features known{}, unknown;
  known.fill(7);
  unknown.fill(8);
  const auto read = [&](std::vector<Features> words) {
    Encoding encoding;
    encoding.read(*network, {HashTable(slots), vector}, words);
    return std::vector<Activation>(encoding.vectors(), encoding.vectors() + 3 * kWidth);
  };
  EXPECT_EQ(read({known, unknown, unknown}), read({known, unknown, unknown}));
  EXPECT_NE(read({known, unknown, unknown}), read({unknown, unknown, known}));
}

}  // namespace
}  // namespace entente::text
