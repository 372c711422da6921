// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LZ4 and Zstandard frames in memory.
#pragma once
#include "support/Result.h"
#include <string>
#include <string_view>

namespace nacre {

/// Refuses damaged or truncated frames, bytes behind them, and more than `maxBytes`.
Result<std::string> unpackLz4(std::string_view frame, size_t maxBytes);
Result<std::string> unpackZstd(std::string_view frame, size_t maxBytes);

} // namespace nacre
