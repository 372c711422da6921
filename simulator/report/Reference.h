// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What `nacre evaluate --format json` says about the network before it was mapped.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nacre {

struct Reference {
  std::string network, dataset;
  int64_t samples = 0, steps = 0;

  struct Qann {
    int64_t correct = 0; ///< of `samples`
    int64_t macsPerSample = 0;
    int64_t parameters = 0;
  };
  std::optional<Qann> qann; ///< absent if the module was spiking already

  struct Snn {
    std::vector<int64_t> correctAfterStep; ///< of `samples`, one per step; none without classes
    int64_t spikes = 0;                    ///< over all samples
    int64_t synapticOps = 0;
    std::string promise; ///< what the conversion method guarantees
  } snn;
};

/// Refuses absent and unknown keys, wrong types and impossible counts, naming the key.
Result<Reference> parseReference(const std::string &json, const std::string &fileName);
Result<Reference> readReference(const std::string &path);

/// Refuses a reference that was made with another network, data set, number of samples or steps.
Status checkReference(const Reference &reference, const std::string &network,
                      const std::string &dataset, int64_t samples, int64_t steps);

} // namespace nacre
