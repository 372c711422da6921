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

/// What drives one sample: an image, [channel][row][column], or spikes.
struct Stimulus {
  const uint8_t *pixels = nullptr;
  const SpikeTrain *spikes = nullptr;

  Stimulus(const uint8_t *pixels) : pixels(pixels) {}
  Stimulus(const SpikeTrain &spikes) : spikes(&spikes) {}
};

} // namespace nacre
