// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Cutting a population with sparse synapses into parts that fit cores.
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <optional>

namespace nacre {

/// Can the population be numbered anew? It spikes, all its synapses are sparse (and there are
/// some), and the host computes none of its currents.
bool isSparsePopulation(const MappingProblem &problem, size_t population);

/// Disjoint parts, each the neurons of a core by the network's indices, ascending; near parts one
/// after the other.
using Parts = std::vector<std::vector<uint32_t>>;

/// Few parts, and few packets between them: multilevel (docs/design/mapping.md, "Partition"). None
/// if not even single neurons fit. The same seed gives the same parts.
std::optional<Parts> partitionSparse(const MappingProblem &problem, size_t population,
                                     int64_t mostNeurons, uint64_t seed);

} // namespace nacre
