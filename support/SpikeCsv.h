// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The file of --spikes: one line a spike, the same bytes from every level that agrees.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace nacre {

inline constexpr std::string_view spikeCsvHeader = "sample,population,neuron,step\n";

/// Appends one line; the caller goes by sample, population, neuron and step, in this order.
/// A population's name is quoted if it has to be (RFC 4180).
inline void appendSpike(std::string &csv, int64_t sample, std::string_view population,
                        int64_t neuron, int64_t step) {
  csv += std::to_string(sample) + ',';
  if (population.find_first_of(",\"\r\n") == population.npos) {
    csv += population;
  } else {
    csv += '"';
    for (char c : population)
      csv += c == '"' ? std::string("\"\"") : std::string(1, c);
    csv += '"';
  }
  csv += ',' + std::to_string(neuron) + ',' + std::to_string(step) + '\n';
}

} // namespace nacre
