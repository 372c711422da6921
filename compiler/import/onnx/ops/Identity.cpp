// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Identity; Dropout in inference, where it is one; Cast.
#include "compiler/import/onnx/Operator.h"
#include <cmath>
#include <fmt/format.h>

namespace nacre {

using namespace onnx;

static Outputs identity(const Call &call) { return only(call.in(0)); }

static Outputs dropout(const Call &call) {
  if (call.has(2) && call.in(2).size() == 1 && call.in(2).at(0) != 0)
    return call.refuseAttribute("training_mode", "true", "export the network for inference");
  std::vector<Tensor> results = {call.in(0)};
  if (call.node.outputs.size() > 1) {
    results.emplace_back(ElementType::Bool, call.in(0).shape);
    for (int64_t &kept : results[1].integers)
      kept = 1;
  }
  return results;
}

static Outputs cast(const Call &call) {
  const Tensor &from = call.in(0);
  const int64_t to = call.integer("to", 0);
  std::optional<ElementType> type = to >= 0 && to < 100 ? elementTypeOf(int32_t(to)) : std::nullopt;
  if (!type)
    return call.refuseAttribute("to", std::to_string(to), "cast to a real or integer type");
  Tensor result(*type, from.shape);
  for (int64_t i = 0; i < from.size(); ++i)
    if (*type == ElementType::Bool)
      result.integers[size_t(i)] = from.at(i) != 0;
    else if (from.real())
      result.set(i, from.reals[size_t(i)]);
    else
      result.set(i, from.integers[size_t(i)]);
  return only(std::move(result));
}

void registerIdentity(OnnxOperatorRegistry &registry) {
  registry.add("Identity", {1, 1, {}, identity});
  registry.add("Dropout", {1, 3, {"ratio", "seed"}, dropout});
  registry.add("Cast", {1, 1, {"to", "saturate"}, cast});
}

} // namespace nacre
