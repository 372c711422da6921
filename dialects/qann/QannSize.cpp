// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/qann/QannSize.h"
#include "dialects/Convolution.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace nacre::qann {

static int64_t macsOf(Conv2DOp op) {
  Convolution convolution = convolutionOf(op);
  Window2D window = convolution.window();
  ArrayRef<int64_t> input = op.getInput().getType().getShape();
  return convolution.outputChannels() * convolution.weight[1] * window.y.reads(input[2]) *
         window.x.reads(input[3]);
}

static int64_t macsOf(LinearOp op) { return op.getWeight().getNumElements(); }

/// Elements of one image's value.
static int64_t volumeOf(TypedValue<RankedTensorType> value) {
  return ShapedType::getNumElements(value.getType().getShape().drop_front());
}

NetworkSize sizeOf(Operation *root) {
  NetworkSize size;
  root->walk([&](Operation *op) {
    llvm::TypeSwitch<Operation *>(op)
        .Case<Conv2DOp, LinearOp>([&](auto layer) {
          size.macs += macsOf(layer);
          size.parameters += layer.getWeight().getNumElements();
          size.parameters += layer.getBias() ? int64_t(layer.getBias()->size()) : 0;
        })
        .Case([&](BatchNormOp norm) {
          size.parameters += int64_t(norm.getGamma().size() + norm.getBeta().size());
        })
        .Case<ActOp, MaxPoolOp, OutputOp>(
            [&](auto layer) { size.neurons += volumeOf(layer.getResult()); });
  });
  return size;
}

} // namespace nacre::qann
