// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/Findings.h"
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace nacre {

TEST(Findings, SaysCodeNodeReasonAndRemedy) {
  Findings findings;
  findings.add("NCR1203", "conv_7", "operator 'Lstm' is not supported", "use Conv");
  EXPECT_EQ(findings.text("a.onnx"), "a.onnx: error: NCR1203: node 'conv_7': operator 'Lstm' is "
                                     "not supported; use Conv\n");
  EXPECT_EQ(findings.json()[0]["node"], "conv_7");
  EXPECT_EQ(findings.error("a.onnx").message, "'a.onnx' cannot be imported: 1 finding");
}

TEST(Findings, KeepsEachOnceAndEscapesNames) {
  Findings findings;
  for (int i = 0; i < 2; ++i)
    findings.add("NCR1101", "a\x1b[2J", "r", "");
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings.begin()->text(), "NCR1101: node 'a\\x1b[2J': r");
}

TEST(Findings, BoundsWhatADamagedFileSays) {
  Findings findings;
  for (size_t i = 0; i < Findings::mostOfOneCode + 5; ++i)
    findings.add("NCR1101", std::to_string(i), "r", "");
  EXPECT_EQ(findings.size(), Findings::mostOfOneCode);
  EXPECT_THAT(findings.text("f"), testing::HasSubstr("5 more findings are left out"));
}

} // namespace nacre
