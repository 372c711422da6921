// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/netx/Importer.h"
#include "compiler/import/netx/Network.h"
#include "compiler/import/netx/Reader.h"
#include "dialects/Weights.h"
#include "dialects/snn/Snn.h"
#include <bit>
#include <fmt/format.h>
#include <set>

using namespace mlir;

namespace nacre {

using namespace netx;

namespace {

class Emitter {
  const Network &network;
  OpBuilder builder;
  Location file;
  Value input;
  std::vector<Value> spikes; ///< of each population, once it is there
  size_t weightCount = 0;

public:
  Emitter(const Network &network, const std::string &path, MLIRContext &context)
      : network(network), builder(&context),
        file(FileLineColLoc::get(builder.getStringAttr(path), 0, 0)) {}

  OwningOpRef<ModuleOp> emit() {
    OwningOpRef<ModuleOp> module = ModuleOp::create(file);
    builder.setInsertionPointToStart(module->getBody());
    auto op = snn::NetworkOp::create(builder, file, "netx", StringAttr());
    builder.createBlock(&op.getBody());
    input = snn::InputOp::create(builder, file, type(network.input, 1), IntegerAttr());
    for (const Population &population : network.populations)
      emitPopulation(population);
    emitReadout(network.populations.back());
    return module;
  }

private:
  RankedTensorType type(Extent extent, unsigned bits) {
    return RankedTensorType::get({extent.channels, extent.rows, extent.columns},
                                 builder.getIntegerType(bits));
  }

  void emitPopulation(const Population &population) {
    Location loc = NameLoc::get(builder.getStringAttr(population.name), file);
    SmallVector<Value> currents;
    snn::DelayOp loop;
    for (const Synapses &synapses : population.synapses) {
      Value source = input;
      if (synapses.source < spikes.size())
        source = spikes[synapses.source];
      const bool own = synapses.source == spikes.size();
      if (synapses.delaySteps > 0) {
        auto delay =
            snn::DelayOp::create(builder, loc, own ? type(population.extent, 1) : source.getType(),
                                 source, synapses.delaySteps);
        if (own)
          loop = delay; // its spikes are not there yet; any value stands for them
        source = delay;
      }
      currents.push_back(emitSynapses(synapses, source, population.extent, loc));
    }
    std::vector<int32_t> bias(population.bias.begin(), population.bias.end());
    if (llvm::all_equal(bias))
      bias.resize(1);
    OperationState state(loc, snn::NeuronOp::getOperationName());
    state.addOperands(currents);
    state.addTypes(type(population.extent, 1));
    state.addAttribute("name", builder.getStringAttr(population.name));
    state.addAttribute("model", builder.getStringAttr(population.model));
    state.addAttribute("theta", builder.getDenseI32ArrayAttr(population.theta));
    state.addAttribute("v0", builder.getDenseI32ArrayAttr(0));
    state.addAttribute("bias", builder.getDenseI32ArrayAttr(bias));
    addOptions(state, population.options);
    spikes.push_back(builder.create(state)->getResult(0));
    if (loop)
      loop->setOperand(0, spikes.back());
  }

  void addOptions(OperationState &state, const NeuronOptions &neuron) {
    if (neuron.strict)
      state.addAttribute("strict", builder.getUnitAttr());
    state.addAttribute("reset", snn::ResetAttr::get(builder.getContext(), snn::Reset::ToValue));
    for (auto [name, value] : {std::pair("input_shift", neuron.inputShift),
                               std::pair("leak_multiplier", neuron.leakMultiplier),
                               std::pair("leak_scale_bits", neuron.leakScaleBits),
                               std::pair("current_leak_multiplier", neuron.currentLeakMultiplier),
                               std::pair("current_leak_scale_bits", neuron.currentLeakScaleBits)})
      if (value)
        state.addAttribute(name, builder.getI32IntegerAttr(value));
  }

  Value emitSynapses(const Synapses &synapses, Value source, Extent target, Location loc) {
    int32_t bits = 2;
    for (int64_t weight : synapses.weights)
      bits = std::max(bits, 1 + int32_t(std::bit_width(uint64_t(weight < 0 ? ~weight : weight))));
    const std::vector<int8_t> weights(synapses.weights.begin(), synapses.weights.end());
    if (synapses.dense)
      return emitMatrix(weights, bits, source, target.channels, loc);
    const Window &y = synapses.y, &x = synapses.x;
    const int64_t sources =
        cast<RankedTensorType>(source.getType()).getDimSize(0) / synapses.groups;
    auto attribute =
        makeWeights<int8_t>({target.channels, sources, y.kernel, x.kernel}, weights,
                            fmt::format("weight{}", weightCount++), builder.getContext());
    return snn::Conv2DOp::create(
        builder, loc, type(target, 32), source, attribute, bits,
        ArrayRef<int64_t>{y.stride, x.stride},
        ArrayRef<int64_t>{y.padBefore, x.padBefore, y.padAfter, x.padAfter},
        ArrayRef<int64_t>{y.dilation, x.dilation}, synapses.groups);
  }

  Value emitMatrix(const std::vector<int8_t> &weights, int32_t bits, Value source, int64_t targets,
                   Location loc) {
    const int64_t sources = cast<RankedTensorType>(source.getType()).getNumElements();
    return snn::LinearOp::create(builder, loc, type({targets}, 32), source,
                                 makeWeights<int8_t>({targets, sources}, weights,
                                                     fmt::format("weight{}", weightCount++),
                                                     builder.getContext()),
                                 bits);
  }

  /// Counts the spikes of each neuron, as late as its axon brings them.
  void emitReadout(const Population &last) {
    Location loc = NameLoc::get(builder.getStringAttr("output"), file);
    const int64_t neurons = last.extent.volume(), positions = neurons / last.extent.channels;
    std::set<int64_t> delays(last.axonDelays.begin(), last.axonDelays.end());
    if (delays.empty())
      delays.insert(0);
    SmallVector<Value> currents;
    for (int64_t delay : delays) {
      std::vector<int8_t> weights(size_t(neurons * neurons));
      for (int64_t n = 0; n < neurons; ++n)
        weights[size_t(n * neurons + n)] =
            last.axonDelays.empty() || last.axonDelays[size_t(n / positions)] == delay;
      Value source = spikes.back();
      if (delay > 0)
        source = snn::DelayOp::create(builder, loc, source.getType(), source, delay);
      currents.push_back(emitMatrix(weights, 2, source, neurons, loc));
    }
    const std::vector<int32_t> zero = {0};
    snn::ReadoutOp::create(builder, loc, currents, "output", zero, zero, DenseF64ArrayAttr());
  }
};

} // namespace

Imported importNetx(const File &file, const std::string &path, const ImportOptions &options,
                    Findings &findings, MLIRContext &context) {
  Imported result;
  result.nodes = int64_t(file.layers.size());
  result.producer = "Lava's netx";
  const Network network = networkOf(file, options.image, findings);
  result.notes = network.notes;
  if (!findings.empty())
    return result;
  context.loadDialect<snn::SnnDialect>();
  result.module = Emitter(network, path, context).emit();
  result.notes.push_back(
      "spikes of the last layer are counted, and the largest count is the class");
  return result;
}

Imported importNetxFile(const std::string &path, const ImportOptions &options, Findings &findings,
                        MLIRContext &context) {
  auto file = readFile(path);
  if (file)
    return importNetx(*file, path, options, findings, context);
  findings.add("NCR1401", "", file.error().message, "export the network again");
  return {};
}

} // namespace nacre
