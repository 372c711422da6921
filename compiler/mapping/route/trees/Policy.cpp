// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The paths that routers without tables would take: the baseline.
#include "compiler/mapping/route/trees/UsualTrees.h"

namespace nacre {

static std::vector<NetTree> route(const RoutingProblem &problem, int64_t) {
  return usualTrees(problem);
}

void registerPolicy(TreeRoutingRegistry &registry) {
  registry.add("policy", {"the topology's usual paths, such as xy", route});
}

} // namespace nacre
