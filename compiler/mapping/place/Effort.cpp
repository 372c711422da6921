// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/Effort.h"

namespace nacre {

Registry<Effort> efforts() {
  Registry<Effort> efforts;
  efforts.add("fast", {300, {0.1, 0.03}, 100});
  efforts.add("normal", {3000, {0.1, 0.03}, 500});
  efforts.add("best", {30000, {0.3, 0.1, 0.03}, 5000});
  return efforts;
}

} // namespace nacre
