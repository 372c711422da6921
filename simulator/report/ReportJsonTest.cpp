// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportJson.h"
#include "simulator/report/ReportFixture.h"
#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;
using Json = nlohmann::json;

TEST(ReportJson, HoldsTheNumbers) {
  Json json = Json::parse(*reportJson(toyReport(toyRun(), toyReference())));
  EXPECT_EQ(json["schema"], reportSchema);
  EXPECT_EQ(json["classification_accuracy"]["chip"], (std::vector<double>{0.5, 0.75}));
  EXPECT_EQ(json["classification_accuracy"]["snn"], (std::vector<double>{0.5, 0.75}));
  EXPECT_EQ(json["classification_accuracy"]["qann"], 1.0);
  EXPECT_EQ(json["reference"]["agrees"], true);
  EXPECT_EQ(json["counters"]["spikes"], 8);
  EXPECT_EQ(json["counters"]["hops_east_west"], 6);
  EXPECT_EQ(json["cycle_counters"]["update_cycles"], 70);
  EXPECT_EQ(json["counters"].size() + json["cycle_counters"].size(), eventCount);
  EXPECT_EQ(json["network"]["connection_sparsity"], 0.25);
  EXPECT_EQ(json["time"]["latency"]["max_us"], 0.14);
  EXPECT_EQ(json["energy"]["per_sample_fj"]["clock"], 120000.0);
  EXPECT_EQ(json["energy"]["whole_chip_fj"]["static"], 480000);
  EXPECT_EQ(json["energy"]["per_sample_fj"]["dynamic"], 636.0);
  EXPECT_EQ(json["layers"][1]["energy_fj"]["compute"], 160);
  EXPECT_EQ(json["cores"][1]["id"], 3);
  EXPECT_EQ(json["cores"][1]["layers"][1], "readout");
  EXPECT_EQ(json["chip"]["quantities"][0]["source"], "a <source>");
  EXPECT_EQ(json["options"]["time-steps"], "2");
  Json intervals = json["confidence_intervals"];
  EXPECT_EQ(intervals["level"], 0.95);
  EXPECT_EQ(intervals["classification_accuracy"].size(), 2u);
  EXPECT_NEAR(intervals["classification_accuracy"][1]["high"].get<double>(), 0.9544, 1e-4);
  EXPECT_NEAR(intervals["latency_cycles"]["high"].get<double>(), 374.124, 1e-3);
  EXPECT_NEAR(intervals["latency_us"]["high"].get<double>(), 0.374124, 1e-6);
  EXPECT_EQ(intervals["energy_per_sample_fj"]["low"], 0.0);
}

TEST(ReportJson, AbsentIsNull) {
  RunResult run = toyRun();
  run.cycleSamples = 0, run.chip.cycles = 0;
  run.cycleTotals.clear();
  Json json = Json::parse(*reportJson(toyReport(run)));
  EXPECT_TRUE(json["reference"].is_null());
  EXPECT_TRUE(json["classification_accuracy"]["snn"].is_null());
  EXPECT_TRUE(json["time"]["latency"].is_null());
  EXPECT_TRUE(json["energy"]["per_sample_fj"]["static"].is_null());
  EXPECT_TRUE(json["cores"][0]["busy"].is_null());
  EXPECT_TRUE(json["energy"]["mean_power_nw"].is_null());
  EXPECT_TRUE(json["chip"]["area_um2"]["synapse"].is_null()) << "absent is not 0";
  EXPECT_TRUE(json["confidence_intervals"]["latency_us"].is_null());
  EXPECT_TRUE(json["confidence_intervals"]["energy_per_sample_fj"].is_null());
  EXPECT_FALSE(json["confidence_intervals"]["classification_accuracy"].is_null());
}

TEST(ReportJson, AreasAreSquareMicrometres) {
  ChipModel chip = toyChip();
  chip.area.synapseNm2 = 680'000;
  Json area = Json::parse(*reportJson(toyReport(toyRun(), {}, chip)))["chip"]["area_um2"];
  EXPECT_EQ(area["synapse"], 0.68);
  EXPECT_TRUE(area["core"].is_null());
}

TEST(ReportJson, SameBytesAgain) {
  EXPECT_EQ(*reportJson(toyReport(toyRun())), *reportJson(toyReport(toyRun())));
}

TEST(ReportJson, RefusesNumbersThatAreNotFinite) {
  for (double value : {NAN, INFINITY}) {
    ChipModel chip = toyChip();
    chip.quantities[0].value = value;
    Result<std::string> json = reportJson(toyReport(toyRun(), {}, chip));
    ASSERT_FALSE(json);
    EXPECT_NE(json.error().message.find("/chip/quantities/0/value"), std::string::npos);
  }
}
