// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which weights of an edge meet which source neurons.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <map>
#include <unordered_map>

namespace nacre {

/// An edge as windows over groups of channels: a dense one is a single window over the whole
/// source.
struct EdgeGeometry {
  Window2D window;
  int64_t inPerGroup = 0, outPerGroup = 0; ///< channels

  EdgeGeometry(const MappingProblem &problem, const MappingProblem::Edge &edge);

  int64_t taps() const { return window.y.kernel * window.x.kernel; }
  int64_t weightsPerTarget() const { return inPerGroup * taps(); }

  /// Groups that a range of target channels lies in.
  Range groupsOf(Range targets) const {
    return {targets.begin / outPerGroup, (targets.end - 1) / outPerGroup + 1};
  }
};

/// From the first to the last input position that outputs `out` read; empty if they read padding.
Range readBy(Range out, const Window &window, int64_t inputs);

/// Sets of taps, and how many positions are read through just these.
using TapSets = std::map<std::vector<int64_t>, int64_t>;

/// Along one axis: the positions `in`, read by the outputs `out`.
TapSets tapSets(Range in, Range out, const Window &window);

/// What some outputs read along one axis, apart from where they lie.
struct ReadPattern {
  TapSets sets;                      ///< of all positions from the first to the last one read
  std::map<int64_t, int64_t> ofTaps; ///< numbers of taps, and how many positions have so many
  std::vector<int64_t> reads;        ///< by tap: outputs that read a position through it
};

/// The reads along one axis, each pattern once.
class AxisReads {
public:
  struct Reads {
    Range inputs; ///< readBy
    const ReadPattern *pattern = nullptr;
  };

  AxisReads(const Window &window, int64_t inputs) : window(window), inputs(inputs) {}
  const Reads &of(Range out);

private:
  Window window;
  int64_t inputs;
  std::map<TapSets, ReadPattern> patterns;
  std::unordered_map<int64_t, Reads> known; ///< by begin, then end
};

} // namespace nacre
