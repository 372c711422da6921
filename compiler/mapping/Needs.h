// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What slices take of a core. Counting rules: docs/design/whole-road.md.
#pragma once
#include "compiler/mapping/SparseMemory.h"
#include "compiler/mapping/SynapseMemory.h"
#include <memory>

namespace nacre {

/// What a box of one population takes of a core, whatever the other cores hold.
struct SliceNeeds {
  int64_t neurons = 0;
  int64_t axonsIn = 0;
  int64_t synapseMemoryBits = 0;

  SliceNeeds &operator+=(const SliceNeeds &o) {
    neurons += o.neurons, axonsIn += o.axonsIn, synapseMemoryBits += o.synapseMemoryBits;
    return *this;
  }
  bool operator==(const SliceNeeds &) const = default;
};

/// Needs of many boxes of a problem, which must outlive it and keep chip, shapes and weights.
class NeedsCounter {
  const MappingProblem &problem;
  std::vector<std::unique_ptr<SynapseCounter>> counters; ///< by edge; null if it is sparse
  std::vector<std::vector<SynapseCounter *>> into;       ///< by target population
  std::vector<std::vector<SparseCounter>> sparseInto;    ///< by target population

public:
  explicit NeedsCounter(const MappingProblem &problem);

  SliceNeeds of(size_t population, const Box &box);

  /// Of an edge that is not sparse.
  SynapseCounter &synapses(size_t edge) { return *counters[edge]; }

  /// Of all edges into a population that are not sparse.
  const std::vector<SynapseCounter *> &synapsesInto(size_t population) const {
    return into[population];
  }
};

/// Of a single box.
SliceNeeds needsOf(const MappingProblem &problem, size_t population, const Box &box);

/// A core's resource with a limit, by the name that reports and refusals use.
struct Shortage {
  std::string resource;
  int64_t need = 0;
  int64_t ChipModel::Limits::*limit = nullptr;
};

/// All limits that the needs exceed.
std::vector<Shortage> shortagesOf(const SliceNeeds &needs, const ChipModel::Limits &limits);

/// With a refusal of exit code DoesNotFit: "layer L does not fit core K of chip: RESOURCE needs N,
/// limit M", and what would help.
Misfit doesNotFit(const ChipModel &chip, const std::string &layer, const std::string &where,
                  const Shortage &shortage, const std::string &remedy);
inline Misfit doesNotFit(const MappingProblem &problem, size_t population, const std::string &where,
                         const Shortage &shortage, const std::string &remedy) {
  return doesNotFit(problem.chip, problem.populations[population].name, where, shortage, remedy);
}

} // namespace nacre
