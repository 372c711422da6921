// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Equal, Less, Greater and their kin, Not, And, Or, Where.
#include "compiler/import/onnx/ops/Broadcast.h"

namespace nacre {

using namespace onnx;

static Operator compare(RealBinary real, IntegerBinary integer) {
  return {2, 2, {}, [=](const Call &call) -> Outputs {
            std::optional<Tensor> result =
                elementwise(call, call.in(0), call.in(1), real, integer, ElementType::Bool);
            return result ? only(std::move(*result)) : std::nullopt;
          }};
}

static Outputs negate(const Call &call) {
  Tensor result = call.in(0);
  if (result.type != ElementType::Bool)
    return call.refuse("NCR1208", "its input is " + nameOf(result.type), "it takes bool");
  for (int64_t &value : result.integers)
    value = !value;
  return only(std::move(result));
}

static Outputs where(const Call &call) {
  const Tensor &condition = call.in(0), &yes = call.in(1), &no = call.in(2);
  std::optional<Shape> shape = broadcast(yes.shape, no.shape);
  shape = shape ? broadcast(condition.shape, *shape) : shape;
  if (!shape || yes.type != no.type || condition.type != ElementType::Bool)
    return call.refuseShapes("its inputs do not go together");
  std::optional<Tensor> result = call.make(yes.type, *shape);
  if (!result)
    return std::nullopt;
  std::vector<int64_t> c = broadcastIndices(condition.shape, *shape),
                       y = broadcastIndices(yes.shape, *shape),
                       n = broadcastIndices(no.shape, *shape);
  for (size_t i = 0; i < c.size(); ++i) {
    bool chosen = condition.integers[size_t(c[i])];
    const Tensor &from = chosen ? yes : no;
    size_t at = size_t(chosen ? y[i] : n[i]);
    if (from.real())
      result->reals[i] = from.reals[at];
    else
      result->integers[i] = from.integers[at];
  }
  return only(std::move(*result));
}

void registerCompare(OnnxOperatorRegistry &registry) {
  registry.add("Equal", compare([](double a, double b) { return double(a == b); },
                                [](int64_t a, int64_t b) { return int64_t(a == b); }));
  registry.add("Less", compare([](double a, double b) { return double(a < b); },
                               [](int64_t a, int64_t b) { return int64_t(a < b); }));
  registry.add("LessOrEqual", compare([](double a, double b) { return double(a <= b); },
                                      [](int64_t a, int64_t b) { return int64_t(a <= b); }));
  registry.add("Greater", compare([](double a, double b) { return double(a > b); },
                                  [](int64_t a, int64_t b) { return int64_t(a > b); }));
  registry.add("GreaterOrEqual", compare([](double a, double b) { return double(a >= b); },
                                         [](int64_t a, int64_t b) { return int64_t(a >= b); }));
  registry.add("And",
               from(7, compare(nullptr, [](int64_t a, int64_t b) { return int64_t(a && b); })));
  registry.add("Or",
               from(7, compare(nullptr, [](int64_t a, int64_t b) { return int64_t(a || b); })));
  registry.add("Not", from(1, {1, 1, {}, negate}));
  registry.add("Where", {3, 3, {}, where});
}

} // namespace nacre
