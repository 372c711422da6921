// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/ImageJson.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using namespace nacre;
using Json = nlohmann::json;

namespace {

/// Four hidden neurons on cores 0 and 2, a readout of two on core 5.
ChipImage twoLayers() {
  ImageBuilder builder(makeTestChip(3, 1, 2));
  builder.image.network = "two-layers";
  uint32_t hidden = builder.addPopulation(4, 1, 1), readout = builder.addReadout(2, 1);
  builder.population(hidden).name = "hidden";
  builder.population(readout).name = "readout";
  builder.addSlice(0, hidden, image::Box(0, 3, 0, 1, 0, 1));
  builder.addSlice(2, hidden, image::Box(3, 4, 0, 1, 0, 1));
  uint32_t weights = builder.addWeights({1, 0, 3, 4, 0, 6, 7, 0});
  image::SynapsesT &synapses = builder.addDense(builder.addSlice(5, readout), hidden, weights);
  synapses.layout = image::SynapseLayout::Sparse;
  synapses.codebook = true;
  builder.addHostDense(hidden, builder.addWeights({1, 2, 3, 4}));
  return builder.build();
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

TEST(ImageJson, HoldsPopulationsWeightsAndCores) {
  ChipImage image = twoLayers();
  Json json = imageJson(*image);
  EXPECT_EQ(json["network"], "two-layers");
  EXPECT_EQ(json["chip"], "test");
  EXPECT_EQ(json["readout"], "readout");
  EXPECT_EQ(json["populations"].size(), 2u);
  EXPECT_EQ(json["populations"][0]["name"], "hidden");
  EXPECT_EQ(json["populations"][0]["neurons"], 4);
  EXPECT_EQ(json["populations"][0]["options"]["reset"], "subtract");
  EXPECT_EQ(json["weights"][0]["values"], 8);
  EXPECT_EQ(json["weights"][0]["zeros"], 3);
  EXPECT_EQ(json["host_synapses"][0]["target"], "hidden");
  ASSERT_EQ(json["cores"].size(), 3u);
  const Json &last = json["cores"][2];
  EXPECT_EQ(last["id"], 5);
  EXPECT_EQ(last["slices"][0]["synapses"][0]["source"], "hidden");
  EXPECT_EQ(last["slices"][0]["synapses"][0]["format"], "dense");
  EXPECT_EQ(last["slices"][0]["synapses"][0]["layout"], "sparse");
  EXPECT_EQ(last["slices"][0]["synapses"][0]["codebook_entries"], 5);
  EXPECT_EQ(json["cores"][0]["routes"][0]["destination"], 5);
  EXPECT_EQ(json["cores"][0]["routes"][0]["neurons"], 3);
}

TEST(ImageJson, HoldsSparseSynapses) {
  // Of six neurons the first, third and last have a synapse to the readout.
  ImageBuilder builder(makeTestChip(2, 1, 1));
  uint32_t hidden = builder.addPopulation(6, 1, 1), readout = builder.addReadout(2, 1);
  builder.addSlice(0, hidden);
  uint32_t weights = builder.addWeights({1, 2, 3, 4});
  builder.setRows(weights, 6, {{0, 0}, {0, 1}, {2, 1}, {5, 0}});
  builder.addSparse(builder.addSlice(1, readout), hidden, weights);
  builder.population(hidden).order = {5, 4, 3, 2, 1, 0};
  ChipImage image = builder.build();
  Json json = imageJson(*image);
  EXPECT_EQ(json["populations"][0]["renumbered"], true);
  EXPECT_EQ(json["populations"][1]["renumbered"], false);
  EXPECT_EQ(json["weights"][0]["values"], 4);
  EXPECT_EQ(json["cores"][1]["slices"][0]["synapses"][0]["format"], "sparse");
  EXPECT_EQ(json["cores"][0]["routes"][0]["neurons"], 3);
}

// Two tiles of one core: whatever spanning tree, packets go east and then to the core (port 4).
TEST(ImageJson, HoldsRoutingTables) {
  ChipModel chip = makeTestChip(2, 1, 1);
  chip.routingPolicy = byTables;
  ImageBuilder builder(chip);
  uint32_t hidden = builder.addPopulation(2, 1, 1), readout = builder.addReadout(1, 1);
  builder.addSlice(0, hidden);
  builder.addDense(builder.addSlice(1, readout), hidden, builder.addWeights({1, 1}));
  ChipImage image = builder.build();
  Json json = imageJson(*image);
  EXPECT_EQ(json["keys"], Json::parse(R"([{"source": 0, "destinations": [1]}])"));
  EXPECT_EQ(json["tables"], Json::parse(R"([{"router": 0, "entries": [{"key": 0, "ports": [0]}]},
                            {"router": 1, "entries": [{"key": 0, "ports": [4]}]}])"));
  EXPECT_TRUE(contains(imageText(*image), "\nRouting tables: 2 entries in 2 routers for 1 keys; "
                                          "router 0 has most, 1\n"));
}

TEST(ImageJson, FindsCoresByTheirId) {
  ChipImage image = twoLayers();
  auto core = findCore(*image, 2);
  ASSERT_TRUE(core);
  EXPECT_EQ((*core)->id(), 2u);
  auto missing = findCore(*image, 1);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().remedy, "it uses 0, 2, 5");
}

TEST(ImageText, HasALineForEachPopulationAndCore) {
  ChipImage image = twoLayers();
  std::string text = imageText(*image);
  EXPECT_TRUE(contains(text, "two-layers for chip test"));
  EXPECT_TRUE(contains(text, "  hidden      4x1x1        4      0  if       1 a step      2\n"));
  EXPECT_TRUE(contains(text, "  population  source  format  stored                 blocks\n"
                             "  readout     hidden  dense   sparse, codebook of 5       1\n"));
  EXPECT_TRUE(contains(text, "Cores, 3 in use\n"));
  EXPECT_TRUE(contains(text, "The host computes the biases of 'hidden' from weights 1 (dense)."));

  std::string core = coreText(*image, **findCore(*image, 0));
  EXPECT_TRUE(contains(core, "hidden      0..2, 0..0, 0..0"));
  EXPECT_TRUE(contains(core, "\nRoutes\n"));
}

} // namespace
