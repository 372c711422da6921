// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/image/NeuronDelivery.h"
#include <algorithm>

namespace nacre {

void NeuronDelivery::need(const SparseRows &rows, std::span<const int64_t> coreOf) {
  std::vector<int64_t> cores;
  for (uint32_t source = 0; source < rows.sources(); ++source) {
    cores.clear();
    for (uint32_t target : rows.targetsOf(source))
      if (int64_t core = coreOf[target]; core >= 0)
        cores.push_back(core);
    // Several synapses into a core need one packet; there may be ten times as many of them.
    std::sort(cores.begin(), cores.end());
    cores.erase(std::unique(cores.begin(), cores.end()), cores.end());
    for (int64_t core : cores)
      need(source, uint32_t(core));
  }
}

std::optional<NeuronDelivery::Fault> NeuronDelivery::fault(bool exactly) {
  std::sort(needs.begin(), needs.end());
  needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
  std::sort(sendings.begin(), sendings.end());
  auto sent = sendings.begin();
  auto need = needs.begin();
  while (sent != sendings.end() || need != needs.end()) {
    uint64_t pair =
        sent == sendings.end() || (need != needs.end() && *need < *sent) ? *need : *sent;
    bool needed = need != needs.end() && *need == pair;
    need += needed;
    uint32_t times = 0;
    for (; sent != sendings.end() && *sent == pair; ++sent)
      ++times;
    if (times > 1 || (needed ? times == 0 : exactly))
      return Fault{uint32_t(pair >> 32), uint32_t(pair), needed, times};
  }
  return std::nullopt;
}

} // namespace nacre
