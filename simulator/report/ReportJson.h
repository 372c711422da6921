// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// report.json; docs/report.md describes its keys.
#pragma once
#include "simulator/report/Report.h"
#include <string>

namespace nacre {

inline constexpr const char *reportSchema = "nacre-report-1";

/// Sorted keys, no time of day, the same bytes for the same report. Refuses numbers that are not
/// finite, which JSON cannot say. `indent`: -1 for one line.
Result<std::string> reportJson(const Report &report, int indent = 1);

} // namespace nacre
