// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/ChipState.h"
#include <algorithm>
#include <cassert>
#include <limits>

namespace nacre {

ChipState::ChipState(const Network &network) : network(network), slices(network.slices.size()) {
  size_t largest = 0;
  for (size_t i = 0; i < slices.size(); ++i) {
    const Network::Slice &slice = network.slices[i];
    slices[i].membranes.resize(slice.neurons());
    slices[i].biases.resize(slice.neurons());
    if (network.populations[slice.population].hasCurrent)
      slices[i].currents.resize(slice.neurons());
    slices[i].accumulators.resize(size_t(slice.longestDelay + 1) * slice.neurons());
    if (network.chargedNeuronsActive)
      slices[i].arrivals.resize(slices[i].accumulators.size());
    largest = std::max<size_t>(largest, slice.neurons());
  }
  spikes.resize(largest);
  activeNeurons.resize(largest);
  chargedNeurons.resize(network.chargedNeuronsActive ? largest : 0);
}

int32_t *ChipState::slot(uint32_t slice, int64_t chipStep) {
  const Network::Slice &s = network.slices[slice];
  return slices[slice].accumulators.data() +
         size_t(uint32_t(chipStep) % (s.longestDelay + 1)) * s.neurons();
}

int32_t *ChipState::arrivalSlot(uint32_t slice, int64_t chipStep) {
  if (!network.chargedNeuronsActive)
    return nullptr;
  return slices[slice].arrivals.data() +
         (slot(slice, chipStep) - slices[slice].accumulators.data());
}

/// Before the update: what is not 0 then.
void ChipState::markCharged(uint32_t slice, const int32_t *accumulators, const int32_t *arrivals) {
  const SliceState &state = slices[slice];
  for (size_t i = 0; i < state.membranes.size(); ++i)
    chargedNeurons[i] = (state.membranes[i] | state.biases[i] | accumulators[i] | arrivals[i]) != 0;
}

void ChipState::loadHostBiases(const uint8_t *pixels, std::vector<Counters> &counters) {
  for (const Network::HostSynapses &host : network.hostSynapses) {
    const image::Box &box = host.block.sourceBox();
    for (uint32_t c = box.c0(); c < box.c1(); ++c)
      for (uint32_t y = box.y0(); y < box.y1(); ++y) {
        const uint8_t *row = pixels + size_t(c * network.inputHeight + y) * network.inputWidth;
        for (uint32_t x = box.x0(); x < box.x1(); ++x)
          if (int32_t value = row[x] - network.inputZeroPoint)
            host.block.accumulateTimes({c, y, x}, value, slices[host.slice].biases.data());
      }
    counters[host.slice][Event::HostMacs] += host.block.synapses();
    // Once a neuron, however many connections feed it.
    const uint32_t neurons = network.slices[host.slice].neurons();
    counters[host.slice][Event::HostBiasLoads] = neurons;
    counters[host.slice][Event::HostWords] = int64_t(neurons) * network.hostWordsPerBias;
  }
}

/// The host writes a current of 1 for each spike that comes in.
void ChipState::addInputSpikes(uint32_t index, int64_t step, int32_t *accumulators,
                               Counters &count) const {
  if (size_t(step) >= train->steps.size())
    return;
  const Network::Slice &slice = network.slices[index];
  const Network::Population &population = network.populations[slice.population];
  for (uint32_t neuron : train->steps[size_t(step)]) {
    const Point p =
        population.point(network.inputOrder.empty() ? neuron : network.inputOrder[neuron]);
    if (!slice.holds(p))
      continue;
    ++accumulators[((p.y - slice.box.y0()) * (slice.box.x1() - slice.box.x0()) + p.x -
                    slice.box.x0()) *
                       slice.channels() +
                   p.c - slice.box.c0()];
    ++count[Event::HostSpikes];
    count[Event::HostWords] += network.hostWordsPerSpike;
  }
}

void ChipState::start(Stimulus input, std::vector<Counters> &counters) {
  assert(bool(input.spikes) == (network.input != Network::none) && "the stimulus is the image's");
  train = input.spikes;
  for (size_t i = 0; i < slices.size(); ++i) {
    const Network::Slice &slice = network.slices[i];
    const Network::Population &population = network.populations[slice.population];
    std::fill(slices[i].accumulators.begin(), slices[i].accumulators.end(), 0);
    std::fill(slices[i].currents.begin(), slices[i].currents.end(), 0);
    std::fill(slices[i].arrivals.begin(), slices[i].arrivals.end(), 0);
    size_t first = 0; // of a position
    for (uint32_t y = slice.box.y0(); y < slice.box.y1(); ++y)
      for (uint32_t x = slice.box.x0(); x < slice.box.x1(); ++x, first += slice.channels()) {
        std::copy_n(&population.v0[slice.box.c0()], slice.channels(), &slices[i].membranes[first]);
        if (population.bias.size() == population.channels)
          std::copy_n(&population.bias[slice.box.c0()], slice.channels(), &slices[i].biases[first]);
        else
          for (uint32_t c = 0; c < slice.channels(); ++c)
            slices[i].biases[first + c] = population.biasOf({slice.box.c0() + c, y, x});
      }
  }
  if (input.pixels)
    loadHostBiases(input.pixels, counters);
}

bool ChipState::update(uint32_t index, int64_t chipStep, int64_t steps, Counters &count,
                       std::vector<Firing> &firings, FiringOrder order) {
  const Network::Slice &slice = network.slices[index];
  const Network::Population &population = network.populations[slice.population];
  const bool updates = network.isActive(population, chipStep, steps);
  int32_t *accumulators = slot(index, chipStep), *arrivals = arrivalSlot(index, chipStep);
  firings.clear();
  if (updates) {
    if (slice.population == network.input)
      addInputSpikes(index, chipStep - population.depth, accumulators, count);
    if (arrivals)
      markCharged(index, accumulators, arrivals);
    NeuronRowCounts counts;
    for (size_t first = 0; first < slice.neurons(); first += slice.thetas.size())
      counts += population.update(
          {std::min(slice.thetas.size(), slice.neurons() - first), &slices[index].membranes[first],
           accumulators + first, &slices[index].biases[first], slice.thetas.data(), &spikes[first],
           &activeNeurons[first], population.hasCurrent ? &slices[index].currents[first] : nullptr},
          population.options);
    if (arrivals) {
      std::copy_n(chargedNeurons.begin(), slice.neurons(), activeNeurons.begin());
      counts.active =
          uint32_t(std::count(activeNeurons.begin(), activeNeurons.begin() + slice.neurons(), 1));
    }
    count[Event::UpdatesActive] += counts.active;
    count[Event::UpdatesIdle] += slice.neurons() - counts.active;
    count[Event::Saturations] += counts.saturated;
    if (counts.fired)
      count[Event::Spikes] += collectFirings(slice, order, firings);
  }
  std::fill_n(accumulators, slice.neurons(), 0);
  if (arrivals)
    std::fill_n(arrivals, slice.neurons(), 0);
  return updates;
}

int64_t ChipState::collectFirings(const Network::Slice &slice, FiringOrder order,
                                  std::vector<Firing> &firings) const {
  const uint32_t channels = slice.channels(), positions = slice.positions();
  // Written always and kept if it fired, because who fires cannot be predicted.
  firings.resize(slice.neurons());
  size_t fired = 0;
  int64_t sum = 0;
  auto add = [&](uint32_t c, uint32_t position) {
    const int32_t count = spikes[position * channels + c];
    firings[fired] = {c * positions + position, uint32_t(count)};
    fired += count != 0;
    sum += count;
  };
  if (order == FiringOrder::Index)
    for (uint32_t c = 0; c < channels; ++c)
      for (uint32_t position = 0; position < positions; ++position)
        add(c, position);
  else
    for (uint32_t position = 0; position < positions; ++position)
      for (uint32_t c = 0; c < channels; ++c)
        add(c, position);
  firings.resize(fired);
  return sum;
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
  active.clear();
  if (!update(index, chipStep, steps, count, firings))
    return;
  const Network::Slice &slice = network.slices[index];
  const uint32_t channels = slice.channels(), positions = slice.positions();
  active.resize(slice.neurons());
  for (uint32_t c = 0; c < channels; ++c)
    for (uint32_t position = 0; position < positions; ++position)
      active[c * positions + position] = activeNeurons[position * channels + c];
}

Lookup ChipState::accumulate(uint32_t index, Point source, int64_t chipStep,
                             std::vector<Counters> &counters) {
  const Network::Synapses &synapses = network.synapses[index];
  const int64_t step = chipStep + synapses.delay;
  network.accumulate(synapses, &source, 1, slot(synapses.slice, step),
                     arrivalSlot(synapses.slice, step));
  Lookup lookup{synapses.slice, 0, network.stored(synapses, source)};
  lookup.words = network.words(synapses, lookup.accumulates);
  Counters &count = counters[synapses.slice];
  ++count[Event::AxonLookups];
  count[Event::SynapseWords] += lookup.words;
  count[Event::SynapticOps] += lookup.accumulates;
  if (synapses.kind != Event::Count)
    count[synapses.kind] += lookup.accumulates;
  return lookup;
}

void ChipState::accumulate(uint32_t index, const std::vector<Point> &sources, int64_t chipStep,
                           std::vector<Counters> &counters) {
  const Network::Synapses &synapses = network.synapses[index];
  const int64_t step = chipStep + synapses.delay;
  network.accumulate(synapses, sources.data(), sources.size(), slot(synapses.slice, step),
                     arrivalSlot(synapses.slice, step));
  // Most spikes of a block cost the same, so that few divisions are needed.
  int64_t accumulates = 0, words = 0, sumOfWords = 0, sumOfAccumulates = 0;
  for (Point source : sources) {
    if (int64_t n = network.stored(synapses, source); n != accumulates)
      accumulates = n, words = network.words(synapses, n);
    sumOfAccumulates += accumulates;
    sumOfWords += words;
  }
  Counters &count = counters[synapses.slice];
  count[Event::AxonLookups] += int64_t(sources.size());
  count[Event::SynapseWords] += sumOfWords;
  count[Event::SynapticOps] += sumOfAccumulates;
  if (synapses.kind != Event::Count)
    count[synapses.kind] += sumOfAccumulates;
}

void ChipState::receive(const Network::Route &route, const std::vector<Point> &sources,
                        int64_t chipStep, std::vector<Counters> &counters) {
  const Network::AxonTable &table = network.axonTables[route.axons];
  if (arrivals.size() < table.synapses.size())
    arrivals.resize(table.synapses.size());
  for (Point source : sources) {
    if (!network.forEachAxon(table, source, [&](uint32_t i) { arrivals[i].push_back(source); }))
      miss(route, counters);
  }
  for (size_t i = 0; i < table.synapses.size(); ++i)
    if (!arrivals[i].empty()) {
      accumulate(table.synapses[i], arrivals[i], chipStep, counters);
      arrivals[i].clear();
    }
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
    const uint32_t channels = slice.channels(), positions = slice.positions();
    for (uint32_t j = 0; j < slice.neurons(); ++j) {
      int64_t v = slices[i].membranes[j];
      uint32_t neuron = j % channels * positions + j / channels;
      uint32_t at = network.populations[slice.population].index(slice.point(neuron));
      if (v > best || (v == best && at < winner))
        best = v, winner = at;
    }
  }
  return int32_t(winner);
}

} // namespace nacre
