// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/testing/NaiveNetwork.h"
#include <algorithm>

namespace nacre {

static const NaivePopulation &sourceOf(const NaiveNetwork &network, const NaiveEdge &edge) {
  return edge.source ? network.populations[*edge.source] : network.input;
}

Point pointOf(const NaivePopulation &p, size_t neuron) {
  uint32_t n = uint32_t(neuron), width = uint32_t(p.width), plane = uint32_t(p.height) * width;
  return {n / plane, n % plane / width, n % width};
}

std::vector<NaiveSynapse> expand(const NaiveNetwork &network, const NaiveEdge &e) {
  const NaivePopulation &source = sourceOf(network, e), &target = network.populations[e.target];
  std::vector<NaiveSynapse> synapses;
  if (e.sparse) {
    for (size_t i = 0; i < e.ends.size(); ++i)
      synapses.push_back({e.ends[i].first, e.ends[i].second, e.weights[i]});
    return synapses;
  }
  if (e.dense) {
    for (int64_t to = 0; to < target.neurons(); ++to)
      for (int64_t from = 0; from < source.neurons(); ++from)
        synapses.push_back(
            {size_t(from), size_t(to), e.weights[size_t(to * source.neurons() + from)]});
    return synapses;
  }
  const int64_t sources = source.channels / e.groups, targets = target.channels / e.groups;
  for (int64_t co = 0; co < target.channels; ++co)
    for (int64_t oy = 0; oy < target.height; ++oy)
      for (int64_t ox = 0; ox < target.width; ++ox)
        for (int64_t ci = 0; ci < sources; ++ci)
          for (int64_t ky = 0; ky < e.kernelHeight; ++ky)
            for (int64_t kx = 0; kx < e.kernelWidth; ++kx) {
              int64_t iy = oy * e.strideY + ky * e.dilationY - e.padTop;
              int64_t ix = ox * e.strideX + kx * e.dilationX - e.padLeft;
              if (iy < 0 || iy >= source.height || ix < 0 || ix >= source.width)
                continue;
              int64_t channel = co / targets * sources + ci;
              int64_t weight = ((co * sources + ci) * e.kernelHeight + ky) * e.kernelWidth + kx;
              synapses.push_back({size_t((channel * source.height + iy) * source.width + ix),
                                  size_t((co * target.height + oy) * target.width + ox),
                                  e.weights[size_t(weight)]});
            }
  return synapses;
}

namespace {

int64_t power(int64_t exponent) { return int64_t(1) << exponent; }

/// Leak, integrate, fire, reset; returns the number of spikes.
int64_t updateNeuron(const NaivePopulation &p, int64_t &v, int64_t &current, int64_t synapses,
                     int64_t bias, Counters &count) {
  bool clipped = false;
  auto clipTo = [&](int64_t value, int64_t bits) {
    int64_t high = power(bits - 1) - 1, low = -power(bits - 1);
    int64_t inside = value > high ? high : value < low ? low : value;
    clipped |= inside != value;
    return inside;
  };
  auto clip = [&](int64_t value) { return clipTo(value, p.membraneBits); };
  const int64_t input = synapses + bias;
  if (p.leakShift)
    v = v - v / power(p.leakShift);
  if (p.leakMultiplier || p.currentBased)
    v = v * p.leakMultiplier / power(p.leakScaleBits);
  if (p.currentBased) {
    current = current * p.currentLeakMultiplier / power(p.currentLeakScaleBits);
    current = clipTo(current + synapses * power(p.inputShift), p.currentBits);
    v = clip(v + current + bias * power(p.inputShift));
  } else {
    v = clip(v + input * power(p.inputShift));
  }
  int64_t spikes = 0;
  while (p.spiking && spikes < p.maxSpikes && (p.strict ? v > p.theta : v >= p.theta)) {
    ++spikes;
    if (p.reset != NaivePopulation::Subtract)
      break;
    v = clip(v - p.theta);
  }
  if (spikes && p.reset == NaivePopulation::ToValue)
    v = p.resetValue;
  count[Event::Spikes] += spikes;
  count[Event::Saturations] += clipped;
  ++count[input != 0 || spikes ? Event::UpdatesActive : Event::UpdatesIdle];
  return spikes;
}

} // namespace

NaiveOutcome runNaively(const NaiveNetwork &network, const std::vector<uint8_t> &pixels,
                        int64_t steps) {
  const size_t count = network.populations.size();
  NaiveOutcome outcome;
  outcome.populations.resize(count);
  std::vector<std::vector<int64_t>> bias(count), v(count), current(count);
  for (size_t p = 0; p < count; ++p) {
    const std::vector<int32_t> &biases = network.populations[p].biases;
    for (size_t neuron = 0; neuron < size_t(network.populations[p].neurons()); ++neuron)
      bias[p].push_back(biases[biases.size() == 1 ? 0 : neuron]);
    v[p].assign(size_t(network.populations[p].neurons()), network.populations[p].v0);
    current[p].assign(size_t(network.populations[p].neurons()), 0);
  }

  std::vector<std::vector<NaiveSynapse>> synapses;
  for (const NaiveEdge &edge : network.edges) {
    synapses.push_back(expand(network, edge));
    if (edge.source)
      continue;
    for (const NaiveSynapse &s : synapses.back())
      bias[edge.target][s.target] += s.weight * (pixels[s.source] - network.zeroPoint);
    Counters &c = outcome.populations[edge.target];
    c[Event::HostMacs] += int64_t(synapses.back().size());
    c[Event::HostBiasLoads] = network.populations[edge.target].neurons();
  }

  outcome.populations.back()[Event::HostReads] = network.populations.back().neurons();

  // spikes[t][population][neuron]
  std::vector<std::vector<std::vector<int64_t>>> spikes;
  for (int64_t t = 0; t < steps; ++t) {
    spikes.emplace_back(count);
    for (size_t p = 0; p < count; ++p) {
      std::vector<int64_t> input(bias[p].size());
      for (size_t e = 0; e < network.edges.size(); ++e) {
        const NaiveEdge &edge = network.edges[e];
        if (!edge.source || edge.target != p || t < edge.delay)
          continue;
        for (const NaiveSynapse &s : synapses[e])
          input[s.target] += s.weight * spikes[size_t(t - edge.delay)][*edge.source][s.source];
      }
      spikes[size_t(t)][p].resize(input.size());
      for (size_t neuron = 0; neuron < input.size(); ++neuron) {
        int64_t fired = updateNeuron(network.populations[p], v[p][neuron], current[p][neuron],
                                     input[neuron], bias[p][neuron], outcome.populations[p]);
        spikes[size_t(t)][p][neuron] = fired;
        for (int64_t i = 0; i < fired; ++i)
          outcome.spikes.push_back({uint32_t(p), uint32_t(neuron), uint32_t(t)});
      }
    }
    const std::vector<int64_t> &readout = v.back();
    outcome.classAfterStep.push_back(
        int32_t(std::max_element(readout.begin(), readout.end()) - readout.begin()));
  }
  std::sort(outcome.spikes.begin(), outcome.spikes.end());
  return outcome;
}

} // namespace nacre
