// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Noc.h"
#include <fmt/format.h>

namespace nacre {

std::string Noc::describeWaiting() const {
  constexpr size_t most = 8;
  std::string text;
  size_t packets = 0;
  auto name = [&](uint32_t port) {
    return portStates[port].router == none ? fmt::format("core {}", coreOfPort(port))
                                           : fmt::format("router {}", portStates[port].router);
  };
  for (uint32_t router = 0; router < routerCount; ++router)
    for (uint32_t index = firstChannelOf(router); index < firstChannelOf(router + 1); ++index) {
      const VirtualChannel &channel = channels[index];
      if (channel.count == 0 || ++packets > most)
        continue;
      const Flit &flit = slotOf(index, channel.sent).flit;
      std::string_view what = channel.target == none ? "a virtual channel" : "a slot";
      text +=
          fmt::format("{}packet {} {} {} in router {} waits for {} to {}", text.empty() ? "" : "; ",
                      flit.id, flit.destination < cores ? "to core" : "to group",
                      flit.destination < cores ? flit.destination : flit.destination - cores,
                      router, what, name(channel.next));
    }
  if (packets > most)
    text += fmt::format("; and {} more", packets - most);
  return text.empty() ? fmt::format("{} packets cannot leave their cores", queued) : text;
}

} // namespace nacre
