// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/Needs.h"
#include "compiler/mapping/partition/FanOut.h"
#include <optional>

namespace nacre {

struct TileOptions {
  int64_t neurons = 0;     ///< most of a tile; at most the chip's
  bool fanOut = true;      ///< axon-out entries and targets of a neuron count
  bool sharesCores = true; ///< else each tile has a core of its own
  bool fine = false;       ///< of grids about equal rather one with small tiles, which fill gaps

  /// By edge into the population: axon-out entries that the source's cores have left. What is
  /// needed beyond takes cores, and so counts like those of the population itself.
  std::vector<int64_t> sourceEntries;
};

/// Cuts a population into a grid of boxes, each of which fits a core: the grid that takes fewest
/// cores' worth, each tile taking the share of its fullest resource, as far as tiles can fill
/// cores, or without sharing of cores fewest tiles; of those about equal the fewest tiles, then the
/// fewest input axons. None if even single neurons do not fit.
std::optional<Grid> tile(NeedsCounter &needs, const MappingProblem &problem, size_t population,
                         const FanOut &fanOut, const TileOptions &options);

} // namespace nacre
