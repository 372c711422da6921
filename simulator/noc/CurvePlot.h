// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Load-latency curves as a picture.
#pragma once
#include "simulator/noc/LoadCurve.h"

namespace nacre {

/// An SVG document: mean latency over offered load, cut at five times the least latency; a curve
/// ends with its first saturated point, and leaves out points at which no packet arrived. Labels
/// say what tells the curves apart.
std::string plotCurves(const std::string &title, const std::vector<LoadCurve> &curves);

} // namespace nacre
