// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Noise Adaptor, arXiv 2411.17431: the network was trained with the unevenness of spikes as noise,
// so a plain integrate-and-fire network without run-time correction tolerates it.
#include "compiler/conversion/ConversionMethod.h"

namespace nacre {

void registerNoiseAdaptor(ConversionMethodRegistry &registry) {
  registry.add("noise-adaptor",
               {"plain integrate-and-fire neurons, theta = step * levels, v0 = theta / 2",
                "statistical: the first layer's spike counts are its quantized activations after "
                "T = levels steps, up to the rounding of threshold and bias; deeper layers differ "
                "by uneven arrival of spikes only",
                refuseForHalfThreshold, planHalfThreshold});
}

} // namespace nacre
