// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small networks in each style of quantization, against hand-made expectations.
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/testing/ModelBuilder.h"
#include "dialects/qann/Qann.h"
#include "llvm/Support/raw_ostream.h"
#include <gmock/gmock.h>

using testing::HasSubstr;

namespace nacre::onnx {

namespace {

using I = std::vector<int64_t>;

struct OnnxImporter : testing::Test {
  mlir::MLIRContext context;
  Findings findings;
  Imported imported;

  /// The module as text, without locations.
  std::string import(const ModelBuilder &model, const ImportOptions &options = {}) {
    findings = {};
    Graph graph = readGraph(model.bytes(), "", findings);
    if (findings.empty())
      imported = importOnnx(graph, "net.onnx", options, findings, context);
    std::string text;
    llvm::raw_string_ostream stream(text);
    if (imported.module && findings.empty())
      imported.module->print(stream);
    return text;
  }

  std::string codes() const {
    std::string all;
    for (const Finding &finding : findings)
      all += (all.empty() ? "" : " ") + finding.code + "@" + finding.node;
    return all;
  }
};

// A network of two layers: weights of 3 bits with step 1/4, activations of 2 bits with step 1/2,
// both exact in binary. The image comes as integers.
const std::vector<double> conv = {1, -2, 3, 0, -1, 2, 3, 1}, fc = {1, 2, 3, -3, -1, 0, 2, 1};
const std::vector<double> bias = {0.25, -0.5};
constexpr double weightStep = 0.25, actStep = 0.5;

std::vector<double> scaled(std::vector<double> values, double by) {
  for (double &value : values)
    value *= by;
  return values;
}

ModelBuilder begin() {
  ModelBuilder model(13);
  model.input("image", {-1, 1, 3, 3}, ElementType::Uint8);
  model.constant("s1", {}, {1}).constant("sa", {}, {actStep}).constant("sw", {}, {weightStep});
  model.constant("z8", {}, {0}, ElementType::Uint8).constant("zi8", {}, {0}, ElementType::Int8);
  model.constant("one", {}, {1}).constant("bias", {2}, bias);
  return model;
}

/// relu(conv(x)), flattened, times fc; quantizers by `quantize(model, in, out)`, weights by name.
template <class Quantize> ModelBuilder floatStyle(ModelBuilder model, Quantize quantize) {
  model.node("Conv", {"x", "w1", "bias"}, "c", {{"kernel_shape", I{2, 2}}, {"strides", I{2, 2}}});
  model.node("Relu", {"c"}, "r");
  quantize(model, "r", "q");
  model.node("Flatten", {"q"}, "f").node("Gemm", {"f", "w2"}, "y", {{"transB", 1}});
  return model.output("y", {-1, 4});
}

ModelBuilder qdq() {
  ModelBuilder model = begin();
  model.constant("i1", {2, 1, 2, 2}, conv, ElementType::Int8);
  model.constant("i2", {4, 2}, fc, ElementType::Int8);
  model.constant("c3", {}, {3}, ElementType::Uint8).constant("c0", {}, {0}, ElementType::Uint8);
  model.node("DequantizeLinear", {"image", "s1", "z8"}, "x");
  model.node("DequantizeLinear", {"i1", "sw", "zi8"}, "w1");
  model.node("DequantizeLinear", {"i2", "sw"}, "w2");
  return floatStyle(model, [&](ModelBuilder &m, const std::string &in, const std::string &out) {
    m.node("QuantizeLinear", {in, "sa", "z8"}, "u");
    m.node("Clip", {"u", "c0", "c3"}, "v");
    m.node("DequantizeLinear", {"v", "sa", "z8"}, out);
  });
}

ModelBuilder qonnx() {
  ModelBuilder model = begin();
  model.constant("f1", {2, 1, 2, 2}, scaled(conv, weightStep));
  model.constant("f2", {4, 2}, scaled(fc, weightStep));
  model.constant("b2", {}, {2}).constant("b3", {}, {3}).constant("z", {}, {0});
  const ModelBuilder::Attributes narrow = {{"signed", 1}, {"narrow", 1}};
  model.node("Cast", {"image"}, "x", {{"to", 1}});
  model.node("Quant", {"f1", "sw", "z", "b3"}, "w1", narrow, "onnx.brevitas");
  model.node("Quant", {"f2", "sw", "z", "b3"}, "w2", narrow, "onnx.brevitas");
  return floatStyle(model, [&](ModelBuilder &m, const std::string &in, const std::string &out) {
    m.node("Quant", {in, "sa", "z", "b2"}, out, {{"signed", 0}, {"narrow", 0}},
           "qonnx.custom_op.general");
  });
}

ModelBuilder qoperator() {
  ModelBuilder model = begin();
  model.constant("i1", {2, 1, 2, 2}, conv, ElementType::Int8);
  model.constant("i2", {2, 4}, {1, 3, -1, 2, 2, -3, 0, 1}, ElementType::Int8); // fc, transposed
  model.constant("ib", {2}, scaled(bias, 1 / weightStep), ElementType::Int32);
  model.constant("c3", {}, {3}, ElementType::Uint8).constant("c0", {}, {0}, ElementType::Uint8);
  model.constant("sy", {}, {0.125});
  model.node("QLinearConv", {"image", "s1", "z8", "i1", "sw", "zi8", "sa", "z8", "ib"}, "c",
             {{"kernel_shape", I{2, 2}}, {"strides", I{2, 2}}});
  model.node("Clip", {"c", "c0", "c3"}, "q").node("Flatten", {"q"}, "f");
  model.node("QLinearMatMul", {"f", "sa", "z8", "i2", "sw", "zi8", "sy", "zi8"}, "u");
  model.node("DequantizeLinear", {"u", "sy", "zi8"}, "y");
  return model.output("y", {-1, 4});
}

ModelBuilder integers() {
  ModelBuilder model = begin();
  model.constant("i1", {2, 1, 2, 2}, conv, ElementType::Int8);
  model.constant("i2", {2, 4}, {1, 3, -1, 2, 2, -3, 0, 1}, ElementType::Int8);
  model.constant("bc", {1, 2, 1, 1}, bias).constant("sp", {}, {actStep * weightStep});
  model.constant("c3", {}, {3}, ElementType::Uint8).constant("c0", {}, {0}, ElementType::Uint8);
  model.node("ConvInteger", {"image", "i1", "z8"}, "ci",
             {{"kernel_shape", I{2, 2}}, {"strides", I{2, 2}}});
  model.node("Cast", {"ci"}, "cf", {{"to", 1}}).node("Mul", {"cf", "sw"}, "cs");
  model.node("Add", {"cs", "bc"}, "c").node("QuantizeLinear", {"c", "sa", "z8"}, "u");
  model.node("Clip", {"u", "c0", "c3"}, "q").node("Flatten", {"q"}, "f");
  model.node("MatMulInteger", {"f", "i2"}, "mi").node("Cast", {"mi"}, "mf", {{"to", 1}});
  model.node("Mul", {"mf", "sp"}, "y");
  return model.output("y", {-1, 4});
}

/// Names of nodes become names of weights.
std::string withoutNames(std::string text) {
  for (const char *open : {"dense_resource<"})
    for (size_t at = 0; (at = text.find(open, at)) != text.npos;) {
      at += std::string(open).size();
      text.erase(at, text.find('>', at) - at);
    }
  const size_t resources = text.find("builtin: {");
  for (size_t at = resources; at != text.npos && (at = text.find(": \"0x", at)) != text.npos;
       at += 5) {
    size_t start = text.rfind('\n', at) + 1;
    text.erase(start, at - start);
    at = start;
  }
  return text;
}

} // namespace

TEST_F(OnnxImporter, AllStylesGiveOneNetwork) {
  const std::string expected = import(qonnx());
  ASSERT_TRUE(findings.empty()) << findings.text("");
  EXPECT_THAT(expected, HasSubstr("qann.input %arg0 {scale = 1.000000e+00 : f32, zero_point = 0"));
  EXPECT_THAT(expected, HasSubstr("levels = 3 : i32, step = array<f32: 5.000000e-01>"));
  EXPECT_THAT(expected, HasSubstr("bias = array<f32: 2.500000e-01, -5.000000e-01>"));
  EXPECT_THAT(expected,
              HasSubstr("weight_bits = 3 : i32, weight_scale = array<f32: 2.500000e-01>"));
  for (const ModelBuilder &other : {qdq(), qoperator(), integers()}) {
    EXPECT_EQ(withoutNames(import(other)), withoutNames(expected));
    EXPECT_TRUE(findings.empty()) << findings.text("");
  }
}

} // namespace nacre::onnx
