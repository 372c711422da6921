// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small networks in each style of quantization, against hand-made expectations.
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/PostTraining.h"
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/Trace.h"
#include "compiler/import/onnx/testing/ModelBuilder.h"
#include "dialects/qann/Qann.h"
#include "llvm/Support/raw_ostream.h"
#include <functional>
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

TEST_F(OnnxImporter, MakesSignedActivationsUnsigned) {
  // -1, 0, 1 of step 1/2 is 0, 1, 2 of a value 1/2 larger; the next layer gives it back.
  ModelBuilder model = begin();
  model.constant("f1", {2, 1, 2, 2}, scaled(conv, weightStep));
  model.constant("f2", {4, 2}, scaled(fc, weightStep));
  model.constant("b2", {}, {2}).constant("b3", {}, {3}).constant("z", {}, {0});
  const ModelBuilder::Attributes narrow = {{"signed", 1}, {"narrow", 1}};
  model.node("Cast", {"image"}, "x", {{"to", 1}});
  model.node("Quant", {"f1", "sw", "z", "b3"}, "w1", narrow, "onnx.brevitas");
  model.node("Quant", {"f2", "sw", "z", "b3"}, "w2", narrow, "onnx.brevitas");
  model.node("Conv", {"x", "w1"}, "c", {{"strides", I{2, 2}}});
  model.node("Quant", {"c", "sa", "z", "b2"}, "q", narrow, "onnx.brevitas");
  model.node("Flatten", {"q"}, "f").node("Gemm", {"f", "w2"}, "y", {{"transB", 1}});
  const std::string text = import(model.output("y", {-1, 4}));
  ASSERT_TRUE(findings.empty()) << findings.text("");
  EXPECT_THAT(text, HasSubstr("bias = array<f32: 5.000000e-01, 5.000000e-01>"));
  EXPECT_THAT(text, HasSubstr("levels = 2 : i32"));
  // -1/2 * 1/4 * the sum of each row of fc: 3, 0, -1, 3.
  EXPECT_THAT(text, HasSubstr("bias = array<f32: -3.750000e-01, 0.000000e+00, 1.250000e-01, "
                              "-3.750000e-01>"));
}

TEST_F(OnnxImporter, LeavesOutAQuantizerThatKeepsThePixels) {
  ModelBuilder model(13);
  model.input("image", {-1, 1, 1, 3}).constant("s", {}, {1.0 / 255});
  model.constant("z", {}, {-128}, ElementType::Int8).constant("one", {}, {1});
  model.constant("i", {2, 3}, {1, 2, 3, 4, 5, 6}, ElementType::Int8);
  model.node("QuantizeLinear", {"image", "s", "z"}, "q")
      .node("DequantizeLinear", {"q", "s", "z"}, "x");
  model.node("DequantizeLinear", {"i", "one"}, "w").node("Flatten", {"x"}, "f");
  model.node("Gemm", {"f", "w"}, "y", {{"transB", 1}}).output("y", {-1, 2});
  const std::string text = import(model);
  ASSERT_TRUE(findings.empty()) << findings.text("");
  EXPECT_EQ(text.find("qann.act"), text.npos);
  EXPECT_THAT(text, HasSubstr("scale = 0.00392156886 : f32, zero_point = 0"));
}

TEST_F(OnnxImporter, GivesAVectorItsImage) {
  ModelBuilder model(13);
  model.input("image", {-1, 6}, ElementType::Uint8).constant("s", {}, {1});
  model.constant("i", {2, 6}, {1}, ElementType::Int8);
  model.node("DequantizeLinear", {"image", "s"}, "x").node("DequantizeLinear", {"i", "s"}, "w");
  model.node("Gemm", {"x", "w"}, "y", {{"transB", 1}}).output("y", {-1, 2});
  EXPECT_THAT(import(model), HasSubstr("tensor<?x6x1x1xui8>"));
  EXPECT_THAT(import(model, {.image = {1, 2, 3}}), HasSubstr("tensor<?x1x2x3xui8>"));
  import(model, {.image = {1, 2, 4}});
  EXPECT_EQ(codes(), "NCR1214@image");
}

TEST_F(OnnxImporter, GoesOnBehindAFinding) {
  ModelBuilder model = begin();
  model.constant("f1", {2, 1, 2, 2}, conv).constant("f2", {4, 8}, {0.5});
  model.node("Cast", {"image"}, "x", {{"to", 1}});
  model.node("Conv", {"x", "f1"}, "c").node("Sigmoid", {"c"}, "s").node("Relu", {"s"}, "r");
  model.node("Flatten", {"r"}, "f").node("Gemm", {"f", "f2"}, "y", {{"transB", 1}});
  import(model.output("y", {-1, 4}));
  EXPECT_EQ(codes(), "NCR1211@c NCR1217@s NCR1211@y");
}

/// One thing wrong with the network of floatStyle(); the code and the node that say so.
struct Wrong {
  const char *what;
  std::function<void(ModelBuilder &)> change;
  std::string expected;
};

/// The node that makes a value.
static nacre_onnx::NodeProto &nodeOf(ModelBuilder &model, const std::string &output) {
  for (nacre_onnx::NodeProto &node : *model.model.mutable_graph()->mutable_node())
    if (node.output(0) == output)
      return node;
  ADD_FAILURE() << "no node " << output;
  return *model.model.mutable_graph()->add_node();
}

static void replace(ModelBuilder &model, const std::string &name, const Shape &shape,
                    const std::vector<double> &values, ElementType type = ElementType::Float) {
  auto &all = *model.model.mutable_graph()->mutable_initializer();
  for (int i = 0; i < all.size(); ++i)
    if (all[i].name() == name) {
      model.constant(name, shape, values, type);
      all.SwapElements(i, all.size() - 1);
      all.RemoveLast();
      return;
    }
  ADD_FAILURE() << "no constant " << name;
}

TEST_F(OnnxImporter, SaysWhatIsWrongAndWhere) {
  const Wrong all[] = {
      {"an unknown operator", [](auto &m) { nodeOf(m, "r").set_op_type("Relux"); }, "NCR1203@r"},
      {"an attribute that does not exist",
       [](auto &m) {
         auto *attribute = nodeOf(m, "r").add_attribute();
         attribute->set_name("slope");
         attribute->set_type(nacre_onnx::AttributeProto::INT);
       },
       "NCR1205@r"},
      {"weights of another size", [](auto &m) { replace(m, "f2", {4, 3}, {0.5}); }, "NCR1207@y"},
      {"an activation without quantizer",
       [](auto &m) {
         nodeOf(m, "q").set_op_type("Identity");
         nodeOf(m, "q").clear_domain();
         nodeOf(m, "q").clear_attribute();
         while (nodeOf(m, "q").input_size() > 1)
           nodeOf(m, "q").mutable_input()->RemoveLast();
       },
       "NCR1210@f"},
      {"a weight of 9 bits",
       [](auto &m) {
         replace(m, "b3", {}, {9});
         replace(m, "f2", {4, 2}, {40});
       },
       "NCR1211@y"},
      {"too many levels", [](auto &m) { replace(m, "b2", {}, {9}); }, "NCR1212@q"},
      {"a zero point that is no integer", [](auto &m) { replace(m, "z", {}, {0.5}); }, "NCR1212@q"},
      {"weights of a channel with two scales",
       [](auto &m) { replace(m, "sw", {1, 2}, {0.5, 0.25}); }, "NCR1216@c NCR1216@y"},
      {"a stride that the dialect cannot hold",
       [](auto &m) {
         for (nacre_onnx::AttributeProto &attribute : *nodeOf(m, "c").mutable_attribute())
           if (attribute.name() == "strides")
             attribute.set_ints(0, 2000);
       },
       "NCR1218@c"},
      {"a symbolic image",
       [](auto &m) {
         auto *shape = m.model.mutable_graph()
                           ->mutable_input(0)
                           ->mutable_type()
                           ->mutable_tensor_type()
                           ->mutable_shape();
         shape->mutable_dim(2)->set_dim_param("rows");
       },
       "NCR1209@image"},
      {"two outputs", [](auto &m) { m.output("q", {-1, 2, 1, 1}); }, "NCR1214@"},
      {"scores that are clamped",
       [](auto &m) {
         m.model.mutable_graph()->clear_output();
         m.node("Relu", {"y"}, "end").output("end", {-1, 4});
       },
       "NCR1215@end"},
      {"another shape than the file says",
       [](auto &m) {
         m.model.mutable_graph()->clear_output();
         m.output("y", {-1, 5});
       },
       "NCR1207@"},
      {"a value that is real, and integer in the file's words",
       [](auto &m) {
         m.model.mutable_graph()->clear_output();
         m.output("y", {-1, 4}, ElementType::Int8);
       },
       "NCR1208@"},
  };
  for (const Wrong &wrong : all) {
    ModelBuilder model = qonnx();
    wrong.change(model);
    import(model);
    EXPECT_EQ(codes(), wrong.expected) << wrong.what << "\n" << findings.text("");
  }
}

TEST_F(OnnxImporter, RefusesPaddingOfASignedActivation) {
  ModelBuilder model = begin();
  model.constant("f", {2, 1, 3, 3}, {1}).constant("b", {}, {2}).constant("z", {}, {0});
  model.constant("g", {2, 2, 3, 3}, {1});
  const ModelBuilder::Attributes narrow = {{"signed", 1}, {"narrow", 1}};
  const ModelBuilder::Attributes padded = {{"pads", I{1, 1, 1, 1}}};
  model.node("Cast", {"image"}, "x", {{"to", 1}});
  model.node("Quant", {"f", "one", "z", "b"}, "w1", narrow, "onnx.brevitas");
  model.node("Quant", {"g", "one", "z", "b"}, "w2", narrow, "onnx.brevitas");
  model.node("Conv", {"x", "w1"}, "c1", padded); // the image may be padded: its zero is 0
  model.node("Quant", {"c1", "sa", "z", "b"}, "q", narrow, "onnx.brevitas");
  model.node("Conv", {"q", "w2"}, "c2", padded).node("GlobalAveragePool", {"c2"}, "p");
  import(model.node("Flatten", {"p"}, "y").output("y", {-1, 2}));
  EXPECT_EQ(codes(), "NCR1213@c2");
}

TEST_F(OnnxImporter, RefusesVersionsOfOperatorsAndSizesOfResults) {
  ModelBuilder model(9);
  model.input("image", {-1, 1, 2, 2})
      .constant("s", {}, {1})
      .constant("n", {2}, {20000}, ElementType::Int64);
  model.node("ConstantOfShape", {"n"}, "large").node("QuantizeLinear", {"image", "s"}, "q");
  import(model.output("q", {-1, 1, 2, 2}, ElementType::Uint8));
  EXPECT_EQ(codes(), "NCR1104@large NCR1204@q");
}

TEST_F(OnnxImporter, QuantizesAFloatNetworkByItsActivations) {
  ModelBuilder model(13);
  model.input("image", {-1, 1, 1, 2}, ElementType::Uint8);
  model.constant("w", {2, 1, 1, 2}, {1.27, 0, -0.5, 2.54}).constant("v", {2, 2}, {1, 0, 0, -1.27});
  model.node("Cast", {"image"}, "x", {{"to", 1}})
      .node("Conv", {"x", "w"}, "c")
      .node("Relu", {"c"}, "r");
  model.node("Flatten", {"r"}, "f").node("Gemm", {"f", "v"}, "y", {{"transB", 1}});
  model.output("y", {-1, 2});
  PostTraining options;
  options.images = {"two", 1, 1, 2, 2, {100, 0, 50, 100}, {0, 1}};
  options.levels = 5;
  options.range = "max";
  const std::string text = import(model, {.postTraining = &options});
  ASSERT_TRUE(findings.empty()) << findings.text("");
  // The largest value is 2.54 * 100 - 0.5 * 50 = 229 of the second image, in 5 levels.
  EXPECT_THAT(text, HasSubstr("levels = 5 : i32, step = array<f32: 4.580000e+01>"));
  // Largest weights 1.27 and 2.54 of 127 steps; the last layer has one scale for all.
  EXPECT_THAT(text, HasSubstr("weight_scale = array<f32: 0.00999999977, 2.000000e-02>"));
  EXPECT_THAT(text, HasSubstr("weight_scale = array<f32: 0.00999999977>}"));
  ASSERT_TRUE(imported.report);
  EXPECT_EQ(imported.report->correct, 1); // scores 127 and 0; 63.5 and -290.83: the first twice
}

TEST_F(OnnxImporter, RefusesToCalibrateWhatIsNeverPositive) {
  ModelBuilder model(13);
  model.input("image", {-1, 1, 1, 2}).constant("w", {2, 1, 1, 2}, {-1}).constant("v", {2, 2}, {1});
  model.node("Conv", {"image", "w"}, "c").node("Relu", {"c"}, "r").node("Flatten", {"r"}, "f");
  model.node("Gemm", {"f", "v"}, "y").output("y", {-1, 2});
  PostTraining options;
  options.images = {"one", 1, 1, 2, 2, {100, 3}, {0}};
  import(model, {.postTraining = &options});
  EXPECT_THAT(codes(), HasSubstr("NCR1219@r"));
  options.images = {"other", 1, 1, 3, 2, {1, 2, 3}, {0}};
  import(model, {.postTraining = &options});
  EXPECT_THAT(codes(), HasSubstr("NCR1214@image"));
}

// ONNX Runtime writes a pair around each pool and flattening, with the scale of what comes in.
TEST_F(OnnxImporter, SeesThatARepeatedQuantizerIsTheSame) {
  ModelBuilder model = begin();
  model.constant("i1", {2, 1, 2, 2}, conv, ElementType::Int8);
  model.constant("i2", {4, 2}, fc, ElementType::Int8);
  model.constant("z", {}, {-128}, ElementType::Int8);
  model.node("DequantizeLinear", {"image", "s1", "z8"}, "x");
  model.node("DequantizeLinear", {"i1", "sw", "zi8"}, "w1");
  model.node("DequantizeLinear", {"i2", "sw", "zi8"}, "w2");
  auto pair = [&](const std::string &in, const std::string &out) {
    model.node("QuantizeLinear", {in, "sa", "z"}, out + "_q");
    model.node("DequantizeLinear", {out + "_q", "sa", "z"}, out);
  };
  model.node("Conv", {"x", "w1", "bias"}, "c");
  pair("c", "c1");
  model.node("MaxPool", {"c1"}, "p", {{"kernel_shape", I{2, 2}}});
  pair("p", "p1");
  model.node("Flatten", {"p1"}, "f");
  pair("f", "f1");
  model.node("Gemm", {"f1", "w2"}, "y", {{"transB", 1}}).output("y", {-1, 4});
  const std::string text = import(model);
  ASSERT_TRUE(findings.empty()) << findings.text("");
  EXPECT_EQ(text.find("qann.act"), text.rfind("qann.act"));
  EXPECT_THAT(text, HasSubstr("levels = 255 : i32, step = array<f32: 5.000000e-01>"));
  EXPECT_THAT(text, HasSubstr("qann.max_pool"));
}

TEST_F(OnnxImporter, TakesChannelsThatComeLast) {
  ModelBuilder model(13);
  model.input("image", {-1, 2, 3, 4}, ElementType::Uint8).constant("s", {}, {1});
  model.constant("i", {2, 24}, {1}, ElementType::Int8);
  model.node("Transpose", {"image"}, "t", {{"perm", I{0, 3, 1, 2}}});
  model.node("DequantizeLinear", {"t", "s"}, "x").node("DequantizeLinear", {"i", "s"}, "w");
  model.node("Flatten", {"x"}, "f");
  model.node("Gemm", {"f", "w"}, "y", {{"transB", 1}}).output("y", {-1, 2});
  EXPECT_THAT(import(model), HasSubstr("tensor<?x4x2x3xui8>"));
  nodeOf(model, "t").mutable_attribute(0)->set_ints(1, 2);
  nodeOf(model, "t").mutable_attribute(0)->set_ints(2, 3);
  nodeOf(model, "t").mutable_attribute(0)->set_ints(3, 1);
  import(model);
  EXPECT_EQ(codes(), "NCR1214@t");
}

// ONNX Runtime's own operators, and the same in real ones with quantizers between.
TEST_F(OnnxImporter, OperatorsOfOnnxRuntimeAreShorterWords) {
  auto begun = [&] {
    ModelBuilder model = begin();
    model.constant("i1", {2, 1, 2, 2}, conv, ElementType::Int8);
    model.constant("i2", {4, 2}, fc, ElementType::Int8).constant("sb", {}, {0.25});
    model.constant("zb", {}, {-100}, ElementType::Int8).constant("sc", {}, {0.75});
    model.constant("ib", {4}, {1, -2, 3, 4}, ElementType::Int32);
    return model;
  };
  ModelBuilder runtime = begun();
  for (const std::string &n : {std::string("a"), std::string("b")})
    runtime.node("QLinearConv", {"image", "s1", "z8", "i1", "sw", "zi8", "sb", "zb"}, n,
                 {{"strides", I{2, 2}}});
  const std::string domain = "com.microsoft";
  runtime.node("QLinearAdd", {"a", "sb", "zb", "b", "sb", "zb", "sc", "zb"}, "c", {}, domain);
  runtime.node("QLinearGlobalAveragePool", {"c", "sc", "zb", "sb", "zb"}, "p", {}, domain);
  runtime.node("Flatten", {"p"}, "f");
  runtime.node("QGemm", {"f", "sb", "zb", "i2", "sw", "zi8", "ib"}, "y",
               {{"alpha", 2.0f}, {"transB", 1}}, domain);
  runtime.model.add_opset_import()->set_domain(domain);
  runtime.model.mutable_opset_import(1)->set_version(1);

  ModelBuilder real = begun();
  auto pair = [&](const std::string &in, const std::string &scale, const std::string &out) {
    real.node("QuantizeLinear", {in, scale, "zb"}, out + "_q");
    real.node("DequantizeLinear", {out + "_q", scale, "zb"}, out);
  };
  real.node("DequantizeLinear", {"image", "s1", "z8"}, "x");
  real.node("DequantizeLinear", {"i1", "sw", "zi8"}, "w1");
  real.node("DequantizeLinear", {"i2", "sw", "zi8"}, "w2");
  real.constant("rb", {4}, {0.0625, -0.125, 0.1875, 0.25}).constant("two", {}, {2});
  for (const std::string &n : {std::string("a"), std::string("b")}) {
    real.node("Conv", {"x", "w1"}, "conv_" + n, {{"strides", I{2, 2}}});
    pair("conv_" + n, "sb", n);
  }
  real.node("Add", {"a", "b"}, "sum");
  pair("sum", "sc", "c");
  real.node("GlobalAveragePool", {"c"}, "mean");
  pair("mean", "sb", "p");
  real.node("Flatten", {"p"}, "f").node("Gemm", {"f", "w2", "rb"}, "g", {{"transB", 1}});
  real.node("Mul", {"g", "two"}, "y");

  const std::string expected = withoutNames(import(real.output("y", {-1, 4})));
  ASSERT_TRUE(findings.empty()) << findings.text("");
  EXPECT_THAT(expected, HasSubstr("qann.add"));
  EXPECT_EQ(withoutNames(import(runtime.output("y", {-1, 4}))), expected);
  EXPECT_TRUE(findings.empty()) << findings.text("");

  // And as they are evaluated.
  OnnxOperatorRegistry operators;
  registerAllOnnxOperators(operators);
  Tensor image(ElementType::Uint8, {1, 1, 3, 3});
  image.integers = {1, 0, 2, 3, 1, 4, 9, 9, 9};
  std::vector<double> scores[2];
  for (int i : {0, 1}) {
    Graph graph = readGraph((i ? runtime : real).bytes(), "", findings);
    scores[i] = run(graph, operators, {{"image", image}}, findings).values["y"].reals;
  }
  // conv: 0.25 * (1*1 - 2*0 + 3*3 + 0*1) = 2.5 and 0.25 * (-1 + 0 + 9 + 1) = 2.25;
  // their doubles 5 and 4.5 in steps of 0.75: 5.25 and 4.5.
  EXPECT_THAT(scores[0], testing::ElementsAre(2 * (0.25 * (1 * 5.25 + 2 * 4.5) + 0.0625),
                                              2 * (0.25 * (3 * 5.25 - 3 * 4.5) - 0.125),
                                              2 * (0.25 * (-1 * 5.25) + 0.1875),
                                              2 * (0.25 * (2 * 5.25 + 4.5) + 0.25)));
  EXPECT_EQ(scores[1], scores[0]);
}

TEST_F(OnnxImporter, TakesTheImageAsItIsTold) {
  auto network = [](int64_t pad) {
    ModelBuilder model(13);
    model.input("image", {-1, 1, 2, 2})
        .constant("i", {2, 1, 2, 2}, {1, 2, 3, 4, -1, 0, 0, 1}, ElementType::Int8);
    model.constant("s", {}, {0.5}).node("DequantizeLinear", {"i", "s"}, "w");
    model.node("Conv", {"image", "w"}, "c",
               {{"pads", I{pad, pad, pad, pad}}, {"strides", I{4, 4}}});
    return model.node("Flatten", {"c"}, "y").output("y", {-1, 2});
  };
  EXPECT_THAT(import(network(0), {.pixelScale = 0.5, .pixelZero = 3}),
              HasSubstr("scale = 5.000000e-01 : f32, zero_point = 3"));
  // Half a pixel: 0.5 * 0.5 * -0.5 * the sum of each channel's weights, 10 and 0.
  const std::string half = import(network(0), {.pixelScale = 0.5, .pixelZero = 0.5});
  EXPECT_THAT(half, HasSubstr("zero_point = 0"));
  EXPECT_THAT(half, HasSubstr("bias = array<f32: -1.250000e+00, 0.000000e+00>"));
  import(network(1), {.pixelScale = 0.5, .pixelZero = 0.5});
  EXPECT_THAT(codes(), HasSubstr("NCR1213@c"));
}

} // namespace nacre::onnx
