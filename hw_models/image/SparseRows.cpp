// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/SparseRows.h"
#include <fmt/format.h>

namespace nacre {

Status checkRows(const SparseRows &rows, uint64_t sources, uint64_t targets) {
  if (rows.offsets.size() != sources + 1)
    return Error{fmt::format("{} source neurons need {} offsets, there are {}", sources,
                             sources + 1, rows.offsets.size())};
  if (rows.targets.size() != rows.weights.size())
    return Error{fmt::format("there are {} targets but {} weights", rows.targets.size(),
                             rows.weights.size())};
  if (rows.offsets.front() != 0 || rows.offsets.back() != rows.targets.size())
    return Error{fmt::format("offsets must go from 0 to the number of synapses, {}, but go from {} "
                             "to {}",
                             rows.targets.size(), rows.offsets.front(), rows.offsets.back())};
  for (size_t s = 0; s < sources; ++s)
    if (rows.offsets[s] > rows.offsets[s + 1])
      return Error{fmt::format("offsets must ascend but {} follows {}", rows.offsets[s + 1],
                               rows.offsets[s])};
  for (size_t s = 0; s < sources; ++s) {
    int64_t last = -1;
    for (uint32_t target : rows.targetsOf(s)) {
      if (target <= last)
        return Error{fmt::format("the targets of source neuron {} must ascend but {} follows {}", s,
                                 target, last)};
      last = target;
    }
    if (last >= int64_t(targets))
      return Error{fmt::format("source neuron {} has a synapse to neuron {}, there are {}", s, last,
                               targets)};
  }
  return success();
}

} // namespace nacre
