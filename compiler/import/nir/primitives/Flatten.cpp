// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Flatten of all axes: the order of neurons stays.
#include "compiler/import/nir/Primitive.h"
#include <fmt/format.h>

namespace nacre {

using namespace nir;

static Checked<LinearNode> flatten(const Node &node, Extent input, bool flat) {
  auto end = [&](const char *name, double otherwise) {
    auto found = node.numbers.find(name);
    return found == node.numbers.end() || found->second.values.size() != 1
               ? otherwise
               : found->second.values[0];
  };
  const double first = end("start_dim", 0), last = end("end_dim", -1);
  if (first != 0 || (last != -1 && last != (flat ? 0 : 2)))
    return Refusal{"NCR1305", fmt::format("flattens the axes {} to {}", first, last),
                   "all axes become one: start_dim 0, end_dim -1"};
  LinearNode result{LinearMap::identity(input), {}};
  result.map.flat = true;
  return result;
}

void registerFlatten(NirPrimitiveRegistry &registry) {
  registry.add("Flatten", {"all axes as one", {"start_dim", "end_dim", "input_type"}, flatten});
}

} // namespace nacre
