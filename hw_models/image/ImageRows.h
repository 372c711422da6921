// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The rows of an image's sparse weights, read in place.
#pragma once
#include "hw_models/image/SparseRows.h"
#include "hw_models/image/chip_image_generated.h"

namespace nacre {

inline bool isSparse(const image::Weights &weights) {
  return weights.offsets() || weights.targets();
}

inline SparseRows rowsOf(const image::Weights &weights) {
  auto span = [](const auto *vector) {
    using Element = std::remove_cvref_t<decltype(*vector->data())>;
    return vector ? std::span<const Element>(vector->data(), vector->size())
                  : std::span<const Element>();
  };
  return {span(weights.offsets()), span(weights.targets()), span(weights.values())};
}

} // namespace nacre
