// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Routers and cores of a chip, wired by channels.
#pragma once
#include "simulator/cycle/Core.h"
#include "simulator/cycle/Router.h"
#include <deque>

namespace nacre {

/// Components are numbered: routers by tile, then cores by Network::cores.
class Mesh {
  std::deque<Channel> channels; ///< between routers and cores; components point to them
  std::vector<Router> routers;
  std::vector<Core> cores;

public:
  explicit Mesh(const Network &network);

  uint32_t components() const { return uint32_t(routers.size() + cores.size()); }
  uint32_t componentOfCore(uint32_t core) const { return uint32_t(routers.size()) + core; }

  Cycle evaluate(uint32_t component, Cycle now, StepContext &step) {
    return component < routers.size() ? routers[component].evaluate(now, step)
                                      : cores[component - routers.size()].evaluate(now, step);
  }

  /// All cores begin a chip step.
  void start(Cycle now, StepContext &step);

  /// When the last core was done; once all packets of the step are processed.
  Cycle finishedAt() const;
};

} // namespace nacre
