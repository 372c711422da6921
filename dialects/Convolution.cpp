// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/Convolution.h"
#include "dialects/Size.h"

using namespace mlir;

namespace nacre {

bool isStaticFrom(RankedTensorType type, unsigned first) {
  return type.getRank() >= first && llvm::all_of(type.getShape().drop_front(first), [](int64_t n) {
           return !ShapedType::isDynamic(n) && n >= 1;
         });
}

Window2D Convolution::window() const {
  return {{weight[2], strides[0], dilations[0], pads[0], pads[2]},
          {weight[3], strides[1], dilations[1], pads[1], pads[3]}};
}

LogicalResult verifyConvolution(const Convolution &convolution, ArrayRef<int64_t> input,
                                ArrayRef<int64_t> result, const ConvolutionLabels &labels,
                                llvm::function_ref<InFlightDiagnostic()> emitError) {
  const auto &[weight, strides, pads, dilations, groups] = convolution;
  auto verify = [&](ArrayRef<int64_t> values, size_t count, int64_t least, StringRef name) {
    return verifyRange(values, count, least, maxKernel, (labels.attributes + name).str(),
                       emitError);
  };
  if (failed(verify(weight.take_back(2), 2, 1, " kernel rows and columns")) ||
      failed(verify(strides, 2, 1, " strides")) || failed(verify(dilations, 2, 1, " dilations")) ||
      failed(verify(pads, 4, 0, " pads (top, left, bottom, right)")))
    return failure();

  if (groups < 1 || weight[0] % groups || input[0] % groups)
    return emitError() << labels.channels << " groups must divide the " << input[0] << " input and "
                       << weight[0] << " output channels but is " << groups;
  if (convolution.inputChannels() != input[0])
    return emitError() << labels.channels << " weight must have " << input[0] / groups
                       << " channels in dimension 1 (input channels / groups) but has "
                       << weight[1];

  Window2D window = convolution.window();
  int64_t expected[] = {weight[0], window.y.outputs(input[1]), window.x.outputs(input[2])};
  if (!expected[1] || !expected[2])
    return emitError() << labels.shape << " the kernel does not fit into the padded input";
  if (result != ArrayRef(expected))
    return emitError() << labels.shape << " result must be " << expected[0] << " x " << expected[1]
                       << " x " << expected[2] << " but is " << result[0] << " x " << result[1]
                       << " x " << result[2];
  return success();
}

} // namespace nacre
