// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/ChipLoad.h"
#include "simulator/observers/ChipPicture.h"
#include "simulator/testing/PairNetwork.h"
#include "simulator/testing/RandomNetwork.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

ChipLoad runTwice(const ChipImage &image, const ChipModel &chip) {
  Dataset data;
  data.channels = data.height = data.width = 1, data.classes = 1;
  data.pixels = {0, 0, 0};
  data.labels = {0, 0, 0};
  RunOptions options;
  options.steps = 1, options.cycleSamples = 2, options.countLinks = true;
  return loadOf(image, chip, *runDataset(image, chip, data, options));
}

size_t count(const std::string &text, const std::string &part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

} // namespace

// Two timed samples of 14 cycles, as in VcdTest; the third is not timed. The two-flit packet's
// second flit follows an interval of 2 cycles later, which makes them 16.
TEST(ChipLoad, OnePacketInEachOfTwoSamples) {
  ChipModel chip = makeTestChip(2, 1, 1);
  chip.timing.packetFlits = 2;
  chip.timing.flitIntervalCycles = 2;
  const ChipLoad load = runTwice(buildPair(chip, 0, 1, 1, 1), chip);
  EXPECT_EQ(load.samples, 2);
  EXPECT_EQ(load.cycles, 2 * 16);
  ASSERT_EQ(load.links.size(), 2u);
  EXPECT_EQ(load.links[0].link, (Link{0, uint8_t(Direction::East), 1}));
  EXPECT_EQ(load.links[0].flits, 4);
  EXPECT_EQ(load.utilisation(4), 8 / 32.0);
  EXPECT_EQ(load.links[1].flits, 0);
  EXPECT_EQ(loadAsCsv(load),
            "kind,router,port,to_router,flits,utilisation,core,update_cycles,synapse_cycles,"
            "stall_send_cycles,stall_receive_cycles,flits_sent,flits_received,busy\n"
            "link,0,0,1,4,0.25,,,,,,,,\n"
            "link,1,1,0,0,0,,,,,,,,\n"
            "core,0,,,,,0,4,0,0,0,4,0,0.125\n"
            "core,1,,,,,1,2,6,0,0,0,4,0.25\n");
  auto json = nlohmann::json::parse(loadAsJson(load));
  EXPECT_EQ(json["cycles"], 32);
  EXPECT_EQ(json["topology"], "mesh");
  EXPECT_EQ(json["links"][0]["flits"], 4);
  EXPECT_EQ(json["links"][0]["utilisation"], 8 / 32.0);
  EXPECT_EQ(json["cores"][1]["layers"], "p1");
  EXPECT_EQ(json["cores"][1]["synapse_cycles"], 6);
  EXPECT_EQ(json["cores"][1]["busy"], 8 / 32.0);
}

TEST(ChipLoad, FlitsAreTheHopsCounted) {
  int64_t all = 0;
  for (uint32_t seed = 100; seed < 130; ++seed) {
    Random random(seed);
    NaiveNetwork network = makeRandomNetwork(random);
    ChipModel chip = makeRandomChip(random);
    ChipImage image = mapAtRandom(network, chip, random);
    Dataset data;
    data.channels = network.input.channels;
    data.height = network.input.height, data.width = network.input.width;
    data.classes = network.populations.back().channels;
    for (int i = 0; i < 3; ++i) {
      std::vector<uint8_t> pixels = makeRandomPixels(network, random);
      data.pixels.insert(data.pixels.end(), pixels.begin(), pixels.end());
      data.labels.push_back(0);
    }
    RunOptions options;
    options.countLinks = true;
    RunResult run = *runDataset(image, chip, data, options);
    ChipLoad load = loadOf(image, chip, run);
    Counters sum;
    for (const Counters &slice : run.slices)
      sum += slice;
    int64_t links = 0, received = 0, sent = 0;
    for (const LinkLoad &link : load.links) {
      links += link.flits;
      EXPECT_LE(load.utilisation(link.flits), 1);
    }
    for (const CoreLoad &core : load.cores) {
      sent += core.flitsSent, received += core.flitsReceived;
      EXPECT_LE(load.utilisation(core.flitsReceived), 1);
    }
    EXPECT_EQ(links, sum[Event::HopsEastWest] + sum[Event::HopsNorthSouth]) << seed;
    EXPECT_EQ(received, sum[Event::HopsLocal]) << seed;
    EXPECT_EQ(sent, sum[Event::PacketsSent] * chip.timing.packetFlits) << seed;
    all += links;
  }
  EXPECT_GT(all, 1000);
}

TEST(ChipPicture, DrawsEachLinkAndCore) {
  ChipLoad load;
  load.network = "a<b&c", load.chip = "test";
  load.samples = 1, load.cycles = 100, load.flitIntervalCycles = 1;
  for (Topology topology :
       {Topology{3, 2, 2}, Topology{2, 1, 1}, Topology{3, 3, 1, TopologyKind::Torus},
        Topology{3, 2, 1, TopologyKind::Ring}, Topology{2, 3, 1, TopologyKind::Tree}}) {
    load.topology = topology;
    load.links.clear(), load.cores.clear();
    for (const Link &link : topology.links())
      load.links.push_back({link, 10});
    load.cores.push_back({1, "x<y"});
    load.cores.back().updateCycles = 25;
    const std::string svg = drawLoad(load);
    const bool tree = topology.kind == TopologyKind::Tree;
    EXPECT_EQ(count(svg, tree ? "<line class=\"link\"" : "<polygon class=\"link\""),
              topology.links().size());
    EXPECT_EQ(count(svg, ": 10 % (10 flits)</title>"), topology.links().size());
    EXPECT_EQ(count(svg, ": not in use</title>"), topology.cores() - 1);
    EXPECT_EQ(count(svg, "core 1 (x&lt;y): busy 25 %; neurons 25 %, synapses 0 %"), 1u);
    EXPECT_EQ(count(svg, "<circle"), topology.routers() - topology.tiles());
    EXPECT_EQ(count(svg, "a&lt;b&amp;c on test"), 1u);
    EXPECT_EQ(count(svg, "nan"), 0u);
  }
}

// A link that goes round a torus is drawn beside the tile it leaves, not across the chip.
TEST(ChipPicture, RoundTheTorus) {
  ChipLoad load;
  load.topology = {4, 1, 1, TopologyKind::Torus};
  load.cycles = 1;
  load.flitIntervalCycles = 1;
  load.links = {{{3, uint8_t(Direction::East), 0}, 1}};
  const std::string svg = drawLoad(load);
  const size_t at = svg.find("points=\"") + 8;
  // Tiles are 88 pixels apart from 28 on, with a side of 60 %: the last one ends there.
  EXPECT_GT(std::stod(svg.substr(at)), 28 + 3.5 * 88 + 0.3 * 88);
  EXPECT_LT(std::stod(svg.substr(at)), 28 + 4 * 88);
}
