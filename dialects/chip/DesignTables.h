// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Look-up of a design's populations and weights by name and of its cores by id.
#pragma once
#include "dialects/SparseWeights.h"
#include "dialects/chip/Chip.h"
#include "support/Box.h"
#include "llvm/ADT/DenseMap.h"

namespace nacre::chip {

/// A box attribute, [c0, c1, y0, y1, x0, x1].
inline Box boxOf(llvm::ArrayRef<int64_t> bounds) {
  assert(bounds.size() == 6 && "three ranges");
  return {{bounds[0], bounds[1]}, {bounds[2], bounds[3]}, {bounds[4], bounds[5]}};
}

/// All neurons of a population.
inline Box wholeOf(llvm::ArrayRef<int64_t> shape) {
  return {{0, shape[0]}, {0, shape[1]}, {0, shape[2]}};
}

/// The rows of verified sparse weights.
inline SparseWeights rowsOf(WeightsOp weights) {
  return *readSparseWeights(*weights.getOffsets(), *weights.getTargets(), weights.getValues(), "",
                            [&] { return weights.emitOpError(); });
}

class DesignTables {
  mlir::SymbolTable symbols;
  llvm::DenseMap<int64_t, CoreOp> cores;
  llvm::DenseMap<WeightsOp, int64_t> greatestTargets; ///< of sparse weights

public:
  explicit DesignTables(DesignOp design) : symbols(design) {
    for (CoreOp core : design.getBody().getOps<CoreOp>())
      cores.try_emplace(core.getId(), core);
    for (WeightsOp weights : design.getBody().getOps<WeightsOp>())
      if (weights.getOffsets()) {
        SparseWeights sparse = rowsOf(weights);
        greatestTargets[weights] = *llvm::max_element(sparse.rows().targets);
      }
  }

  /// Null where there is none.
  PopulationOp population(llvm::StringRef name) const { return symbols.lookup<PopulationOp>(name); }
  WeightsOp weights(llvm::StringRef name) const { return symbols.lookup<WeightsOp>(name); }
  FlowOp flow(llvm::StringRef name) const { return symbols.lookup<FlowOp>(name); }
  CoreOp core(int64_t id) const { return cores.lookup(id); }

  int64_t greatestTarget(WeightsOp weights) const { return greatestTargets.lookup(weights); }
};

} // namespace nacre::chip
