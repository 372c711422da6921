// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small mapping problems for tests.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre::testing {

/// A 4x4 mesh of cores with room for everything; tests narrow what they test.
inline ChipModel roomyChip() {
  ChipModel chip;
  chip.name = "roomy";
  chip.routingPolicy = "xy";
  chip.grid = {4, 4, 1};
  auto &l = chip.limits;
  l.neurons = l.axonsIn = l.axonsOut = l.targetsPerNeuron = 1 << 20;
  l.synapseMemoryBits = 1 << 30;
  l.weightBits = 8;
  l.weightValuesPerNeuron = 256;
  l.biasBits = l.thresholdBits = l.membraneBits = l.accumulatorBits = 24;
  l.synapticCurrentBits = 24;
  l.axonalDelaySteps = 15;
  l.sharedKernels = true;
  chip.timing.synapseWordBits = 64;
  return chip;
}

inline MappingProblem::Population population(const std::string &name, int64_t c, int64_t y,
                                             int64_t x) {
  return {name, {{0, c}, {0, y}, {0, x}}, {10}, {5}, 0, 0};
}

/// All-to-all, every weight 1.
inline MappingProblem::Edge dense(const MappingProblem &p, size_t source, size_t target) {
  MappingProblem::Edge edge;
  edge.source = source;
  edge.target = target;
  edge.weights.assign(
      size_t(p.populations[source].shape.volume() * p.populations[target].shape.volume()), 1);
  return edge;
}

/// kernel x kernel with the given stride and pad, every weight 1.
inline MappingProblem::Edge convolution(const MappingProblem &p, size_t source, size_t target,
                                        int64_t kernel, int64_t stride, int64_t pad,
                                        int64_t groups = 1) {
  MappingProblem::Edge edge;
  edge.source = source;
  edge.target = target;
  edge.convolution = true;
  edge.groups = groups;
  edge.window.y = edge.window.x = {kernel, stride, 1, pad, pad};
  edge.weights.assign(size_t(p.populations[target].shape.c.size() *
                             p.populations[source].shape.c.size() / groups * kernel * kernel),
                      1);
  return edge;
}

/// a (2x8x8) -conv 3x3, pad 1-> b (4x8x8) -dense-> out (10).
inline MappingProblem smallNetwork() {
  MappingProblem p;
  p.chip = roomyChip();
  p.populations = {population("a", 2, 8, 8), population("b", 4, 8, 8), population("out", 10, 1, 1)};
  p.populations[2].theta.clear();
  p.edges = {convolution(p, 0, 1, 3, 1, 1), dense(p, 1, 2)};
  return p;
}

} // namespace nacre::testing
