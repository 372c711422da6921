// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/WeightSums.h"
#include "support/CpuVersions.h"
#include <gtest/gtest.h>

using namespace nacre;

TEST(WeightSums, AddsRowsOfAnyLengthOnEveryProcessor) {
  // 64 + 32 + 8 + 1 is the first length that needs vectors of all sizes.
  constexpr uint32_t longest = 140, offset = 3;
  std::vector<int8_t> weights(3 * (longest + offset));
  for (size_t i = 0; i < weights.size(); ++i)
    weights[i] = int8_t(i * 37 % 256 - 128);
  const int8_t *rows[] = {&weights[0], &weights[longest + offset], &weights[0],
                          &weights[2 * (longest + offset)]};
  for (auto add : CpuVersions<addWeightSums>::all())
    for (uint32_t n = 0; n <= longest; ++n)
      for (size_t count = 0; count <= std::size(rows); ++count) {
        std::vector<int32_t> sums(longest + 1, 100000), expected = sums;
        for (uint32_t j = 0; j < n; ++j)
          for (size_t i = 0; i < count; ++i)
            expected[j] += rows[i][offset + j];
        add(sums.data(), rows, count, offset, n);
        ASSERT_EQ(sums, expected) << n << " weights of " << count << " rows";
      }
}

TEST(WeightSums, MostRowsDoNotOverflow) {
  for (int8_t extreme : {-128, 127}) {
    std::vector<int8_t> row(105, extreme);
    std::vector<const int8_t *> rows(mostSummedRows, row.data());
    for (auto add : CpuVersions<addWeightSums>::all()) {
      std::vector<int32_t> sums(row.size(), 1);
      add(sums.data(), rows.data(), rows.size(), 0, uint32_t(row.size()));
      EXPECT_EQ(sums, std::vector<int32_t>(row.size(), 1 + 256 * extreme));
    }
  }
}
