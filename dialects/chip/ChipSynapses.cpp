// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/Neuron.h"
#include "dialects/Size.h"
#include "dialects/chip/DesignChecker.h"
#include "support/Window.h"

using namespace mlir;

namespace nacre::chip {

/// For sparse weights: do the rows fit `source` and `target`? What they hold is verified.
static LogicalResult verifyRows(SynapsesOp op, WeightsOp weights, ArrayRef<int64_t> source,
                                ArrayRef<int64_t> target, const DesignTables &tables) {
  int64_t sources = wholeOf(source).volume(), targets = wholeOf(target).volume();
  if (weights.getValues().getShapedType().getRank() != 1)
    return op.emitOpError("[CHIP-Y3] sparse weights must have offsets and targets");
  if (weights.getOffsets()->getNumElements() != sources + 1)
    return op.emitOpError("[CHIP-Y3] sparse weights must have ")
           << sources + 1 << " offsets, one more than source neurons, but have "
           << weights.getOffsets()->getNumElements();
  if (tables.greatestTarget(weights) >= targets)
    return op.emitOpError("[CHIP-Y3] sparse weights lead to neuron ")
           << tables.greatestTarget(weights) << " of " << targets;
  if (boxOf(op.getSourceBox()) != wholeOf(source))
    return op.emitOpError("[CHIP-Y5] source_box of sparse synapses must be the whole source, [")
           << ArrayRef(wholeOf(source).flat()) << "], but is [" << op.getSourceBox() << "]";
  return success();
}

/// Do the weights map `source` onto `target`? For chip.synapses and chip.host_synapses.
template <class Op>
static LogicalResult verifyWindow(Op op, WeightsOp weights, ArrayRef<int64_t> source,
                                  ArrayRef<int64_t> target, StringRef label) {
  ArrayRef<int64_t> shape = weights.getValues().getShapedType().getShape();
  ArrayRef<int64_t> strides = op.getStrides(), pads = op.getPads(), dilations = op.getDilations();
  int64_t groups = op.getGroups();

  if (op.getFormat() == SynapseFormat::Dense) {
    int64_t sources = wholeOf(source).volume();
    if (target[1] != 1 || target[2] != 1 || shape != ArrayRef({target[0], sources}))
      return op.emitOpError() << label << " dense weights must be " << target[0] << " x " << sources
                              << ", the target n x 1 x 1; they are [" << shape << "], it is ["
                              << target << "]";
    return success();
  }

  if (shape.size() != 4 || groups < 1 || shape[0] % groups || source[0] % groups ||
      shape[0] != target[0] || shape[1] * groups != source[0])
    return op.emitOpError() << label << " convolution weights must be " << target[0]
                            << " x source channels / groups x kh x kw for " << source[0]
                            << " source channels in " << groups << " groups but are [" << shape
                            << "]";
  auto verify = [&](ArrayRef<int64_t> values, int64_t least, StringRef name) {
    return verifyRange(values, 2, least, maxKernel, (label + name).str(),
                       [&] { return op.emitOpError(); });
  };
  if (failed(verify(shape.take_back(2), 1, " kernel rows and columns")) ||
      failed(verify(strides, 1, " strides")) || failed(verify(dilations, 1, " dilations")) ||
      failed(verify(pads, 0, " pads (top, left)")))
    return failure();
  // The target implies the bottom and right padding.
  for (int axis = 0; axis < 2; ++axis) {
    Window window{shape[2 + axis], strides[axis], dilations[axis], pads[axis]};
    int64_t least = window.outputs(source[1 + axis]);
    window.padAfter = maxKernel;
    if (failed(verifyRange(target[1 + axis], least, window.outputs(source[1 + axis]),
                           (label + (axis == 0 ? " target rows" : " target columns")).str(),
                           [&] { return op.emitOpError(); })))
      return failure();
  }
  return success();
}

static LogicalResult verifySynapses(SynapsesOp synapses, PopulationOp target,
                                    const DesignTables &tables) {
  PopulationOp source = tables.population(synapses.getSource());
  WeightsOp weights = tables.weights(synapses.getWeights());
  if (!source)
    return synapses.emitOpError("[CHIP-Y1] unknown source population '")
           << synapses.getSource() << "'";
  if (source.isReadout())
    return synapses.emitOpError("[CHIP-Y1] source '")
           << synapses.getSource() << "' is the readout, which does not spike";
  if (!weights)
    return synapses.emitOpError("[CHIP-Y1] unknown weights '") << synapses.getWeights() << "'";
  if (failed(
          verifyBox(synapses, synapses.getSourceBox(), source.getShape(), "[CHIP-Y1] source_box")))
    return failure();
  if (failed(verifyRange(synapses.getDelay(), 1, maxSteps, "[CHIP-Y2] delay",
                         [&] { return synapses.emitOpError(); })))
    return failure();
  if (source.getDepth() + synapses.getDelay() < target.getDepth())
    return synapses.emitOpError("[CHIP-Y2] spikes of depth ")
           << source.getDepth() << " with delay " << synapses.getDelay() << " would reach depth "
           << target.getDepth() << " before their time step";
  if (synapses.getLayout() == SynapseLayout::Shared &&
      synapses.getFormat() != SynapseFormat::Convolution)
    return synapses.emitOpError("[CHIP-Y4] only the weights of a convolution can be stored shared");
  if (synapses.getFormat() == SynapseFormat::Sparse)
    return verifyRows(synapses, weights, source.getShape(), target.getShape(), tables);
  return verifyWindow(synapses, weights, source.getShape(), target.getShape(), "[CHIP-Y3]");
}

LogicalResult verifySynapses(DesignOp design, const DesignTables &tables) {
  for (auto host : design.getBody().getOps<HostSynapsesOp>()) {
    PopulationOp target = tables.population(host.getTarget());
    WeightsOp weights = tables.weights(host.getWeights());
    if (!target)
      return host.emitOpError("[CHIP-H1] unknown target population '") << host.getTarget() << "'";
    if (!weights)
      return host.emitOpError("[CHIP-H1] unknown weights '") << host.getWeights() << "'";
    if (host.getFormat() == SynapseFormat::Sparse)
      return host.emitOpError("[CHIP-H1] the synapses of the host must be dense or a convolution");
    if (hasSynapticCurrent(target.getModel()))
      return host.emitOpError(
          "[CHIP-H1] the host loads biases, which neurons with a synaptic current "
          "cannot take for input");
    if (failed(verifyWindow(host, weights, design.getImageShape(), target.getShape(), "[CHIP-H1]")))
      return failure();
  }
  for (auto core : design.getBody().getOps<CoreOp>())
    for (auto slice : core.getBody().getOps<SliceOp>())
      for (auto synapses : slice.getBody().getOps<SynapsesOp>())
        if (failed(verifySynapses(synapses, tables.population(slice.getPopulation()), tables)))
          return failure();
  return success();
}

} // namespace nacre::chip
