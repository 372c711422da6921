// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The generated code of the operations, and verification of each by itself.
#include "dialects/Neuron.h"
#include "dialects/Size.h"
#include "dialects/SparseWeights.h"
#include "dialects/chip/Chip.h"

using namespace mlir;

#define GET_OP_CLASSES
#include "dialects/chip/ChipOps.cpp.inc"

namespace nacre::chip {

using mlir::success; // not nacre::success of support/Result.h

static bool isPopulationShape(ArrayRef<int64_t> shape) {
  return shape.size() == 3 && llvm::all_of(shape, [](int64_t size) { return size >= 1; });
}

LogicalResult DesignOp::verify() {
  const bool nothingComesIn = getImageShape() == ArrayRef<int64_t>{0, 0, 0};
  if (!nothingComesIn && !isPopulationShape(getImageShape()))
    return emitOpError("[CHIP-D1] image_shape must be three positive values but is [")
           << getImageShape() << "]";
  if (!nothingComesIn && failed(verifySize(getImageShape(), "[CHIP-D1] an image", [&] { return emitOpError(); })))
    return failure();
  if (getInputZeroPoint() < 0 || getInputZeroPoint() > 255)
    return emitOpError("[CHIP-D1] input_zero_point must lie in 0..255 but is ")
           << getInputZeroPoint();
  ArrayRef<int64_t> chips = getChips();
  if (chips.size() != 2 || !llvm::all_of(chips, [](int64_t n) { return n >= 1 && n <= 1024; }))
    return emitOpError("[CHIP-D7] chips must be two values in 1..1024 but is [") << chips << "]";
  return success();
}

static LogicalResult verifyMembrane(PopulationOp op) {
  auto error = [&] { return op.emitOpError(); };
  int32_t bits = op.getMembraneBits();
  if (failed(verifyRange(bits, 2, 32, "[CHIP-P4] membrane_bits", error)))
    return failure();
  int64_t high = (int64_t(1) << (bits - 1)) - 1, low = -high - 1;
  int32_t resetValue = op.getResetValue();
  std::pair<StringRef, ArrayRef<int32_t>> levels[] = {{"[CHIP-P4] theta", op.getTheta()},
                                                      {"[CHIP-P4] v0", op.getV0()},
                                                      {"[CHIP-P4] reset_value", resetValue}};
  for (const auto &[what, values] : levels)
    for (int32_t value : values)
      if (failed(verifyRange(value, low, high, what, error)))
        return failure();
  if (hasSynapticCurrent(op.getModel()))
    return verifyRange(op.getCurrentBits(), 2, 32, "[CHIP-P4] current_bits", error);
  if (op.getCurrentBits() != 0)
    return op.emitOpError("[CHIP-P4] current_bits must be 0 where neurons have no synaptic current "
                          "but is ")
           << op.getCurrentBits();
  return success();
}

static LogicalResult verifyOrder(PopulationOp op) {
  auto error = [&] { return op.emitOpError("[CHIP-P5] order "); };
  auto order = readWeights<uint32_t>(*op.getOrder(), error);
  if (failed(order))
    return failure();
  size_t neurons = size_t(ShapedType::getNumElements(op.getShape()));
  if (order->size() != neurons)
    return error() << "must hold " << neurons << " neurons but holds " << order->size();
  std::vector<bool> seen(neurons);
  for (uint32_t neuron : *order)
    if (neuron >= neurons || seen[neuron])
      return error() << "must hold each neuron once but holds " << neuron
                     << (neuron < neurons ? " twice" : "");
    else
      seen[neuron] = true;
  return success();
}

LogicalResult PopulationOp::verify() {
  auto error = [&] { return emitOpError(); };
  if (!isPopulationShape(getShape()))
    return emitOpError("[CHIP-P1] shape must be three positive values but is [")
           << getShape() << "]";
  if (failed(verifySize(getShape(), "[CHIP-P1] a population", error)) ||
      failed(verifyRange(getDepth(), 0, maxSteps, "[CHIP-P1] depth", error)))
    return failure();

  int64_t channels = getShape()[0];
  if (failed(verifyPerChannel(getV0().size(), channels, "[CHIP-P2] v0", error)) ||
      failed(verifyPerNeuron(getBias().size(), getShape(), "[CHIP-P2] bias", error)) ||
      failed(verifyFinite(getAmplitude().convertToDouble(), "[CHIP-P2] amplitude", error)))
    return failure();

  NeuronOptions options = neuronOptionsOf(*this);
  options.membraneBits = getMembraneBits();
  if (isReadout()) {
    if (!getTheta().empty())
      return emitOpError("[CHIP-P3] a readout (no model) must have no theta");
    if (getRelay())
      return emitOpError("[CHIP-P3] a readout (no model) must be no relay");
    if (options != NeuronOptions{.membraneBits = getMembraneBits()})
      return emitOpError("[CHIP-P3] a readout (no model) must have no neuron options");
  } else {
    if (failed(verifyPerChannel(getTheta().size(), channels, "[CHIP-P2] theta", error)) ||
        failed(verifyThresholds(getTheta(), "[CHIP-P2]", error)))
      return failure();
    if (getReset() < 0 || getReset() > 2)
      return emitOpError("[CHIP-P3] reset must be 0 (subtract), 1 (to value) or 2 (none) but is ")
             << getReset();
    if (failed(verifyModel(getModel(), options, "[CHIP-P3]", error)))
      return failure();
  }
  if (failed(verifyMembrane(*this)))
    return failure();
  NeuronOptions plain{.membraneBits = getMembraneBits()};
  if (getInput() && (getModel() != "if" || !getRelay() || options != plain ||
                     getTheta() != ArrayRef<int32_t>{1} || getV0() != ArrayRef<int32_t>{0} ||
                     getBias() != ArrayRef<int32_t>{0}))
    return emitOpError("[CHIP-P6] an input must be a relay of 'if' neurons with theta 1, v0 0 and "
                       "bias 0");
  return getOrder() ? verifyOrder(*this) : success();
}

LogicalResult WeightsOp::verify() {
  ShapedType type = getValues().getShapedType();
  if (!llvm::is_contained({1, 2, 4}, type.getRank()))
    return emitOpError("[CHIP-W1] values must have rank 1, 2 or 4 but are ") << type;
  bool sparse = type.getRank() == 1;
  if (bool(getOffsets()) != sparse || bool(getTargets()) != sparse)
    return emitOpError("[CHIP-W2] only weights of rank 1 have offsets and targets, both of them");
  if (sparse && failed(verifySparseRows(
                    *getOffsets(), *getTargets(), getValues(), getOffsets()->getNumElements() - 1,
                    maxVolume, {"[CHIP-W2] ", "[CHIP-W2] "}, [&] { return emitOpError(); })))
    return failure();
  return verifySynapseWeights(getValues(), getBits(),
                              [&] { return emitOpError("[CHIP-W1] weight "); });
}

LogicalResult CoreOp::verify() {
  if (failed(verifyRange(getId(), 0, maxCoreId, "[CHIP-K1] id", [&] { return emitOpError(); })))
    return failure();
  if (getBody().getOps<SliceOp>().empty())
    return emitOpError("[CHIP-K1] core ") << getId() << " must hold at least one slice";
  return success();
}

LogicalResult TreeOp::verify() {
  ArrayRef<int64_t> to = getTo(), links = getLinks();
  for (size_t i = 0; i < to.size(); ++i)
    if (i > 0 && to[i] <= to[i - 1])
      return emitOpError("[CHIP-T1] cores must ascend but ") << to[i] << " follows " << to[i - 1];
  if (links.size() % 2)
    return emitOpError("[CHIP-T2] links must be pairs of router and port but are ")
           << links.size() << " numbers";
  for (size_t i = 0; i < links.size(); i += 2) {
    auto error = [&] { return emitOpError(); };
    if (failed(verifyRange(links[i], 0, maxCoreId, "[CHIP-T2] router", error)) ||
        failed(verifyRange(links[i + 1], 0, 63, "[CHIP-T2] port", error)))
      return failure();
    if (i > 0 && std::pair(links[i], links[i + 1]) <= std::pair(links[i - 2], links[i - 1]))
      return emitOpError("[CHIP-T2] links must ascend but (")
             << links[i] << ", " << links[i + 1] << ") follows (" << links[i - 2] << ", "
             << links[i - 1] << ")";
  }
  return success();
}

LogicalResult RouteOp::verify() {
  if (getTiles().empty())
    return emitOpError("[CHIP-R1] tiles must not be empty");
  return success();
}

} // namespace nacre::chip
