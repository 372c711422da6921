// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A published float network, with an input and the output that its authors stored beside it.
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/Trace.h"
#include "support/Files.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace nacre::onnx {

TEST(MnistConv, GivesItsStoredOutput) {
  const char *data = std::getenv("NACRE_DATA");
  const std::string folder = std::string(data ? data : "") + "/onnx/mnist-conv/";
  if (!std::filesystem::is_directory(folder))
    GTEST_SKIP() << "needs the network in $NACRE_DATA/onnx/mnist-conv ('" << folder << "')";
  Findings findings;
  Graph graph = readGraphFile(folder + "model.onnx", findings);
  ASSERT_TRUE(findings.empty()) << findings.text(folder);
  auto tensor = [&](const char *name) {
    return readTensor(*readFile(folder + "test_data_set_0/" + name), findings);
  };
  OnnxOperatorRegistry operators;
  registerAllOnnxOperators(operators);
  Trace trace = run(graph, operators, {{graph.inputs[0].name, tensor("input_0.pb")}}, findings);
  ASSERT_TRUE(findings.empty()) << findings.text(folder);
  Tensor ours = trace.values[graph.outputs[0].name], stored = tensor("output_0.pb");
  ASSERT_EQ(ours.shape, stored.shape);
  for (int64_t i = 0; i < ours.size(); ++i)
    EXPECT_NEAR(ours.at(i), stored.at(i), 1e-4 * std::max(1.0, std::abs(stored.at(i))));
}

} // namespace nacre::onnx
