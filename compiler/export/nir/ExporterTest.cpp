// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One small network as a graph, by hand, and every finding provoked.
#include "compiler/export/nir/Exporter.h"
#include "compiler/export/nir/SymmetricPadding.h"
#include "compiler/import/nir/Reader.h"
#include "mlir/Parser/Parser.h"
#include <fmt/format.h>
#include <gmock/gmock.h>

using namespace nacre;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

namespace {

struct NirExporter : testing::Test {
  mlir::MLIRContext context;
  Findings findings;
  std::vector<std::string> notes;

  void SetUp() override { context.loadDialect<snn::SnnDialect>(); }

  nir::Node graphOf(const std::string &body) {
    auto module =
        mlir::parseSourceString<mlir::ModuleOp>("snn.network @n {\n" + body + "\n}", &context);
    EXPECT_TRUE(module) << body;
    if (!module)
      return {};
    findings = {};
    Exported exported =
        exportNir(*module->getOps<snn::NetworkOp>().begin(), {.nirDtSeconds = 0.001}, findings);
    notes = exported.notes;
    EXPECT_EQ(findings.empty(), !exported.bytes.empty());
    if (exported.bytes.empty())
      return {};
    auto file = nir::readBytes(exported.bytes, "file");
    EXPECT_TRUE(file) << file.error().message;
    return file->graph;
  }

  std::string findingsOf(const std::string &body) {
    graphOf(body);
    return findings.text("n");
  }
};

/// input 2 -> linear -> neurons "p" 2 -> linear -> readout 2.
std::string chain(const std::string &input, const std::string &neurons,
                  const std::string &readout = "v0 = array<i32: 0>, bias = array<i32: 0>") {
  return fmt::format(
      R"(%i = snn.input {0}
%c = snn.linear %i {{weight = dense<[[3, -1], [0, 2]]> : tensor<2x2xi8>, weight_bits = 8 : i32}} : {1} -> tensor<2x1x1xi32>
%p = snn.neuron "p" {2} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
%d = snn.linear %p {{weight = dense<[[1, 0], [1, 1]]> : tensor<2x2xi8>, weight_bits = 8 : i32}} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
snn.readout "out"(%d) {{{3}}} : tensor<2x1x1xi32>)",
      input, input.substr(input.rfind("tensor")), neurons, readout);
}

const std::string spikes = ": tensor<2x1x1xi1>";

std::string ifNeurons(const std::string &more = "", const std::string &model = "if",
                      const std::string &v0 = "0") {
  return fmt::format(
      R"("{}"(%c) {{theta = array<i32: 5, 7>, v0 = array<i32: {}>, bias = array<i32: 0>{}}})",
      model, v0, more);
}

} // namespace

TEST_F(NirExporter, WritesRealNumbersInTheUnitOfEachChannel) {
  const nir::Node graph = graphOf(chain(
      spikes, ifNeurons(", unit = array<f64: 0.5, 0.25>, strict, leak_shift = 2 : i32", "lif"),
      "v0 = array<i32: 0>, bias = array<i32: 1, 0>"));
  EXPECT_THAT(graph.edges, UnorderedElementsAre(Pair("input", "p_weight"), Pair("p_weight", "p"),
                                                Pair("p", "out_weight"), Pair("out_weight", "out"),
                                                Pair("out", "output")));
  EXPECT_EQ(graph.nodes.at("p_weight").type, "Linear");
  EXPECT_THAT(graph.nodes.at("p_weight").numbers.at("weight").values,
              ElementsAre(1.5, -0.5, 0, 0.5));
  const nir::Node &p = graph.nodes.at("p");
  EXPECT_EQ(p.type, "LIF");
  EXPECT_THAT(p.numbers.at("v_threshold").values, ElementsAre(2.5, 1.75));
  EXPECT_THAT(p.numbers.at("tau").values, ElementsAre(0.004, 0.004)); // keeps 3/4 of 1 ms
  EXPECT_THAT(p.numbers.at("r").values, ElementsAre(4, 4));
  EXPECT_FALSE(p.numbers.count("v_reset"));
  EXPECT_THAT(p.metadata.numbers.at("nacre_unit").values, ElementsAre(0.5, 0.25));
  EXPECT_EQ(graph.nodes.at("out").type, "I");
  EXPECT_EQ(graph.nodes.at("out_weight").type, "Affine");
  EXPECT_THAT(graph.nodes.at("out_weight").numbers.at("bias").values, ElementsAre(1, 0));
  EXPECT_EQ(graph.metadata.text.at("nacre_reset"), "subtract");
  EXPECT_THAT(notes, Contains("it is read back with --nir-reset subtract --nir-dt 0.001"));
}

TEST_F(NirExporter, AValueToResetToNeedsNoOption) {
  const nir::Node graph = graphOf(
      chain(spikes, ifNeurons(", reset = #snn<reset to_value>, reset_value = -2 : i32, strict")));
  EXPECT_EQ(graph.nodes.at("p").type, "IF");
  EXPECT_THAT(graph.nodes.at("p").numbers.at("v_reset").values, ElementsAre(-2, -2));
  EXPECT_THAT(notes, ElementsAre("it is read back without options"));
}

TEST_F(NirExporter, NamesThatHdf5TakesForPathsChange) {
  std::string text = chain(spikes, ifNeurons());
  text.replace(text.find("\"p\""), 3, "\"a/b\"");
  text.replace(text.find("\"out\""), 5, "\"input\"");
  const nir::Node graph = graphOf(text);
  EXPECT_TRUE(graph.nodes.count("a_b"));
  EXPECT_EQ(graph.nodes.at("input").type, "I");
  EXPECT_EQ(graph.nodes.at("input_").type, "Input");
  EXPECT_THAT(notes, Contains("'a/b' is named 'a_b'"));
}

TEST_F(NirExporter, FindsWhatNirCannotSay) {
  EXPECT_THAT(findingsOf(chain("{zero_point = 0 : i32} : tensor<2x1x1xi16>", ifNeurons())),
              HasSubstr("NCR1310: the input is an image"));
  EXPECT_THAT(findingsOf(chain(spikes, ifNeurons("", "if", "3"))),
              HasSubstr("NCR1311: node 'p': its membrane does not start at 0"));
  EXPECT_THAT(findingsOf(chain(spikes, ifNeurons(), "v0 = array<i32: 1>, bias = array<i32: 0>")),
              HasSubstr("NCR1311: node 'out': its membrane does not start at 0"));
  EXPECT_THAT(findingsOf(chain(spikes, ifNeurons(", reset = #snn<reset none>"))),
              HasSubstr("NCR1311: node 'p': its membrane stays"));
  EXPECT_THAT(findingsOf(chain(spikes, ifNeurons(", unit = array<f64: 1.0, -0.5>"))),
              HasSubstr("NCR1311: node 'p': a step of its membrane stands for -0.5"));
}

TEST_F(NirExporter, RelaysAreOfTheChip) {
  EXPECT_THAT(findingsOf(
                  R"(%i = snn.input : tensor<2x1x1xi1>
%c = snn.conv2d %i {weight = dense<1> : tensor<2x1x1x1xi8>, weight_bits = 8 : i32, groups = 2 : i64} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
%p = snn.neuron "p" "if"(%c) {theta = array<i32: 1>, v0 = array<i32: 0>, bias = array<i32: 0>, relay} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
%d = snn.linear %p {weight = dense<1> : tensor<2x2xi8>, weight_bits = 8 : i32} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
snn.readout "out"(%d) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>)"),
              HasSubstr("NCR1311: node 'p': repeats the spikes of others"));
}

TEST_F(NirExporter, LeaksAreReadBackAsTheyAreOrRefused) {
  auto leak = [](int multiplier, int bits) {
    return ifNeurons(
        fmt::format(", leak_multiplier = {} : i32, leak_scale_bits = {} : i32", multiplier, bits),
        "lif");
  };
  EXPECT_EQ(findingsOf(chain(spikes, leak(5, 3))), "");      // 5/8 = 40960/65536
  EXPECT_EQ(findingsOf(chain(spikes, leak(1 << 5, 5))), ""); // keeps everything: IF
  EXPECT_THAT(findingsOf(chain(spikes, leak(5, 17))), HasSubstr("NCR1312: node 'p': keeps"));
  EXPECT_THAT(findingsOf(chain(spikes, leak(3, 2))),
              HasSubstr("NCR1312: node 'p': keeps 0.75 of its membrane a step by a product"));
}

TEST_F(NirExporter, WhatAFileSaysOnceIsTheSameEverywhere) {
  auto second = [](const std::string &more) {
    std::string text = chain(spikes, ifNeurons());
    const size_t at = text.find("%d =");
    text.insert(
        at,
        fmt::format(
            R"(%e = snn.linear %p {{weight = dense<[[1, 0], [1, 1]]> : tensor<2x2xi8>, weight_bits = 8 : i32}} : tensor<2x1x1xi1> -> tensor<2x1x1xi32>
%q = snn.neuron "q" "if"(%e) {{theta = array<i32: 5>, v0 = array<i32: 0>, bias = array<i32: 0>{}}} : tensor<2x1x1xi32> -> tensor<2x1x1xi1>
)",
            more));
    text.replace(text.find("snn.linear %p", text.find("%d =")), 13, "snn.linear %q");
    return text;
  };
  EXPECT_EQ(findingsOf(second("")), "");
  EXPECT_THAT(findingsOf(second(", strict")), HasSubstr("NCR1313: node 'q': fires"));
  EXPECT_THAT(findingsOf(second(", reset = #snn<reset to_value>")),
              HasSubstr("NCR1313: node 'q': is reset otherwise"));
}

TEST_F(NirExporter, PopulationsThatLeadNowhere) {
  std::string text = chain(spikes, ifNeurons());
  text.replace(text.find("snn.linear %p"), 13, "snn.linear %i");
  EXPECT_THAT(findingsOf(text), HasSubstr("NCR1308: node 'p': lies on no way"));
}

TEST_F(NirExporter, SynapsesWithoutAForm) {
  // Sparse synapses make a vector of 1 x 2 x 2 neurons, which a convolution cannot read.
  const std::string
      sparse =
          R"(%i = snn.input : tensor<2x1x1xi1>
%c = snn.sparse %i {offsets = dense<[0, 1, 2]> : tensor<3xi32>, targets = dense<[0, 3]> : tensor<2xi32>, weight = dense<[1, 2]> : tensor<2xi8>, weight_bits = 4 : i32} : tensor<2x1x1xi1> -> tensor<1x2x2xi32>
%p = snn.neuron "p" "if"(%c) {theta = array<i32: 5>, v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<1x2x2xi32> -> tensor<1x2x2xi1>
)",
      conv =
          R"(%d = snn.conv2d %p {weight = dense<1> : tensor<2x1x2x2xi8>, weight_bits = 8 : i32} : tensor<1x2x2xi1> -> tensor<2x1x1xi32>
)",
      linear =
          R"(%d = snn.linear %p {weight = dense<1> : tensor<2x4xi8>, weight_bits = 8 : i32} : tensor<1x2x2xi1> -> tensor<2x1x1xi32>
)",
      readout =
          R"(snn.readout "out"(%d) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>)";
  const nir::Node graph = graphOf(sparse + linear + readout);
  EXPECT_THAT(graph.nodes.at("p_weight").numbers.at("weight").values,
              ElementsAre(1, 0, 0, 0, 0, 0, 0, 2));
  EXPECT_THAT(notes, Contains("sparse synapses are written as matrices"));
  EXPECT_THAT(findingsOf(sparse + conv + readout), HasSubstr("NCR1314: node 'out'"));
}

TEST(SymmetricPadding, WidensTheKernel) {
  // One row: a kernel (1, 2) with one position of padding behind is (0, 1, 2) with one on both
  // sides.
  nir::LinearMap map;
  map.from = {1, 1, 4}, map.to = {1, 1, 4};
  map.window.x = {.kernel = 2, .stride = 1, .dilation = 1, .padBefore = 0, .padAfter = 1};
  map.weights = {1, 2};
  EXPECT_TRUE(nir::isSamePadding(map.window));
  auto symmetric = nir::withSymmetricPadding(map);
  ASSERT_TRUE(symmetric);
  EXPECT_THAT(symmetric->weights, ElementsAre(0, 1, 2));
  EXPECT_EQ(symmetric->window.x.padBefore, 1);
  EXPECT_EQ(symmetric->window.x.padAfter, 1);
  EXPECT_EQ(symmetric->window.x.outputs(4), 4);
  map.window.x = {.kernel = 2, .stride = 1, .dilation = 3, .padBefore = 2, .padAfter = 0};
  symmetric = nir::withSymmetricPadding(map);
  EXPECT_THAT(symmetric->weights, ElementsAre(1, 0, 0, 2, 0, 0));
  EXPECT_EQ(symmetric->window.x.outputs(7), map.window.x.outputs(7));
  map.window.x = {.kernel = 2, .stride = 1, .dilation = 1024, .padBefore = 2, .padAfter = 0};
  EXPECT_FALSE(nir::withSymmetricPadding(map));
}
