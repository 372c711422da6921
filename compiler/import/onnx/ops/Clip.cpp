// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Clip: bounds are attributes before opset 11, inputs since.
#include "compiler/import/onnx/Operator.h"
#include <cmath>

namespace nacre {

using namespace onnx;

static Outputs clip(const Call &call) {
  Tensor result = call.in(0);
  for (size_t bound : {1, 2})
    if (call.has(bound) && (call.in(bound).size() != 1 || call.in(bound).type != result.type))
      return call.refuseShapes("a bound must be one number of the input's type");
  if (!result.real()) {
    int64_t low = call.has(1) ? call.in(1).integers[0] : lowestOf(result.type);
    int64_t high = call.has(2) ? call.in(2).integers[0] : highestOf(result.type);
    for (int64_t &x : result.integers)
      x = std::min(std::max(x, low), high);
    return only(std::move(result));
  }
  double low = call.has(1) ? call.in(1).reals[0] : call.real("min", -INFINITY);
  double high = call.has(2) ? call.in(2).reals[0] : call.real("max", INFINITY);
  for (double &x : result.reals)
    x = std::min(std::max(x, low), high);
  return only(std::move(result));
}

void registerClip(OnnxOperatorRegistry &registry) {
  registry.add("Clip", {1, 3, {"min", "max"}, clip});
}

} // namespace nacre
