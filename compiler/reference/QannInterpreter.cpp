// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/QannInterpreter.h"
#include "compiler/reference/QannEval.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace nacre {

Status QannInterpreter::addOperation(Operation *op, DenseMap<Value, size_t> &indices) {
  // Where the operands are in `values`; an operand is the image or a result.
  std::vector<size_t> in;
  for (Value operand : op->getOperands())
    in.push_back(indices.at(operand));

  using Values = const std::vector<Tensor> &;
  auto weighted = [&](auto layer, auto eval) -> Eval {
    return [=, weights = realWeightsOf(layer)](Values v) { return eval(layer, weights, v[in[0]]); };
  };
  auto unary = [&](auto layer, auto eval) -> Eval {
    return [=](Values v) { return eval(layer, v[in[0]]); };
  };
  Eval eval =
      llvm::TypeSwitch<Operation *, Eval>(op)
          .Case([&](qann::InputOp o) { return unary(o, evalInput); })
          .Case([&](qann::Conv2DOp o) { return weighted(o, evalConv2D); })
          .Case([&](qann::LinearOp o) { return weighted(o, evalLinear); })
          .Case([&](qann::BatchNormOp o) { return unary(o, evalBatchNorm); })
          .Case([&](qann::ActOp o) { return unary(o, evalAct); })
          .Case([&](qann::AddOp o) -> Eval {
            return [=](Values v) { return evalAdd(o, v[in[0]], v[in[1]]); };
          })
          .Case([&](qann::AvgPoolOp o) { return unary(o, evalAvgPool); })
          .Case([&](qann::MaxPoolOp o) { return unary(o, evalMaxPool); })
          .Case([&](qann::FlattenOp o) { return unary(o, evalFlatten); })
          .Case([&](qann::OutputOp o) -> Eval { return [=](Values v) { return v[in[0]]; }; })
          .Default([](Operation *) { return Eval(); });
  if (!eval)
    return Error{"no reference semantics for '" + op->getName().getStringRef().str() +
                     "' in a quantized network",
                 "only qann operations can be run"};
  program.push_back(std::move(eval));
  indices[op->getResult(0)] = program.size();
  return nacre::success();
}

Result<QannInterpreter> QannInterpreter::create(ModuleOp module) {
  SmallVector<qann::OutputOp> outputs;
  module.walk([&](qann::OutputOp op) { outputs.push_back(op); });
  if (outputs.size() != 1)
    return Error{(outputs.empty() ? "no qann.output in " : "more than one qann.output in ") +
                     (module.getName() ? "module '" + module.getName()->str() + "'"
                                       : std::string("the module")),
                 "a quantized network is a function whose class scores pass one qann.output"};
  QannInterpreter interpreter;
  interpreter.output = outputs.front();
  auto function = interpreter.output->getParentOfType<func::FuncOp>();
  if (!function || !function.getBody().hasOneBlock() || function.getNumArguments() != 1)
    return Error{"the function of a quantized network must have one block and one argument, the "
                 "image"};

  Value image = function.getArgument(0);
  DenseMap<Value, size_t> indices = {{image, 0}};
  for (Operation &op : function.getBody().front()) {
    if (isa<func::ReturnOp>(op))
      continue;
    if (Status added = interpreter.addOperation(&op, indices); !added)
      return added.error();
  }
  interpreter.imageType = dyn_cast<RankedTensorType>(image.getType());
  if (!interpreter.imageType || interpreter.imageType.getRank() != 4)
    return Error{"the image of a quantized network must be N x C x H x W"};
  interpreter.networkSize = qann::sizeOf(function);
  interpreter.scoresIndex = indices.at(interpreter.output.getResult());
  return interpreter;
}

std::vector<Tensor> QannInterpreter::values(const uint8_t *image) const {
  std::vector<Tensor> values;
  values.reserve(program.size() + 1);
  values.emplace_back(imageType);
  std::copy_n(image, values.front().values.size(), values.front().values.begin());
  for (const Eval &eval : program)
    values.push_back(eval(values));
  return values;
}

std::vector<double> QannInterpreter::scores(const uint8_t *image) const {
  return values(image)[scoresIndex].values;
}

StringRef QannInterpreter::networkName() const {
  return qann::OutputOp(output)->getParentOfType<func::FuncOp>().getSymName();
}

} // namespace nacre
