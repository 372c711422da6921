// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network of real numbers as a NIR graph in normal form: what trace() makes such a network of.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/nir/Graph.h"
#include "compiler/import/nir/Network.h"

namespace nacre::nir {

struct BuiltGraph {
  Node graph;
  bool timed = false;             ///< it has time constants or delays
  std::vector<std::string> notes; ///< names that had to change
};

/// Parameters have one number a neuron, and the gain of every population is 1: its r is tau / dt,
/// or
/// 1. Node names are those of populations, and `POPULATION_weight`, `_delay`, `_flatten` for what
/// leads to one. Refuses populations that lie on no way from input to readout, and more nodes than
/// can be read back.
BuiltGraph buildGraph(const Network &network, double dtSeconds, Findings &findings);

} // namespace nacre::nir
