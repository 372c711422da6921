// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Importer.h"
#include "compiler/import/nir/Quantize.h"
#include "compiler/import/nir/Trace.h"
#include "dialects/SynapseWeights.h"
#include "dialects/snn/Snn.h"
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

using namespace nir;

namespace {

class Emitter {
  const nir::Network &network;
  const std::string &path;
  const ImportOptions &options;
  Findings &findings;
  OpBuilder builder;
  Value input;
  std::vector<Value> spikes; ///< of each population, once it is there
  /// Delays of spikes that come later.
  std::vector<std::pair<snn::DelayOp, size_t>> loops;
  size_t weightCount = 0;

public:
  std::vector<std::string> notes;

  Emitter(const nir::Network &network, const std::string &path, const ImportOptions &options,
          Findings &findings, MLIRContext &context)
      : network(network), path(path), options(options), findings(findings), builder(&context),
        spikes(network.populations.size()) {}

  OwningOpRef<ModuleOp> emit(const std::string &name) {
    Location loc = FileLineColLoc::get(builder.getStringAttr(path), 0, 0);
    OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
    builder.setInsertionPointToStart(module->getBody());
    auto op = snn::NetworkOp::create(builder, loc, name, StringAttr());
    builder.createBlock(&op.getBody());
    input = snn::InputOp::create(builder, loc, type(network.input, 1), IntegerAttr());
    for (size_t p = 0; p < network.populations.size(); ++p)
      emitPopulation(p);
    for (auto [delay, source] : loops)
      delay->setOperand(0, spikes[source]);
    return module;
  }

private:
  RankedTensorType type(Extent extent, unsigned bits) {
    return RankedTensorType::get({extent.channels, extent.rows, extent.columns},
                                 builder.getIntegerType(bits));
  }

  void emitPopulation(size_t index) {
    const nir::Population &population = network.populations[index];
    const IntegerPopulation integers =
        quantize(population, options.weightBits, options.nirInclusive, findings);
    Location loc = NameLoc::get(builder.getStringAttr(population.name),
                                FileLineColLoc::get(builder.getStringAttr(path), 0, 0));
    SmallVector<Value> currents;
    for (size_t i = 0; i < population.connections.size(); ++i)
      currents.push_back(emitConnection(population.connections[i], integers.weights[i], loc));
    const std::vector<int32_t> zero = {0};
    auto unit = builder.getDenseF64ArrayAttr(integers.unit);
    if (!population.fires) {
      snn::ReadoutOp::create(builder, loc, currents, population.name, zero, integers.bias, unit);
      return;
    }
    OperationState state(loc, snn::NeuronOp::getOperationName());
    state.addOperands(currents);
    state.addTypes(type(population.extent, 1));
    state.addAttribute("name", builder.getStringAttr(population.name));
    state.addAttribute("model", builder.getStringAttr(integers.model));
    state.addAttribute("theta", builder.getDenseI32ArrayAttr(integers.threshold));
    state.addAttribute("v0", builder.getDenseI32ArrayAttr(zero));
    state.addAttribute("bias", builder.getDenseI32ArrayAttr(integers.bias));
    state.addAttribute("unit", unit);
    addOptions(state, integers.options);
    spikes[index] = builder.create(state)->getResult(0);
    if (integers.leftGrid)
      notes.push_back(fmt::format("'{}': its numbers are no integers of the unit that its metadata "
                                  "names, so another one is chosen",
                                  population.name));
    notes.push_back(fmt::format("'{}': rounding moves its weights by {:.2g} % (root mean square)",
                                population.name, 100 * integers.weightError));
  }

  void addOptions(OperationState &state, const NeuronOptions &neuron) {
    if (neuron.strict)
      state.addAttribute("strict", builder.getUnitAttr());
    if (neuron.reset == Reset::ToValue)
      state.addAttribute("reset", snn::ResetAttr::get(builder.getContext(), snn::Reset::ToValue));
    for (auto [name, value] :
         {std::pair("reset_value", neuron.resetValue), std::pair("leak_shift", neuron.leakShift),
          std::pair("leak_multiplier", neuron.leakMultiplier),
          std::pair("leak_scale_bits", neuron.leakScaleBits)})
      if (value)
        state.addAttribute(name, builder.getI32IntegerAttr(value));
  }

  Value sourceOf(const Connection &connection, Location loc) {
    const bool ofInput = connection.source == Connection::input;
    Value source = ofInput ? input : spikes[connection.source];
    if (connection.delaySteps == 0)
      return source;
    // A source that is not there yet has the type of its population; any value stands for it.
    Type result =
        ofInput ? input.getType() : type(network.populations[connection.source].extent, 1);
    auto delay =
        snn::DelayOp::create(builder, loc, result, source ? source : input, connection.delaySteps);
    if (!source)
      loops.push_back({delay, connection.source});
    return delay;
  }

  Value emitConnection(const Connection &connection, const std::vector<int16_t> &weights,
                       Location loc) {
    const LinearMap &map = connection.map;
    const std::string name = fmt::format("weight{}", weightCount++);
    Value source = sourceOf(connection, loc);
    if (map.dense)
      return snn::LinearOp::create(builder, loc, type(map.to, 32), source,
                                   makeSynapseWeights({map.to.channels, map.from.volume()}, weights,
                                                      int32_t(options.weightBits), name,
                                                      builder.getContext()),
                                   int32_t(options.weightBits));
    const Window &y = map.window.y, &x = map.window.x;
    auto attribute =
        makeSynapseWeights({map.to.channels, map.from.channels / map.groups, y.kernel, x.kernel},
                           weights, int32_t(options.weightBits), name, builder.getContext());
    return snn::Conv2DOp::create(
        builder, loc, type(map.to, 32), source, attribute, int32_t(options.weightBits),
        ArrayRef<int64_t>{y.stride, x.stride},
        ArrayRef<int64_t>{y.padBefore, x.padBefore, y.padAfter, x.padAfter},
        ArrayRef<int64_t>{y.dilation, x.dilation}, map.groups);
  }
};

void addChoices(const ImportOptions &options, std::vector<std::string> &notes) {
  if (!options.nirReset.empty())
    notes.push_back(fmt::format("a spike {} (--nir-reset {})",
                                options.nirReset == "subtract" ? "takes the threshold away"
                                                               : "resets the membrane",
                                options.nirReset));
  if (options.nirDtSeconds > 0)
    notes.push_back(fmt::format("a time step is {:g} s (--nir-dt)", options.nirDtSeconds));
  notes.push_back(options.nirInclusive ? "neurons fire at their threshold (--nir-compare ge)"
                                       : "neurons fire above their threshold, as NIR says");
}

} // namespace

Imported importNir(const nir::File &file, const std::string &path, const ImportOptions &options,
                   Findings &findings, MLIRContext &context) {
  Imported result;
  result.nodes = int64_t(file.graph.nodes.size());
  result.producer = file.version.empty() ? "NIR" : "NIR " + file.version;
  const nir::Network network = trace(file.graph, options, findings);
  if (!findings.empty())
    return result;
  context.loadDialect<snn::SnnDialect>();
  Emitter emitter(network, path, options, findings, context);
  result.module = emitter.emit("nir");
  addChoices(options, result.notes);
  result.notes.insert(result.notes.end(), network.notes.begin(), network.notes.end());
  result.notes.insert(result.notes.end(), emitter.notes.begin(), emitter.notes.end());
  if (!findings.empty())
    result.module = {};
  return result;
}

Imported importNirFile(const std::string &path, const ImportOptions &options, Findings &findings,
                       MLIRContext &context) {
  auto file = nir::readFile(path);
  if (file)
    return importNir(*file, path, options, findings, context);
  findings.add("NCR1301", "", file.error().message, "export the network again");
  return {};
}

} // namespace nacre
