// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/SmoothVectors.h"
#include <cmath>
#include <gtest/gtest.h>

using namespace nacre;

/// A line of clusters, numbered from one end to the other or in another order.
static PlacementProblem line(uint32_t count, uint32_t stride) {
  std::vector<Packets> packets;
  for (uint32_t i = 0; i + 1 < count; ++i)
    packets.push_back({i * stride % count, {(i + 1) * stride % count}, 2});
  PlacementProblem problem;
  problem.send(count, std::move(packets));
  return problem;
}

// A walk on a line, reflected at its ends, has the eigenvectors cos(pi k i / (n - 1)).
TEST(SmoothVectors, OfALineAreCosines) {
  constexpr uint32_t count = 23;
  for (uint32_t stride : {1, 7}) {
    const auto vectors = smoothVectors(line(count, stride));
    for (uint32_t k : {1, 2}) {
      const std::vector<double> &x = vectors[k - 1];
      const double scale = x[0]; // where the cosine is 1
      for (uint32_t i = 0; i < count; ++i)
        EXPECT_NEAR(x[i * stride % count] / scale, std::cos(M_PI * k * i / (count - 1)), 1e-2)
            << k << " " << i;
    }
  }
}

TEST(SmoothVectors, TwoGroupsThatDoNotTalkLieApart) {
  PlacementProblem problem;
  problem.send(6, {{0, {2}, 1}, {2, {4}, 1}, {1, {3}, 1}, {3, {5}, 1}});
  const std::vector<double> x = smoothVectors(problem)[0];
  EXPECT_NEAR(x[0], x[2], 1e-6);
  EXPECT_NEAR(x[2], x[4], 1e-6);
  EXPECT_NEAR(x[1], x[5], 1e-6);
  EXPECT_GT(std::abs(x[0] - x[1]), 0.1);
}
