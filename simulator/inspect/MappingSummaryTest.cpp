// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// smallImage() on the chip "unit", where every cost is 1 and every link of a core, too: four
// neurons on core 0 send to core 2, two links east; four neurons and the readout of three on
// core 2.
#include "simulator/inspect/MappingSummary.h"
#include "hw_models/image/testing/SmallImage.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

MappingSummary summaryOf(const image::ImageT &made, const ChipModel &chip = *loadChip("unit")) {
  ChipImage image = *ChipImage::fromBytes(pack(made), "t.nacre");
  EXPECT_TRUE(image.checkChip(chip));
  return *summarize(image, chip);
}

TEST(MappingSummary, CountsAStepInWhichEachNeuronFiresOnce) {
  const MappingSummary s = summaryOf(smallImage());
  ASSERT_EQ(s.cores.size(), 2u);
  EXPECT_EQ(s.tilesInUse, 2);
  EXPECT_EQ(s.layers[0].cores, 2);
  EXPECT_EQ(s.layers[1].cores, 1);
  EXPECT_EQ(s.cores[1].layers, (std::vector<uint32_t>{0, 1}));
  EXPECT_DOUBLE_EQ(s.fullest(s.cores[1]), 1.0 / 64) << "one destination of 64";

  ASSERT_EQ(s.flows.size(), 2u);
  EXPECT_EQ(s.flows[0].packets, 4);
  EXPECT_EQ(s.flows[0].links, 2);
  EXPECT_EQ(s.flows[1].links, 0);
  EXPECT_EQ(s.flows[1].targets, std::vector<uint32_t>{1});
  EXPECT_EQ(s.events[Event::Spikes], 8) << "the readout has none";
  EXPECT_EQ(s.events[Event::PacketsSent], 8);
  EXPECT_EQ(s.events[Event::HopsEastWest], 4 * 2);
  EXPECT_EQ(s.events[Event::HopsNorthSouth], 0);
  EXPECT_EQ(s.events[Event::HopsLocal], 8);
  ASSERT_EQ(s.links.size(), 2u);
  EXPECT_EQ(s.links[0].flits, 4);
  EXPECT_EQ(s.links[0].cycles, 4) << "a cycle for each";
  // Each source has three synapses of 3 bits, one word.
  EXPECT_EQ(s.events[Event::AxonLookups], 8);
  EXPECT_EQ(s.events[Event::SynapseWords], 8);
  EXPECT_EQ(s.events[Event::SynapticOps], 24);
  EXPECT_EQ(s.events[Event::UpdatesActive], 11);

  EXPECT_EQ(s.cores[0].updateCycles, 4 + 4);
  EXPECT_EQ(s.cores[1].updateCycles, 7 + 4);
  EXPECT_EQ(s.cores[1].synapseCycles, 8 * (1 + 1 + 3));
  EXPECT_EQ(s.coreCycles, 40);
  EXPECT_EQ(s.linkCycles, 8) << "eight flits into core 2";
  EXPECT_EQ(s.stepCycles, 40 + 1);
  EXPECT_EQ(s.energyFj[EnergyPart::Compute], 24);
  EXPECT_EQ(s.energyFj[EnergyPart::Memory], 8 + 8);
  EXPECT_EQ(s.energyFj[EnergyPart::Network], 8 + 8 + 8);
  EXPECT_EQ(s.energyFj[EnergyPart::Neuron], 11);
  EXPECT_EQ(s.energyFj[EnergyPart::Barrier], 1);
  EXPECT_EQ(s.energyFj[EnergyPart::Clock], 41);
}

// Core 0 sends neuron 0 only, and core 2 has 2 of 4 of its own: axons for one synapse of -2, one of
// 1, one of 3 (that of weight 0 is stored in rows, three long, like all others).
TEST(MappingSummary, CountsWhichNeuronsAreSent) {
  image::ImageT made = smallImage();
  makeSparse(made);
  const MappingSummary s = summaryOf(made);
  ASSERT_EQ(s.flows.size(), 2u);
  EXPECT_EQ(s.flows[0].packets, 1);
  EXPECT_EQ(s.flows[1].packets, 2);
  EXPECT_EQ(s.events[Event::PacketsSent], 3);
  EXPECT_EQ(s.events[Event::HopsEastWest], 2);
  EXPECT_EQ(s.events[Event::AxonLookups], 3);
  EXPECT_EQ(s.events[Event::SynapticOps], 3 * 3);
  EXPECT_EQ(s.cores[1].needs.axonsIn.total, 3);
  EXPECT_EQ(s.cores[1].needs.axonsOut.total, 2);
}

TEST(MappingSummary, MulticastSharesLinksAndPackets) {
  image::ImageT made = smallImage();
  // The last neuron of the readout moves to core 4, two tiles further east, and is sent the same.
  auto core = std::make_unique<image::CoreT>();
  core->id = 4;
  core->slices.push_back(std::make_unique<image::SliceT>(*made.cores[1]->slices[1]));
  *made.cores[1]->slices[1]->box = image::Box(0, 2, 0, 1, 0, 1);
  *core->slices[0]->box = image::Box(2, 3, 0, 1, 0, 1);
  for (auto &from : made.cores)
    from->routes.emplace_back(0, from->routes[0].box(), 4);
  made.cores.push_back(std::move(core));
  ChipModel chip = *loadChip("unit");
  MappingSummary s = summaryOf(made, chip);
  EXPECT_EQ(s.events[Event::PacketsSent], 16);
  EXPECT_EQ(s.events[Event::HopsEastWest], 4 * 2 + 4 * 4 + 4 * 2);
  EXPECT_EQ(s.events[Event::HopsLocal], 16);
  chip.limits.multicast = true;
  s = summaryOf(made, chip);
  EXPECT_EQ(s.events[Event::PacketsSent], 8);
  EXPECT_EQ(s.events[Event::HopsEastWest], 4 * 4 + 4 * 2);
  EXPECT_EQ(s.events[Event::HopsLocal], 16);
  EXPECT_EQ(s.cores[0].flitsOut, 4);
}

TEST(MappingSummary, RefusesAnEnergyBeyondAllCounting) {
  ChipModel chip = *loadChip("unit");
  chip.energy.synapticOpFj = INT64_MAX / 24 + 1;
  Result<MappingSummary> s = summarize(*ChipImage::fromBytes(pack(smallImage()), "t.nacre"), chip);
  ASSERT_FALSE(s);
  EXPECT_NE(s.error().message.find("exceeds 9.2 kJ"), std::string::npos);
}

} // namespace
