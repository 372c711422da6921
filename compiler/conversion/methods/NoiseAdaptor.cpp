// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Noise Adaptor, arXiv 2411.17431: the network was trained with the unevenness of spikes as noise,
// so a plain integrate-and-fire network without run-time correction tolerates it.
#include "compiler/conversion/ConversionMethod.h"

namespace nacre {

void registerNoiseAdaptor(ConversionMethodRegistry &registry) {
  registry.add("noise-adaptor",
               {"plain integrate-and-fire neurons, theta = step * levels, v0 = theta / 2",
                "first layer exact after T = levels steps; below it spike counts differ from the "
                "quantized activations by uneven arrival only (statistical)",
                refuseForHalfThreshold, planHalfThreshold});
}

} // namespace nacre
