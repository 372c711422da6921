// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Weights of an image and the rows of sparse ones, read in place.
#pragma once
#include "hw_models/image/SparseRows.h"
#include "hw_models/image/chip_image_generated.h"

namespace nacre {

inline bool isSparse(const image::Weights &weights) {
  return weights.offsets() || weights.targets();
}

inline WeightSpan spanOf(const image::Weights &weights) {
  if (const auto *wide = weights.wide_values())
    return std::span(wide->data(), wide->size());
  return std::span(weights.values()->data(), weights.values()->size());
}

inline SparseRows rowsOf(const image::Weights &weights) {
  auto span = [](const auto *vector) {
    using Element = std::remove_cvref_t<decltype(*vector->data())>;
    return vector ? std::span<const Element>(vector->data(), vector->size())
                  : std::span<const Element>();
  };
  return {span(weights.offsets()), span(weights.targets()), spanOf(weights)};
}

} // namespace nacre
