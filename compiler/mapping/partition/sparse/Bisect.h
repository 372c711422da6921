// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/partition/sparse/NeuronGraph.h"

namespace nacre {

/// Cuts the graph into parts of about equal load, the part of each vertex, by bisecting again and
/// again: one half is grown from a vertex at the end of the graph, then the cut is refined by
/// tentative moves (Fiduccia and Mattheyses, DAC 1982). Parts with near numbers are near each
/// other.
std::vector<uint32_t> bisect(const NeuronGraph &graph, uint32_t parts);

/// Halves some parts in the same way. Part number i of `which` keeps its number for one half, the
/// other is part `firstNew` + i. A part of a single vertex stays whole.
void halve(const NeuronGraph &graph, std::vector<uint32_t> &partOf,
           const std::vector<uint32_t> &which, uint32_t firstNew);

} // namespace nacre
