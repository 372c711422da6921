// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// qann to snn, op by op; formulas in docs/semantics/conversion.md.
#include "compiler/Passes.h"
#include "compiler/conversion/ConversionMethod.h"
#include "compiler/conversion/ShareUnit.h"
#include "dialects/Weights.h"
#include "dialects/snn/Snn.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>
#include <variant>

namespace nacre {
#define GEN_PASS_DEF_CONVERTQANNTOSNN
#include "compiler/Passes.h.inc"

using namespace mlir;

namespace {

using llvm::success; // not nacre::success

constexpr double int32Limit = 2147483647.0;

class Converter {
  using Known = std::variant<Source, Current>;

  const ConversionMethod &method;
  OpBuilder builder;
  DenseMap<Value, Known> converted;
  int64_t layers = 0, pools = 0;

public:
  int64_t populations = 0, requantized = 0;

  Converter(const ConversionMethod &method, Block *body)
      : method(method), builder(body, body->end()) {}

  LogicalResult convert(Operation *op) {
    if (std::string reason = method.refuse(op); !reason.empty())
      return op->emitOpError() << "cannot be converted: " << reason;
    return TypeSwitch<Operation *, LogicalResult>(op)
        .Case<qann::InputOp, qann::Conv2DOp, qann::LinearOp, qann::AddOp, qann::ActOp,
              qann::MaxPoolOp, qann::FlattenOp, qann::OutputOp>([&](auto o) { return visit(o); })
        .Case<qann::BatchNormOp>(
            [](auto o) { return o.emitOpError("must be folded first: run fold-batch-norm"); })
        .Case<qann::AvgPoolOp>(
            [](auto o) { return o.emitOpError("must be folded first: run fold-avg-pool"); })
        .Case<func::ReturnOp>([](auto) { return success(); })
        .Default([](Operation *o) { return o->emitOpError("has no spiking form"); });
  }

private:
  FailureOr<const Known *> known(Operation *user, Value value) {
    auto it = converted.find(value);
    if (it == converted.end())
      return user->emitOpError("has an operand that is no part of the network: each value comes "
                               "from qann.input over layers that qann.output ends");
    return &it->second;
  }

  template <class T> FailureOr<T> get(Operation *user, Value value, StringRef what) {
    FailureOr<const Known *> found = known(user, value);
    if (failed(found))
      return failure();
    if (const T *wanted = std::get_if<T>(*found))
      return *wanted;
    return user->emitOpError() << "needs " << what << " as its operand";
  }

  LogicalResult visit(qann::InputOp op) {
    auto type = RankedTensorType::get(populationShape(op.getResult()), builder.getIntegerType(16));
    auto input = snn::InputOp::create(builder, op.getLoc(), type,
                                      builder.getI32IntegerAttr(op.getZeroPoint()));
    int32_t zero = op.getZeroPoint();
    converted[op.getResult()] = Source{input.getResult(), double(op.getScale().convertToFloat()),
                                       std::max(zero, 255 - zero)};
    return success();
  }

  template <class Op> LogicalResult visitLayer(Op op) {
    FailureOr<Source> source = get<Source>(
        op, op.getInput(), "spikes or the input (an activation belongs between layers)");
    if (failed(source))
      return failure();
    FailureOr<Current> current = weightedCurrent(op, *source);
    if (failed(current))
      return failure();
    converted[op.getResult()] = std::move(*current);
    return success();
  }
  LogicalResult visit(qann::Conv2DOp op) { return visitLayer(op); }
  LogicalResult visit(qann::LinearOp op) { return visitLayer(op); }

  /// A residual connection: more synapses into the same neurons, never an adder.
  LogicalResult visit(qann::AddOp op) {
    Current sum;
    for (Value term : {op.getLhs(), op.getRhs()}) {
      FailureOr<const Known *> found = known(op, term);
      if (failed(found))
        return failure();
      const Current *given = std::get_if<Current>(*found);
      Current current = given ? *given : identityCurrent(std::get<Source>(**found), term);
      sum.type = current.type;
      sum.bias.resize(current.bias.size());
      for (size_t c = 0; c < sum.bias.size(); ++c)
        sum.bias[c] += current.bias[c];
      for (Projection &part : current.parts)
        sum.parts.push_back(std::move(part));
    }
    converted[op.getResult()] = std::move(sum);
    return success();
  }

  SmallVector<Value> emitSynapses(const Current &current, Location loc, StringRef name) {
    SmallVector<Value> currents;
    for (const Projection &part : current.parts) {
      ElementsAttr weight =
          makeWeights<int8_t>(part.shape, part.weights, name, builder.getContext());
      if (part.linear)
        currents.push_back(snn::LinearOp::create(builder, loc, current.type, part.source.value,
                                                 weight, part.bits));
      else
        currents.push_back(snn::Conv2DOp::create(builder, loc, current.type, part.source.value,
                                                 weight, part.bits, part.strides, part.pads,
                                                 part.dilations, part.groups));
    }
    return currents;
  }

  /// round(real[c] / unit[c]), refused where it leaves 32 bits; one value where all are equal.
  FailureOr<SmallVector<int32_t>> toUnits(Operation *op, StringRef what,
                                          const std::vector<double> &real,
                                          const std::vector<double> &unit) {
    SmallVector<int32_t> result;
    for (size_t c = 0; c < real.size(); ++c) {
      double value = std::round(real[c] / unit[c]);
      if (!(std::abs(value) < int32Limit))
        return op->emitOpError() << what << " of channel " << c << " is " << real[c]
                                 << ", which is beyond 32 bits of its unit " << unit[c];
      result.push_back(int32_t(value));
    }
    if (llvm::all_equal(result))
      result.resize(1);
    return result;
  }

  void remarkOnRounding(Operation *op, const UnitChoice &choice) {
    requantized += choice.requantizedWeights;
    if (choice.requantizedWeights)
      op->emitRemark() << choice.requantizedWeights
                       << " weights rounded to share one unit; a step's current is off by at most "
                       << llvm::formatv("{0:F2}", choice.worstError).str() << " units";
  }

  LogicalResult visit(qann::ActOp op) {
    FailureOr<Current> current = get<Current>(op, op.getInput(), "the result of a weighted layer");
    if (failed(current))
      return failure();
    UnitChoice choice = shareUnit(*current, /*common=*/false);
    remarkOnRounding(op, choice);
    NeuronPlan plan = method.plan(op);
    std::vector<double> theta(choice.unit.size(), plan.theta);
    auto thetas = toUnits(op, "threshold", theta, choice.unit);
    auto biases = toUnits(op, "bias", current->bias, choice.unit);
    if (failed(thetas) || failed(biases))
      return failure();
    SmallVector<int32_t> v0;
    for (int32_t t : *thetas) {
      if (t < 1)
        return op.emitOpError() << "step * levels is below half an integer unit of its input, so "
                                   "the threshold would be 0; give the layer more weight bits";
      v0.push_back(int32_t(std::floor(t * plan.v0OverTheta)));
    }
    std::string name = ("layer" + Twine(++layers)).str();
    SmallVector<Value> currents = emitSynapses(*current, op.getLoc(), name);
    auto neuron = createNeuron(op, currents, current->type, name, *thetas, v0, *biases);
    neuron.setAmplitudeAttr(builder.getF64FloatAttr(plan.amplitude));
    neuron.setUnit(ArrayRef<double>(choice.unit));
    converted[op.getResult()] = Source{neuron.getSpikes(), plan.amplitude};
    return success();
  }

  snn::NeuronOp createNeuron(Operation *op, ValueRange currents, RankedTensorType type,
                             StringRef name, ArrayRef<int32_t> theta, ArrayRef<int32_t> v0,
                             ArrayRef<int32_t> bias) {
    ++populations;
    auto spikes = RankedTensorType::get(type.getShape(), builder.getI1Type());
    OperationState state(op->getLoc(), snn::NeuronOp::getOperationName());
    state.addOperands(currents);
    state.addTypes(spikes);
    auto &properties = state.getOrAddProperties<snn::NeuronOp::Properties>();
    properties.name = builder.getStringAttr(name);
    properties.model = builder.getStringAttr("if");
    properties.theta = builder.getDenseI32ArrayAttr(theta);
    properties.v0 = builder.getDenseI32ArrayAttr(v0);
    properties.bias = builder.getDenseI32ArrayAttr(bias);
    return cast<snn::NeuronOp>(builder.create(state));
  }

  /// On spikes a maximum is an OR: weight 1, threshold 1, reset to zero each time it fires.
  LogicalResult visit(qann::MaxPoolOp op) {
    FailureOr<Source> source =
        get<Source>(op, op.getInput(), "spikes (place qann.max_pool after the activation)");
    if (failed(source))
      return failure();
    if (!cast<RankedTensorType>(source->value.getType()).getElementType().isInteger(1))
      return op.emitOpError("cannot pool the input; only spikes");
    auto type = RankedTensorType::get(populationShape(op.getResult()), builder.getI32Type());
    int64_t channels = type.getDimSize(0);
    SmallVector<int64_t> shape = {channels, 1, op.getKernel()[0], op.getKernel()[1]};
    std::vector<int8_t> ones(size_t(channels * shape[2] * shape[3]), 1);
    std::string name = ("pool" + Twine(++pools)).str();
    auto conv =
        snn::Conv2DOp::create(builder, op.getLoc(), type, source->value,
                              makeWeights<int8_t>(shape, ones, name, builder.getContext()), 2,
                              op.getStrides(), op.getPads(), ArrayRef<int64_t>{1, 1}, channels);
    auto neuron = createNeuron(op, conv->getResults(), type, name, {1}, {0}, {0});
    neuron.setReset(snn::Reset::ToValue);
    neuron.setAmplitudeAttr(builder.getF64FloatAttr(source->amplitude));
    converted[op.getResult()] = Source{neuron.getSpikes(), source->amplitude};
    return success();
  }

  LogicalResult visit(qann::FlattenOp op) {
    FailureOr<Source> source = get<Source>(op, op.getInput(), "spikes or the input");
    if (succeeded(source))
      converted[op.getResult()] = *source; // the index order is the same
    return source;
  }

  LogicalResult visit(qann::OutputOp op) {
    FailureOr<Current> current = get<Current>(op, op.getScores(), "the result of a weighted layer");
    if (failed(current))
      return failure();
    UnitChoice choice = shareUnit(*current, /*common=*/true);
    remarkOnRounding(op, choice);
    auto biases = toUnits(op, "bias", current->bias, choice.unit);
    if (failed(biases))
      return failure();
    SmallVector<Value> currents = emitSynapses(*current, op.getLoc(), "readout");
    snn::ReadoutOp::create(builder, op.getLoc(), currents, builder.getStringAttr("readout"),
                           builder.getDenseI32ArrayAttr({0}), builder.getDenseI32ArrayAttr(*biases),
                           builder.getDenseF64ArrayAttr(choice.unit.front()));
    return success();
  }
};

struct ConvertQannToSnnPass : impl::ConvertQannToSnnBase<ConvertQannToSnnPass> {
  using ConvertQannToSnnBase::ConvertQannToSnnBase;

  void runOnOperation() override {
    ConversionMethodRegistry registry;
    registerAllConversionMethods(registry);
    auto chosen = registry.get(method, "conversion method");
    if (!chosen) {
      getOperation().emitError(chosen.error().message).attachNote() << chosen.error().remedy;
      return signalPassFailure();
    }
    llvm::SetVector<func::FuncOp> networks;
    getOperation().walk(
        [&](qann::OutputOp op) { networks.insert(op->getParentOfType<func::FuncOp>()); });
    if (networks.empty()) {
      getOperation()
              .emitError("no qann.output in the module: nothing marks the class scores")
              .attachNote()
          << "end the network with qann.output";
      return signalPassFailure();
    }
    for (func::FuncOp network : networks)
      if (failed(convert(network, **chosen)))
        return signalPassFailure();
  }

  LogicalResult convert(func::FuncOp function, const ConversionMethod &method) {
    if (!function || !function.getBody().hasOneBlock())
      return getOperation().emitError("qann.output must stand in a func.func of one block");
    OpBuilder builder(function);
    auto network = snn::NetworkOp::create(builder, function.getLoc(), function.getSymName(),
                                          builder.getStringAttr(method.promise));
    Block *body = builder.createBlock(&network.getBody());
    Converter converter(method, body);
    for (Operation &op : function.getBody().front())
      if (failed(converter.convert(&op)))
        return failure();
    populations += converter.populations;
    requantized += converter.requantized;
    function.erase();
    return success();
  }
};

} // namespace
} // namespace nacre
