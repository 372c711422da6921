// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// SumPool2d and AvgPool2d: convolutions of single channels.
#include "compiler/import/nir/Primitive.h"

namespace nacre {

using namespace nir;

static Checked<LinearNode> pool(const Node &node, Extent input, bool flat) {
  auto kernel = integers(node, "kernel_size", 2, std::nullopt, 1);
  auto stride = integers(node, "stride", 2, std::nullopt, 1);
  auto padding = integers(node, "padding", 2, std::nullopt, 0);
  for (auto *numbers : {&kernel, &stride, &padding})
    if (!*numbers)
      return numbers->refusal();
  auto window = [&](size_t axis) {
    return Window{(*kernel)[axis], (*stride)[axis], 1, (*padding)[axis], (*padding)[axis]};
  };
  LinearNode result;
  LinearMap &map = result.map;
  map.from = input;
  map.groups = input.channels;
  map.window = {window(0), window(1)};
  map.to = {input.channels, map.window.y.outputs(input.rows), map.window.x.outputs(input.columns)};
  const int64_t each = map.window.y.kernel * map.window.x.kernel;
  if (flat || map.to.volume() == 0 || each > (int64_t(1) << 26) / input.channels)
    return Refusal{"NCR1305", "its kernel does not fit its input", "export the network again"};
  // Averages count the padding, as the reference implementation does.
  map.weights.assign(size_t(input.channels * each),
                     node.type == "AvgPool2d" ? 1.0 / double(each) : 1.0);
  return result;
}

void registerPool(NirPrimitiveRegistry &registry) {
  const std::vector<std::string> fields = {"kernel_size", "stride", "padding"};
  registry.add("SumPool2d", {"the sum of each window", fields, pool});
  registry.add("AvgPool2d", {"the mean of each window", fields, pool});
}

} // namespace nacre
