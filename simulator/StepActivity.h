// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the neurons of a chip did in a chip step.
#pragma once
#include "simulator/ChipState.h"

namespace nacre {

struct SliceActivity {
  std::vector<Firing> firings; ///< in index order
  std::vector<uint8_t> active; ///< of each neuron; empty if none was updated
};

/// In the order of Network::slices.
using StepActivity = std::vector<SliceActivity>;

} // namespace nacre
