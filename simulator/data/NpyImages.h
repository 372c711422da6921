// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images and classes in NumPy's arrays. C++17, because training includes it.
#pragma once
#include "simulator/data/DatasetReader.h"
#include "support/Npy.h"

namespace nacre {

/// Arrays `images` of N x height x width, or with three axes an image, or with one, and `labels` of
/// N or N x 1. `request.imageShape` says which axis is which where the arrays do not; its path is
/// for messages. Refuses what is no whole number in 0..255, and axes of which several readings fit.
Result<Dataset> makeNpyImages(const NpyArray &images, const NpyArray &labels,
                              const DatasetRequest &request);

} // namespace nacre
