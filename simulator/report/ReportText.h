// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The summary that ends a simulation.
#pragma once
#include "simulator/report/Report.h"
#include <string>

namespace nacre {

std::string reportText(const Report &report);

/// Four digits and a unit from fJ to J: "12.35 nJ".
std::string energyText(double fj);

} // namespace nacre
