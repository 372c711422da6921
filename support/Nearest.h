// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The name somebody probably meant.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace nacre {

/// The candidate with the least edit distance to `name` (insert, delete, replace, swap neighbours);
/// the first of equals. Empty if more than a third of the letters differ.
std::string nearestName(std::string_view name, const std::vector<std::string> &candidates);

} // namespace nacre
