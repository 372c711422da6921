// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spikes that come into a network. C++17, because training includes it.
#pragma once
#include <cstdint>
#include <vector>

namespace nacre {

/// Of one sample: by time step, the neurons of the input that fire, (c * rows + y) * columns + x,
/// ascending. After the last step none do.
struct SpikeTrain {
  std::vector<std::vector<uint32_t>> steps;
};

} // namespace nacre
