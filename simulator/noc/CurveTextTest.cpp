// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/CurveText.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

/// Two curves of one point each: one measured, one in which no packet arrived.
struct CurveText : testing::Test {
  CurveSetting setting{{{8, 8, 2}, {}, 4, 8, {}}, "uniform", {}};
  std::vector<LoadCurve> curves{{"xy", {SyntheticResult()}, {8, 8, 2}},
                                {"up-down", {SyntheticResult()}, {4, 3, 2, TopologyKind::Tree}}};

  CurveText() {
    SyntheticResult &point = curves[0].points[0];
    point.rate = 0.25, point.acceptedRate = 0.125, point.latency = 27.5, point.latencyMax = 99;
    point.unfinished = 7, point.saturated = true;
  }
};

TEST_F(CurveText, TextHasATableForEachCurve) {
  std::string text = curvesAsText(setting, curves);
  EXPECT_EQ(text.find("2 cores a tile, 4 virtual channels of 8 flits\n"), 0u) << text;
  EXPECT_NE(text.find("\n8x8 mesh, xy\n"), std::string::npos);
  EXPECT_NE(text.find("    0.25     0.125     27.50        -        99         -           7  "
                      "saturated\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("\n4x3 tree, up-down\n"), std::string::npos);
}

TEST_F(CurveText, JsonHasTheSame) {
  auto json = nlohmann::json::parse(curvesAsJson(setting, curves));
  EXPECT_EQ(json["cores_per_tile"], 2);
  EXPECT_EQ(json["virtual_channels"], 4);
  EXPECT_EQ(json["traffic"], "uniform");
  EXPECT_EQ(json["curves"][0]["routing"], "xy");
  EXPECT_EQ(json["curves"][0]["points"][0]["latency_cycles"], 27.5);
  EXPECT_EQ(json["curves"][0]["points"][0]["saturated"], true);
  EXPECT_EQ(json["curves"][1]["topology"], "tree");
  EXPECT_EQ(json["curves"][1]["rows"], 3);
  EXPECT_TRUE(json["curves"][1]["points"][0]["latency_cycles"].is_null()) << "no packet arrived";
}

} // namespace
