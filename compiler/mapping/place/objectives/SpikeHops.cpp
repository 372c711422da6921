// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/LinkSum.h"

namespace nacre {

void registerSpikeHops(ObjectiveRegistry &registry) {
  registry.add("spike-hops",
               {"links that packets pass", "links a sample",
                [](const PlacementProblem &problem, const std::vector<uint32_t> &cores) {
                  return linkSum(problem, cores, {1, 1, 1});
                }});
}

} // namespace nacre
