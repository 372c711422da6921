// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Composed maps against their parts, applied one after the other.
#include "compiler/import/nir/LinearMap.h"
#include <gmock/gmock.h>
#include <random>

using namespace nacre;
using namespace nacre::nir;
using ::testing::HasSubstr;

namespace {

std::vector<double> applied(const LinearMap &map, const std::vector<double> &in) {
  std::vector<double> out(size_t(map.to.volume()), 0.0);
  if (map.dense) {
    for (size_t o = 0; o < out.size(); ++o)
      for (size_t i = 0; i < in.size(); ++i)
        out[o] += map.weights[o * in.size() + i] * in[i];
    return out;
  }
  const int64_t inputs = map.from.channels / map.groups, outputs = map.to.channels / map.groups;
  size_t n = 0;
  for (int64_t o = 0; o < map.to.channels; ++o)
    for (int64_t y = 0; y < map.to.rows; ++y)
      for (int64_t x = 0; x < map.to.columns; ++x, ++n)
        for (int64_t i = 0; i < inputs; ++i)
          for (int64_t ky = 0; ky < map.window.y.kernel; ++ky)
            for (int64_t kx = 0; kx < map.window.x.kernel; ++kx) {
              const int64_t sy = map.window.y.inputOf(y, ky), sx = map.window.x.inputOf(x, kx);
              const int64_t c = o / outputs * inputs + i;
              if (sy >= 0 && sy < map.from.rows && sx >= 0 && sx < map.from.columns)
                out[n] += map.at(o, i, ky, kx) *
                          in[size_t((c * map.from.rows + sy) * map.from.columns + sx)];
            }
  return out;
}

LinearMap convolution(Extent from, int64_t channels, int64_t groups, Window y, Window x,
                      std::mt19937 &random) {
  LinearMap map;
  map.from = from;
  map.to = {channels, y.outputs(from.rows), x.outputs(from.columns)};
  map.window = {y, x};
  map.groups = groups;
  for (int64_t i = 0; i < channels * (from.channels / groups) * y.kernel * x.kernel; ++i)
    map.weights.push_back(double(random() % 7) - 3);
  return map;
}

LinearMap matrix(Extent from, int64_t outputs, std::mt19937 &random) {
  LinearMap map;
  map.from = from;
  map.to = {outputs, 1, 1};
  map.dense = map.flat = true;
  for (int64_t i = 0; i < outputs * from.volume(); ++i)
    map.weights.push_back(double(random() % 7) - 3);
  return map;
}

void expectComposes(const LinearMap &first, const LinearMap &second, std::mt19937 &random) {
  auto both = compose(first, second);
  ASSERT_TRUE(both) << both.error().message;
  EXPECT_EQ(both->from, first.from);
  EXPECT_EQ(both->to, second.to);
  std::vector<double> in;
  for (int64_t i = 0; i < first.from.volume(); ++i)
    in.push_back(double(random() % 5));
  EXPECT_EQ(applied(*both, in), applied(second, applied(first, in)));
}

} // namespace

TEST(LinearMap, AConvolutionBehindAPool) {
  std::mt19937 random(1);
  const Window pool{2, 2, 1, 0, 0}, kernel{3, 1, 1, 1, 1}, strided{3, 2, 2, 2, 2};
  LinearMap pooled = convolution({3, 8, 6}, 3, 3, pool, pool, random);
  expectComposes(pooled, convolution(pooled.to, 4, 1, kernel, kernel, random), random);
  expectComposes(pooled, convolution(pooled.to, 6, 3, strided, kernel, random), random);
}

TEST(LinearMap, WithoutPaddingWindowsMayOverlapAndLeaveARest) {
  std::mt19937 random(2);
  const Window overlapping{3, 2, 1, 1, 1}, kernel{2, 1, 1, 0, 0}, padded{3, 1, 1, 1, 1};
  LinearMap first = convolution({2, 8, 7}, 2, 2, overlapping, overlapping, random);
  expectComposes(first, convolution(first.to, 3, 1, kernel, kernel, random), random);
  auto refused = compose(first, convolution(first.to, 3, 1, padded, padded, random));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("a padded window follows one that overlaps"));
  // Five columns in pools of two leave one, which the padding behind the second would read.
  const Window pool{2, 2, 1, 0, 0};
  LinearMap rest = convolution({2, 4, 5}, 2, 2, pool, pool, random);
  EXPECT_FALSE(compose(rest, convolution(rest.to, 2, 1, padded, padded, random)));
  const Window before{3, 1, 1, 1, 0};
  expectComposes(rest, convolution(rest.to, 2, 1, before, before, random), random);
}

TEST(LinearMap, AMatrixBehindAPool) {
  std::mt19937 random(3);
  const Window pool{2, 2, 1, 0, 0}, padded{3, 2, 1, 1, 1};
  for (const Window &window : {pool, padded}) {
    LinearMap first = convolution({3, 6, 4}, 3, 3, window, window, random);
    expectComposes(first, matrix(first.to, 5, random), random);
  }
}

TEST(LinearMap, ScalesBeforeAndBehind) {
  std::mt19937 random(4);
  const Window one, kernel{3, 1, 1, 1, 1};
  LinearMap scale = convolution({2, 5, 5}, 2, 2, one, one, random);
  LinearMap conv = convolution({2, 5, 5}, 2, 1, kernel, kernel, random);
  expectComposes(scale, conv, random);
  expectComposes(conv, scale, random);
  expectComposes(matrix({2, 5, 5}, 2, random), convolution({2, 1, 1}, 2, 2, one, one, random),
                 random);
  EXPECT_TRUE(LinearMap::identity({2, 5, 5}).isIdentity());
  EXPECT_FALSE(scale.isIdentity());
}

TEST(LinearMap, NotTwoWeightedLayers) {
  std::mt19937 random(5);
  const Window kernel{3, 1, 1, 1, 1};
  LinearMap conv = convolution({2, 5, 5}, 4, 1, kernel, kernel, random);
  for (const LinearMap &second :
       {convolution(conv.to, 4, 1, kernel, kernel, random), matrix(conv.to, 3, random)}) {
    auto refused = compose(conv, second);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("two weighted layers"));
  }
}

TEST(LinearMap, ALittleFileCannotAskForMuchTime) {
  std::mt19937 random(7);
  const Window wide{300, 1, 1, 0, 0};
  LinearMap pool = convolution({1, 600, 600}, 1, 1, wide, wide, random);
  auto refused = compose(pool, convolution(pool.to, 1, 1, wide, wide, random));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("more than 10^9 products"));
}

TEST(LinearMap, APointWithPaddingIsNoScale) {
  // Of three positions a stride of 2 with padding reads -1, 1, 3: as many as there were.
  std::mt19937 random(6);
  const Window spread{1, 2, 1, 1, 1};
  LinearMap map = convolution({2, 3, 3}, 2, 2, spread, spread, random);
  map.weights = {1, 1};
  EXPECT_TRUE(map.from == map.to);
  EXPECT_FALSE(map.isIdentity());
  EXPECT_TRUE(LinearMap::identity(map.from).isIdentity());
}
