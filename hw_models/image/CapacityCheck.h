// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether a chip's cores have what an image asks of them. Looks at nothing but image and chip, and
// shares no counting with the compiler.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/chip_image_generated.h"
#include "support/Result.h"

namespace nacre {

/// Of every core: neurons, axons, synapse memory and destinations (CoreNeeds.h), the widths of
/// weights, thresholds, biases with the host's currents, and membranes, and for each neuron its
/// distinct weights and the worst case of a step's sum. A refusal names core, layer, resource, need
/// and limit. Fields, layouts and codebooks are checked.
Status checkCapacity(const image::Image &image, const ChipModel &chip);

} // namespace nacre
