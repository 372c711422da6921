// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random TOSA networks: the imported module has the scores that the operations of the file have by
// the letter of the specification, to the last integer.
#include "compiler/import/tosa/Importer.h"
#include "compiler/reference/QannInterpreter.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Parser/Parser.h"
#include "tests/tosa/PlainTosa.h"
#include "tests/tosa/RandomTosa.h"
#include <gtest/gtest.h>
#include <random>

namespace nacre {

TEST(TosaImportEquivalence, ScoresAreTheSpecifications) {
  int imported = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE(seed);
    const std::string text = randomTosa(seed);
    mlir::MLIRContext context;
    context.loadDialect<mlir::tosa::TosaDialect, mlir::func::FuncDialect>();
    auto module = mlir::parseSourceString<mlir::ModuleOp>(text, &context);
    ASSERT_TRUE(module) << text;
    Findings findings;
    auto changed = module->clone();
    Imported result = importTosa(changed, "random.mlir", {}, findings);
    changed->destroy();
    if (!findings.empty()) { // a signed activation before a padded convolution, say
      for (const Finding &finding : findings)
        ASSERT_TRUE(finding.code == "NCR1213" || finding.code == "NCR1212") << finding.text();
      continue;
    }
    ++imported;
    auto network = QannInterpreter::create(*result.module);
    ASSERT_TRUE(network) << network.error().message;
    auto function = *module->getOps<mlir::func::FuncOp>().begin();
    auto type = mlir::cast<mlir::RankedTensorType>(function.getArgument(0).getType());
    // Does the function take N x C x H x W, as the interpreter does?
    const bool first = mlir::isa<mlir::tosa::TransposeOp>(*function.getArgument(0).user_begin());
    std::mt19937_64 pixels(seed);
    for (int sample = 0; sample < 3; ++sample) {
      PlainTensor image{type.getShape().vec(), {}};
      for (int64_t i = 0; i < type.getNumElements(); ++i)
        image.values.push_back(int64_t(pixels() % 256) - 128);
      std::vector<uint8_t> bytes(image.values.size());
      const int64_t channels = first ? 1 : image.shape[3];
      const int64_t positions = int64_t(bytes.size()) / channels;
      for (int64_t p = 0; p < positions; ++p)
        for (int64_t c = 0; c < channels; ++c)
          bytes[size_t(c * positions + p)] = uint8_t(image.values[size_t(p * channels + c)] + 128);
      const PlainTensor theirs = runTosa(function, image);
      const std::vector<double> ours = network->scores(bytes.data());
      ASSERT_EQ(ours.size(), theirs.values.size());
      for (size_t c = 0; c < ours.size(); ++c)
        ASSERT_EQ(ours[c], double(theirs.values[c])) << text;
    }
  }
  EXPECT_GT(imported, 200);
}

} // namespace nacre
