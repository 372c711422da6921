// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/networks/NetworkBuilder.h"
#include "dialects/Weights.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "support/Window.h"
#include <cmath>

using namespace mlir;

namespace nacre {

NetworkBuilder::NetworkBuilder(MLIRContext *context, StringRef name, int64_t channels,
                               int64_t height, int64_t width, WeightSeed seed)
    : builder(context) {
  if (seed)
    random.emplace(*seed);
  context->loadDialect<qann::QannDialect, func::FuncDialect>();
  Location loc = builder.getUnknownLoc();
  module = ModuleOp::create(loc);
  builder.setInsertionPointToEnd(module->getBody());
  auto image = RankedTensorType::get({ShapedType::kDynamic, channels, height, width},
                                     builder.getIntegerType(8, /*isSigned=*/false));
  auto function = func::FuncOp::create(builder, loc, name, builder.getFunctionType({image}, {}));
  builder.setInsertionPointToEnd(function.addEntryBlock());
  value = function.getArgument(0);
}

RankedTensorType NetworkBuilder::type() const { return cast<RankedTensorType>(value.getType()); }

RankedTensorType NetworkBuilder::typeOf(ArrayRef<int64_t> shape) const {
  return RankedTensorType::get(shape, Float32Type::get(value.getContext()));
}

Location NetworkBuilder::nextLayer(StringRef kind) {
  return NameLoc::get(builder.getStringAttr(kind + Twine(++weightedLayers)));
}

ElementsAttr NetworkBuilder::drawWeights(ArrayRef<int64_t> shape) {
  if (!random)
    return DenseElementsAttr::get(typeOf(shape), 0.0f);
  int64_t inputs = 1;
  for (int64_t extent : shape.drop_front())
    inputs *= extent;
  double bound = std::sqrt(6.0 / double(inputs));
  std::vector<float> weights(size_t(inputs * shape.front()));
  for (float &weight : weights) // std distributions differ between standard libraries
    weight = float(bound * (2.0 * double((*random)() >> 11) * 0x1p-53 - 1.0));
  return makeWeights<float>(shape, weights, "untrained", builder.getContext());
}

NetworkBuilder &NetworkBuilder::input(float scale, int32_t zeroPoint) {
  value =
      qann::InputOp::create(builder, builder.getUnknownLoc(), typeOf(type().getShape()), value,
                            builder.getF32FloatAttr(scale), builder.getI32IntegerAttr(zeroPoint));
  return *this;
}

NetworkBuilder &NetworkBuilder::input(const PixelStatistics &pixels) {
  return input(float(1 / pixels.deviation), int32_t(std::lround(pixels.mean)));
}

NetworkBuilder &NetworkBuilder::conv2d(int64_t outputs, int64_t kernel, int64_t pad, int64_t stride,
                                       int64_t groups) {
  Window window{kernel, stride, 1, pad, pad};
  ArrayRef<int64_t> in = type().getShape();
  auto result = typeOf({in[0], outputs, window.outputs(in[2]), window.outputs(in[3])});
  ElementsAttr weights = drawWeights({outputs, in[1] / groups, kernel, kernel});
  value = qann::Conv2DOp::create(
      builder, nextLayer("conv"), result, value, weights, /*weight_scale=*/nullptr,
      /*weight_bits=*/nullptr, /*bias=*/nullptr, builder.getDenseI64ArrayAttr({stride, stride}),
      builder.getDenseI64ArrayAttr({pad, pad, pad, pad}), builder.getDenseI64ArrayAttr({1, 1}),
      builder.getI64IntegerAttr(groups));
  return *this;
}

NetworkBuilder &NetworkBuilder::linear(int64_t outputs) {
  ArrayRef<int64_t> in = type().getShape();
  std::vector<float> bias(size_t(outputs), 0.0f);
  ElementsAttr weights = drawWeights({outputs, in[1]});
  value = qann::LinearOp::create(builder, nextLayer("fc"), typeOf({in[0], outputs}), value, weights,
                                 /*weight_scale=*/nullptr, /*weight_bits=*/nullptr,
                                 builder.getDenseF32ArrayAttr(bias));
  return *this;
}

NetworkBuilder &NetworkBuilder::batchNorm() {
  std::vector<float> ones(size_t(type().getDimSize(1)), 1.0f), zeros(ones.size(), 0.0f);
  auto one = builder.getDenseF32ArrayAttr(ones), zero = builder.getDenseF32ArrayAttr(zeros);
  value = qann::BatchNormOp::create(builder, builder.getUnknownLoc(), type(), value, one, zero,
                                    zero, one, builder.getF32FloatAttr(1e-5f));
  return *this;
}

NetworkBuilder &NetworkBuilder::act() {
  value = qann::ActOp::create(builder, builder.getUnknownLoc(), type(), value,
                              builder.getDenseF32ArrayAttr({1.0f}), builder.getI32IntegerAttr(3),
                              qann::RoundingAttr::get(builder.getContext(), qann::Rounding::HalfUp),
                              /*noise=*/nullptr);
  return *this;
}

NetworkBuilder &NetworkBuilder::avgPool(int64_t size) {
  Window window{size, size};
  ArrayRef<int64_t> in = type().getShape();
  auto result = typeOf({in[0], in[1], window.outputs(in[2]), window.outputs(in[3])});
  auto sizes = builder.getDenseI64ArrayAttr({size, size});
  value = qann::AvgPoolOp::create(builder, builder.getUnknownLoc(), result, value, sizes, sizes);
  return *this;
}

NetworkBuilder &NetworkBuilder::globalAvgPool() {
  assert(type().getDimSize(2) == type().getDimSize(3) && "only square maps are built");
  return avgPool(type().getDimSize(2));
}

NetworkBuilder &NetworkBuilder::maxPool(int64_t size, int64_t stride, int64_t pad) {
  Window window{size, stride, 1, pad, pad};
  ArrayRef<int64_t> in = type().getShape();
  auto result = typeOf({in[0], in[1], window.outputs(in[2]), window.outputs(in[3])});
  value = qann::MaxPoolOp::create(builder, builder.getUnknownLoc(), result, value,
                                  builder.getDenseI64ArrayAttr({size, size}),
                                  builder.getDenseI64ArrayAttr({stride, stride}),
                                  builder.getDenseI64ArrayAttr({pad, pad, pad, pad}));
  return *this;
}

NetworkBuilder &NetworkBuilder::from(Value other) {
  value = other;
  return *this;
}

NetworkBuilder &NetworkBuilder::add(Value other) {
  value = qann::AddOp::create(builder, builder.getUnknownLoc(), type(), value, other);
  return *this;
}

NetworkBuilder &NetworkBuilder::flatten() {
  ArrayRef<int64_t> in = type().getShape();
  value = qann::FlattenOp::create(builder, builder.getUnknownLoc(),
                                  typeOf({in[0], in[1] * in[2] * in[3]}), value);
  return *this;
}

OwningOpRef<ModuleOp> NetworkBuilder::finish() {
  Location loc = builder.getUnknownLoc();
  value = qann::OutputOp::create(builder, loc, type(), value);
  func::ReturnOp::create(builder, loc, value);
  auto function = cast<func::FuncOp>(module->getBody()->front());
  function.setType(builder.getFunctionType(function.getArgumentTypes(), {type()}));
  return std::move(module);
}

} // namespace nacre
