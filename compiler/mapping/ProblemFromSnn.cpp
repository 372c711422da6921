// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/ProblemFromSnn.h"
#include "dialects/Convolution.h"
#include "dialects/Neuron.h"
#include "dialects/SparseWeights.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/TypeSwitch.h"

namespace nacre {

using namespace mlir;

namespace {

/// The population or input behind a synapse's operand, through delays. There is one: delays alone
/// make no loop (SNN-N2). Delays longer than any run are cut.
Operation *sourceOf(Value value, int64_t &delay) {
  Operation *op = value.getDefiningOp();
  while (auto delayed = dyn_cast<snn::DelayOp>(op)) {
    delay =
        std::min(delay + std::min<int64_t>(delayed.getSteps(), MappingProblem::Edge::longestDelay),
                 MappingProblem::Edge::longestDelay);
    op = delayed.getSpikes().getDefiningOp();
  }
  return op;
}

Value operandOf(Operation *synapses) { return synapses->getOperand(0); }

struct Parameters {
  StringRef name;
  ArrayRef<int32_t> theta, v0, bias;
  int32_t resetValue;
  double rate;
};

/// Of neurons that fire when the host drives them.
constexpr int32_t inputTheta = 1, inputStart = 0;

Parameters parametersOf(Operation *op) {
  if (isa<snn::InputOp>(op))
    return {"input", inputTheta, inputStart, inputStart, 0, 1};
  if (auto neuron = dyn_cast<snn::NeuronOp>(op))
    return {neuron.getName(),       neuron.getTheta(),
            neuron.getV0(),         neuron.getBias(),
            neuron.getResetValue(), neuron.getRate().value_or(APFloat(1.0)).convertToDouble()};
  auto readout = cast<snn::ReadoutOp>(op);
  return {readout.getName(), {}, readout.getV0(), readout.getBias(), 0, 0};
}

std::vector<int32_t> coresOf(Operation *op) {
  auto neuron = dyn_cast<snn::NeuronOp>(op);
  return neuron && neuron.getCores() ? neuron.getCores()->vec() : std::vector<int32_t>();
}

bool hasCurrent(Operation *op) {
  auto neuron = dyn_cast<snn::NeuronOp>(op);
  return neuron && hasSynapticCurrent(neuron.getModel());
}

FailureOr<std::vector<int16_t>> weightsOf(Operation *synapses) {
  ElementsAttr attribute =
      TypeSwitch<Operation *, ElementsAttr>(synapses).Case<snn::Conv2DOp, snn::LinearOp>(
          [](auto op) { return op.getWeight(); });
  auto weights = readSynapseWeights(attribute, [&] { return synapses->emitOpError(); });
  if (failed(weights))
    return failure();
  return weights->vec();
}

Box shapeOf(Operation *population) {
  const Value like =
      isa<snn::ReadoutOp>(population) ? population->getOperand(0) : population->getResult(0);
  auto type = cast<RankedTensorType>(like.getType());
  return {{0, type.getDimSize(0)}, {0, type.getDimSize(1)}, {0, type.getDimSize(2)}};
}

/// Lowest and highest host current of any channel over all images.
std::pair<int64_t, int64_t> hostRange(ArrayRef<int16_t> weights, int64_t channels,
                                      int32_t zeroPoint) {
  int64_t darkest = -int64_t(zeroPoint), brightest = 255 - int64_t(zeroPoint);
  int64_t perChannel = int64_t(weights.size()) / channels, low = 0, high = 0;
  for (int64_t c = 0; c < channels; ++c) {
    int64_t least = 0, most = 0;
    for (int16_t w : weights.slice(size_t(c * perChannel), size_t(perChannel))) {
      least += std::min<int64_t>({w * darkest, w * brightest, 0}); // 0: padding
      most += std::max<int64_t>({w * darkest, w * brightest, 0});
    }
    low = std::min(low, least);
    high = std::max(high, most);
  }
  return {low, high};
}

/// The input has no name of its own, so it gives way.
void makeDistinct(std::string &name, const std::vector<MappingProblem::Population> &populations) {
  while (llvm::count_if(populations, [&](const auto &other) { return other.name == name; }) > 1)
    name += ".spikes";
}

} // namespace

SynapseOps synapsesOf(snn::NetworkOp network) {
  SynapseOps result;
  for (Operation &op : network.getBody().front()) {
    if (!isa<snn::NeuronOp, snn::ReadoutOp>(op))
      continue;
    result.populations.push_back(&op);
    for (Value current : op.getOperands()) {
      SynapseOps::Edge edge;
      edge.op = current.getDefiningOp();
      edge.target = &op;
      Operation *source = sourceOf(operandOf(edge.op), edge.delay);
      auto input = dyn_cast<snn::InputOp>(source);
      bool host = input && !input.isSpikes();
      edge.source = host ? nullptr : source;
      (host ? result.fromHost : result.onChip).push_back(edge);
    }
  }
  if (snn::InputOp input = network.getInput(); input && input.isSpikes())
    result.populations.push_back(input);
  return result;
}

FailureOr<MappingProblem> problemFromSnn(snn::NetworkOp network, const ChipModel &chip) {
  MappingProblem problem;
  problem.chip = chip;
  SynapseOps synapses = synapsesOf(network);
  llvm::DenseMap<Operation *, size_t> index;
  for (Operation *op : synapses.populations) {
    Parameters p = parametersOf(op);
    index[op] = problem.populations.size();
    auto [low, high] = std::minmax_element(p.bias.begin(), p.bias.end());
    problem.populations.push_back({p.name.str(), shapeOf(op), p.theta.vec(), p.v0.vec(), *low,
                                   *high, p.resetValue, p.rate, false, hasCurrent(op),
                                   coresOf(op)});
  }
  if (isa<snn::InputOp>(synapses.populations.back()))
    makeDistinct(problem.populations.back().name, problem.populations);
  for (const SynapseOps::Edge &synapse : synapses.fromHost) {
    FailureOr<std::vector<int16_t>> weights = weightsOf(synapse.op);
    if (failed(weights))
      return failure();
    auto &target = problem.populations[index[synapse.target]];
    auto [low, high] =
        hostRange(*weights, target.shape.c.size(), network.getInput().imageZeroPoint());
    target.biasLow += low;
    target.biasHigh += high;
    target.fedByHost = true;
  }
  for (const SynapseOps::Edge &synapse : synapses.onChip) {
    MappingProblem::Edge edge;
    edge.source = index[synapse.source];
    edge.target = index[synapse.target];
    edge.logicalDelay = synapse.delay;
    if (auto sparse = dyn_cast<snn::SparseOp>(synapse.op)) {
      edge.sparse = std::make_shared<SparseSynapses>(
          sparseWeightsOf(sparse).rows(), size_t(sparse.getResult().getType().getNumElements()));
      edge.weightBits = sparse.getWeightBits();
      problem.edges.push_back(std::move(edge));
      continue;
    }
    FailureOr<std::vector<int16_t>> weights = weightsOf(synapse.op);
    if (failed(weights))
      return failure();
    edge.weights = std::move(*weights);
    if (auto conv = dyn_cast<snn::Conv2DOp>(synapse.op)) {
      edge.convolution = true;
      edge.window = convolutionOf(conv).window();
      edge.groups = conv.getGroups();
      edge.weightBits = conv.getWeightBits();
    } else {
      edge.weightBits = cast<snn::LinearOp>(synapse.op).getWeightBits();
    }
    problem.edges.push_back(std::move(edge));
  }
  return problem;
}

} // namespace nacre
