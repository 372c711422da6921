// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Executes the image packet by packet; rules in docs/semantics/cycle.md.
#pragma once
#include "simulator/Engine.h"
#include "simulator/Network.h"

namespace nacre {

std::unique_ptr<Engine> makeCycleEngine(std::shared_ptr<const Network> network,
                                        const CycleOptions &options);

} // namespace nacre
