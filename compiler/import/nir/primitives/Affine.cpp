// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Affine: y = W x + b; Linear: y = W x.
#include "compiler/import/nir/Primitive.h"
#include <fmt/format.h>

namespace nacre {

using namespace nir;

static Checked<LinearNode> matrix(const Node &node, Extent input, bool flat) {
  auto weight = field(node, "weight");
  if (!weight)
    return weight.refusal();
  if (!flat && (input.rows > 1 || input.columns > 1))
    return Refusal{"NCR1305", "its input is no vector", "put a Flatten before it"};
  if (weight->shape.size() != 2 || weight->shape[1] != input.volume() || weight->shape[0] < 1)
    return Refusal{"NCR1305",
                   fmt::format("its weight is {}, its input has {} elements",
                               fmt::join(weight->shape, " x "), input.volume()),
                   "weights are outputs x inputs"};
  LinearNode result;
  result.map.from = input;
  result.map.to = {weight->shape[0], 1, 1};
  result.map.dense = result.map.flat = true;
  result.map.weights = std::move(weight->values);
  if (node.type == "Linear")
    return result;
  auto bias = field(node, "bias");
  if (!bias)
    return bias.refusal();
  if (int64_t(bias->values.size()) != result.map.to.channels)
    return Refusal{
        "NCR1305",
        fmt::format("has {} biases for {} outputs", bias->values.size(), result.map.to.channels),
        "one bias an output"};
  result.bias = std::move(bias->values);
  return result;
}

void registerAffine(NirPrimitiveRegistry &registry) {
  registry.add("Affine", {"y = W x + b", {"weight", "bias"}, matrix});
  registry.add("Linear", {"y = W x", {"weight"}, matrix});
}

} // namespace nacre
