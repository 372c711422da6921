// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A population's neurons as an image describes them.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include "hw_models/neurons/NeuronModel.h"

namespace nacre {

/// The population must have options.
inline NeuronOptions neuronOptionsOf(const image::Population &population) {
  const image::NeuronOptions &o = *population.options();
  NeuronOptions options;
  options.reset = Reset(o.reset());
  options.resetValue = o.reset_value();
  options.strict = o.strict();
  options.maxSpikes = o.max_spikes();
  options.leakShift = o.leak_shift();
  options.leakMultiplier = o.leak_multiplier();
  options.leakScaleBits = o.leak_scale_bits();
  options.inputShift = population.input_shift();
  options.currentLeakMultiplier = population.current_leak_multiplier();
  options.currentLeakScaleBits = population.current_leak_scale_bits();
  options.membraneBits = o.membrane_bits();
  if (population.current_bits())
    options.currentBits = population.current_bits();
  return options;
}

/// Image::readout of a network that tells no classes.
inline constexpr uint32_t noReadout = ~uint32_t(0);

} // namespace nacre
