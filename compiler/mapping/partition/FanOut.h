// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include "compiler/mapping/partition/Grid.h"

namespace nacre {

/// Entries of the axon-out table that boxes of a population need if each tile of those who read it
/// is a core of its own.
class FanOut {
  /// Of one edge, by axis: tiles that positions are read by, summed over all positions before.
  struct Readers {
    std::vector<int64_t> c, y, x;
  };
  std::vector<Readers> readers;

public:
  /// `grids`: by population; edges into one that has none yet are left out.
  FanOut(const MappingProblem &problem, size_t population, const std::vector<Grid> &grids);

  int64_t entries(const Box &box) const;

  /// Equal for ranges of one axis with equal entries, whatever the others.
  std::vector<int64_t> rows(Range range) const;
  std::vector<int64_t> columns(Range range) const;
  std::vector<int64_t> channels(Range range) const;
};

} // namespace nacre
