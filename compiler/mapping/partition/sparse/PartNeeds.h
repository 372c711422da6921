// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the parts of a population with sparse synapses take of cores, and what they send each other.
#pragma once
#include "compiler/mapping/MappingProblem.h"

namespace nacre {

/// A net is a source neuron with those who read it over one edge: one packet serves all of a part.
class SparseNets {
public:
  struct Edge {
    const MappingProblem::Edge *edge = nullptr;
    uint32_t firstNet = 0;  ///< of source neuron 0
    bool within = false;    ///< the population itself is the source
    int64_t bits = 0;       ///< of a stored synapse
    int64_t tableWords = 0; ///< of the codebook, if there is one
  };

  SparseNets(const MappingProblem &problem, size_t population);

  const ChipModel &chip;
  const uint32_t neurons;
  std::vector<Edge> edges; ///< sparse ones into the population
  uint32_t nets = 0;
  std::vector<uint32_t> sentAway; ///< packets of a neuron's spike to other populations, at least

  /// Words of synapse memory for `synapses` of one axon. Stored in lists if the chip has them, with
  /// a codebook if it holds all weights of the edge and needs fewer bits; else in rows, of a slice
  /// of so many neurons.
  int64_t words(const Edge &edge, int64_t synapses, int64_t sliceNeurons) const;
  bool inRows() const { return !chip.limits.sparseSynapses; }
  /// Entries of the axon table; where axons have types, as many as there can be.
  int64_t axons(int64_t synapses) const { return chip.limits.typedAxons ? synapses : 1; }

private:
  void store(Edge &edge) const;
};

/// What one part takes.
struct PartNeeds {
  int64_t neurons = 0, axonsIn = 0, words = 0, axonsOut = 0;
};

struct PartLimits {
  int64_t neurons = 0, axonsIn = 0, words = 0, axonsOut = 0, targets = 0;

  PartLimits(const ChipModel &chip, int64_t mostNeurons);

  /// The fullest resource, 1 being full.
  double fill(const PartNeeds &needs) const;
};

struct PartsNeeds {
  std::vector<PartNeeds> parts;
  int64_t mostTargets = 0;  ///< packets of one neuron's spike
  int64_t connectivity = 0; ///< over all nets the parts that a net touches, less one

  bool fit(const PartLimits &limits) const;
};

/// In one pass over all synapses. partOf: by neuron of the network.
PartsNeeds needsOfParts(const SparseNets &nets, const std::vector<uint32_t> &partOf,
                        uint32_t parts);

} // namespace nacre
