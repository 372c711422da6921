// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipClash.h"
#include "hw_models/chip/ChipNoc.h"
#include <fmt/format.h>

namespace nacre {

std::optional<Clash> findClash(const ChipModel &chip) {
  const ChipModel::Limits &limits = chip.limits;
  // Axon types weigh the synapses of a crossbar, which stores neither lists nor indices.
  if (limits.typedAxons && (limits.sparseSynapses || limits.codebookEntries))
    return Clash{"limits",
                 "{} has typed_axons, so it must have neither sparse_synapses nor codebook_entries",
                 "set typed_axons to false, or the other two to false and 0"};
  const NocModel noc = nocModelOf(chip);
  if (Status status = noc.check(); !status)
    return Clash{"timing", "{}, with 'grid' and 'routing': " + status.error().message, ""};
  if (!limits.multicast)
    return std::nullopt;
  if (!noc.policy.isFixed() || noc.policy.classes > 1)
    return Clash{"limits",
                 fmt::format("{{}}.multicast needs a routing policy with one path and one class of "
                             "virtual channels, which '{}' is not",
                             chip.routingPolicy),
                 "set multicast to false, or choose another policy"};
  if (chip.timing.packetFlits > chip.timing.inputBufferFlits)
    return Clash{"timing",
                 fmt::format("{{}}: a multicast packet must fit into a buffer, but has {} flits, "
                             "more than 'input_buffer_flits', {}",
                             chip.timing.packetFlits, chip.timing.inputBufferFlits),
                 "set multicast to false, or make the buffers longer"};
  return std::nullopt;
}

} // namespace nacre
