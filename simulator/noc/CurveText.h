// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Load-latency curves as tables for people and as JSON for programs.
#pragma once
#include "simulator/noc/LoadCurve.h"

namespace nacre {

/// What all curves have in common. Topology and policy of the model are the curves'.
struct CurveSetting {
  NocModel model;
  std::string traffic; ///< name of the pattern
  SyntheticOptions options;
};

std::string curvesAsText(const CurveSetting &setting, const std::vector<LoadCurve> &curves);
std::string curvesAsJson(const CurveSetting &setting, const std::vector<LoadCurve> &curves);

} // namespace nacre
