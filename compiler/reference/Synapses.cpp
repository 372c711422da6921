// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/Synapses.h"
#include "dialects/Convolution.h"
#include "dialects/SparseWeights.h"
#include <algorithm>
#include <cstdlib>

namespace nacre {

template <class Op> static std::vector<int16_t> weightsOf(Op op) {
  return readSynapseWeights(op.getWeight(), [&] { return op.emitOpError(); })->vec();
}

Synapses::Synapses(snn::Conv2DOp op) : targets(op.getResult().getType().getNumElements()) {
  Convolution convolution = convolutionOf(op);
  Window2D window = convolution.window();
  const std::vector<int16_t> given = weightsOf(op);
  llvm::ArrayRef<int64_t> source = op.getSource().getType().getShape();
  llvm::ArrayRef<int64_t> target = op.getResult().getType().getShape();
  int64_t groupInputs = convolution.weight[1], kernels = window.y.kernel * window.x.kernel;
  runLength = convolution.outputChannels() / convolution.groups;

  // From [group][output][input][kernel] to [group][input][kernel][output].
  weights.resize(given.size());
  for (int64_t g = 0; g < convolution.groups; ++g)
    for (int64_t o = 0; o < runLength; ++o)
      for (int64_t ik = 0; ik < groupInputs * kernels; ++ik)
        weights[size_t((g * groupInputs * kernels + ik) * runLength + o)] =
            given[size_t((g * runLength + o) * groupInputs * kernels + ik)];

  // The output that reads position `input` through kernel position k, or -1.
  auto outputOf = [](const Window &axis, int64_t input, int64_t k, int64_t outputs) {
    int64_t shifted = input - axis.inputOf(0, k);
    bool reads = shifted >= 0 && shifted % axis.stride == 0 && shifted / axis.stride < outputs;
    return reads ? shifted / axis.stride : -1;
  };
  for (int64_t c = 0; c < source[0]; ++c)
    for (int64_t y = 0; y < source[1]; ++y)
      for (int64_t x = 0; x < source[2]; ++x) {
        firstTap.push_back(uint32_t(taps.size()));
        for (int64_t ky = 0; ky < window.y.kernel; ++ky)
          for (int64_t kx = 0; kx < window.x.kernel; ++kx) {
            int64_t outY = outputOf(window.y, y, ky, target[1]);
            int64_t outX = outputOf(window.x, x, kx, target[2]);
            if (outY < 0 || outX < 0)
              continue;
            int64_t channel = c / groupInputs * runLength;
            int64_t kernel = c * kernels + ky * window.x.kernel + kx;
            taps.push_back({uint32_t((outY * target[2] + outX) * target[0] + channel),
                            uint32_t(kernel * runLength)});
          }
      }
  firstTap.push_back(uint32_t(taps.size()));
}

Synapses::Synapses(snn::LinearOp op) : targets(op.getResult().getType().getNumElements()) {
  const std::vector<int16_t> given = weightsOf(op);
  size_t sources = size_t(op.getSource().getType().getNumElements()), outputs = size_t(targets);
  runLength = targets;
  weights.resize(given.size());
  for (size_t source = 0; source < sources; ++source) {
    firstTap.push_back(uint32_t(source));
    taps.push_back({0, uint32_t(source * outputs)});
    for (size_t o = 0; o < outputs; ++o)
      weights[source * outputs + o] = given[o * sources + source];
  }
  firstTap.push_back(uint32_t(taps.size()));
}

Synapses::Synapses(snn::SparseOp op) : targets(op.getResult().getType().getNumElements()) {
  SparseWeights given = sparseWeightsOf(op);
  SparseRows rows = given.rows();
  firstTap.assign(rows.offsets.begin(), rows.offsets.end());
  weights = rows.weights.vec();
  runLength = 1;
  const int64_t channels = op.getResult().getType().getDimSize(0), positions = targets / channels;
  for (uint32_t target : rows.targets)
    taps.push_back(
        {uint32_t(target % positions * channels + target / positions), uint32_t(taps.size())});
}

int64_t Synapses::worstCase(int64_t greatest) const {
  std::vector<int64_t> sums(targetCount());
  for (const Tap &tap : taps)
    for (int64_t i = 0; i < runLength; ++i)
      sums[size_t(tap.target + i)] += std::abs(int64_t(weights[size_t(tap.weights + i)]));
  return greatest * *std::max_element(sums.begin(), sums.end());
}

} // namespace nacre
