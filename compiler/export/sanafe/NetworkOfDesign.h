// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mapped network as SANA-FE would have it.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/sanafe/Network.h"
#include "dialects/chip/Chip.h"
#include "hw_models/chip/ChipModel.h"

namespace nacre {

/// Populations, in the network's numbering, with their synapses and cores. What SANA-FE computes
/// otherwise is added to `findings` (NCR1508 to NCR1510): neurons, delays and inputs that it has
/// not. A readout becomes a group whose threshold is never reached.
sanafe::Network networkOf(chip::DesignOp design, const ChipModel &chip, Findings &findings,
                          std::vector<std::string> &notes);

} // namespace nacre
