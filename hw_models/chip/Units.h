// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The units that a key of a chip file may end in.
#pragma once
#include "support/Decimal.h"
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace nacre {

/// What a number of a chip file is, and so which units it may be written in.
enum class Dimension {
  Count,  ///< no unit
  Flag,   ///< true or false
  Bits,   ///< _bits, _bytes, _kib
  Time,   ///< _cycles, _ps, _ns, _us, _ms; resolved to cycles
  Period, ///< _ps, _ns, _us, _ms; resolved to femtoseconds
  Energy, ///< _fj, _pj, _nj; resolved to femtojoules
  Power,  ///< _nw, _uw, _mw; resolved to nanowatts
  Area,   ///< _um2, _mm2; resolved to square nanometres
};

struct Unit {
  std::string_view suffix; ///< "pj"
  int64_t factor;          ///< base units (bits, fs, fJ, nW, nm2) in one; 0: already cycles
};

std::span<const Unit> unitsOf(Dimension dimension);

/// "a time", for messages.
std::string_view nounOf(Dimension dimension);

/// A resolved value for messages: "3 cycles", "120 fJ".
std::string withUnit(int64_t value, Dimension dimension);

/// Resolves to the model's integers. Times are rounded up to whole cycles of `cycleFs`; all else
/// must be exact. The text says why it cannot be.
std::variant<int64_t, std::string> resolve(Decimal number, Dimension dimension, const Unit &unit,
                                           int64_t cycleFs);

} // namespace nacre
