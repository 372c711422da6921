// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random quantized networks in the TOSA dialect, as text.
#pragma once
#include <cstdint>
#include <string>

namespace nacre {

/// Multipliers are such that no rounding but that of rescales happens: neither in 32 bits nor in
/// the importer's real numbers.
std::string randomTosa(uint64_t seed);

} // namespace nacre
