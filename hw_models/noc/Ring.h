// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Round a ring: what the policies of tori and of rings are made of.
#pragma once
#include "hw_models/noc/RoutingPolicy.h"

namespace nacre {

/// Whether the shorter way round is by rising places; so is either of two equal ones.
inline bool isShorterUp(uint32_t here, uint32_t to, uint32_t size) {
  return 2 * ((to + size - here) % size) <= size;
}

/// The shorter way to another place, in class 0 of virtual channels while the dateline, the links
/// between the last place and the first, is ahead, in class 1 otherwise. In either direction and
/// class the links packets follow are a line (Dally and Seitz 1987).
inline Way roundRing(uint32_t here, uint32_t to, uint32_t size, Direction up, Direction down) {
  if (isShorterUp(here, to, size))
    return {up, uint8_t(to < here ? 0 : 1)};
  return {down, uint8_t(to > here ? 0 : 1)};
}

} // namespace nacre
