// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which weights of an edge meet which source neurons.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <map>

namespace nacre {

/// An edge as windows over groups of channels: a dense one is a single window over the whole
/// source.
struct EdgeGeometry {
  Window2D window;
  int64_t inPerGroup = 0, outPerGroup = 0; ///< channels

  EdgeGeometry(const MappingProblem &problem, const MappingProblem::Edge &edge);

  int64_t taps() const { return window.y.kernel * window.x.kernel; }
  int64_t weightsPerTarget() const { return inPerGroup * taps(); }
};

/// Sets of taps, and how many positions are read through just these.
using TapSets = std::map<std::vector<int64_t>, int64_t>;

/// Along one axis: the positions `in`, read by the outputs `out`.
TapSets tapSets(Range in, Range out, const Window &window);

} // namespace nacre
