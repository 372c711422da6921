// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The spike file that interpreter and simulator both write: docs/design/whole-road.md.
#pragma once
#include <string>
#include <vector>

namespace nacre {

/// `samples[s]` holds sample s's spikes (members population, neuron, step), sorted in that order;
/// `names` are those of the populations.
template <class Spike>
std::string spikeFile(const std::vector<std::string> &names,
                      const std::vector<std::vector<Spike>> &samples) {
  std::string text = "sample,population,neuron,step\n";
  for (size_t sample = 0; sample < samples.size(); ++sample)
    for (const Spike &spike : samples[sample])
      text += std::to_string(sample) + "," + names[size_t(spike.population)] + "," +
              std::to_string(spike.neuron) + "," + std::to_string(spike.step) + "\n";
  return text;
}

} // namespace nacre
