// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "hw_models/chip/ChipModel.h"

namespace nacre {

/// Hardware units that the architecture below names.
namespace sanafe_units {
inline constexpr const char *soma = "soma", *dense = "dense", *convolution = "conv",
                            *sparse = "sparse";
}

/// The chip as an architecture file of SANA-FE: its mesh, and its costs by event. What SANA-FE does
/// not charge is left out with a note: memory words, the host's port, clock, static power,
/// barriers' energy, flits beyond a packet's first.
std::string architectureOf(const ChipModel &chip, std::vector<std::string> &notes);

} // namespace nacre
