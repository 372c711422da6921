// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every finding provoked; what is written is compared in tests/sanafe.
#include "compiler/export/sanafe/NetworkOfDesign.h"
#include "compiler/Pipelines.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "mlir/Parser/Parser.h"
#include <fmt/format.h>
#include <gmock/gmock.h>

using namespace nacre;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

struct SanaFeExport : testing::Test {
  Findings findings;
  std::vector<std::string> notes;

  sanafe::Network write(const std::string &body) {
    findings = {};
    mlir::MLIRContext context;
    loadAllDialects(context);
    auto module =
        mlir::parseSourceString<mlir::ModuleOp>("snn.network @n {\n" + body + "}\n", &context);
    EXPECT_TRUE(module) << body;
    if (!module)
      return {};
    ChipModel chip = *loadChip("unit");
    auto network = *module->getOps<snn::NetworkOp>().begin();
    auto problem = problemFromSnn(network, chip);
    EXPECT_TRUE(mlir::succeeded(problem));
    auto status = solve(*problem, {.packing = "none", .placement = "sequential"});
    EXPECT_TRUE(status) << status.error().message;
    EXPECT_TRUE(mlir::succeeded(lowerToChip(network, *problem)));
    return networkOf(*module->getOps<chip::DesignOp>().begin(), chip, findings, notes);
  }

  /// Two neurons that drive one, with those attributes of the first.
  std::string refusal(const std::string &options, const std::string &model = "if",
                      const std::string &theta = "4") {
    write(pair(options, model, theta));
    return findings.text("n");
  }

  static std::string pair(const std::string &options, const std::string &model = "if",
                          const std::string &theta = "4", int delay = 1) {
    return fmt::format(
        "%a = snn.neuron \"a\" \"{}\" () {{theta = array<i32: {}>, {}}} : -> tensor<2x1x1xi1>\n"
        "%d = snn.delay %a {{steps = {} : i64}} : tensor<2x1x1xi1>\n"
        "%l = snn.linear %d {{weight = dense<[[3, -2]]> : tensor<1x2xi8>, weight_bits = 3 : i32}} "
        ": "
        "tensor<2x1x1xi1> -> tensor<1x1x1xi32>\n"
        "%b = snn.neuron \"b\" \"if\" (%l) {{theta = array<i32: 4>, v0 = array<i32: 0>, "
        "bias = array<i32: 0>, strict}} : tensor<1x1x1xi32> -> tensor<1x1x1xi1>\n",
        model, theta, options, delay);
  }
};

const std::string plain = "v0 = array<i32: 0>, bias = array<i32: 1, 2>, strict";

} // namespace

TEST_F(SanaFeExport, WritesANetworkByHand) {
  const sanafe::Network network = write(pair(plain));
  ASSERT_TRUE(findings.empty()) << findings.text("n");
  ASSERT_EQ(network.groups.size(), 2u);
  EXPECT_EQ(network.groups[0].name, "a");
  EXPECT_EQ(network.groups[0].neurons[1].bias, 2);
  EXPECT_EQ(network.groups[0].neurons[1].threshold, 4);
  EXPECT_EQ(network.groups[0].neurons[1].resetMode, "soft");
  EXPECT_EQ(network.groups[0].synapseUnit, "dense");
  // Tile 1 of Nacre is the next column, tile 8 of SANA-FE's eight rows.
  EXPECT_EQ(network.groups[1].cores[0], (sanafe::Core{8, 0}));
  ASSERT_EQ(network.edges.size(), 1u);
  EXPECT_THAT(network.edges[0].weights, ElementsAre(3, -2));
}

TEST_F(SanaFeExport, RefusesNeurons) {
  EXPECT_EQ(refusal(plain), "");
  EXPECT_THAT(refusal("v0 = array<i32: 1>, bias = array<i32: 1>, strict"), HasSubstr("NCR1508"));
  EXPECT_THAT(refusal("v0 = array<i32: 0>, bias = array<i32: 1>"), HasSubstr("NCR1508"));
  EXPECT_THAT(refusal(plain, "if", "4, 5"), HasSubstr("differ by channel"));
  EXPECT_THAT(refusal(plain + ", leak_shift = 2 : i32, input_shift = 6 : i32", "lif"),
              HasSubstr("by a shift"));
  EXPECT_THAT(refusal(plain + ", leak_multiplier = 1 : i32, leak_scale_bits = 1 : i32", "lif"),
              HasSubstr("64ths"));
  EXPECT_EQ(refusal(plain + ", leak_multiplier = 1 : i32, leak_scale_bits = 1 : i32, "
                            "input_shift = 6 : i32",
                    "lif"),
            "");
}

TEST_F(SanaFeExport, RefusesTiming) {
  write(pair(plain, "if", "4", 2));
  EXPECT_THAT(findings.text("n"), HasSubstr("NCR1509: node 'a -> b': spikes take 2 steps"));
}

TEST_F(SanaFeExport, RefusesInput) {
  write("%x = snn.input : tensor<2x1x1xi1>\n"
        "%l = snn.linear %x {weight = dense<1> : tensor<2x2xi8>, weight_bits = 2 : i32} : "
        "tensor<2x1x1xi1> -> tensor<2x1x1xi32>\n"
        "snn.readout \"r\" (%l) {v0 = array<i32: 0>, bias = array<i32: 0>} : tensor<2x1x1xi32>\n");
  EXPECT_THAT(findings.text("n"), HasSubstr("NCR1510"));
}
