// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/QannEval.h"
#include "dialects/Convolution.h"
#include "dialects/Weights.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace nacre {

template <class T> static double at(llvm::ArrayRef<T> values, int64_t channel) {
  return values.size() == 1 ? values[0] : values[size_t(channel)];
}

template <class Op> RealWeights realWeightsOf(Op op) {
  auto error = [&] { return op.emitOpError(); };
  RealWeights real;
  if (op.isQuantized()) {
    auto weights = readWeights<int8_t>(op.getWeight(), error);
    real.weight.assign(weights->begin(), weights->end());
  } else {
    auto weights = readWeights<float>(op.getWeight(), error);
    real.weight.assign(weights->begin(), weights->end());
  }
  for (int64_t c = 0; c < op.getOutputChannels(); ++c) {
    real.scale.push_back(op.getWeightScale() ? at(*op.getWeightScale(), c) : 1.0);
    real.bias.push_back(op.getBias() ? at(*op.getBias(), c) : 0.0);
  }
  return real;
}
template RealWeights realWeightsOf(qann::Conv2DOp);
template RealWeights realWeightsOf(qann::LinearOp);

Tensor evalInput(qann::InputOp op, const Tensor &image) {
  Tensor result(op.getResult().getType());
  double scale = op.getScale().convertToFloat();
  for (size_t i = 0; i < result.values.size(); ++i)
    result.values[i] = scale * (image.values[i] - op.getZeroPoint());
  return result;
}

/// result[y, x] += weight * input[y * stride + ky * dilation - pad, ...], zero outside the input.
static void addShifted(double *result, const Tensor &shapeOfResult, const double *input,
                       const Tensor &shapeOfInput, const Window2D &window, int64_t ky, int64_t kx,
                       double weight) {
  int64_t rows = shapeOfInput.shape[1], columns = shapeOfInput.shape[2];
  int64_t resultRows = shapeOfResult.shape[1], resultColumns = shapeOfResult.shape[2];
  // The columns of the result whose input lies inside.
  int64_t first = 0, end = resultColumns, stride = window.x.stride;
  while (first < end && window.x.inputOf(first, kx) < 0)
    ++first;
  while (first < end && window.x.inputOf(end - 1, kx) >= columns)
    --end;
  for (int64_t y = 0; y < resultRows; ++y) {
    int64_t inputY = window.y.inputOf(y, ky);
    if (inputY < 0 || inputY >= rows)
      continue;
    const double *from = input + inputY * columns + window.x.inputOf(0, kx);
    double *to = result + y * resultColumns;
    for (int64_t x = first; x < end; ++x)
      to[x] += weight * from[x * stride];
  }
}

Tensor evalConv2D(qann::Conv2DOp op, const RealWeights &weights, const Tensor &input) {
  Tensor result(op.getResult().getType());
  Convolution convolution = convolutionOf(op);
  Window2D window = convolution.window();
  int64_t groupInputs = convolution.weight[1];
  int64_t groupOutputs = convolution.outputChannels() / convolution.groups;
  int64_t inputSize = input.channelSize(), resultSize = result.channelSize();
  const double *weight = weights.weight.data();
  for (int64_t o = 0; o < convolution.outputChannels(); ++o) {
    double *to = result.values.data() + o * resultSize;
    for (int64_t i = 0; i < groupInputs; ++i) {
      const double *from = input.values.data() + (o / groupOutputs * groupInputs + i) * inputSize;
      for (int64_t ky = 0; ky < window.y.kernel; ++ky)
        for (int64_t kx = 0; kx < window.x.kernel; ++kx)
          addShifted(to, result, from, input, window, ky, kx, *weight++);
    }
    for (int64_t i = 0; i < resultSize; ++i)
      to[i] = weights.scale[size_t(o)] * to[i] + weights.bias[size_t(o)];
  }
  return result;
}

Tensor evalLinear(qann::LinearOp op, const RealWeights &weights, const Tensor &input) {
  Tensor result(op.getResult().getType());
  const double *weight = weights.weight.data();
  for (size_t o = 0; o < result.values.size(); ++o) {
    double sum = 0;
    for (double value : input.values)
      sum += *weight++ * value;
    result.values[o] = weights.scale[o] * sum + weights.bias[o];
  }
  return result;
}

/// result = function(channel, input), element by element.
template <class Function> static Tensor map(const Tensor &input, Function function) {
  Tensor result = input;
  int64_t size = input.channelSize();
  for (int64_t c = 0; c < input.channels(); ++c)
    for (int64_t i = c * size; i < (c + 1) * size; ++i)
      result.values[size_t(i)] = function(c, input.values[size_t(i)]);
  return result;
}

Tensor evalBatchNorm(qann::BatchNormOp op, const Tensor &input) {
  double epsilon = op.getEpsilon().convertToFloat();
  return map(input, [&](int64_t c, double x) {
    return op.getGamma()[size_t(c)] * (x - op.getMean()[size_t(c)]) /
               std::sqrt(op.getVariance()[size_t(c)] + epsilon) +
           op.getBeta()[size_t(c)];
  });
}

Tensor evalAct(qann::ActOp op, const Tensor &input) {
  bool halfUp = op.getRounding() == qann::Rounding::HalfUp;
  double levels = op.getLevels();
  llvm::ArrayRef<float> steps = op.getStep();
  return map(input, [&](int64_t c, double x) {
    double step = at(steps, c);
    // nearbyint rounds half to even in the default rounding mode.
    double rounded = halfUp ? std::floor(x / step + 0.5) : std::nearbyint(x / step);
    return step * std::clamp(rounded, 0.0, levels);
  });
}

Tensor evalAdd(qann::AddOp, const Tensor &lhs, const Tensor &rhs) {
  Tensor result = lhs;
  for (size_t i = 0; i < result.values.size(); ++i)
    result.values[i] += rhs.values[i];
  return result;
}

/// Folds each window of each channel, without padding: fold(accumulated, element).
template <class Op, class Fold>
static Tensor pool(Op op, const Window2D &window, const Tensor &input, double start, Fold fold) {
  Tensor result(op.getResult().getType());
  int64_t rows = input.shape[1], columns = input.shape[2];
  double *to = result.values.data();
  for (int64_t c = 0; c < input.channels(); ++c)
    for (int64_t y = 0; y < result.shape[1]; ++y)
      for (int64_t x = 0; x < result.shape[2]; ++x) {
        double value = start;
        for (int64_t ky = 0; ky < window.y.kernel; ++ky)
          for (int64_t kx = 0; kx < window.x.kernel; ++kx) {
            int64_t row = window.y.inputOf(y, ky), column = window.x.inputOf(x, kx);
            if (row >= 0 && row < rows && column >= 0 && column < columns)
              value = fold(value, input.values[size_t((c * rows + row) * columns + column)]);
          }
        *to++ = value;
      }
  return result;
}

Tensor evalAvgPool(qann::AvgPoolOp op, const Tensor &input) {
  Window2D window = {{op.getKernel()[0], op.getStrides()[0]},
                     {op.getKernel()[1], op.getStrides()[1]}};
  Tensor result = pool(op, window, input, 0, [](double sum, double value) { return sum + value; });
  for (double &value : result.values)
    value /= double(op.getKernel()[0] * op.getKernel()[1]);
  return result;
}

Tensor evalMaxPool(qann::MaxPoolOp op, const Tensor &input) {
  return pool(op, op.window(), input, -std::numeric_limits<double>::infinity(),
              [](double most, double value) { return std::max(most, value); });
}

Tensor evalFlatten(qann::FlattenOp op, const Tensor &input) {
  Tensor result(op.getResult().getType());
  result.values = input.values;
  return result;
}

} // namespace nacre
