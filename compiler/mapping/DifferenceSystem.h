// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Integers of which some must lie apart: x[to] >= x[from] + distance.
#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

namespace nacre {

struct DifferenceSystem {
  struct Constraint {
    size_t from = 0, to = 0;
    int64_t distance = 0;
    size_t tag = 0; ///< whatever the constraint stands for
  };
  size_t unknowns = 0;
  std::vector<Constraint> constraints;

  struct Solution {
    std::vector<int64_t> x;
    std::vector<Constraint>
        cycle; ///< if there is no solution: distances that add up to more than 0
  };

  /// The least solution that is nowhere below 0.
  Solution least() const;

  /// From the least solution on, one of the least sum of cost[i] * x[i], which must have a bound.
  /// Costs add up to 0 or more.
  std::vector<int64_t> cheapest(std::vector<int64_t> x, const std::vector<int64_t> &cost) const;
};

} // namespace nacre
