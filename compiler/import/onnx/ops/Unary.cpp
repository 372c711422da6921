// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions of one number, elementwise.
#include "compiler/import/onnx/Operator.h"
#include <algorithm>
#include <cmath>

namespace nacre {

using namespace onnx;

/// `function` gets the call for its attributes; integers, where allowed, are exact in double.
template <class Function>
static Operator unary(Function function, std::vector<std::string> attributes = {},
                      bool integersToo = false) {
  return {1, 1, std::move(attributes), [=](const Call &call) -> Outputs {
            Tensor result = call.in(0);
            if (!result.real() && !integersToo)
              return call.refuse("NCR1208", "its input is " + nameOf(result.type),
                                 "it takes real numbers");
            auto apply = [&, f = function(call)](auto x) { return f(double(x)); };
            for (int64_t i = 0; i < result.size(); ++i)
              result.set(i, apply(result.at(i)));
            return only(std::move(result));
          }};
}

/// A function without attributes.
static auto plain(double (*function)(double)) {
  return [=](const Call &) { return function; };
}

void registerUnary(OnnxOperatorRegistry &registry) {
  registry.add("Abs", unary(plain([](double x) { return std::abs(x); }), {}, true));
  registry.add("Neg", unary(plain([](double x) { return -x; }), {}, true));
  registry.add("Sign", unary(plain([](double x) { return double((x > 0) - (x < 0)); }), {}, true));
  registry.add("Relu",
               unary(plain([](double x) { return x > 0   ? x
                                                 : x < 0 ? 0.0
                                                         : x; }), {}, true));
  registry.add("Sqrt", unary(plain([](double x) { return std::sqrt(x); })));
  registry.add("Exp", unary(plain([](double x) { return std::exp(x); })));
  registry.add("Log", unary(plain([](double x) { return std::log(x); })));
  registry.add("Reciprocal", unary(plain([](double x) { return 1 / x; })));
  registry.add("Floor", unary(plain([](double x) { return std::floor(x); })));
  registry.add("Ceil", unary(plain([](double x) { return std::ceil(x); })));
  registry.add("Round", unary(plain([](double x) { return std::nearbyint(x); })));
  registry.add("Tanh", unary(plain([](double x) { return std::tanh(x); })));
  registry.add("Erf", unary(plain([](double x) { return std::erf(x); })));
  registry.add("Sigmoid", unary(plain([](double x) { return 1 / (1 + std::exp(-x)); })));
  registry.add("Softplus", from(1, unary(plain([](double x) { return std::log1p(std::exp(x)); }))));
  registry.add("LeakyRelu", unary(
                                [](const Call &call) {
                                  double alpha = call.real("alpha", 0.01);
                                  return [=](double x) { return x < 0 ? alpha * x : x; };
                                },
                                {"alpha"}));
  registry.add("Elu", from(6, unary(
                                  [](const Call &call) {
                                    double alpha = call.real("alpha", 1);
                                    return
                                        [=](double x) { return x < 0 ? alpha * std::expm1(x) : x; };
                                  },
                                  {"alpha"})));
  registry.add("HardSigmoid", from(6, unary(
                                          [](const Call &call) {
                                            double alpha = call.real("alpha", 0.2),
                                                   beta = call.real("beta", 0.5);
                                            return [=](double x) {
                                              return std::clamp(alpha * x + beta, 0.0, 1.0);
                                            };
                                          },
                                          {"alpha", "beta"})));
  registry.add("HardSwish",
               unary(plain([](double x) { return x * std::clamp(x / 6 + 0.5, 0.0, 1.0); })));
}

} // namespace nacre
