// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include "compiler/mapping/MappingProblem.h"
#include <functional>

namespace nacre {

/// What would let a refused problem fit, found by trying: fewer weight bits, other shipped chips.
/// `fit` tells whether a problem fits its chip.
std::string remediesOf(const MappingProblem &problem,
                       const std::function<bool(MappingProblem &)> &fit);

/// The problem as it would be about if it had been trained with at most so many weight bits: larger
/// units, so that weights, thresholds and biases are smaller.
MappingProblem withWeightBits(MappingProblem problem, int32_t bits);

} // namespace nacre
