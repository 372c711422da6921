// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Putting a spiking network onto a chip's cores: the problem and its solution, apart from the IR
// and from the algorithms (after CIRCT's scheduling problems). check() before, verify() after.
#pragma once
#include "compiler/mapping/Misfit.h"
#include "compiler/mapping/SparseSynapses.h"
#include "hw_models/chip/ChipModel.h"
#include "support/Box.h"
#include "support/Result.h"
#include "support/Window.h"
#include <memory>
#include <string>
#include <vector>

namespace nacre {

struct MappingProblem {
  /// A layer's neurons, all alike.
  struct Population {
    std::string name;
    Box shape;                         ///< from 0
    std::vector<int32_t> theta, v0;    ///< one value or one a channel; theta empty for the readout
    int64_t biasLow = 0, biasHigh = 0; ///< over all neurons and images, host currents included
    int32_t resetValue = 0;
    double rate = 1;         ///< spikes of a neuron in a sample, in the mean
    bool fedByHost = false;  ///< the host computes currents of its neurons
    bool hasCurrent = false; ///< its neurons remember a synaptic current
    std::vector<int32_t> cores = {}; ///< of each neuron, where they are given from outside
  };

  /// Synapses from one population to another.
  struct Edge {
    size_t source = 0, target = 0;
    bool convolution = false; ///< else dense, target n x 1 x 1
    Window2D window;          ///< convolution only
    int64_t groups = 1;
    int32_t weightBits = 8;
    std::vector<int16_t> weights; ///< [target channel][source channel / groups][ky][kx], or dense
    std::shared_ptr<const SparseSynapses> sparse; ///< if so, no windows, groups and `weights`
    int64_t logicalDelay = 0;                     ///< steps, from snn.delay, 0..longestDelay

    /// Beyond any run; a loop's worth of them can be added.
    static constexpr int64_t longestDelay = int64_t(1) << 40;
  };

  ChipModel chip;
  std::vector<Population> populations;
  std::vector<Edge> edges;

  // The solution.
  struct Slice {
    size_t population = 0;
    Box box;
    size_t cluster = 0; ///< slices of one cluster share a core
    int64_t core = -1;  ///< physical id, -1: not placed

    /// Of a copy, which holds neurons that another slice holds too: the clusters that get the
    /// spikes of its neurons from it, ascending. Empty: no copy.
    std::vector<size_t> serves = {};
    bool isCopy() const { return !serves.empty(); }
  };
  struct Flow {
    int64_t from = 0, to = 0; ///< cores
    size_t population = 0;
    Box box;
    std::vector<int64_t> tiles;         ///< of the route, first to last; none by tables
    std::vector<uint32_t> neurons = {}; ///< those of the box that are sent, ascending; empty: all

    int64_t sources() const { return neurons.empty() ? box.volume() : int64_t(neurons.size()); }
  };
  /// By population: neuron i of slices and flows, which is in channel i, is neuron order[i] of the
  /// network. Empty: they are numbered as in the network.
  std::vector<std::vector<uint32_t>> order;
  std::vector<int64_t> depth; ///< one a population
  std::vector<int64_t> delay; ///< axonal, one an edge
  std::vector<Slice> slices;  ///< by population, then box; copies after all others
  size_t clusters = 0;        ///< numbered 0.., none is empty
  std::vector<Flow> flows;    ///< by from, to, population, box

  /// How packets with one key pass a network that routes by tables: those of all neurons of a core
  /// that are sent to just these cores.
  struct Tree {
    int64_t from = 0;        ///< core
    std::vector<int64_t> to; ///< cores, ascending
    std::vector<Link> links; ///< each after the one that leads to it
  };
  std::vector<Tree> trees; ///< by from, to; none where routers follow a policy

  /// Is it a problem this chip can have at all, wherever the neurons go? What bit widths of
  /// weights, thresholds, biases and membranes, the worst case of every accumulator and distinct
  /// weights it has too much of.
  Misfits misfits() const;
  Status check() const { return misfits().status(); }

  /// Is the solution one? Each neuron in one slice besides copies, all limits of every core kept,
  /// every synapse reached by exactly one flow, delays right, routes connected and free of
  /// deadlock. Looks at the problem and the solution only, not at how it was found.
  Status verify() const;

  bool isRenumbered(size_t population) const {
    return population < order.size() && !order[population].empty();
  }

  /// All neurons of a population, as slices and flows number them.
  Box extent(size_t population) const;

  /// The neurons of a slice, by the network's indices.
  std::vector<uint32_t> neuronsOf(size_t population, const Box &box) const;

  /// Source neurons whose spikes the box of the edge's target needs: the least box around them,
  /// empty if the target reads padding only. Of sparse synapses the whole source.
  Box receptiveField(const Edge &edge, const Box &target) const;
};

/// Calls visit(neuron) for each neuron of a flow from a population of that extent.
template <class Visit>
void forEachNeuron(const MappingProblem::Flow &flow, const Box &extent, Visit visit) {
  for (uint32_t neuron : flow.neurons)
    visit(neuron);
  if (!flow.neurons.empty())
    return;
  for (int64_t c = flow.box.c.begin; c < flow.box.c.end; ++c)
    for (int64_t y = flow.box.y.begin; y < flow.box.y.end; ++y)
      for (int64_t x = flow.box.x.begin; x < flow.box.x.end; ++x)
        visit(uint32_t((c * extent.y.size() + y) * extent.x.size() + x));
}

} // namespace nacre
