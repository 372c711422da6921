// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <string_view>

namespace nacre {

/// The text of digits.csv.gz in this folder, unpacked when Nacre was built.
std::string_view embeddedDigits();

} // namespace nacre
