// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/Counters.h"
#include <cassert>

namespace nacre {

static constexpr std::string_view names[] = {
    "spikes",         "packets_sent",      "hops_east_west",       "hops_north_south",
    "hops_local",     "hops_border",       "axon_lookups",         "synapse_words",
    "synaptic_ops",   "convolution_ops",   "sparse_ops",           "updates_active",
    "updates_idle",   "saturations",       "host_bias_loads",      "host_macs",
    "host_spikes",    "host_reads",        "host_words",           "update_cycles",
    "synapse_cycles", "stall_send_cycles", "stall_receive_cycles",
};
static_assert(std::size(names) == eventCount, "one name for each Event, in its order");

std::string_view eventName(Event event) {
  assert(event < Event::Count);
  return names[size_t(event)];
}

} // namespace nacre
