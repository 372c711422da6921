// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/MappingReport.h"
#include "simulator/testing/PairNetwork.h"
#include "simulator/testing/TestChip.h"
#include "support/Files.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

using namespace nacre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

ChipModel chipOf(int64_t columns, int64_t rows) {
  ChipModel chip = makeTestChip(columns, rows, 1);
  ChipModel::Limits &limits = chip.limits;
  limits.axonsIn = limits.axonsOut = limits.targetsPerNeuron = 4;
  limits.synapseMemoryBits = 1024;
  return chip;
}

/// Three neurons on core 0, two readout neurons on core 1 of the tile to the east.
MappingSummary pair() {
  const ChipModel chip = chipOf(3, 1);
  return *summarize(buildPair(chip, 0, 3, 1, 2), chip);
}

/// 9999 cores of a neuron each, all of which send to the core of the readout.
MappingSummary tenThousandCores() {
  const ChipModel chip = chipOf(100, 100);
  ImageBuilder b(chip);
  const uint32_t p = b.addPopulation(9999, 1, 1), out = b.addReadout(1, 1);
  for (uint32_t core = 0; core < 9999; ++core)
    b.addSlice(core, p, image::Box(core, core + 1, 0, 1, 0, 1));
  b.addDense(b.addSlice(9999, out), p, b.addWeights(std::vector<int8_t>(9999, 1)));
  return *summarize(b.build(), chip);
}

size_t linesOf(const std::string &text) {
  return size_t(std::count(text.begin(), text.end(), '\n'));
}

} // namespace

// Three axons of 64 bits, for each source neuron one word with two weights of 8 bits.
TEST(MappingReport, TextSaysUseTrafficAndWhatItRestsOn) {
  const std::string text = mappingText(pair());
  EXPECT_THAT(text, HasSubstr("on chip test: 2 of 3 cores, 2 of 3 tiles (3x1 mesh, routing xy)"));
  EXPECT_THAT(text, HasSubstr("  input axons                          4     3  75.0 %        1 "));
  EXPECT_THAT(text, HasSubstr("  synapse memory bits               1024   192  18.8 %        1 "));
  EXPECT_THAT(text, HasSubstr("  p0    p1      1        3            1.00\n"));
  EXPECT_THAT(text, HasSubstr("if each neuron fires once"));
  // Look-up, word and two accumulates for three packets, and the barrier.
  EXPECT_THAT(text,
              HasSubstr("at least 13 cycles (0.013 us): busiest core 12 (core 1), busiest link 3"));
}

TEST(MappingReport, JsonHasEverything) {
  const nlohmann::json json = mappingJson(pair());
  EXPECT_EQ(json["flows"][0]["packets"], 3);
  EXPECT_EQ(json["cores"][1]["needs"]["input_axons"], 3);
  EXPECT_EQ(json["links"][0]["flits"], 3);
  EXPECT_EQ(json["step"]["events"]["synaptic_ops"], 6);
  EXPECT_EQ(json["step"]["least_cycles"], 13);
  EXPECT_EQ(json["step"]["energy_fj"]["total"], 0);
  EXPECT_EQ(json["step"]["assumption"], mappingAssumption);
}

TEST(MappingReport, PicturesAndGraph) {
  EXPECT_THAT(mappingDot(pair()), HasSubstr("  0 -> 1 [label=3];\n"));
  const std::string svg = mappingSvg(pair());
  EXPECT_THAT(svg, HasSubstr("input axons 3 of 4"));
  EXPECT_THAT(svg, HasSubstr("of which columns 0 to 1 of rows 0 to 0 are shown"));
  EXPECT_THAT(mappingHtml(pair()), HasSubstr("fires once"));
}

TEST(MappingReport, NamesAreNoMarkup) {
  MappingSummary summary = pair();
  summary.network = "a<b>\"&";
  summary.layers[0].name = "<script>";
  EXPECT_THAT(mappingHtml(summary), Not(HasSubstr("<script>")));
  EXPECT_THAT(mappingSvg(summary), HasSubstr("a&lt;b&gt;&quot;&amp;"));
  EXPECT_THAT(mappingDot(summary), HasSubstr("digraph \"a<b>\\\"&\""));
}

TEST(MappingReport, StaysShortForTenThousandCores) {
  const MappingSummary summary = tenThousandCores();
  ASSERT_EQ(summary.cores.size(), 10000u);
  const std::string text = mappingText(summary);
  EXPECT_LT(linesOf(text), 100u);
  EXPECT_THAT(text, HasSubstr("fullest of 10000 cores"));
  EXPECT_EQ(mappingJson(summary)["cores"].size(), 10000u);
}

TEST(MappingReport, EachEndingIsAForm) {
  for (const char *ending : {".dot", ".html", ".json", ".svg", ".txt"}) {
    const std::string path = ::testing::TempDir() + "/mapping" + ending;
    ASSERT_TRUE(checkMappingFile(path));
    ASSERT_TRUE(writeMapping(pair(), path));
    EXPECT_FALSE(readFile(path)->empty());
  }
}

TEST(MappingReport, RefusesOtherEndings) {
  for (const char *name : {"mapping.pdf", "mapping", "svg", ".svg.gz"}) {
    Status unknown = checkMappingFile(name);
    ASSERT_FALSE(unknown) << name;
    EXPECT_EQ(unknown.error().exitCode, ExitCode::Usage);
    EXPECT_EQ(unknown.error().remedy, "known: .dot, .html, .json, .svg, .txt");
  }
}

TEST(MappingReport, LeavesNothingWhereItCannotWrite) {
  const std::string file = ::testing::TempDir() + "/plain";
  ASSERT_TRUE(writeFile(file, "no folder"));
  const std::string below = file + "/mapping.svg";
  EXPECT_FALSE(checkMappingFile(below));
  EXPECT_FALSE(writeMapping(pair(), below));
  EXPECT_EQ(*readFile(file), "no folder");
  const std::string folder = ::testing::TempDir() + "/folder.svg";
  std::filesystem::create_directory(folder);
  EXPECT_FALSE(checkMappingFile(folder));
  EXPECT_FALSE(writeMapping(pair(), folder));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}
