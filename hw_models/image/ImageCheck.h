// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the FlatBuffers verifier cannot know: after these checks an engine may index freely.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include "support/Result.h"

namespace nacre {

/// Indices, enum values, shapes, boxes, widths, windows, lengths and neuron options.
/// Messages name the place: "core 3, slice 0: ...".
Status checkFields(const image::Image &image);

/// The image as a whole, once checkFields accepted it: each neuron lies in exactly one slice, and
/// each axon is reached by a route from its neuron's core.
Status checkPlacement(const image::Image &image);

} // namespace nacre
