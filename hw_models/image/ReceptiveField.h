// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which source neurons the neurons of a slice read, from the image alone.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include "support/Box.h"

namespace nacre {

/// The least box around them: of dense and sparse synapses the whole source; empty if a convolution
/// reads padding only. Fields are checked.
Box receptiveField(const image::Image &image, const image::Slice &slice,
                   const image::Synapses &synapses);

} // namespace nacre
