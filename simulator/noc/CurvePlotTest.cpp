// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/CurvePlot.h"
#include <gtest/gtest.h>

using namespace nacre;

static SyntheticResult point(double rate, double latency, bool saturated = false) {
  SyntheticResult result;
  result.rate = rate, result.latency = latency, result.saturated = saturated;
  return result;
}

static size_t countOf(const std::string &text, const std::string &part) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size())
    ++count;
  return count;
}

// The plot is 460 x 280 at (60, 40): half of the greatest rate is x = 290, and with the least
// latency 20 the axis ends at 100, so 20 is y = 320 - 56 and 50 is y = 320 - 140.
TEST(CurvePlot, PointsAreWhereTheAxesSay) {
  std::string svg = plotCurves("a < b", {{"xy", {point(0.2, 20), point(0.4, 50)}}});
  EXPECT_NE(svg.find("M290.0 264.0L520.0 180.0"), std::string::npos) << svg;
  EXPECT_EQ(countOf(svg, "<circle"), 2u);
  EXPECT_NE(svg.find("a &lt; b"), std::string::npos);
  EXPECT_NE(svg.find(">xy</text>"), std::string::npos);
}

TEST(CurvePlot, ACurveEndsWhereItSaturates) {
  std::string svg = plotCurves("t", {{"xy", {point(0.1, 20), point(0.2, 30, true), point(0.4, 25)}},
                                     {"yx", {point(0.4, 500)}}});
  EXPECT_EQ(countOf(svg, "<circle"), 1u) << "one point is neither saturated nor cut";
  EXPECT_EQ(countOf(svg, "<path"), 2u);
  EXPECT_NE(svg.find("M520.0 40.0"), std::string::npos) << "500 is cut at the top";
}

TEST(CurvePlot, PointsWithoutPacketsAreLeftOut) {
  EXPECT_EQ(countOf(plotCurves("t", {{"xy", {point(0.1, NAN)}}}), "<circle"), 0u);
  EXPECT_EQ(countOf(plotCurves("t", {{"xy", {point(0.1, NAN), point(0.2, 20)}}}), "<circle"), 1u);
}

TEST(CurvePlot, LabelsSayWhatTellsCurvesApart) {
  const Topology mesh = {8, 8, 1}, tree = {4, 3, 1, TopologyKind::Tree};
  auto has = [](const std::string &svg, const std::string &label) {
    return svg.find(">" + label + "</text>") != std::string::npos;
  };
  LoadCurve xy{"xy", {point(0.1, 20)}, mesh}, yx = xy, upDown = xy;
  yx.routing = "yx", upDown.routing = "up-down", upDown.topology = tree;
  EXPECT_TRUE(has(plotCurves("t", {xy, yx}), "yx"));
  EXPECT_TRUE(has(plotCurves("t", {xy, upDown}), "4x3 tree"));
  std::string both = plotCurves("t", {xy, yx, upDown});
  EXPECT_TRUE(has(both, "8x8 mesh, yx"));
  EXPECT_TRUE(has(both, "4x3 tree, up-down"));
}
