// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Parameters of a node's neurons, for a population.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/nir/Network.h"
#include "compiler/import/nir/Primitive.h"

namespace nacre::nir {

/// Of the largest parameter, if it has one number a neuron; else 0 channels.
Extent extentOfParameters(const Node &node);

/// Completes a population that has a name and an extent, and the constant of its synapses as bias.
/// False if there is a finding.
bool addNeurons(const Node &node, const Primitive &primitive, const ImportOptions &options,
                Population &population, Findings &findings);

} // namespace nacre::nir
