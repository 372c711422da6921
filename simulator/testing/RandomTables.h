// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Routing tables for images made by hand or at random, without a compiler.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"

namespace nacre {

/// Adds keys for all packets of the image, and tables by which they go along one spanning tree of
/// the network, a random one: no two packets can wait for each other there, and few ways are
/// shortest ones. Cores and their routes are complete.
void addRandomTables(image::ImageT &image, const ChipModel &chip, uint32_t seed);

} // namespace nacre
