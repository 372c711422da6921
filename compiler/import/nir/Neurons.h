// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parameters of a node's neurons, for a population.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/nir/Network.h"
#include "compiler/import/nir/Primitive.h"

namespace nacre::nir {

/// Of the largest parameter that is no scalar; 0 channels without one.
Extent extentOfParameters(const Node &node);

/// The unit that Nacre wrote beside a node, one a channel; empty if there is none.
std::vector<double> unitOf(const Node &node, int64_t channels);

/// Completes a population that has a name and an extent, and the constant of its synapses as bias.
/// False if there is a finding.
bool addNeurons(const Node &node, const Primitive &primitive, const ImportOptions &options,
                Population &population, Findings &findings);

} // namespace nacre::nir
