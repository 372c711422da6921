// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Add, Sub, Mul, Div, Pow; Min, Max, Sum, Mean of any number of inputs.
#include "compiler/import/onnx/ops/Broadcast.h"
#include <cmath>

namespace nacre {

using namespace onnx;

static Operator binary(RealBinary real, IntegerBinary integer) {
  return {2, 2, {}, [=](const Call &call) -> Outputs {
            std::optional<Tensor> result = elementwise(call, call.in(0), call.in(1), real, integer);
            return result ? only(std::move(*result)) : std::nullopt;
          }};
}

static Operator variadic(RealBinary real, IntegerBinary integer, bool mean = false) {
  return {1, 0, {}, [=](const Call &call) -> Outputs {
            Tensor sum = call.in(0);
            for (size_t i = 1; i < call.count(); ++i) {
              std::optional<Tensor> next = elementwise(call, sum, call.in(i), real, integer);
              if (!next)
                return std::nullopt;
              sum = std::move(*next);
            }
            for (int64_t i = 0; mean && i < sum.size(); ++i)
              sum.set(i, sum.at(i) / double(call.count()));
            return only(std::move(sum));
          }};
}

/// Without undefined behaviour: integers wrap, as tensors of their type do.
static int64_t wrapped(uint64_t value) { return int64_t(value); }

static Outputs pow(const Call &call) {
  // The exponent may be of another type; the result has the base's.
  const Tensor &base = call.in(0);
  Tensor x(ElementType::Double, base.shape), y(ElementType::Double, call.in(1).shape);
  for (int64_t i = 0; i < x.size(); ++i)
    x.set(i, base.at(i));
  for (int64_t i = 0; i < y.size(); ++i)
    y.set(i, call.in(1).at(i));
  std::optional<Tensor> result = elementwise(
      call, x, y, [](double a, double b) { return std::pow(a, b); }, nullptr, base.type);
  return result ? only(std::move(*result)) : std::nullopt;
}

void registerArithmetic(OnnxOperatorRegistry &registry) {
  auto add = binary([](double a, double b) { return a + b; },
                    [](int64_t a, int64_t b) { return wrapped(uint64_t(a) + uint64_t(b)); });
  registry.add("Add", add);
  registry.add("Sub",
               binary([](double a, double b) { return a - b; },
                      [](int64_t a, int64_t b) { return wrapped(uint64_t(a) - uint64_t(b)); }));
  registry.add("Mul",
               binary([](double a, double b) { return a * b; },
                      [](int64_t a, int64_t b) { return wrapped(uint64_t(a) * uint64_t(b)); }));
  registry.add("Div", binary([](double a, double b) { return a / b; },
                             [](int64_t a, int64_t b) {
                               return b == 0 ? 0 : b == -1 ? wrapped(0 - uint64_t(a)) : a / b;
                             }));
  registry.add("Pow", {2, 2, {}, pow});
  registry.add("Min", variadic([](double a, double b) { return std::min(a, b); },
                               [](int64_t a, int64_t b) { return std::min(a, b); }));
  registry.add("Max", variadic([](double a, double b) { return std::max(a, b); },
                               [](int64_t a, int64_t b) { return std::max(a, b); }));
  auto plus = [](double a, double b) { return a + b; };
  registry.add("Sum", variadic(plus, nullptr));
  registry.add("Mean", variadic(plus, nullptr, true));
}

} // namespace nacre
