// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The integer unit of a layer's current.
#pragma once
#include "compiler/conversion/Current.h"

namespace nacre {

struct UnitChoice {
  std::vector<double> unit;       ///< one per channel, real current of one integer
  double worstError = 0;          ///< largest possible error of one step's current, in units
  int64_t requantizedWeights = 0; ///< weights whose real value changed
};

/// Gives every channel of all parts one integer unit, by rounding the weights of the parts that do
/// not have it. Where all have it already, nothing changes. Else the candidates of a channel are
/// each part's own unit and the smallest unit at which all weights fit their bits; the one with the
/// smallest worst-case current error wins; of equal ones an own unit, and the smallest of these,
/// because the threshold is rounded to it.
/// `common`: one unit for all channels as well (a readout, whose classes are compared).
UnitChoice shareUnit(Current &current, bool common);

} // namespace nacre
