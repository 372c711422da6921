// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files cut at every length, with every byte changed, and with several changes at once, the same
// ones each time: a module or a reason, never both or neither. tests/fuzz goes on from there.
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Reader.h"
#include "support/Files.h"
#include <gtest/gtest.h>
#include <random>

using namespace nacre;

static void expectModuleOrReason(const std::string &bytes) {
  Findings findings;
  const onnx::Graph graph = onnx::readGraph(bytes, "", findings);
  if (!findings.empty())
    return;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  const onnx::Limits limits{1 << 16, 1 << 22};
  const Imported imported = importOnnx(graph, "damaged.onnx", {}, findings, context, limits);
  EXPECT_EQ(findings.empty(), bool(imported.module)) << findings.text("damaged.onnx");
}

static void damage(const std::string &seed) {
  for (size_t length = 0; length <= seed.size(); ++length)
    expectModuleOrReason(seed.substr(0, length));
  for (size_t at = 0; at < seed.size(); ++at)
    for (int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
      std::string bytes = seed;
      bytes[at] = char(value);
      expectModuleOrReason(bytes);
    }
  std::mt19937_64 random(1);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes = seed;
    for (int change = 0; change < 4; ++change) {
      const size_t at = random() % bytes.size();
      if (random() % 4 == 0)
        bytes.erase(at, random() % 4);
      else if (random() % 3 == 0)
        bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 16));
      else
        bytes[at] = char(random());
    }
    expectModuleOrReason(bytes);
  }
}

TEST(DamagedOnnx, GivesAModuleOrAReason) {
  for (const char *name : {"tiny", "sigmoid"}) {
    auto seed = readFile(std::string("docs/examples/") + name + ".onnx");
    ASSERT_TRUE(seed) << seed.error().message;
    damage(*seed);
  }
}
