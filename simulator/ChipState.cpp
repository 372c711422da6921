// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/ChipState.h"
#include <algorithm>
#include <cassert>
#include <limits>

namespace nacre {

ChipState::ChipState(const Network &network) : network(network), slices(network.slices.size()) {
  for (size_t i = 0; i < slices.size(); ++i) {
    const Network::Slice &slice = network.slices[i];
    slices[i].membranes.resize(slice.neurons());
    slices[i].biases.resize(slice.neurons());
    slices[i].accumulators.resize(size_t(slice.longestDelay + 1) * slice.neurons());
  }
}

int32_t *ChipState::slot(uint32_t slice, int64_t chipStep) {
  const Network::Slice &s = network.slices[slice];
  return slices[slice].accumulators.data() +
         size_t(uint32_t(chipStep) % (s.longestDelay + 1)) * s.neurons();
}

void ChipState::loadHostBiases(const uint8_t *pixels, std::vector<Counters> &counters) {
  // The accumulators of step 0 serve as scratch, before the sample starts.
  for (const Network::HostSynapses &host : network.hostSynapses) {
    int32_t *current = slot(host.slice, 0);
    const uint8_t *pixel = pixels;
    for (uint32_t c = 0; c < network.inputChannels; ++c)
      for (uint32_t y = 0; y < network.inputHeight; ++y)
        for (uint32_t x = 0; x < network.inputWidth; ++x)
          if (int32_t value = *pixel++ - network.inputZeroPoint)
            host.block.accumulate({c, y, x}, value, current);
    counters[host.slice][Event::HostMacs] += host.block.synapses();
    // Once a neuron, however many connections feed it.
    const uint32_t neurons = network.slices[host.slice].neurons();
    counters[host.slice][Event::HostBiasLoads] = neurons;
    counters[host.slice][Event::HostWords] = int64_t(neurons) * network.hostWordsPerBias;
  }
  for (uint32_t i = 0; i < slices.size(); ++i) {
    const Network::Slice &slice = network.slices[i];
    const int32_t *current = slot(i, 0);
    for (uint32_t c = 0; c < slice.channels(); ++c)
      for (uint32_t position = 0; position < slice.positions(); ++position)
        slices[i].biases[c * slice.positions() + position] +=
            current[position * slice.channels() + c];
    std::fill_n(slot(i, 0), slice.neurons(), 0);
  }
}

void ChipState::start(const uint8_t *pixels, std::vector<Counters> &counters) {
  for (size_t i = 0; i < slices.size(); ++i) {
    const Network::Slice &slice = network.slices[i];
    const Network::Population &population = network.populations[slice.population];
    std::fill(slices[i].accumulators.begin(), slices[i].accumulators.end(), 0);
    for (uint32_t c = 0; c < slice.channels(); ++c) {
      size_t first = size_t(c) * slice.positions();
      std::fill_n(&slices[i].membranes[first], slice.positions(),
                  population.v0[slice.box.c0() + c]);
      std::fill_n(&slices[i].biases[first], slice.positions(), population.bias[slice.box.c0() + c]);
    }
  }
  if (!network.hostSynapses.empty())
    loadHostBiases(pixels, counters);
}

void ChipState::readOut(std::vector<Counters> &counters) const {
  for (size_t i = 0; i < slices.size(); ++i)
    if (network.slices[i].population == network.readout) {
      const int64_t neurons = network.slices[i].neurons();
      counters[i][Event::HostReads] += neurons;
      counters[i][Event::HostWords] += neurons * network.hostWordsPerRead;
    }
}

void ChipState::update(uint32_t index, int64_t chipStep, int64_t steps, Counters &count,
                       std::vector<Firing> &firings, std::vector<uint8_t> &active) {
  const Network::Slice &slice = network.slices[index];
  const Network::Population &population = network.populations[slice.population];
  firings.clear();
  active.clear();
  int32_t *accumulators = slot(index, chipStep);
  if (network.isActive(population, chipStep, steps)) {
    active.resize(slice.neurons());
    const uint32_t channels = slice.channels(), positions = slice.positions();
    int32_t *membranes = slices[index].membranes.data();
    const int32_t *biases = slices[index].biases.data();
    int64_t spikes = 0, actives = 0, saturations = 0;
    uint32_t neuron = 0;
    for (uint32_t c = 0; c < channels; ++c) {
      int32_t theta = population.theta[slice.box.c0() + c];
      for (uint32_t position = 0; position < positions; ++position, ++neuron) {
        int64_t input = int64_t(accumulators[position * channels + c]) + biases[neuron];
        NeuronStep step = population.step(membranes[neuron], input, theta, population.options);
        active[neuron] = isActive(input, step);
        actives += active[neuron];
        saturations += step.saturated;
        if (step.spikes) {
          firings.push_back({neuron, uint32_t(step.spikes)});
          spikes += step.spikes;
        }
      }
    }
    count[Event::Spikes] += spikes;
    count[Event::UpdatesActive] += actives;
    count[Event::UpdatesIdle] += slice.neurons() - actives;
    count[Event::Saturations] += saturations;
  }
  std::fill_n(accumulators, slice.neurons(), 0);
}

Lookup ChipState::accumulate(uint32_t index, Point source, int64_t chipStep,
                             std::vector<Counters> &counters) {
  const Network::Synapses &synapses = network.synapses[index];
  Lookup lookup{synapses.slice};
  lookup.accumulates =
      synapses.block.accumulate(source, slot(synapses.slice, chipStep + synapses.delay));
  lookup.words = network.words(synapses, lookup.accumulates);
  Counters &count = counters[synapses.slice];
  ++count[Event::AxonLookups];
  count[Event::SynapseWords] += lookup.words;
  count[Event::SynapticOps] += lookup.accumulates;
  return lookup;
}

Lookup ChipState::miss(const Network::Route &route, std::vector<Counters> &counters) {
  uint32_t slice = network.firstSliceOf(route);
  ++counters[slice][Event::AxonLookups];
  return {slice};
}

int32_t ChipState::readoutClass() const {
  int64_t best = std::numeric_limits<int64_t>::min();
  uint32_t winner = std::numeric_limits<uint32_t>::max();
  for (size_t i = 0; i < slices.size(); ++i) {
    const Network::Slice &slice = network.slices[i];
    if (slice.population != network.readout)
      continue;
    for (uint32_t neuron = 0; neuron < slice.neurons(); ++neuron) {
      int64_t v = slices[i].membranes[neuron];
      uint32_t at = network.populations[slice.population].index(slice.point(neuron));
      if (v > best || (v == best && at < winner))
        best = v, winner = at;
    }
  }
  return int32_t(winner);
}

} // namespace nacre
