// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random small NIR graphs: convolutions, matrices, pools, scales, loops, delays, sub-graphs.
#pragma once
#include "compiler/import/nir/Graph.h"
#include <random>

namespace nacre::nir {

/// Seconds; a power of two, so that products with powers of two are exact.
inline constexpr double randomGraphDt = 1.0 / 1024;

/// In normal form the graph is as the exporter writes graphs, but for the names of weights, and its
/// parameters are integers of 8 bits, the largest of each channel 127, times powers of two.
/// Without, anything goes that the importer takes; some convolutions behind pools it does not.
Node randomGraph(std::mt19937_64 &random, bool normalForm);

} // namespace nacre::nir
