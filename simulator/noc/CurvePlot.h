// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Load-latency curves as a picture.
#pragma once
#include "simulator/noc/SyntheticTraffic.h"
#include <string>

namespace nacre {

struct LoadCurve {
  std::string name;
  std::vector<SyntheticResult> points; ///< by rising rate
};

/// An SVG document: mean latency over offered load, cut at five times the least latency; a curve
/// ends with its first saturated point, and leaves out points at which no packet arrived.
std::string plotCurves(const std::string &title, const std::vector<LoadCurve> &curves);

} // namespace nacre
