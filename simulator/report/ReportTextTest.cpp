// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportText.h"
#include "simulator/report/ReportFixture.h"
#include <gtest/gtest.h>
#include <regex>

using namespace nacre;

/// Whether some line has these words, with any white space between them.
static bool hasLine(const std::string &text, const std::string &words) {
  std::string pattern = "\n *" + std::regex_replace(words, std::regex(" "), " +");
  return std::regex_search(text, std::regex(pattern));
}

TEST(ReportText, EnergyHasFourDigitsAndAUnit) {
  EXPECT_EQ(energyText(0), "0.000 fJ");
  EXPECT_EQ(energyText(360628), "360.6 pJ");
  EXPECT_EQ(energyText(12346), "12.35 pJ");
  EXPECT_EQ(energyText(999.94), "999.9 fJ");
  EXPECT_EQ(energyText(999.96), "1.000 pJ");
  EXPECT_EQ(energyText(9.9996), "10.00 fJ");
  EXPECT_EQ(energyText(2.5e15), "2.500 J");
  EXPECT_EQ(energyText(5e18), "5000.0 J");
}

TEST(ReportText, ShowsEachStepBesideTheReference) {
  std::string text = reportText(toyReport(toyRun(), toyReference()));
  EXPECT_TRUE(hasLine(text, "1 100.00 % 50.00 % 50.00 %"));
  EXPECT_TRUE(hasLine(text, "2 100.00 % 75.00 % 75.00 %"));
  EXPECT_TRUE(hasLine(text, "The chip agrees"));
  Reference spiking = toyReference();
  spiking.qann.reset();
  EXPECT_TRUE(hasLine(reportText(toyReport(toyRun(), spiking)), "2 75.00 % 75.00 %"));
  EXPECT_TRUE(hasLine(reportText(toyReport(toyRun())), "2 75.00 %\n"));
  Reference other = toyReference();
  other.snn.spikes = 9;
  EXPECT_TRUE(hasLine(reportText(toyReport(toyRun(), other)), "THE CHIP DIFFERS"));
}

TEST(ReportText, ShowsActivityTimeAndEnergy) {
  std::string text = reportText(toyReport(toyRun(), toyReference()));
  EXPECT_TRUE(hasLine(text, "spikes 2.0"));
  EXPECT_TRUE(hasLine(text, "synaptic operations 4.0"));
  EXPECT_TRUE(hasLine(text, "cycles 120.0 100 to 140, over 2 samples"));
  EXPECT_TRUE(hasLine(text, "latency 0.120 us"));
  EXPECT_TRUE(hasLine(text, "static 240.0 pJ 66.55 %"));
  EXPECT_TRUE(hasLine(text, "total 360.6 pJ"));
  EXPECT_TRUE(hasLine(text, "dynamic 636.0 fJ all but clock and static"));
  EXPECT_TRUE(hasLine(text, "mean power 3.005 mW total over latency"));
  EXPECT_TRUE(hasLine(text, "quantized ANN 55.20 pJ"));
}

TEST(ReportText, ShowsTheAreasThatTheChipFileGives) {
  ChipModel chip = toyChip();
  EXPECT_EQ(reportText(toyReport(toyRun(), {}, chip)).find("Area"), std::string::npos);
  chip.area.chipNm2 = 60'000'000'000'000;
  chip.area.synapseNm2 = 680'000;
  std::string text = reportText(toyReport(toyRun(), {}, chip));
  EXPECT_TRUE(hasLine(text, "chip 60 mm2"));
  EXPECT_TRUE(hasLine(text, "synapse 0.68 um2 each one that is stored"));
  EXPECT_FALSE(hasLine(text, "core"));
}

TEST(ReportText, ShowsTheIntervals) {
  std::string text = reportText(toyReport(toyRun()));
  EXPECT_TRUE(hasLine(text, "95 % intervals"));
  EXPECT_TRUE(hasLine(text, "accuracy 30.06 % to 95.44 % Wilson, 4 samples"));
  EXPECT_TRUE(hasLine(text, "latency 0.000 us to 0.374 us Student t, 2 of 4 samples"));
  EXPECT_TRUE(hasLine(text, "energy 0.000 fJ to 1.123 nJ Student t, 2 of 4 samples"));
  RunResult one = toyRun();
  one.cycleSamples = 1;
  one.cycleTotals.pop_back();
  EXPECT_TRUE(hasLine(reportText(toyReport(one)), "latency, energy not known needs two"));
}

TEST(ReportText, SaysWhatIsNotKnown) {
  RunResult run = toyRun();
  run.cycleSamples = 0, run.chip.cycles = 0;
  run.cycleTotals.clear();
  std::string text = reportText(toyReport(run));
  EXPECT_TRUE(hasLine(text, "cycles not known"));
  EXPECT_TRUE(hasLine(text, "static not known"));
  EXPECT_TRUE(hasLine(text, "total 636.0 fJ without clock and static energy"));
  EXPECT_EQ(text.find("quantized ANN"), std::string::npos);
}
