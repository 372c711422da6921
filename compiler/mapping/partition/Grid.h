// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A population cut along its axes.
#pragma once
#include "support/Box.h"
#include <functional>
#include <vector>

namespace nacre {

/// Ranges that follow each other, from 0 to an axis's size.
using Cut = std::vector<Range>;

struct Grid {
  Cut c, y, x;
  int64_t tiles() const { return int64_t(c.size() * y.size() * x.size()); }

  /// By channels, then rows, then columns.
  std::vector<Box> boxes() const;
};

/// Near-equal parts.
Cut equalParts(int64_t size, int64_t count);

/// Cuts worth trying: for each size of the largest part the fewest near-equal parts, and parts that
/// read nearly equal much, which are longer at borders that read padding. `reads`: input positions
/// from the first to the last one that a range reads.
std::vector<Cut> cutsOf(int64_t size, const std::function<int64_t(Range)> &reads);

} // namespace nacre
