// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/partition/sparse/PartNeeds.h"
#include "hw_models/chip/SynapseStorage.h"
#include <algorithm>

namespace nacre {

SparseNets::SparseNets(const MappingProblem &problem, size_t population)
    : chip(problem.chip), neurons(uint32_t(problem.populations[population].shape.volume())) {
  for (const auto &edge : problem.edges)
    if (edge.target == population && edge.sparse) {
      edges.push_back({&edge, nets, edge.source == population});
      store(edges.back());
      nets += uint32_t(edge.sparse->bySource().sources());
    }
  sentAway.resize(neurons);
  for (const auto &edge : problem.edges)
    if (edge.source == population && edge.target != population && edge.sparse)
      for (uint32_t neuron = 0; neuron < neurons; ++neuron)
        sentAway[neuron] += !edge.sparse->bySource().targetsOf(neuron).empty();
}

void SparseNets::store(Edge &edge) const {
  WeightSet weights;
  weights.insert(0);
  edge.edge->sparse->bySource().weights.visit([&](auto all) {
    for (int16_t weight : all)
      weights.insert(weight);
  });
  SynapseStorage storage{inRows() ? SynapseLayout::Rows : SynapseLayout::Sparse};
  edge.bits = storage.bitsPerSynapse(chip.limits, edge.edge->weightBits, weights);
  storage.codebook = true;
  const int64_t bits = storage.bitsPerSynapse(chip.limits, edge.edge->weightBits, weights);
  const int64_t entries = storage.codebookEntries(weights);
  if (chip.limits.codebookEntries == 0 || entries > chip.limits.codebookEntries ||
      bits >= edge.bits)
    return;
  edge.bits = bits;
  edge.tableWords = wordsOf(entries * edge.edge->weightBits, chip.timing.synapseWordBits);
}

int64_t SparseNets::words(const Edge &edge, int64_t synapses, int64_t sliceNeurons) const {
  return wordsOf((inRows() ? sliceNeurons : synapses) * edge.bits, chip.timing.synapseWordBits);
}

PartLimits::PartLimits(const ChipModel &chip, int64_t mostNeurons)
    : neurons(std::min(mostNeurons, chip.limits.neurons)), axonsIn(chip.limits.axonsIn),
      words(chip.limits.synapseMemoryBits / chip.timing.synapseWordBits),
      axonsOut(chip.limits.axonsOut), targets(chip.limits.targetsPerNeuron) {}

double PartLimits::fill(const PartNeeds &needs) const {
  auto share = [](int64_t need, int64_t limit) {
    return double(need) / double(std::max<int64_t>(limit, 1));
  };
  return std::max({share(needs.neurons, neurons), share(needs.axonsIn, axonsIn),
                   share(needs.words, words), share(needs.axonsOut, axonsOut)});
}

bool PartsNeeds::fit(const PartLimits &limits) const {
  return mostTargets <= limits.targets &&
         std::all_of(parts.begin(), parts.end(),
                     [&](const PartNeeds &part) { return limits.fill(part) <= 1; });
}

PartsNeeds needsOfParts(const SparseNets &nets, const std::vector<uint32_t> &partOf,
                        uint32_t parts) {
  PartsNeeds result{std::vector<PartNeeds>(parts)};
  for (uint32_t neuron = 0; neuron < nets.neurons; ++neuron) {
    ++result.parts[partOf[neuron]].neurons;
    result.parts[partOf[neuron]].axonsOut += nets.sentAway[neuron];
  }
  for (const SparseNets::Edge &edge : nets.edges)
    for (PartNeeds &part : result.parts)
      part.words += edge.tableWords;
  std::vector<int64_t> counts(parts);
  std::vector<int64_t> targets(nets.sentAway.begin(), nets.sentAway.end());
  std::vector<uint32_t> touched;
  for (const SparseNets::Edge &edge : nets.edges) {
    const SparseRows rows = edge.edge->sparse->bySource();
    for (uint32_t source = 0; source < rows.sources(); ++source) {
      touched.clear();
      for (uint32_t target : rows.targetsOf(source))
        if (counts[partOf[target]]++ == 0)
          touched.push_back(partOf[target]);
      if (touched.empty())
        continue;
      result.connectivity += int64_t(touched.size()) - 1;
      if (edge.within) {
        result.connectivity += counts[partOf[source]] == 0;
        result.parts[partOf[source]].axonsOut += int64_t(touched.size());
        targets[source] += int64_t(touched.size());
      }
      for (uint32_t part : touched) {
        PartNeeds &needs = result.parts[part];
        needs.axonsIn += nets.axons(counts[part]);
        needs.words += nets.words(edge, counts[part], needs.neurons);
        counts[part] = 0;
      }
    }
  }
  result.mostTargets = *std::max_element(targets.begin(), targets.end());
  return result;
}

} // namespace nacre
