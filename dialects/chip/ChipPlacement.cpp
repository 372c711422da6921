// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/chip/DesignChecker.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace nacre::chip {

LogicalResult DesignOp::verifyRegions() {
  DesignTables tables(*this);
  return success(succeeded(verifyPlacement(*this, tables)) &&
                 succeeded(verifySynapses(*this, tables)) && succeeded(verifyFlows(*this, tables)));
}

LogicalResult verifyBox(Operation *op, ArrayRef<int64_t> bounds, ArrayRef<int64_t> shape,
                        StringRef what) {
  if (bounds.size() == 6 && !boxOf(bounds).empty() &&
      intersect(wholeOf(shape), boxOf(bounds)) == boxOf(bounds))
    return success();
  return op->emitOpError() << what << " must be six bounds of neurons within " << shape[0] << " x "
                           << shape[1] << " x " << shape[2] << " but is [" << bounds << "]";
}

/// Rule D4 for one population.
static LogicalResult verifyPartition(PopulationOp population, MutableArrayRef<SliceOp> slices) {
  int64_t placed = 0;
  for (size_t i = 0; i < slices.size(); ++i) {
    Box box = boxOf(slices[i].getBox());
    placed += box.volume();
    for (SliceOp other : slices.take_front(i))
      if (!intersect(box, boxOf(other.getBox())).empty()) {
        InFlightDiagnostic error = slices[i].emitOpError("[CHIP-D4] holds neurons of '")
                                   << population.getSymName() << "' that another slice holds too";
        error.attachNote(other.getLoc()) << "the other slice";
        return error;
      }
  }
  int64_t all = wholeOf(population.getShape()).volume();
  if (placed != all)
    return population.emitOpError("[CHIP-D4] has ")
           << all << " neurons but the slices hold " << placed;
  return success();
}

/// Rule S2.
static LogicalResult verifyCopy(SliceOp copy, PopulationOp population) {
  if (population.isReadout())
    return copy.emitOpError("[CHIP-S2] a readout has no copies");
  for (auto synapses : copy.getBody().getOps<SynapsesOp>())
    if (synapses.getFormat() == SynapseFormat::Sparse)
      return copy.emitOpError("[CHIP-S2] a copy must have no sparse synapses");
  for (auto other : copy->getParentOfType<CoreOp>().getBody().getOps<SliceOp>())
    if (other != copy && other.getPopulation() == copy.getPopulation() &&
        !intersect(boxOf(other.getBox()), boxOf(copy.getBox())).empty())
      return copy.emitOpError("[CHIP-S2] lies in the core of another slice with the same neurons");
  return success();
}

/// Rule P6, for what needs the design.
static LogicalResult verifyInput(DesignOp design) {
  PopulationOp input;
  for (auto population : design.getBody().getOps<PopulationOp>()) {
    if (!population.getInput())
      continue;
    if (input)
      return population.emitOpError("[CHIP-P6] there is another input");
    input = population;
  }
  if (!input)
    return success();
  if (input.getShape() != design.getImageShape())
    return input.emitOpError("[CHIP-P6] must have the image_shape ")
           << design.getImageShape() << " but has " << input.getShape();
  for (auto host : design.getBody().getOps<HostSynapsesOp>())
    return host.emitOpError("[CHIP-P6] the host has no synapses where the input is spikes");
  for (auto core : design.getBody().getOps<CoreOp>())
    for (auto slice : core.getBody().getOps<SliceOp>())
      for (auto synapses : slice.getBody().getOps<SynapsesOp>())
        if (slice.getPopulation() == input.getSymName())
          return synapses.emitOpError("[CHIP-P6] leads into the input");
  return success();
}

LogicalResult verifyPlacement(DesignOp design, const DesignTables &tables) {
  WalkResult foreign = design.walk([&](Operation *op) {
    if (op->getDialect() == design->getDialect())
      return WalkResult::advance();
    op->emitOpError("[CHIP-D6] must not be in a chip.design, which holds only chip operations");
    return WalkResult::interrupt();
  });
  if (foreign.wasInterrupted())
    return failure();

  if (failed(verifyInput(design)))
    return failure();
  llvm::MapVector<PopulationOp, SmallVector<SliceOp>> slices;
  int64_t readouts = 0;
  for (auto population : design.getBody().getOps<PopulationOp>()) {
    slices[population];
    readouts += population.isReadout();
  }
  if (readouts > 1)
    return design.emitOpError("[CHIP-D2] must have one readout (a population without a model) at "
                              "most but has ")
           << readouts;

  int64_t last = -1;
  for (auto core : design.getBody().getOps<CoreOp>()) {
    if (core.getId() <= last)
      return core.emitOpError("[CHIP-D3] core ids must ascend but ")
             << core.getId() << " follows " << last;
    last = core.getId();
    for (auto slice : core.getBody().getOps<SliceOp>()) {
      PopulationOp population = tables.population(slice.getPopulation());
      if (!population)
        return slice.emitOpError("[CHIP-S1] unknown population '") << slice.getPopulation() << "'";
      if (failed(verifyBox(slice, slice.getBox(), population.getShape(), "[CHIP-S1] box")))
        return failure();
      if (!slice.getCopy())
        slices[population].push_back(slice);
      else if (failed(verifyCopy(slice, population)))
        return failure();
    }
  }
  for (auto &[population, parts] : slices)
    if (failed(verifyPartition(population, parts)))
      return failure();
  return success();
}

} // namespace nacre::chip
