// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One step: delayed spikes arrive, then layers and populations in order, then the readout.
#include "compiler/reference/SnnInterpreter.h"
#include "compiler/reference/Argmax.h"
#include <cassert>

namespace nacre {

/// Everything that changes in a run.
struct SnnInterpreter::State {
  int64_t step = 0;
  std::vector<std::vector<int32_t>> currents;  ///< of each layer, [row][column][channel]
  std::vector<int64_t> operations;             ///< of each layer, in this step
  std::vector<std::vector<int32_t>> membranes; ///< of each population
  /// Of each population whose neurons have one; the others' are empty.
  std::vector<std::vector<int32_t>> synapticCurrents;
  std::vector<Spikes> spikes;            ///< of each spike value, in this step
  std::vector<std::vector<Spikes>> late; ///< of each delay, by step modulo its steps
  bool recordSpikes = false;
  SnnRun run;
};

std::vector<std::string> SnnInterpreter::populationNames() const {
  std::vector<std::string> names;
  for (const Population &population : populations)
    names.push_back(population.name);
  return names;
}

void SnnInterpreter::runLayer(size_t index, State &state) const {
  const Layer &layer = layers[index];
  if (layer.fromImage)
    return; // the same in each step
  std::vector<int32_t> &current = state.currents[index];
  std::fill(current.begin(), current.end(), 0);
  state.operations[index] = 0;
  for (uint32_t source : state.spikes[layer.source])
    state.operations[index] += layer.synapses.add(source, 1, current.data());
}

NeuronInput SnnInterpreter::inputOf(const Population &population, int64_t channel, int64_t position,
                                    const State &state) const {
  NeuronInput input{0, population.bias[size_t(channel * population.positions + position)]};
  for (size_t current : population.currents)
    input.synapses += state.currents[current][size_t(position * population.channels + channel)];
  return input;
}

void SnnInterpreter::runPopulation(size_t index, State &state) const {
  const Population &population = populations[index];
  SnnActivity &activity = state.run.activity[index];
  Spikes &spikes = state.spikes[population.spikeValue];
  spikes.clear();
  size_t neuron = 0;
  for (int64_t channel = 0; channel < population.channels; ++channel)
    for (int64_t position = 0; position < population.positions; ++position, ++neuron) {
      NeuronState remembered{state.membranes[index][neuron]};
      if (population.hasCurrent)
        remembered.current = state.synapticCurrents[index][neuron];
      NeuronStep step = population.step(remembered, inputOf(population, channel, position, state),
                                        population.theta[size_t(channel)], population.options);
      state.membranes[index][neuron] = remembered.v;
      if (population.hasCurrent)
        state.synapticCurrents[index][neuron] = remembered.current;
      activity.saturations += step.saturated;
      if (step.spikes)
        spikes.push_back(uint32_t(neuron));
    }
  activity.spikes += int64_t(spikes.size());
  for (size_t current : population.currents)
    activity.synapticOperations += state.operations[current];
  if (state.recordSpikes)
    for (uint32_t neuronIndex : spikes)
      state.run.spikes.push_back({int32_t(index), int32_t(neuronIndex), int32_t(state.step)});
}

void SnnInterpreter::runReadout(State &state) const {
  const Population &readout = populations.back();
  SnnActivity &activity = state.run.activity.back();
  std::vector<int32_t> &potentials = state.membranes.back();
  for (int64_t c = 0; c < readout.channels; ++c) {
    int32_t &v = potentials[size_t(c)];
    bool saturated = false;
    v = saturate(v + inputOf(readout, c, 0, state).sum(), readout.options.membraneBits, saturated);
    activity.saturations += saturated;
  }
  for (size_t current : readout.currents)
    activity.synapticOperations += state.operations[current];
  state.run.classAfterStep.push_back(argmax(potentials));
}

/// With the currents of an image, which stay.
SnnInterpreter::State SnnInterpreter::start(Stimulus input) const {
  State state;
  state.run.activity.resize(populations.size());
  state.operations.resize(layers.size());
  state.spikes.resize(spikeValues);
  for (const Delay &delay : delays)
    state.late.emplace_back(delay.steps);
  for (const Population &population : populations) {
    std::vector<int32_t> &v = state.membranes.emplace_back();
    for (int32_t first : population.v0)
      v.insert(v.end(), size_t(population.positions), first);
    state.synapticCurrents.emplace_back(population.hasCurrent ? v.size() : 0);
  }
  for (const Layer &layer : layers) {
    std::vector<int32_t> &current = state.currents.emplace_back(layer.synapses.targetCount());
    if (layer.fromImage)
      for (size_t pixel = 0; pixel < layer.synapses.sourceCount(); ++pixel)
        if (int32_t value = int32_t(input.pixels[pixel]) - zeroPoint)
          layer.synapses.add(pixel, value, current.data());
  }
  return state;
}

SnnRun SnnInterpreter::run(Stimulus input, int64_t steps, bool recordSpikes) const {
  assert(takesSpikes() == bool(input.spikes) && "the stimulus is the network's");
  State state = start(input);
  state.recordSpikes = recordSpikes;
  for (state.step = 0; state.step < steps; ++state.step) {
    if (input.spikes)
      state.spikes[*inputSpikes] = size_t(state.step) < input.spikes->steps.size()
                                       ? input.spikes->steps[size_t(state.step)]
                                       : Spikes();
    for (size_t i = 0; i < delays.size(); ++i)
      state.spikes[delays[i].to] = state.late[i][size_t(state.step) % delays[i].steps];
    for (Action action : order)
      action.isLayer ? runLayer(action.index, state) : runPopulation(action.index, state);
    if (hasReadout)
      runReadout(state);
    for (size_t i = 0; i < delays.size(); ++i)
      state.late[i][size_t(state.step) % delays[i].steps] = state.spikes[delays[i].from];
  }
  if (hasReadout)
    state.run.potentials = state.membranes.back();
  std::sort(state.run.spikes.begin(), state.run.spikes.end());
  return std::move(state.run);
}

} // namespace nacre
