// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// report.html: one page that needs no network and no other file.
#pragma once
#include "simulator/report/Report.h"
#include <string>

namespace nacre {

/// Below 150 kB for chips with up to about a thousand cores in use.
Result<std::string> reportHtml(const Report &report);

} // namespace nacre
