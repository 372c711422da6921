// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/testing/NaiveCosts.h"
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"
#include "simulator/BoxIndex.h"
#include <map>
#include <set>

namespace nacre {
namespace {

/// Least number of bits that can say one of `values` things.
int64_t bitsToTell(int64_t values) {
  int64_t bits = 0;
  for (int64_t told = 1; told < values; told *= 2)
    ++bits;
  return bits;
}

/// Different weights that may stand in the slice's memory.
int64_t differentWeights(const NaiveEdge &edge, const NaivePopulation &target,
                         const image::Slice &slice, bool withZero) {
  std::set<int> different;
  if (edge.sparse) {
    for (size_t i = 0; i < edge.ends.size(); ++i)
      if (contains(*slice.box(), pointOf(target, edge.ends[i].second)))
        different.insert(edge.weights[i]);
    different.erase(0);
    return int64_t(different.size()) + withZero;
  }
  for (size_t i = 0; i < edge.weights.size(); ++i) {
    size_t channel = i * size_t(target.channels) / edge.weights.size();
    if (channel >= slice.box()->c0() && channel < slice.box()->c1() &&
        (withZero || edge.weights[i] != 0))
      different.insert(edge.weights[i]);
  }
  return int64_t(different.size());
}

int64_t storedBits(const NaiveNetwork &network, const image::Image &image,
                   const image::Slice &slice, const image::Synapses &s, const ChipModel &chip) {
  const NaiveEdge &edge = network.edges[s.weights()];
  const bool sparse = s.layout() == image::SynapseLayout::Sparse;
  int64_t bits = chip.limits.typedAxons ? 1 : image.weights()->Get(s.weights())->bits();
  if (s.codebook())
    bits = bitsToTell(std::max<int64_t>(
        2, differentWeights(edge, network.populations[edge.target], slice, !sparse)));
  if (sparse)
    bits += bitsToTell(chip.limits.neurons);
  return bits;
}

/// Synapses that each source neuron has in memory.
std::map<size_t, int64_t> storedSynapses(const NaiveNetwork &network, const image::Slice &slice,
                                         const image::Synapses &s) {
  const NaiveEdge &edge = network.edges[s.weights()];
  std::map<size_t, int64_t> stored;
  for (const NaiveSynapse &synapse : expand(network, edge)) {
    Point source = pointOf(network.populations[*edge.source], synapse.source);
    Point target = pointOf(network.populations[edge.target], synapse.target);
    bool present = s.layout() != image::SynapseLayout::Sparse || synapse.weight != 0;
    if (present && contains(*s.source_box(), source) && contains(*slice.box(), target))
      ++stored[synapse.source];
  }
  // A row has a weight for each neuron.
  if (edge.sparse && s.layout() != image::SynapseLayout::Sparse)
    for (auto &[source, synapses] : stored)
      synapses = int64_t(volume(*slice.box()));
  return stored;
}

Counters costsOf(const NaiveNetwork &network, const image::Image &image, const ChipModel &chip,
                 const image::Slice &slice, const std::vector<Spike> &spikes) {
  Counters count;
  if (!slice.synapses())
    return count;
  for (const image::Synapses *s : *slice.synapses()) {
    std::map<size_t, int64_t> stored = storedSynapses(network, slice, *s);
    int64_t bits = storedBits(network, image, slice, *s, chip),
            wordBits = chip.timing.synapseWordBits;
    const NaiveEdge &edge = network.edges[s->weights()];
    for (const Spike &spike : spikes) {
      if (spike.population != s->source())
        continue;
      int64_t synapses = stored[spike.neuron];
      count[Event::SynapticOps] += synapses;
      if (edge.sparse)
        count[Event::SparseOps] += synapses;
      else if (!edge.dense)
        count[Event::ConvolutionOps] += synapses;
      count[Event::SynapseWords] += synapses * bits / wordBits;
      count[Event::SynapseWords] += synapses * bits % wordBits != 0;
    }
  }
  return count;
}

} // namespace

std::vector<Counters> naiveCosts(const NaiveNetwork &network, const image::Image &image,
                                 const ChipModel &chip, const std::vector<Spike> &spikes) {
  std::vector<Counters> costs;
  for (const image::Core *core : *image.cores())
    for (const image::Slice *slice : *core->slices())
      costs.push_back(costsOf(network, image, chip, *slice, spikes));
  return costs;
}

} // namespace nacre
