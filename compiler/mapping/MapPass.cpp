// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/Passes.h"
#include "compiler/mapping/LowerBound.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/relay/InsertRelays.h"
#include <set>

namespace nacre {
#define GEN_PASS_DEF_MAP
#include "compiler/Passes.h.inc"

using namespace mlir;

namespace {

struct MapPass : impl::MapBase<MapPass> {
  using MapBase::MapBase;

  void runOnOperation() override {
    auto array = parseChipArray(chips);
    if (!array)
      return fail(getOperation(), array.error());
    auto model = loadChip(chip, *array);
    if (!model)
      return fail(getOperation(), model.error());
    SmallVector<snn::NetworkOp> networks(getOperation().getOps<snn::NetworkOp>());
    if (networks.empty()) {
      getOperation().emitError("no snn.network in the module to map");
      return signalPassFailure();
    }
    for (snn::NetworkOp network : networks) {
      auto problem = problemWithRelays(network, *model);
      if (failed(problem))
        return signalPassFailure();
      const MappingOptions options{packing,
                                   placement,
                                   seed,
                                   objective,
                                   effort,
                                   placementSeconds,
                                   [&](const std::string &text) { network->emitRemark(text); },
                                   routing};
      if (auto status = solve(*problem, options); !status)
        return fail(network, status.error());
      remarkCopies(network, *problem);
      if (failed(lowerToChip(network, *problem)))
        return signalPassFailure();
      const CoreBound bound = coresAtLeast(*problem);
      network.emitRemark() << problem->clusters << " cores, at least " << bound.cores << " ("
                           << bound.resource << ")";
      cores += problem->clusters;
      flows += problem->flows.size();
      network.erase();
    }
  }

  static void remarkCopies(snn::NetworkOp network, const MappingProblem &problem) {
    int64_t neurons = 0;
    std::set<size_t> clusters;
    for (const auto &slice : problem.slices)
      if (slice.isCopy()) {
        neurons += slice.box.volume();
        clusters.insert(slice.cluster);
      }
    if (neurons > 0)
      network.emitRemark() << neurons << " copies of neurons on " << clusters.size()
                           << " cores, since a neuron's spikes go to "
                           << problem.chip.limits.targetsPerNeuron << " cores at most";
  }

  /// The exit code of `nacre compile` follows from an attribute, since a pass can only fail.
  void fail(Operation *op, const Error &error) {
    InFlightDiagnostic diagnostic = op->emitError(error.message);
    if (!error.remedy.empty())
      diagnostic.attachNote() << error.remedy;
    if (error.exitCode == ExitCode::DoesNotFit)
      getOperation()->setAttr(doesNotFitAttr, UnitAttr::get(&getContext()));
    signalPassFailure();
  }
};

} // namespace
} // namespace nacre
