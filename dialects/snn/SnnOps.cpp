// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The generated code of the operations, and verification of each by itself.
#include "dialects/Convolution.h"
#include "dialects/Neuron.h"
#include "dialects/Size.h"
#include "dialects/SparseWeights.h"
#include "dialects/SynapseWeights.h"
#include "dialects/snn/Snn.h"

using namespace mlir;

namespace nacre::snn {

/// The types of currents, none where biases alone drive the population, and that of its spikes:
/// "tensor<1x2x3xi32>, tensor<1x2x3xi32> -> tensor<1x2x3xi1>".
static ParseResult parseNeuronType(OpAsmParser &parser, SmallVectorImpl<Type> &currents,
                                   Type &spikes) {
  if (failed(parser.parseOptionalArrow()) &&
      (failed(parser.parseTypeList(currents)) || failed(parser.parseArrow())))
    return failure();
  return parser.parseType(spikes);
}

static void printNeuronType(OpAsmPrinter &printer, Operation *, TypeRange currents, Type spikes) {
  llvm::interleaveComma(currents, printer);
  printer << (currents.empty() ? "-> " : " -> ") << spikes;
}

} // namespace nacre::snn

#define GET_OP_CLASSES
#include "dialects/snn/SnnOps.cpp.inc"

namespace nacre::snn {

using mlir::success; // not nacre::success of support/Result.h

/// Channels x rows x columns, all known.
static bool isPopulationShape(RankedTensorType type) {
  return type.getRank() == 3 && isStaticFrom(type, 0);
}

static LogicalResult verifySize(Operation *op, RankedTensorType type) {
  return nacre::verifySize(type.getShape(), "[SNN-N5] a population",
                           [&] { return op->emitOpError(); });
}

LogicalResult InputOp::verify() {
  if (!isPopulationShape(getResult().getType()))
    return emitOpError("[SNN-I1] result must be channels x rows x columns but is ")
           << getResult().getType();
  if (failed(verifySize(*this, getResult().getType())))
    return failure();
  if (isSpikes() == getZeroPoint().has_value())
    return emitOpError("[SNN-I2] ")
           << (isSpikes() ? "spikes have no zero_point" : "an image has a zero_point");
  if (isSpikes())
    return success();
  if (imageZeroPoint() < 0 || imageZeroPoint() > 255)
    return emitOpError("[SNN-I2] zero_point must lie in 0..255 but is ") << imageZeroPoint();
  for (Operation *user : getResult().getUsers())
    if (!isa<Conv2DOp, LinearOp>(user))
      return emitOpError(
                 "[SNN-I3] an image must be used only by snn.conv2d and snn.linear but is used by ")
             << user->getName();
  return success();
}

/// Of synapses; which of both is a matter of their width.
static bool isOfIntegers(ShapedType weight) {
  return weight.getElementType().isSignlessInteger(8) ||
         weight.getElementType().isSignlessInteger(16);
}

LogicalResult Conv2DOp::verify() {
  ShapedType weight = getWeight().getShapedType();
  if (!isOfIntegers(weight) || weight.getRank() != 4)
    return emitOpError("[SNN-C1] weight must be out x in/groups x kh x kw of i8 or i16 but is ")
           << weight;
  RankedTensorType source = getSource().getType(), result = getResult().getType();
  if (!isPopulationShape(source) || !isPopulationShape(result))
    return emitOpError("[SNN-C3] source and result must be channels x rows x columns but are ")
           << source << " and " << result;
  if (failed(verifySize(*this, source)) || failed(verifySize(*this, result)))
    return failure();
  if (failed(verifyConvolution(convolutionOf(*this), source.getShape(), result.getShape(),
                               {"[SNN-C1]", "[SNN-C3]", "[SNN-C4]"},
                               [&] { return emitOpError(); })))
    return failure();
  return verifySynapseWeights(getWeight(), getWeightBits(),
                              [&] { return emitOpError("[SNN-C2] weight "); });
}

LogicalResult LinearOp::verify() {
  ShapedType weight = getWeight().getShapedType();
  RankedTensorType source = getSource().getType(), result = getResult().getType();
  if (!isPopulationShape(source))
    return emitOpError("[SNN-L1] source must be channels x rows x columns but is ") << source;
  if (failed(verifySize(*this, source)) || failed(verifySize(*this, result)))
    return failure();
  if (!isOfIntegers(weight) || weight.getRank() != 2 ||
      weight.getDimSize(1) != source.getNumElements())
    return emitOpError("[SNN-L1] weight must be out x ")
           << source.getNumElements() << " of i8 or i16 but is " << weight;
  if (result.getShape() != ArrayRef<int64_t>({weight.getDimSize(0), 1, 1}))
    return emitOpError("[SNN-L1] result must be ")
           << weight.getDimSize(0) << " x 1 x 1 but is " << result;
  return verifySynapseWeights(getWeight(), getWeightBits(),
                              [&] { return emitOpError("[SNN-L2] weight "); });
}

LogicalResult SparseOp::verify() {
  RankedTensorType source = getSource().getType(), result = getResult().getType();
  if (!isPopulationShape(source) || !isPopulationShape(result))
    return emitOpError("[SNN-S1] source and result must be channels x rows x columns but are ")
           << source << " and " << result;
  if (failed(verifySize(*this, source)) || failed(verifySize(*this, result)))
    return failure();
  if (failed(verifySparseRows(getOffsets(), getTargets(), getWeight(), source.getNumElements(),
                              result.getNumElements(), {"[SNN-S1] ", "[SNN-S2] "},
                              [&] { return emitOpError(); })))
    return failure();
  return verifySynapseWeights(getWeight(), getWeightBits(),
                              [&] { return emitOpError("[SNN-S3] weight "); });
}

/// Whether the value is what one spike a neuron of the same shape becomes if copied.
static bool isCopyOfSpikes(Value current) {
  auto synapses = current.getDefiningOp<Conv2DOp>();
  if (!synapses)
    return false;
  RankedTensorType source = synapses.getSource().getType();
  auto weight = dyn_cast<DenseElementsAttr>(synapses.getWeight());
  return source.getElementType().isInteger(1) &&
         source.getShape() == synapses.getResult().getType().getShape() &&
         synapses.getGroups() == source.getDimSize(0) && weight && weight.isSplat() &&
         weight.getSplatValue<APInt>().isOne() &&
         weight.getType().getShape() == ArrayRef<int64_t>{source.getDimSize(0), 1, 1, 1} &&
         llvm::all_of(synapses.getPads(), [](int64_t pad) { return pad == 0; }) &&
         llvm::all_of(synapses.getStrides(), [](int64_t stride) { return stride == 1; });
}

static LogicalResult verifyRelay(NeuronOp op) {
  if (op.getCurrents().size() == 1 && isCopyOfSpikes(op.getCurrents().front()) &&
      op.getModel() == "if" && op.getReset() == Reset::Subtract && !op.getStrict() &&
      op.getTheta() == ArrayRef<int32_t>{1} && op.getV0() == ArrayRef<int32_t>{0} &&
      op.getBias() == ArrayRef<int32_t>{0} && op.getInputShift() == 0)
    return success();
  return op.emitOpError("[SNN-P6] a relay must repeat the spikes of one population");
}

static LogicalResult verifyCurrents(NeuronOp op) {
  auto isOfImage = [](Value current) {
    Operation *synapses = current.getDefiningOp();
    auto input = synapses ? synapses->getOperand(0).getDefiningOp<InputOp>() : InputOp();
    return input && !input.isSpikes();
  };
  if (hasSynapticCurrent(op.getModel()) && llvm::any_of(op.getCurrents(), isOfImage))
    return op.emitOpError("[SNN-P7] neurons with a synaptic current must have spikes as input, not "
                          "an image");
  return success();
}

static LogicalResult verifyCores(NeuronOp op) {
  std::optional<ArrayRef<int32_t>> cores = op.getCores();
  if (!cores)
    return success();
  auto error = [&] {
    return op.emitOpError("[SNN-P8] cores must be ")
           << op.getSpikes().getType().getNumElements() << " values from 0 on but ";
  };
  if (int64_t(cores->size()) != op.getSpikes().getType().getNumElements())
    return error() << "are " << cores->size();
  for (int32_t core : *cores)
    if (core < 0)
      return error() << "has " << core;
  return success();
}

LogicalResult NeuronOp::verify() {
  auto error = [&] { return emitOpError(); };
  RankedTensorType spikes = getSpikes().getType();
  if (!isPopulationShape(spikes))
    return emitOpError("[SNN-P1] result must be channels x rows x columns but is ") << spikes;
  if (failed(verifySize(*this, spikes)))
    return failure();
  for (Value current : getCurrents())
    if (cast<RankedTensorType>(current.getType()).getShape() != spikes.getShape())
      return emitOpError("[SNN-P1] currents must have the shape of ")
             << spikes << " but one is " << current.getType();
  int64_t channels = spikes.getDimSize(0);
  if (failed(verifyPerChannel(getTheta().size(), channels, "[SNN-P2] theta", error)) ||
      failed(verifyThresholds(getTheta(), "[SNN-P2]", error)) ||
      failed(verifyPerChannel(getV0().size(), channels, "[SNN-P2] v0", error)) ||
      failed(verifyPerNeuron(getBias().size(), spikes.getShape(), "[SNN-P2] bias", error)) ||
      (getUnit() &&
       failed(verifyPerChannel(getUnit()->size(), channels, "[SNN-P2] unit", error))) ||
      (getUnit() && failed(verifyFinite(*getUnit(), "[SNN-P2] unit", error))) ||
      failed(verifyFinite(getAmplitude().convertToDouble(), "[SNN-P2] amplitude", error)))
    return failure();
  if (failed(verifyModel(getModel(), neuronOptionsOf(*this), "[SNN-P3]", error)))
    return failure();
  if (getMaxSpikes() != 1)
    return emitOpError("[SNN-P4] max_spikes must be 1 but is ") << getMaxSpikes();
  if (auto rate = getRate();
      rate && !(rate->convertToDouble() >= 0 && rate->convertToDouble() <= double(1 << 20)))
    return emitOpError("[SNN-P5] rate must lie in 0..2^20 but is ") << getRateAttr();
  if (failed(verifyCores(*this)))
    return failure();
  if (getRelay())
    return verifyRelay(*this);
  return verifyCurrents(*this);
}

LogicalResult ReadoutOp::verify() {
  auto error = [&] { return emitOpError(); };
  if (getCurrents().empty())
    return emitOpError("[SNN-R1] needs at least one current");
  auto first = cast<RankedTensorType>(getCurrents().front().getType());
  if (!isPopulationShape(first) || first.getDimSize(0) < 2 || first.getDimSize(1) != 1 ||
      first.getDimSize(2) != 1)
    return emitOpError("[SNN-R1] currents must be classes x 1 x 1 with at least two classes but "
                       "one is ")
           << first;
  if (failed(verifySize(*this, first)))
    return failure();
  for (Value current : getCurrents())
    if (current.getType() != first)
      return emitOpError("[SNN-R1] currents must have one shape but are ")
             << first << " and " << current.getType();
  int64_t classes = first.getDimSize(0);
  if (failed(verifyPerChannel(getV0().size(), classes, "[SNN-R2] v0", error)) ||
      failed(verifyPerChannel(getBias().size(), classes, "[SNN-R2] bias", error)) ||
      (getUnit() && failed(verifyPerChannel(getUnit()->size(), classes, "[SNN-R2] unit", error))) ||
      (getUnit() && failed(verifyFinite(*getUnit(), "[SNN-R2] unit", error))))
    return failure();
  return success();
}

LogicalResult DelayOp::verify() {
  return verifyRange(getSteps(), 1, maxSteps, "[SNN-D1] steps", [&] { return emitOpError(); });
}

} // namespace nacre::snn
