// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/relay/RelayPlan.h"
#include "compiler/mapping/DepthBalance.h"
#include <algorithm>

namespace nacre {

RelayPlan planRelays(MappingProblem &problem) {
  if (balanceDepth(problem) || !balanceFreely(problem))
    return {};
  const int64_t longest = problem.chip.limits.axonalDelaySteps;
  RelayPlan plan;
  std::vector<int64_t> relays(problem.populations.size());
  for (size_t e = 0; e < problem.edges.size(); ++e) {
    plan.tap.push_back((problem.delay[e] - 1) / longest);
    relays[problem.edges[e].source] = std::max(relays[problem.edges[e].source], plan.tap.back());
  }
  int64_t neurons = problem.chip.grid.cores() * problem.chip.limits.neurons, left = mostRelays;
  for (size_t p = 0; p < relays.size(); ++p) {
    left -= std::min(relays[p], mostRelays + 1);
    neurons -= std::min(relays[p], mostRelays) * problem.populations[p].shape.volume();
    if (left < 0 || neurons < 0)
      return {};
  }
  for (int64_t count : relays) {
    plan.chains.emplace_back();
    for (int64_t relay = 1; relay <= count; ++relay)
      plan.chains.back().push_back(relay * longest);
  }
  for (size_t e = 0; e < problem.edges.size(); ++e)
    for (int64_t relay = 0; relay < plan.tap[e]; ++relay) {
      int64_t &delay = plan.chains[problem.edges[e].source][size_t(relay)];
      delay = std::min(delay, problem.edges[e].logicalDelay);
    }
  return plan;
}

} // namespace nacre
