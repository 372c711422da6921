// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Scale: each channel times a number.
#include "compiler/import/nir/Primitive.h"
#include <fmt/format.h>

namespace nacre {

using namespace nir;

static Checked<LinearNode> scale(const Node &node, Extent input, bool flat) {
  auto scale = field(node, "scale");
  if (!scale)
    return scale.refusal();
  LinearNode result{LinearMap::identity(input), {}};
  result.map.flat = flat;
  const int64_t count = int64_t(scale->values.size()), positions = input.volume() / input.channels;
  if (count != 1 && count != input.channels && count != input.volume())
    return Refusal{"NCR1305", fmt::format("has {} numbers for {} inputs", count, input.volume()),
                   "one number, or one a channel or neuron"};
  for (int64_t n = 0; n < input.volume(); ++n) {
    const double value = scale->values[size_t(count == 1                ? 0
                                              : count == input.channels ? n / positions
                                                                        : n)];
    double &ofChannel = result.map.weights[size_t(n / positions)];
    if (n % positions > 0 && value != ofChannel)
      return Refusal{"NCR1306", "scales the neurons of a channel differently",
                     "one number a channel"};
    ofChannel = value;
  }
  return result;
}

void registerScale(NirPrimitiveRegistry &registry) {
  registry.add("Scale", {"y = s x", {"scale"}, scale});
}

} // namespace nacre
