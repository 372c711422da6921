// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Packets between two cores, few enough to follow by hand.
#pragma once
#include "simulator/testing/ImageBuilder.h"

namespace nacre {

/// `neurons` on core `from` fire in each step, at `targets` readout neurons on core `to`, which are
/// updated one chip step later. Population "p0" and readout "p1", weights 1, an input of one pixel.
ChipImage buildPair(const ChipModel &chip, uint32_t from, uint32_t neurons, uint32_t to,
                    uint32_t targets);

} // namespace nacre
