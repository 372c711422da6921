// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A published 2-bit network: its accuracy as qann, and its scores against the evaluator, which
// shares nothing with the importer but the file's graph.
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/Trace.h"
#include "compiler/reference/Evaluate.h"
#include "simulator/data/DataOptions.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace nacre {

struct Tfc : testing::Test {
  std::string file;
  mlir::MLIRContext context;
  Findings findings;

  void SetUp() override {
    const char *data = std::getenv("NACRE_DATA");
    const std::string folder = data ? data : "";
    file = folder + "/qonnx/TFC_2W2A.onnx";
    for (const std::string &needed : {file, folder + "/mnist"})
      if (!std::filesystem::exists(needed))
        GTEST_SKIP() << "missing: " << needed << " (NACRE_DATA is '" << folder << "')";
  }

  Dataset images(int64_t count) {
    return *openDataset({.dataset = "mnist", .split = Split::Test, .samples = count});
  }

  mlir::OwningOpRef<mlir::ModuleOp> import() {
    Imported imported = importNetwork(file, {}, findings, context);
    EXPECT_TRUE(findings.empty()) << findings.text(file);
    return std::move(imported.module);
  }
};

TEST_F(Tfc, HasItsPublishedAccuracy) {
  auto module = import();
  auto network = QannInterpreter::create(*module);
  ASSERT_TRUE(network);
  Dataset data = images(10000);
  auto evaluation = evaluate(*network, data, {2, {}});
  ASSERT_TRUE(evaluation);
  EXPECT_NEAR(double(evaluation->correct) / 100, 96.60, 0.05); // card of the model in its zoo
}

TEST_F(Tfc, HasTheEvaluatorsScores) {
  auto module = import();
  auto network = QannInterpreter::create(*module);
  ASSERT_TRUE(network);
  onnx::Graph graph = onnx::readGraphFile(file, findings);
  OnnxOperatorRegistry operators;
  registerAllOnnxOperators(operators);
  Dataset data = images(1000);
  int64_t different = 0;
  for (int64_t sample = 0; sample < data.size(); ++sample) {
    onnx::Tensor image(onnx::ElementType::Float, {1, 1, 28, 28});
    for (int64_t i = 0; i < image.size(); ++i)
      image.set(i, double(data.image(sample)[i]) / 255);
    onnx::Trace trace = onnx::run(graph, operators, {{graph.inputs[0].name, image}}, findings);
    const onnx::Tensor &theirs = trace.values[graph.outputs[0].name];
    const std::vector<double> ours = network->scores(data.image(sample));
    for (size_t c = 0; c < ours.size(); ++c)
      if (std::abs(ours[c] - theirs.at(int64_t(c))) > 1e-4) {
        ++different;
        break;
      }
  }
  EXPECT_EQ(different, 0);
}

} // namespace nacre
