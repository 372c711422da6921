// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A spiking network in real numbers: each integer times the unit of its channel.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/nir/Network.h"
#include "dialects/snn/Snn.h"

namespace nacre {

struct RealNetwork {
  nir::Network network; ///< populations in the order of the module, the readout last
  // Of all populations, as a NIR file leaves them open:
  bool subtracts = true;  ///< a spike takes the threshold away; else it resets to a value
  bool inclusive = false; ///< neurons fire at their threshold, not only above it
  int32_t weightBits = 0; ///< largest of the synapses'
};

/// Where the network has no units, they are 1. What NIR cannot say of input, neurons and synapses,
/// or says in one way for all, is in `findings`; the network is then incomplete. Populations that
/// sparse synapses lead to become vectors.
RealNetwork realNetwork(snn::NetworkOp op, Findings &findings);

} // namespace nacre
