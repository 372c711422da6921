// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// NIR pads as many positions before as behind.
#pragma once
#include "compiler/import/nir/LinearMap.h"

namespace nacre::nir {

/// Is it the padding that NIR calls 'same', along both axes?
bool isSamePadding(const Window2D &window);

/// The same convolution with as much padding behind as before: along axes where that differs,
/// weights of 0 widen the kernel. Refuses kernels wider than 1024.
Result<LinearMap> withSymmetricPadding(const LinearMap &convolution);

} // namespace nacre::nir
