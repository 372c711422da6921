// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Trying out what may break.
#pragma once
#include <functional>

namespace nacre {

/// Runs `work` in a copy of this process, whose memory it cannot harm, and without its output.
/// False if that broke off. What does not break there does not break when it is done again right
/// after, as the copy has the same memory. Where no copy can be made, true.
bool survivesInChild(const std::function<void()> &work);

} // namespace nacre
