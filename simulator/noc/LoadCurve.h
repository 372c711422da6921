// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a network does under rising load.
#pragma once
#include "simulator/noc/SyntheticTraffic.h"
#include <string>
#include <vector>

namespace nacre {

struct LoadCurve {
  std::string routing;
  std::vector<SyntheticResult> points; ///< by rising rate
  Topology topology = {};
};

} // namespace nacre
