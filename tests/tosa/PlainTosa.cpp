// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/tosa/PlainTosa.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/TypeSwitch.h"
#include <algorithm>
#include <limits>

using namespace mlir;

namespace nacre {

namespace {

struct Interpreter {
  llvm::DenseMap<Value, PlainTensor> values;

  const PlainTensor &of(Value value) { return values.at(value); }
  int64_t number(Value value) { return of(value).values.at(0); }

  PlainTensor blank(Value value) {
    auto type = cast<RankedTensorType>(value.getType());
    PlainTensor result{type.getShape().vec(), {}};
    result.values.resize(size_t(type.getNumElements()));
    return result;
  }

  static int64_t &at(PlainTensor &t, int64_t n, int64_t y, int64_t x, int64_t c) {
    return t.values.at(size_t(((n * t.shape[1] + y) * t.shape[2] + x) * t.shape[3] + c));
  }

  static int64_t clamped(Value value, int64_t x) {
    const unsigned bits = getElementTypeOrSelf(value.getType()).getIntOrFloatBitWidth();
    return std::clamp(x, -(int64_t(1) << (bits - 1)), (int64_t(1) << (bits - 1)) - 1);
  }

  PlainTensor run(tosa::ConstOp op) {
    PlainTensor result = blank(op.getOutput());
    size_t i = 0;
    for (const APInt &value : cast<DenseIntElementsAttr>(op.getValues()).getValues<APInt>())
      result.values[i++] = value.getSExtValue();
    return result;
  }

  /// depthwise: weights are rows x columns x channels x multiplier, else outputs first.
  template <class Op> PlainTensor convolve(Op op, bool depthwise) {
    PlainTensor x = of(op.getInput()), w = of(op.getWeight()), result = blank(op.getOutput());
    const PlainTensor &bias = of(op.getBias());
    const int64_t zero = number(op.getInputZp()), weightZero = number(op.getWeightZp());
    const int64_t rows = depthwise ? w.shape[0] : w.shape[1];
    const int64_t columns = depthwise ? w.shape[1] : w.shape[2];
    for (int64_t y = 0; y < result.shape[1]; ++y)
      for (int64_t c = 0; c < result.shape[2]; ++c)
        for (int64_t o = 0; o < result.shape[3]; ++o) {
          int64_t sum = bias.values.at(bias.values.size() == 1 ? 0 : size_t(o));
          for (int64_t ky = 0; ky < rows; ++ky)
            for (int64_t kx = 0; kx < columns; ++kx) {
              const int64_t row = y * op.getStride()[0] + ky * op.getDilation()[0] - op.getPad()[0];
              const int64_t col = c * op.getStride()[1] + kx * op.getDilation()[1] - op.getPad()[2];
              if (row < 0 || row >= x.shape[1] || col < 0 || col >= x.shape[2])
                continue;
              if (depthwise)
                sum += (at(x, 0, row, col, o / w.shape[3]) - zero) *
                       (at(w, ky, kx, o / w.shape[3], o % w.shape[3]) - weightZero);
              else
                for (int64_t i = 0; i < x.shape[3]; ++i)
                  sum += (at(x, 0, row, col, i) - zero) * (at(w, o, ky, kx, i) - weightZero);
            }
          at(result, 0, y, c, o) = sum;
        }
    return result;
  }
  PlainTensor run(tosa::Conv2DOp op) { return convolve(op, false); }
  PlainTensor run(tosa::DepthwiseConv2DOp op) { return convolve(op, true); }

  PlainTensor run(tosa::MatMulOp op) {
    const PlainTensor &a = of(op.getA()), &b = of(op.getB());
    PlainTensor result = blank(op.getOutput());
    for (size_t o = 0; o < result.values.size(); ++o)
      for (size_t k = 0; k < a.values.size(); ++k)
        result.values[o] += (a.values[k] - number(op.getAZp())) *
                            (b.values.at(k * result.values.size() + o) - number(op.getBZp()));
    return result;
  }

  PlainTensor run(tosa::RescaleOp op) {
    PlainTensor result = of(op.getInput());
    const PlainTensor &multiplier = of(op.getMultiplier()), &shift = of(op.getShift());
    for (size_t i = 0; i < result.values.size(); ++i) {
      const size_t c = op.getPerChannel() ? i % size_t(result.shape.back()) : 0;
      int64_t value = (result.values[i] - number(op.getInputZp())) * multiplier.values.at(c);
      int64_t round = int64_t(1) << (shift.values.at(c) - 1);
      if (op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND && shift.values[c] > 31)
        round += value >= 0 ? (1 << 30) : -(1 << 30);
      value = ((value + round) >> shift.values[c]) + number(op.getOutputZp());
      result.values[i] = clamped(op.getOutput(), value);
    }
    return result;
  }

  PlainTensor run(tosa::ClampOp op) {
    PlainTensor result = of(op.getInput());
    for (int64_t &value : result.values)
      value = std::clamp(value, cast<IntegerAttr>(op.getMinValAttr()).getValue().getSExtValue(),
                         cast<IntegerAttr>(op.getMaxValAttr()).getValue().getSExtValue());
    return result;
  }

  PlainTensor run(tosa::AddOp op) {
    PlainTensor result = of(op.getInput1());
    const PlainTensor &other = of(op.getInput2()); // the same shape, or one a channel
    for (size_t i = 0; i < result.values.size(); ++i)
      result.values[i] += other.values[i % other.values.size()];
    return result;
  }

  /// fold(largest or sum, element) over each window, then end(result, elements).
  template <class Op, class Fold, class End>
  PlainTensor pool(Op op, int64_t start, Fold fold, End end) {
    PlainTensor x = of(op.getInput()), result = blank(op.getOutput());
    for (int64_t y = 0; y < result.shape[1]; ++y)
      for (int64_t c = 0; c < result.shape[2]; ++c)
        for (int64_t o = 0; o < result.shape[3]; ++o) {
          int64_t value = start, count = 0;
          for (int64_t ky = 0; ky < op.getKernel()[0]; ++ky)
            for (int64_t kx = 0; kx < op.getKernel()[1]; ++kx) {
              const int64_t row = y * op.getStride()[0] + ky - op.getPad()[0];
              const int64_t col = c * op.getStride()[1] + kx - op.getPad()[2];
              if (row < 0 || row >= x.shape[1] || col < 0 || col >= x.shape[2])
                continue;
              value = fold(value, at(x, 0, row, col, o));
              ++count;
            }
          at(result, 0, y, c, o) = end(value, count);
        }
    return result;
  }
  PlainTensor run(tosa::MaxPool2dOp op) {
    return pool(
        op, std::numeric_limits<int64_t>::min(),
        [](int64_t a, int64_t b) { return std::max(a, b); },
        [](int64_t value, int64_t) { return value; });
  }
  /// Of sums that are not negative: the nearest integer, halves upwards.
  PlainTensor run(tosa::AvgPool2dOp op) {
    return pool(
        op, 0, [&](int64_t a, int64_t b) { return a + b - number(op.getInputZp()); },
        [&](int64_t sum, int64_t count) {
          return clamped(op.getOutput(),
                         (2 * sum + count) / (2 * count) + number(op.getOutputZp()));
        });
  }

  PlainTensor run(tosa::ReshapeOp op) {
    PlainTensor result = blank(op.getOutput());
    result.values = of(op.getInput1()).values;
    return result;
  }

  PlainTensor run(tosa::TransposeOp op) {
    PlainTensor x = of(op.getInput1()), result = blank(op.getOutput());
    std::vector<int64_t> to(4);
    for (to[0] = 0; to[0] < result.shape[0]; ++to[0])
      for (to[1] = 0; to[1] < result.shape[1]; ++to[1])
        for (to[2] = 0; to[2] < result.shape[2]; ++to[2])
          for (to[3] = 0; to[3] < result.shape[3]; ++to[3]) {
            std::vector<int64_t> from(4);
            for (size_t d = 0; d < 4; ++d)
              from[size_t(op.getPerms()[d])] = to[d];
            at(result, to[0], to[1], to[2], to[3]) = at(x, from[0], from[1], from[2], from[3]);
          }
    return result;
  }

  PlainTensor run(tosa::PadOp op) {
    PlainTensor x = of(op.getInput1()), result = blank(op.getOutput());
    auto sizes =
        cast<DenseIntElementsAttr>(op.getPadding().getDefiningOp<tosa::ConstShapeOp>().getValues());
    std::vector<int64_t> pad;
    for (const APInt &size : sizes.getValues<APInt>())
      pad.push_back(size.getSExtValue());
    std::fill(result.values.begin(), result.values.end(), number(op.getPadConst()));
    for (int64_t y = 0; y < x.shape[1]; ++y)
      for (int64_t c = 0; c < x.shape[2]; ++c)
        for (int64_t i = 0; i < x.shape[3]; ++i)
          at(result, 0, y + pad[2], c + pad[4], i) = at(x, 0, y, c, i);
    return result;
  }
};

} // namespace

PlainTensor runTosa(func::FuncOp function, PlainTensor argument) {
  Interpreter interpreter;
  interpreter.values[function.getArgument(0)] = std::move(argument);
  PlainTensor result;
  for (Operation &op : function.getBody().front())
    TypeSwitch<Operation *>(&op)
        .Case<tosa::ConstOp, tosa::Conv2DOp, tosa::DepthwiseConv2DOp, tosa::MatMulOp,
              tosa::RescaleOp, tosa::ClampOp, tosa::AddOp, tosa::MaxPool2dOp, tosa::AvgPool2dOp,
              tosa::ReshapeOp, tosa::TransposeOp, tosa::PadOp>(
            [&](auto o) { interpreter.values[o->getResult(0)] = interpreter.run(o); })
        .Case<func::ReturnOp>([&](auto o) { result = interpreter.of(o.getOperand(0)); });
  return result;
}

} // namespace nacre
