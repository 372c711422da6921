// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the FlatBuffers verifier cannot know: after these checks an engine may index freely.
#pragma once
#include "hw_models/image/chip_image_generated.h"
#include "support/Result.h"

namespace nacre {

/// Indices, enum values, shapes, boxes, widths, windows, lengths and neuron options.
/// Messages name the place: "core 3, slice 0: ...".
Status checkFields(const image::Image &image);

/// Once checkFields accepted the image: each neuron lies in exactly one slice that is no copy, and
/// each axon is reached by a route from a core with its neuron.
Status checkPlacement(const image::Image &image);

/// The same: of an input of spikes there is one at most, which repeats what the host writes.
Status checkInput(const image::Image &image);

/// The same: each slice has an axon for every neuron that it reads, so that no synapse is lost
/// without a word. A connection that one slice of a population has, all have, copies too; blocks of
/// one connection may share out its axons.
Status checkAxons(const image::Image &image);

} // namespace nacre
