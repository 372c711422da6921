// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/Core.h"

namespace nacre {

Cycle Core::inject(Cycle now, StepContext &step) {
  Cycle at = std::max({axonOut.visibleAt(), injection.creditAt(), injection.linkFreeAt()});
  if (at <= now) {
    injection.send(axonOut.pop(now, step.agenda), now, step.agenda);
    at = std::max({axonOut.visibleAt(), injection.creditAt(), injection.linkFreeAt()});
  }
  return at == never ? never : std::max(at, now + 1);
}

} // namespace nacre
