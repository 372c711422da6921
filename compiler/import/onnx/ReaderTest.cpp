// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/testing/ModelBuilder.h"
#include "support/Files.h"
#include <filesystem>
#include <gmock/gmock.h>

using testing::ElementsAre;
using testing::HasSubstr;

namespace nacre::onnx {

namespace pb = nacre_onnx;
namespace fs = std::filesystem;

struct OnnxReader : testing::Test {
  Findings findings;

  std::string codes() const {
    std::string all;
    for (const Finding &finding : findings)
      all += (all.empty() ? "" : " ") + finding.code;
    return all;
  }

  Graph read(const ModelBuilder &builder, const std::string &folder = "") {
    return readGraph(builder.bytes(), folder, findings);
  }

  Tensor read(const pb::TensorProto &tensor) {
    return readTensor(tensor.SerializeAsString(), findings);
  }
};

static ModelBuilder smallest() {
  return ModelBuilder().input("x", {-1, 2}).output("y", {-1, 2}).node("Relu", {"x"}, "y");
}

static pb::TensorProto tensorOf(ElementType type, const Shape &shape) {
  pb::TensorProto tensor;
  tensor.set_name("t");
  tensor.set_data_type(int32_t(type));
  for (int64_t size : shape)
    tensor.add_dims(size);
  return tensor;
}

TEST_F(OnnxReader, ReadsNodesValuesAndVersions) {
  ModelBuilder model = smallest();
  model.constant("w", {2}, {1, 2});
  model.input("w", {2}); // as files before IR 4 do
  Graph graph = read(model);
  ASSERT_TRUE(findings.empty()) << findings.text("");
  ASSERT_EQ(graph.inputs.size(), 1u);
  EXPECT_EQ(graph.inputs[0].symbols[0], "N");
  EXPECT_THAT(graph.inputs[0].shape, ElementsAre(-1, 2));
  EXPECT_EQ(graph.nodes[0].kind(), "Relu");
  EXPECT_THAT(graph.initializers["w"].reals, ElementsAre(1, 2));
  EXPECT_EQ(graph.opsets[""], 13);
}

TEST_F(OnnxReader, GivesTheThreeDomainsOfQonnxOneName) {
  ModelBuilder model = ModelBuilder().input("a", {1}).output("d", {1});
  model.node("Quant", {"a"}, "b", {}, "onnx.brevitas");
  model.node("Quant", {"b"}, "c", {}, "finn.custom_op.general");
  model.node("Quant", {"c"}, "d", {}, "qonnx.custom_op.general");
  for (const Node &node : read(model).nodes)
    EXPECT_EQ(node.kind(), "qonnx.Quant");
}

TEST_F(OnnxReader, SaysAllThatIsWrongWithVersionsAtOnce) {
  ModelBuilder model = smallest();
  model.model.set_ir_version(99);
  model.model.mutable_opset_import(0)->set_version(28);
  read(model);
  EXPECT_EQ(codes(), "NCR1201 NCR1202");
}

TEST_F(OnnxReader, RefusesAValueFromNowhereTwiceOrLater) {
  ModelBuilder model = smallest();
  model.node("Relu", {"nowhere"}, "z").node("Relu", {"x"}, "y").output("lost", {1});
  read(model);
  EXPECT_EQ(codes(), "NCR1206 NCR1206 NCR1206");
}

TEST_F(OnnxReader, RefusesWhatIsNoModel) {
  for (const std::string &bytes : {std::string("\x0a"), std::string(100, 'x'), std::string()}) {
    findings = {};
    readGraph(bytes, "", findings);
    EXPECT_EQ(codes(), "NCR1101");
  }
}

TEST_F(OnnxReader, RefusesDeepNesting) {
  pb::ModelProto model;
  pb::GraphProto *graph = model.mutable_graph();
  for (int depth = 0; depth < 10; ++depth) {
    pb::AttributeProto *attribute = graph->add_node()->add_attribute();
    attribute->set_type(pb::AttributeProto::GRAPH);
    graph = attribute->mutable_g();
  }
  readGraph(model.SerializeAsString(), "", findings);
  EXPECT_EQ(codes(), "NCR1101");
}

// Values of the standard: raw bytes are little-endian; 4-bit types have their first element in the
// low nibble, 2-bit ones in the two low bits.
TEST_F(OnnxReader, ReadsRawElementsOfEachType) {
  auto raw = [&](ElementType type, const Shape &shape, const std::string &bytes) {
    pb::TensorProto tensor = tensorOf(type, shape);
    tensor.set_raw_data(bytes);
    return read(tensor);
  };
  using std::string;
  EXPECT_THAT(raw(ElementType::Float, {1}, string("\x00\x00\xc0\xbf", 4)).reals, ElementsAre(-1.5));
  EXPECT_THAT(raw(ElementType::Double, {}, string("\x00\x00\x00\x00\x00\x00\xf8\x3f", 8)).reals,
              ElementsAre(1.5));
  EXPECT_THAT(raw(ElementType::Float16, {2}, string("\x00\x3c\x01\x00", 4)).reals,
              ElementsAre(1, 0x1p-24));
  EXPECT_THAT(raw(ElementType::Bfloat16, {1}, "\x80\x3f").reals, ElementsAre(1));
  EXPECT_THAT(raw(ElementType::Int8, {2}, "\xff\x7f").integers, ElementsAre(-1, 127));
  EXPECT_THAT(raw(ElementType::Uint16, {1}, "\x01\x02").integers, ElementsAre(0x201));
  EXPECT_THAT(raw(ElementType::Int64, {1}, string(8, '\xff')).integers, ElementsAre(-1));
  EXPECT_THAT(raw(ElementType::Int4, {3}, "\x7f\x08").integers, ElementsAre(-1, 7, -8));
  EXPECT_THAT(raw(ElementType::Uint4, {2}, "\x7f").integers, ElementsAre(15, 7));
  EXPECT_THAT(raw(ElementType::Int2, {5}, "\xe4\x01").integers, ElementsAre(0, 1, -2, -1, 1));
  EXPECT_TRUE(findings.empty()) << findings.text("");
}

TEST_F(OnnxReader, ReadsTypedElements) {
  pb::TensorProto tensor = tensorOf(ElementType::Int8, {2});
  tensor.add_int32_data(-3);
  tensor.add_int32_data(4);
  EXPECT_THAT(read(tensor).integers, ElementsAre(-3, 4));
  tensor = tensorOf(ElementType::Float16, {1});
  tensor.add_int32_data(0x3c00); // as its bits
  EXPECT_THAT(read(tensor).reals, ElementsAre(1));
  tensor = tensorOf(ElementType::Int4, {3}); // two in a word
  tensor.add_int32_data(0x7f);
  tensor.add_int32_data(0x08);
  EXPECT_THAT(read(tensor).integers, ElementsAre(-1, 7, -8));
  tensor = tensorOf(ElementType::Uint32, {1});
  tensor.add_uint64_data(0xffffffff);
  EXPECT_THAT(read(tensor).integers, ElementsAre(0xffffffff));
  EXPECT_TRUE(findings.empty()) << findings.text("");
}

TEST_F(OnnxReader, BelievesNoSize) {
  for (Shape shape :
       {Shape{3}, Shape{-1}, Shape{int64_t(1) << 62, 4}, Shape{1 << 20, 1 << 20}, Shape(40, 1)}) {
    findings = {};
    pb::TensorProto tensor = tensorOf(ElementType::Float, shape);
    tensor.set_raw_data("12345678");
    EXPECT_EQ(read(tensor).size(), 0);
    EXPECT_EQ(codes(), "NCR1103") << textOf(shape);
  }
  findings = {};
  read(tensorOf(ElementType::Float, {1 << 20})); // no data at all
  EXPECT_EQ(codes(), "NCR1103");
  findings = {};
  read(tensorOf(ElementType(8), {1})); // strings
  EXPECT_EQ(codes(), "NCR1208");
}

struct ExternalData : OnnxReader {
  fs::path folder = fs::path(testing::TempDir()) / "external";

  void SetUp() override {
    fs::remove_all(folder);
    ASSERT_TRUE(writeFile(folder / "model" / "weights.bin", "1234\x01\x02\x03"));
    ASSERT_TRUE(writeFile(folder / "outside.bin", "\x01\x02\x03"));
    fs::create_symlink(folder / "outside.bin", folder / "model" / "link.bin");
    fs::create_directory_symlink(folder, folder / "model" / "up");
  }

  Tensor read(const std::string &location, const std::string &offset, const std::string &length) {
    findings = {};
    ModelBuilder model = smallest();
    pb::TensorProto &tensor = *model.model.mutable_graph()->add_initializer();
    tensor = tensorOf(ElementType::Int8, {3});
    tensor.set_data_location(pb::TensorProto::EXTERNAL);
    for (auto [key, value] :
         {std::pair("location", location), {"offset", offset}, {"length", length}}) {
      auto *entry = tensor.add_external_data();
      entry->set_key(key);
      entry->set_value(value);
    }
    return OnnxReader::read(model, folder / "model").initializers["t"];
  }
};

TEST_F(ExternalData, IsReadBesideTheModel) {
  EXPECT_THAT(read("weights.bin", "4", "3").integers, ElementsAre(1, 2, 3));
  EXPECT_TRUE(findings.empty()) << findings.text("");
}

TEST_F(ExternalData, IsReadFromNowhereElse) {
  for (std::string location : {"../outside.bin", "link.bin", "up/outside.bin", "", "missing.bin",
                               ".", (folder / "outside.bin").c_str()}) {
    read(location, "0", "3");
    EXPECT_EQ(codes(), "NCR1102") << location;
  }
}

TEST_F(ExternalData, LiesInsideItsFile) {
  for (const char *offset : {"5", "-1", "9223372036854775807", "4x", "99999999999999999999"}) {
    read("weights.bin", offset, "3");
    EXPECT_EQ(codes(), "NCR1102") << offset;
  }
  read("weights.bin", "0", "7");
  EXPECT_EQ(codes(), "NCR1103");
}

} // namespace nacre::onnx
