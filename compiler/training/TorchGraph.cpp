// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/TorchGraph.h"
#include "compiler/training/TensorData.h"
#include "compiler/transforms/QuantizeWeights.h"
#include "dialects/Weights.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/TypeSwitch.h"
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <limits>

using namespace mlir;

namespace nacre {

/// The value of w rounded as quantizeWeights does; the gradient passes straight through.
static at::Tensor roundWeights(const at::Tensor &w, bool oneScale, int64_t bits) {
  if (bits == 0)
    return w;
  at::NoGradGuard noGradient;
  std::vector<int64_t> perChannel(size_t(w.dim()), 1);
  perChannel[0] = w.size(0);
  double limit = double((1 << (bits - 1)) - 1);
  at::Tensor largest = oneScale ? w.abs().amax() : w.flatten(1).abs().amax(1).view(perChannel);
  at::Tensor scale = largest.div_(limit).clamp_min_(1e-30);
  at::Tensor rounded = (w / scale).round_().mul_(scale);
  at::AutoGradMode withGradient(true);
  return w + (rounded - w).detach();
}

static std::vector<int64_t> pair(ArrayRef<int64_t> values) { return values.vec(); }

/// Top, left, bottom, right in the order of constant_pad_nd.
static std::vector<int64_t> border(ArrayRef<int64_t> pads) {
  return {pads[1], pads[3], pads[0], pads[2]};
}

at::Tensor TorchGraph::parameter(at::Tensor value, Role role) {
  value.set_requires_grad(role != Role::Statistic);
  parameterList.push_back({value, role});
  return value;
}

template <class Op> std::pair<at::Tensor, at::Tensor> TorchGraph::weightAndBias(Op op) {
  ArrayRef<int64_t> shape = op.getWeight().getShapedType().getShape();
  at::Tensor weight = parameter(realWeights(op), Role::Weight);
  at::Tensor bias;
  if (op.getBias())
    bias = parameter(tensorOf(*op.getBias()), Role::Shift);
  stores.push_back([=]() mutable {
    op.setWeightAttr(makeWeights<float>(shape, valuesOf(weight), "trained", op.getContext()));
    op.removeWeightScaleAttr();
    op.removeWeightBitsAttr();
    if (bias.defined())
      op.setBias(valuesOf(bias));
  });
  return {weight, bias};
}

TorchGraph::Run TorchGraph::addConv2D(qann::Conv2DOp op) {
  auto [weight, bias] = weightAndBias(op);
  ArrayRef<int64_t> pads = op.getPads();
  bool symmetric = pads[0] == pads[2] && pads[1] == pads[3];
  std::vector<int64_t> padding = symmetric ? pair({pads[0], pads[1]}) : pair({0, 0});
  bool oneScale = sharesOneScale(op.getResult());
  return [=, w = weight, b = bias, border = border(pads), strides = pair(op.getStrides()),
          dilations = pair(op.getDilations()),
          groups = int64_t(op.getGroups())](const Inputs &in, const Pass &pass) {
    at::Tensor x = symmetric ? in[0] : at::constant_pad_nd(in[0], border);
    return at::conv2d(x, roundWeights(w, oneScale, pass.roundWeightBits), b, strides, padding,
                      dilations, groups);
  };
}

TorchGraph::Run TorchGraph::addLinear(qann::LinearOp op) {
  auto [weight, bias] = weightAndBias(op);
  // As a 1 x 1 convolution, which oneDNN computes; at::linear would call the BLAS, which may be
  // the unoptimised reference.
  bool oneScale = sharesOneScale(op.getResult());
  return [=, w = weight, b = bias](const Inputs &in, const Pass &pass) {
    at::Tensor kernel = roundWeights(w, oneScale, pass.roundWeightBits).unsqueeze(-1).unsqueeze(-1);
    return at::conv2d(in[0].unsqueeze(-1).unsqueeze(-1), kernel, b).flatten(1);
  };
}

TorchGraph::Run TorchGraph::addBatchNorm(qann::BatchNormOp op) {
  at::Tensor gamma = parameter(tensorOf(op.getGamma()), Role::Shift);
  at::Tensor beta = parameter(tensorOf(op.getBeta()), Role::Shift);
  at::Tensor mean = parameter(tensorOf(op.getMean()), Role::Statistic);
  at::Tensor variance = parameter(tensorOf(op.getVariance()), Role::Statistic);
  stores.push_back([=]() mutable {
    op.setGamma(valuesOf(gamma));
    op.setBeta(valuesOf(beta));
    op.setMean(valuesOf(mean));
    op.setVariance(valuesOf(variance));
  });
  double epsilon = op.getEpsilon().convertToFloat();
  return [=](const Inputs &in, const Pass &pass) {
    return at::batch_norm(in[0], gamma, beta, mean, variance, pass.training, /*momentum=*/0.1,
                          epsilon, /*cudnn_enabled=*/false);
  };
}

TorchGraph::Run TorchGraph::addAct(qann::ActOp op) {
  at::Tensor step = tensorOf(op.getStep());
  std::vector<int64_t> shape(size_t(op.getType().getRank()), 1);
  shape[1] = step.numel();
  step = step.view(shape);
  size_t index = actList.size();
  actList.push_back({op, step, int64_t(op.getLevels())});
  stores.push_back([=]() mutable { op.setStep(valuesOf(step)); });
  return [index](const Inputs &in, const Pass &pass) { return pass.activation(index, in[0]); };
}

TorchGraph::Run TorchGraph::add(Operation *op) {
  return TypeSwitch<Operation *, Run>(op)
      .Case([&](qann::InputOp op) -> Run {
        image = llvm::to_vector(op.getType().getShape().drop_front());
        double scale = op.getScale().convertToFloat(), zeroPoint = op.getZeroPoint();
        return [=](const Inputs &in, const Pass &) { return (in[0] - zeroPoint) * scale; };
      })
      .Case([&](qann::OutputOp op) -> Run {
        classCount = op.getClasses();
        return [](const Inputs &in, const Pass &) { return in[0]; };
      })
      .Case([&](qann::Conv2DOp op) { return addConv2D(op); })
      .Case([&](qann::LinearOp op) { return addLinear(op); })
      .Case([&](qann::BatchNormOp op) { return addBatchNorm(op); })
      .Case([&](qann::ActOp op) { return addAct(op); })
      .Case([&](qann::AddOp) -> Run {
        return [](const Inputs &in, const Pass &) { return in[0] + in[1]; };
      })
      .Case([&](qann::AvgPoolOp op) -> Run {
        return [kernel = pair(op.getKernel()), strides = pair(op.getStrides())](const Inputs &in,
                                                                                const Pass &) {
          return at::avg_pool2d(in[0], kernel, strides);
        };
      })
      .Case([&](qann::MaxPoolOp op) -> Run {
        return [kernel = pair(op.getKernel()), strides = pair(op.getStrides()),
                border = border(op.getPads())](const Inputs &in, const Pass &) {
          at::Tensor x =
              at::constant_pad_nd(in[0], border, -std::numeric_limits<double>::infinity());
          return at::max_pool2d(x, kernel, strides);
        };
      })
      .Case([&](qann::FlattenOp) -> Run {
        return [](const Inputs &in, const Pass &) { return in[0].flatten(1); };
      })
      .Default(Run());
}

Result<TorchGraph> TorchGraph::create(Operation *root) {
  SmallVector<qann::OutputOp> outputs;
  root->walk([&](qann::OutputOp op) { outputs.push_back(op); });
  if (outputs.size() != 1)
    return Error{"a network to be trained must have one qann.output but the module has " +
                     std::to_string(outputs.size()),
                 "mark the class scores with qann.output"};
  auto function = outputs.front()->getParentOfType<func::FuncOp>();
  if (!function || !function.getBody().hasOneBlock() || function.getNumArguments() != 1)
    return Error{"qann.output must lie in a func.func of one block and one argument, the image"};

  TorchGraph graph;
  llvm::DenseMap<Value, size_t> nodeOf = {{function.getArgument(0), 0}};
  graph.nodes.push_back({});
  for (Operation &op : function.getBody().front().without_terminator()) {
    Run run = graph.add(&op);
    if (!run)
      return Error{"cannot train '" + op.getName().getStringRef().str() + "'",
                   "a network to be trained is made of qann operations"};
    Node node{{}, std::move(run)};
    for (Value operand : op.getOperands())
      node.inputs.push_back(nodeOf.at(operand));
    nodeOf[op.getResult(0)] = graph.nodes.size();
    graph.nodes.push_back(std::move(node));
    if (&op == outputs.front())
      break;
  }
  if (graph.image.empty())
    return Error{"the network has no qann.input"};
  return graph;
}

at::Tensor TorchGraph::forward(const at::Tensor &pixels, const Pass &pass) const {
  std::vector<at::Tensor> values(nodes.size());
  values[0] = pixels;
  for (size_t i = 1; i < nodes.size(); ++i) {
    Inputs inputs;
    for (size_t input : nodes[i].inputs)
      inputs.push_back(values[input]);
    values[i] = nodes[i].run(inputs, pass);
  }
  return values.back();
}

at::Tensor TorchGraph::infer(const at::Tensor &pixels) const {
  at::NoGradGuard noGradient;
  Pass pass;
  pass.activation = [&](size_t index, const at::Tensor &v) {
    Act act = actList[index];
    at::Tensor x = v / act.step;
    x = act.op.getRounding() == qann::Rounding::HalfUp ? x.add_(0.5).floor_() : x.round_();
    return x.clamp_(0, act.levels).mul_(act.step);
  };
  return forward(pixels, pass);
}

void TorchGraph::writeBack() const {
  for (const auto &store : stores)
    store();
}

} // namespace nacre
