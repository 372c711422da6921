// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Whether an image's routing tables bring every packet where it should go. Looks at image and chip
// only: where the routes lead is one thing, where the tables lead another.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/chip_image_generated.h"
#include "support/Result.h"

namespace nacre {

/// Keys name cores of the image and ascend, as routers and entries do; entries name keys. The other
/// fields are checked.
Status checkTableFields(const image::Image &image);

/// Refuses tables where the chip's routers follow a policy. Where they follow tables, refuses
/// - more entries in a router than it has, with exit code DoesNotFit,
/// - a key whose packets, followed entry by entry, do not come to each of its destinations once and
///   to nothing else, or pass a router twice, and an entry they never meet,
/// - a packet without a key, and a key without packets,
/// - trees that can wait for each other (DeadlockCheck.h).
/// Fields and cores are checked.
Status checkTables(const image::Image &image, const ChipModel &chip);

} // namespace nacre
