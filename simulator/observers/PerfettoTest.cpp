// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/Observers.h"
#include "simulator/testing/PairNetwork.h"
#include "simulator/testing/TestChip.h"
#include "support/Files.h"
#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;
using Json = nlohmann::json;

namespace {

std::vector<Json> traceOf(const ChipImage &image, const ChipModel &chip) {
  const std::string path = testing::TempDir() + "/trace.json";
  Dataset data;
  data.channels = data.height = data.width = 1;
  data.pixels = {7, 0};
  data.labels = {0, 0};
  std::vector<std::string> written;
  EXPECT_TRUE(Observers::choose({{"perfetto=" + path}, 1})
                  ->watchSample({image, chip, "pair", 1}, data, 1, written));
  Json trace = Json::parse(*readFile(path));
  EXPECT_EQ(trace["otherData"]["sample"], 1);
  EXPECT_EQ(trace["otherData"]["cycle_fs"], chip.timing.cycleFs);
  return trace["traceEvents"];
}

/// "process/thread name begin+duration", in order of the trace.
std::vector<std::string> slicesOf(const std::vector<Json> &events) {
  std::map<Json, std::string> processes, threads;
  std::vector<std::string> slices;
  for (const Json &event : events) {
    if (event["name"] == "process_name")
      processes[event["pid"]] = event["args"]["name"];
    if (event["name"] == "thread_name")
      threads[{event["pid"], event["tid"]}] = event["args"]["name"];
    if (event["ph"] != "X")
      continue;
    slices.push_back(processes.at(event["pid"]) + "/" + threads.at({event["pid"], event["tid"]}) +
                     " " + event["name"].get<std::string>() + " " + event["ts"].dump() + "+" +
                     event["dur"].dump());
    EXPECT_EQ(event["ts"], event["args"]["cycle"].get<double>() / 400);
    EXPECT_EQ(event["dur"], event["args"]["cycles"].get<double>() / 400);
  }
  return slices;
}

} // namespace

// As in VcdTest: 2, 8, 11 and 12, then 13 and 14 cycles, of 2.5 ns.
TEST(Perfetto, OnePacket) {
  ChipModel chip = makeTestChip(2, 1, 1);
  chip.timing.cycleFs = 2'500'000;
  const std::vector<Json> events = traceOf(buildPair(chip, 0, 1, 1, 1), chip);
  EXPECT_EQ(
      slicesOf(events),
      (std::vector<std::string>{
          "chip/chip steps chip step 0 0.0+0.03", "chip/chip steps work 0.0+0.0275",
          "core 0: p0/neuron update update 0.0+0.005", "core 1: p1/synapses from p0 0.02+0.0075",
          "chip/chip steps chip step 1 0.03+0.005", "chip/chip steps work 0.03+0.0025",
          "core 1: p1/neuron update update 0.03+0.0025"}));
  std::vector<Json> counted;
  for (const Json &event : events) {
    if (event["ph"] == "C")
      counted.push_back({event["ts"], event["args"]["packets"]});
    if (event["name"] == "from p0")
      EXPECT_EQ(event["args"], (Json{{"neuron", 0},
                                     {"created", 2},
                                     {"sent", 3},
                                     {"arrived", 8},
                                     {"cycle", 8},
                                     {"cycles", 3}}));
  }
  EXPECT_EQ(counted, (std::vector<Json>{{0.005, 1}, {0.02, 0}}));
}

// One neuron a cycle into a queue of one packet, created in 1, 3 and 5; arrivals in 5, 7 and 9.
TEST(Perfetto, AFullQueueAndPacketsInFlight) {
  ChipModel chip = makeTestChip(1, 1, 1);
  chip.timing.cycleFs = 2'500'000;
  chip.timing.spikeOutCycles = 0;
  chip.timing.axonOutFifoPackets = 1;
  const std::vector<Json> events = traceOf(buildPair(chip, 0, 3, 0, 1), chip);
  std::vector<Json> stalls, counted;
  for (const Json &event : events) {
    if (event["name"] == "axon-out full")
      stalls.push_back(event["args"]);
    if (event["ph"] == "C")
      counted.push_back({std::llround(event["ts"].get<double>() * 400), event["args"]["packets"]});
  }
  EXPECT_EQ(stalls,
            (std::vector<Json>{{{"cycle", 2}, {"cycles", 1}}, {{"cycle", 4}, {"cycles", 1}}}));
  // In cycle 5 one is created and one arrives.
  EXPECT_EQ(counted, (std::vector<Json>{{1, 1}, {3, 2}, {5, 2}, {7, 1}, {9, 0}}));
}
