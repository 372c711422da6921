// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Mean-field theory of random networks (Poole et al. 2016): weights are independent of the values
// they meet, so pre-activations of a wide layer are normally distributed, and mean and variance of
// each value follow from those before it. Values within a channel are taken to be independent and
// to have one distribution.
#include "compiler/networks/QuantizeUntrained.h"
#include "compiler/networks/GaussianLevels.h"
#include "compiler/transforms/FoldBatchNorm.h"
#include "compiler/transforms/QuantizeWeights.h"
#include "dialects/Weights.h"
#include "dialects/qann/Qann.h"
#include "llvm/ADT/TypeSwitch.h"
#include <cmath>

using namespace mlir;

namespace nacre {

namespace {

class MeanField {
  using Channels = std::vector<Moments>;

  PixelStatistics pixels;
  int64_t levels;
  /// Of every value; of an activation's result, what it was made from is kept beside.
  DenseMap<Value, Channels> moments, beforeAct;

public:
  MeanField(const PixelStatistics &pixels, int64_t levels) : pixels(pixels), levels(levels) {}

  void visit(Operation *op) {
    llvm::TypeSwitch<Operation *>(op)
        .Case<qann::InputOp, qann::Conv2DOp, qann::LinearOp, qann::BatchNormOp, qann::AddOp,
              qann::ActOp, qann::AvgPoolOp, qann::MaxPoolOp, qann::FlattenOp>(
            [&](auto layer) { moments[layer.getResult()] = result(layer); });
  }

private:
  static size_t channelsOf(Value value) {
    return size_t(cast<RankedTensorType>(value.getType()).getDimSize(1));
  }

  Channels result(qann::InputOp op) {
    double scale = op.getScale().convertToFloat(), deviation = pixels.deviation * scale;
    return Channels(channelsOf(op.getResult()),
                    {(pixels.mean - op.getZeroPoint()) * scale, deviation * deviation});
  }

  /// Sums of independent inputs times weights; input channels of a group are next to each other.
  template <class Op> Channels weighted(Op op, int64_t groups) {
    const Channels &inputs = moments.at(op.getInput());
    auto weights = readWeights<int8_t>(op.getWeight(), [&] { return op.emitOpError(); });
    assert(succeeded(weights) && "quantized just now");
    const int8_t *weight = weights->begin();
    ArrayRef<int64_t> shape = op.getWeight().getShapedType().getShape();
    size_t outputs = size_t(shape[0]), inputsPerGroup = size_t(shape[1]);
    size_t area = weights->size() / (outputs * inputsPerGroup);
    Channels result(outputs);
    for (size_t o = 0; o < outputs; ++o) {
      size_t first = o / (outputs / size_t(groups)) * inputsPerGroup;
      for (size_t i = first; i < first + inputsPerGroup; ++i) {
        int64_t sum = 0, squares = 0;
        for (const int8_t *end = weight + area; weight < end; ++weight) {
          sum += *weight;
          squares += *weight * *weight;
        }
        result[o] =
            result[o] + Moments{double(sum) * inputs[i].mean, double(squares) * inputs[i].variance};
      }
      ArrayRef<float> scales = *op.getWeightScale();
      double scale = scales[scales.size() == 1 ? 0 : o];
      result[o] = {result[o].mean * scale + (op.getBias() ? (*op.getBias())[o] : 0.0f),
                   result[o].variance * scale * scale};
    }
    return result;
  }
  Channels result(qann::Conv2DOp op) { return weighted(op, int64_t(op.getGroups())); }
  Channels result(qann::LinearOp op) { return weighted(op, 1); }

  /// Its statistics are those of its input; gamma and beta are chosen where its result is used.
  Channels result(qann::BatchNormOp op) {
    std::vector<float> mean, variance;
    for (Moments input : moments.at(op.getInput())) {
      mean.push_back(float(input.mean));
      variance.push_back(float(input.variance));
    }
    op.setMean(mean);
    op.setVariance(variance);
    return Channels(mean.size(), {0, 1});
  }

  Channels result(qann::AddOp op) {
    Channels sum = moments.at(op.getLhs());
    for (size_t c = 0; c < sum.size(); ++c)
      sum[c] = sum[c] + moments.at(op.getRhs())[c];
    return sum;
  }

  /// The terms of a sum that nothing else uses.
  static void collectTerms(Value value, SmallVectorImpl<Value> &terms) {
    auto add = value.getDefiningOp<qann::AddOp>();
    if (!add || !add->hasOneUse())
      return terms.push_back(value);
    collectTerms(add.getLhs(), terms);
    collectTerms(add.getRhs(), terms);
  }

  /// What an activation takes. Batch norms among the terms share what the others, shortcuts, leave
  /// of mean 0 and variance 1; else the sum would grow from block to block.
  Channels normalized(Value value) {
    SmallVector<Value> terms;
    SmallVector<qann::BatchNormOp> norms;
    collectTerms(value, terms);
    Channels shortcuts(channelsOf(value));
    for (Value term : terms)
      if (auto norm = term.getDefiningOp<qann::BatchNormOp>(); norm && norm->hasOneUse())
        norms.push_back(norm);
      else
        for (size_t c = 0; c < shortcuts.size(); ++c)
          shortcuts[c] = shortcuts[c] + moments.at(term)[c];
    if (norms.empty())
      return moments.at(value);
    std::vector<float> gamma, beta;
    Channels sum;
    for (Moments shortcut : shortcuts) {
      double left = shortcut.variance < 1 ? 1 - shortcut.variance : 1;
      gamma.push_back(float(std::sqrt(left / double(norms.size()))));
      beta.push_back(float(-shortcut.mean / double(norms.size())));
      sum.push_back({0, shortcut.variance + left});
    }
    for (qann::BatchNormOp norm : norms) {
      norm.setGamma(gamma);
      norm.setBeta(beta);
    }
    return sum;
  }

  /// The step is the one that learned step sizes start from (Esser et al. 2020).
  Channels result(qann::ActOp op) {
    Channels inputs = normalized(op.getInput()), results;
    double magnitude = 0;
    for (Moments input : inputs)
      magnitude += meanMagnitude(input) / double(inputs.size());
    float step = float(2 * magnitude / std::sqrt(double(levels)));
    op.setStep(step);
    op.setLevels(uint32_t(levels));
    for (Moments input : inputs)
      results.push_back(inUnits(LevelDistribution(input, step, levels).moments(), step));
    beforeAct[op.getResult()] = std::move(inputs);
    return results;
  }

  static Moments inUnits(Moments ofLevels, double step) {
    return {ofLevels.mean * step, ofLevels.variance * step * step};
  }

  Channels result(qann::MaxPoolOp op) {
    auto act = op.getInput().getDefiningOp<qann::ActOp>();
    assert(act && "a maximum pool follows an activation");
    double step = act.getStep()[0];
    Channels results;
    for (Moments input : beforeAct.at(act.getResult()))
      results.push_back(inUnits(LevelDistribution(input, step, levels)
                                    .maximumOf(op.getKernel()[0] * op.getKernel()[1])
                                    .moments(),
                                step));
    return results;
  }

  Channels result(qann::AvgPoolOp op) {
    Channels result = moments.at(op.getInput());
    for (Moments &channel : result)
      channel.variance /= double(op.getKernel()[0] * op.getKernel()[1]);
    return result;
  }

  Channels result(qann::FlattenOp op) {
    const Channels &inputs = moments.at(op.getInput());
    Channels result;
    for (Moments channel : inputs)
      result.insert(result.end(), channelsOf(op.getResult()) / inputs.size(), channel);
    return result;
  }
};

} // namespace

void quantizeUntrained(ModuleOp network, const PixelStatistics &pixels, int weightBits,
                       int64_t levels) {
  // First: what rounding does to the weights then is in the statistics.
  [[maybe_unused]] LogicalResult quantized = quantizeWeights(network, weightBits);
  assert(succeeded(quantized) && "drawn weights are finite");
  MeanField meanField(pixels, levels);
  network.walk([&](Operation *op) { meanField.visit(op); });
  [[maybe_unused]] LogicalResult folded = foldBatchNorms(network);
  assert(succeeded(folded) && "a batch norm follows a weighted layer");
}

} // namespace nacre
