// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// From an snn.network to the tables of the interpreter.
#include "compiler/reference/SnnInterpreter.h"
#include "dialects/Neuron.h"
#include "mlir/Analysis/TopologicalSortUtils.h"
#include "llvm/ADT/TypeSwitch.h"
#include <limits>

using namespace mlir;

namespace nacre {

class SnnInterpreter::Builder {
  SnnInterpreter &interpreter;
  NeuronModelRegistry models;
  DenseMap<Value, size_t> layers, spikeValues;

public:
  explicit Builder(SnnInterpreter &interpreter) : interpreter(interpreter) {
    registerAllNeuronModels(models);
  }

  Status build(snn::NetworkOp network) {
    interpreter.name = network.getSymName().str();
    interpreter.promiseText = network.getPromise().value_or("").str();
    if (snn::InputOp input = network.getInput())
      addInput(input);
    // Populations are numbered in the order of the text, whatever the order in which they run.
    for (Operation &op : network.getOps())
      if (isa<snn::NeuronOp, snn::DelayOp>(op))
        spikeValues[op.getResult(0)] = interpreter.spikeValues++;
      else if (isa<snn::Conv2DOp, snn::LinearOp, snn::SparseOp>(op))
        layers[op.getResult(0)] = interpreter.layers.size(), addLayer(&op);
    DenseMap<Operation *, size_t> populations;
    for (auto neuron : network.getBody().getOps<snn::NeuronOp>()) {
      populations[neuron] = interpreter.populations.size();
      addNeuron(neuron);
    }
    if (snn::ReadoutOp readout = network.getReadout())
      addReadout(readout);
    for (auto delay : network.getBody().getOps<snn::DelayOp>())
      interpreter.delays.push_back({spikeValues.at(delay.getSpikes()),
                                    spikeValues.at(delay.getResult()), size_t(delay.getSteps())});
    for (auto &layer : interpreter.layers)
      resolveSource(layer);
    sortActions(network, populations);
    return checkRange();
  }

private:
  SmallVector<Value> sources; ///< of each layer

  void addInput(snn::InputOp op) {
    interpreter.input = op.getType().getShape().vec();
    interpreter.zeroPoint = op.imageZeroPoint();
    if (op.isSpikes())
      interpreter.inputSpikes = spikeValues[op.getResult()] = interpreter.spikeValues++;
  }

  void addLayer(Operation *op) {
    sources.push_back(op->getOperand(0));
    llvm::TypeSwitch<Operation *>(op).Case<snn::Conv2DOp, snn::LinearOp, snn::SparseOp>(
        [&](auto synapses) { interpreter.layers.push_back({Synapses(synapses)}); });
  }

  void resolveSource(Layer &layer) {
    Value source = sources[size_t(&layer - interpreter.layers.data())];
    auto input = source.getDefiningOp<snn::InputOp>();
    layer.fromImage = input && !input.isSpikes();
    if (!layer.fromImage)
      layer.source = spikeValues.at(source);
  }

  /// What neurons and the readout have in common. All values, so that the run need not ask.
  template <class Op> Population populationOf(Op op, RankedTensorType type) {
    Population population;
    population.name = op.getName().str();
    population.channels = type.getDimSize(0);
    population.positions = type.getDimSize(1) * type.getDimSize(2);
    for (Value current : op.getCurrents())
      population.currents.push_back(layers.at(current));
    for (int64_t c = 0; c < population.channels; ++c)
      population.v0.push_back(perChannel(op.getV0(), c));
    population.bias = perNeuron(op.getBias(), type.getShape());
    return population;
  }

  void addNeuron(snn::NeuronOp op) {
    Population population = populationOf(op, op.getSpikes().getType());
    for (int64_t c = 0; c < population.channels; ++c)
      population.theta.push_back(perChannel(op.getTheta(), c));
    population.options = neuronOptionsOf(op);
    const NeuronModel &model = *models.find(op.getModel());
    population.step = model.step;
    population.hasCurrent = model.hasCurrent;
    population.spikeValue = spikeValues.at(op.getSpikes());
    interpreter.populations.push_back(std::move(population));
  }

  void addReadout(snn::ReadoutOp op) {
    interpreter.populations.push_back(
        populationOf(op, cast<RankedTensorType>(op.getCurrents().front().getType())));
    interpreter.hasReadout = true;
  }

  void sortActions(snn::NetworkOp network, const DenseMap<Operation *, size_t> &populations) {
    SmallVector<Operation *> ops;
    for (Operation &op : network.getOps())
      ops.push_back(&op);
    [[maybe_unused]] bool sorted = computeTopologicalSorting(
        ops, [](Value, Operation *user) { return isa<snn::DelayOp>(user); });
    assert(sorted && "a verified network has no loop without a delay");
    for (Operation *op : ops)
      if (isa<snn::NeuronOp>(op))
        interpreter.order.push_back({false, populations.at(op)});
      else if (isa<snn::Conv2DOp, snn::LinearOp, snn::SparseOp>(op))
        interpreter.order.push_back({true, layers.at(op->getResult(0))});
  }

  /// The sum of all currents into any neuron must fit 32 bits in the worst case.
  Status checkRange() {
    int64_t limit = std::numeric_limits<int32_t>::max();
    int32_t zero = interpreter.zeroPoint;
    for (const Population &population : interpreter.populations) {
      int64_t sum = 0;
      for (size_t index : population.currents) {
        const Layer &layer = interpreter.layers[index];
        sum += layer.synapses.worstCase(layer.fromImage ? std::max(zero, 255 - zero) : 1);
      }
      if (sum > limit)
        return Error{"the currents into '" + population.name + "' may reach " +
                         std::to_string(sum) + ", which leaves 32 bits",
                     "use fewer weight bits or fewer inputs a neuron"};
    }
    return nacre::success();
  }
};

Result<SnnInterpreter> SnnInterpreter::create(snn::NetworkOp network) {
  SnnInterpreter interpreter;
  if (Status built = Builder(interpreter).build(network); !built)
    return built.error();
  return interpreter;
}

} // namespace nacre
