// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The pages of docs/findings, which `nacre explain` prints.
#pragma once
#include <map>
#include <string>

namespace nacre {

/// Markdown by code: "NCR1203".
const std::map<std::string, std::string> &findingPages();

} // namespace nacre
