// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Executes the image's tables in logical time: spikes and events, no cycles.
#pragma once
#include "simulator/Engine.h"
#include "simulator/Network.h"

namespace nacre {

std::unique_ptr<Engine> makeFunctionalEngine(std::shared_ptr<const Network> network);

} // namespace nacre
