// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once

namespace nacre {

inline constexpr const char *nacreVersion = "0.1.0";

} // namespace nacre
