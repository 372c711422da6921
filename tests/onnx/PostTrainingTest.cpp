// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A published float network, quantized when it is imported: it must stay about as good as it was.
#include "compiler/import/PostTraining.h"
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/reference/Evaluate.h"
#include "simulator/data/DataOptions.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace nacre {

struct PostTrainingTest : testing::TestWithParam<const char *> {
  std::string file;

  void SetUp() override {
    const char *data = std::getenv("NACRE_DATA");
    const std::string folder = data ? data : "";
    file = folder + "/onnx/mnist-conv/model.onnx";
    for (const std::string &needed : {file, folder + "/mnist"})
      if (!std::filesystem::exists(needed))
        GTEST_SKIP() << "missing: " << needed << " (NACRE_DATA is '" << folder << "')";
  }
};

static Dataset images(Split split, int64_t count) {
  return *openDataset({.dataset = "mnist", .split = split, .samples = count});
}

TEST_P(PostTrainingTest, KeepsTheAccuracyOfMnistConv) {
  PostTraining options;
  options.images = images(Split::Train, 128);
  options.range = GetParam();
  mlir::MLIRContext context;
  Findings findings;
  Imported imported = importNetwork(file, {.postTraining = &options}, findings, context);
  ASSERT_TRUE(findings.empty()) << findings.text(file);
  ASSERT_TRUE(imported.report);
  EXPECT_EQ(imported.report->activations.size(), 2u);
  EXPECT_EQ(imported.report->weights.size(), 3u);
  // Half a step of 1/127 of the largest weight, evenly spread: less than 1 % of it.
  for (const PostTrainingReport::Weights &row : imported.report->weights)
    EXPECT_LT(row.error, 0.03) << row.node;
  for (const PostTrainingReport::Activation &row : imported.report->activations) {
    EXPECT_LE(row.range, row.largest);
    EXPECT_LT(row.error, 0.2) << row.node;
  }
  auto network = QannInterpreter::create(*imported.module);
  ASSERT_TRUE(network);
  auto evaluation = evaluate(*network, images(Split::Test, 1000), {2, {}});
  ASSERT_TRUE(evaluation);
  EXPECT_GT(evaluation->correct, 970); // the float network: 984 of these
}

INSTANTIATE_TEST_SUITE_P(Ranges, PostTrainingTest, testing::Values("max", "percentile", "mse"));

} // namespace nacre
