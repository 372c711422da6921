// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/sanafe/SlowModel.h"
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <set>

namespace nacre::sanafe {

namespace {

struct Synapse {
  size_t target; ///< neuron of the edge's target group
  double weight;
};

/// Of each source neuron.
std::vector<std::vector<Synapse>> expand(const Network &network, const Edge &edge) {
  std::vector<std::vector<Synapse>> synapses(network.groups[edge.source].neurons.size());
  const size_t targets = network.groups[edge.target].neurons.size();
  if (edge.kind == Edge::Kind::Sparse)
    for (size_t i = 0; i < edge.ends.size(); ++i)
      synapses[size_t(edge.ends[i].first)].push_back(
          {size_t(edge.ends[i].second), edge.weights[i]});
  if (edge.kind == Edge::Kind::Dense)
    for (size_t i = 0; i < edge.weights.size(); ++i)
      synapses[i / targets].push_back({i % targets, edge.weights[i]});
  if (edge.kind != Edge::Kind::Convolution)
    return synapses;
  const int64_t rows = (edge.inputRows - edge.kernelRows) / edge.strideRows + 1,
                columns = (edge.inputColumns - edge.kernelColumns) / edge.strideColumns + 1;
  size_t target = 0;
  for (int64_t out = 0; out < edge.kernels; ++out)
    for (int64_t y = 0; y < rows; ++y)
      for (int64_t x = 0; x < columns; ++x, ++target)
        for (int64_t ky = 0; ky < edge.kernelRows; ++ky)
          for (int64_t kx = 0; kx < edge.kernelColumns; ++kx)
            for (int64_t in = 0; in < edge.inputChannels; ++in) {
              const int64_t row = y * edge.strideRows + ky, column = x * edge.strideColumns + kx;
              const size_t source =
                  size_t((in * edge.inputRows + row) * edge.inputColumns + column);
              const size_t weight = size_t(
                  ((ky * edge.kernelColumns + kx) * edge.inputChannels + in) * edge.kernels + out);
              synapses[source].push_back({target, edge.weights[weight]});
            }
  return synapses;
}

} // namespace

int64_t SlowRun::allFired() const {
  return std::accumulate(fired.begin(), fired.end(), int64_t(0));
}

SynapseList synapsesOf(const Network &network) {
  SynapseList list;
  for (const Edge &edge : network.edges) {
    const auto synapses = expand(network, edge);
    for (size_t source = 0; source < synapses.size(); ++source)
      for (const Synapse &synapse : synapses[source])
        list.emplace_back(edge.source, source, edge.target, synapse.target, synapse.weight);
  }
  std::sort(list.begin(), list.end());
  return list;
}

SlowRun runSlowly(const Network &network, const Architecture &architecture, int64_t steps) {
  SlowRun run;
  const size_t groups = network.groups.size();
  run.fired.resize(groups);
  std::vector<std::vector<std::vector<Synapse>>> synapses;
  for (const Edge &edge : network.edges)
    synapses.push_back(expand(network, edge));
  std::vector<std::vector<double>> potential(groups), input(groups);
  std::vector<std::vector<bool>> fires(groups), arrived(groups);
  for (size_t g = 0; g < groups; ++g) {
    potential[g].resize(network.groups[g].neurons.size());
    fires[g].resize(potential[g].size());
  }
  int64_t mapped = 0;
  double eventEnergy = 0;
  for (int64_t step = 0; step < steps; ++step) {
    for (size_t g = 0; g < groups; ++g) {
      input[g].assign(potential[g].size(), 0.0);
      arrived[g].assign(potential[g].size(), false);
    }
    for (size_t e = 0; e < network.edges.size(); ++e) {
      const Edge &edge = network.edges[e];
      for (size_t source = 0; source < fires[edge.source].size(); ++source)
        if (fires[edge.source][source])
          for (const Synapse &synapse : synapses[e][source]) {
            input[edge.target][synapse.target] += synapse.weight;
            arrived[edge.target][synapse.target] = true;
          }
    }
    for (size_t g = 0; g < groups; ++g)
      for (size_t n = 0; n < potential[g].size(); ++n) {
        const Soma &soma = network.groups[g].neurons[n];
        double &v = potential[g][n];
        ++mapped;
        run.updated += v != 0 || arrived[g][n] || soma.bias != 0;
        v = std::trunc(v * soma.leakDecay * 64) / 64;
        v += input[g][n] + soma.bias;
        fires[g][n] = v > soma.threshold;
        if (!fires[g][n])
          continue;
        v = soma.resetMode == "hard"   ? soma.reset
            : soma.resetMode == "soft" ? v - soma.threshold
                                       : v;
        run.spikes.emplace_back(g, n, step);
        ++run.fired[g];
      }
    // What fired in the last step is sent, too.
    for (size_t g = 0; g < groups; ++g)
      for (size_t n = 0; n < fires[g].size(); ++n) {
        if (!fires[g][n])
          continue;
        std::set<Core> reached;
        for (size_t e = 0; e < network.edges.size(); ++e) {
          const Edge &edge = network.edges[e];
          if (edge.source != g)
            continue;
          for (const Synapse &synapse : synapses[e][n])
            reached.insert(network.groups[edge.target].cores[synapse.target]);
          const auto count = int64_t(synapses[e][n].size());
          run.events[size_t(edge.kind)] += count;
          eventEnergy +=
              double(count) * architecture.synapse(network.groups[edge.target].synapseUnit)
                                  ->spike.energyJ.toDouble();
        }
        const int64_t from = network.groups[g].cores[n].tile, rows = architecture.rows;
        for (const Core &core : reached) {
          ++run.messages;
          run.hopsEastWest += std::abs(from / rows - core.tile / rows);
          run.hopsNorthSouth += std::abs(from % rows - core.tile % rows);
        }
      }
  }
  std::sort(run.spikes.begin(), run.spikes.end());
  const SomaUnit &soma = *architecture.soma(network.groups.front().somaUnit);
  run.energyJ = eventEnergy + double(mapped) * soma.access.energyJ.toDouble() +
                double(run.updated) * soma.update.energyJ.toDouble() +
                double(run.allFired()) * soma.spikeOut.energyJ.toDouble() +
                double(run.messages) * (architecture.messageOut.energyJ.toDouble() +
                                        architecture.messageIn.energyJ.toDouble()) +
                double(run.hopsEastWest) * architecture.hopEast.energyJ.toDouble() +
                double(run.hopsNorthSouth) * architecture.hopNorth.energyJ.toDouble();
  return run;
}

} // namespace nacre::sanafe
