// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// "LOIHI" and "CUBA", which netx reads alike (src/lava/lib/dl/netx/hdf5.py, get_neuron_params).
#include "compiler/import/netx/Neurons.h"
#include <fmt/format.h>

namespace nacre::netx {

namespace {

constexpr int64_t unity = 4096, scaleBits = 12; // of decays
constexpr int64_t thresholdShift = 6;           // of mantissas
constexpr int64_t mostThreshold = (1 << 17) - 1;

/// Within 0..high.
std::optional<int64_t> bounded(const Fields &fields, const std::string &field, int64_t high) {
  auto value = fields.single("neuron/" + field);
  if (value && (*value < 0 || *value > high)) {
    fields.refuse("NCR1407",
                  fmt::format("'neuron/{}' is {}, must lie in 0..{}", field, *value, high),
                  "export the network again");
    return std::nullopt;
  }
  return value;
}

void refuseWhatLacks(const Fields &fields) {
  if (fields.single("neuron/gradedSpike", 0).value_or(0) != 0 ||
      fields.single("neuron/messageBits", 0).value_or(0) != 0)
    fields.refuse("NCR1403", "its spikes are graded", "train with binary spikes");
  if (auto delay = fields.single("neuron/refDelay", 1).value_or(1); delay > 1)
    fields.refuse("NCR1403", fmt::format("its neurons rest for {} steps after a spike", delay),
                  "train with a refractory delay of 1, which is none");
}

} // namespace

void readNeurons(const Fields &fields, bool charged, Population &population) {
  const std::string type = fields.text("neuron/type");
  if (!fields.hasGroup("neuron"))
    return fields.refuse("NCR1403", "has no neurons: its voltages are the result",
                         "let its neurons fire");
  if (type != "LOIHI" && type != "CUBA")
    return fields.refuse("NCR1403", fmt::format("its neurons are '{}'", type),
                         "train with CUBA neurons");
  refuseWhatLacks(fields);
  auto currentDecay = bounded(fields, "iDecay", unity), decay = bounded(fields, "vDecay", unity),
       threshold = bounded(fields, "vThMant", mostThreshold);
  if (!currentDecay || !decay || !threshold)
    return;
  NeuronOptions &options = population.options;
  options.reset = Reset::ToValue;
  // Above the mantissa's 64 units; above 0 is from 1 on.
  population.theta = int32_t(std::max<int64_t>(1, *threshold << thresholdShift));
  options.strict = *threshold > 0;
  const bool remembers = charged && *currentDecay < unity;
  population.model = remembers || *decay == unity ? "cuba" : *decay > 0 ? "lif" : "if";
  if (population.model == "if")
    return;
  options.leakMultiplier = int32_t(unity - *decay), options.leakScaleBits = int32_t(scaleBits);
  if (population.model == "lif")
    return;
  options.currentLeakMultiplier = remembers ? int32_t(unity - *currentDecay) : 0;
  options.currentLeakScaleBits = int32_t(scaleBits);
}

} // namespace nacre::netx
