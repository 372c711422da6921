// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small files, their integers by hand, and every finding provoked.
#include "compiler/import/sanafe/Importer.h"
#include "compiler/import/sanafe/ChipFile.h"
#include "compiler/import/sanafe/Integers.h"
#include "compiler/import/sanafe/NetworkReader.h"
#include "compiler/reference/SnnInterpreter.h"
#include "hw_models/chip/ChipModel.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::sanafe;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

/// One neuron drives another: threshold 4, bias 3, weight 5.
const std::string pairYaml = R"(
network:
  name: pair
  groups:
  - name: a
    attributes: {soma_hw_name: lif, synapse_hw_name: syn, threshold: 4}
    neurons: [0: {bias: 3}]
  - name: b
    attributes: {soma_hw_name: lif, synapse_hw_name: syn, threshold: 9}
    neurons: [0]
  edges:
  - a.0 -> b.0: {weight: 5}
mappings:
- a: {core: 1.0}
- b.0: {core: 2.1}
)";

const std::string architectureYaml = R"(
architecture:
  name: tiny
  attributes: {topology: mesh, width: 2, height: 3, link_buffer_size: 4, sync_model: fixed,
    latency_sync: 1.0e-6}
  tile:
  - name: t[0..5]
    attributes: {energy_north_hop: 2.0e-12, latency_north_hop: 6.0e-9, energy_east_hop: 3.0e-12,
      latency_east_hop: 4.0e-9, energy_south_hop: 2.0e-12, latency_south_hop: 6.0e-9,
      energy_west_hop: 3.0e-12, latency_west_hop: 4.0e-9}
    core:
    - name: c[0..1]
      attributes: {max_neurons_supported: 64}
      axon_in: [{name: in, attributes: {energy_message_in: 2.0e-12, latency_message_in: 16.0e-9}}]
      synapse:
      - {name: syn, attributes: {model: current_based, energy_process_spike: 33.6e-12,
          latency_process_spike: 4.0e-9}}
      dendrite: [{name: d, attributes: {model: accumulator, energy_update: 0.0,
        latency_update: 0.0}}]
      soma:
      - {name: lif, attributes: {model: leaky_integrate_fire, energy_access_neuron: 50.0e-12,
          latency_access_neuron: 6.0e-9, energy_update_neuron: 20.0e-12,
          latency_update_neuron: 4.0e-9, energy_spike_out: 69.0e-12, latency_spike_out: 30.0e-9}}
      axon_out: [{name: out, attributes: {energy_message_out: 111.0e-12,
        latency_message_out: 6.0e-9}}]
)";

std::string replaced(std::string text, const std::string &from, const std::string &to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

struct SanaFeImporter : testing::Test {
  mlir::MLIRContext context;
  Findings findings;
  Imported imported;

  void import(const std::string &network, const std::string &architecture = architectureYaml) {
    findings = {};
    const sanafe::Network read = sanafe::readNetwork(network, findings);
    if (!findings.empty())
      return;
    auto chip = readArchitecture(architecture, "tiny.yaml");
    ASSERT_TRUE(chip) << chip.error().message;
    imported = importSanaFe(read, &*chip, "pair.yaml", findings, context);
    EXPECT_EQ(findings.empty(), bool(imported.module));
  }

  std::string refusal(const std::string &network) {
    import(network);
    return findings.text("pair.yaml");
  }
  std::string refusal(const std::string &from, const std::string &to) {
    return refusal(replaced(pairYaml, from, to));
  }
  std::string architectureRefusal(const std::string &from, const std::string &to) {
    import(pairYaml, replaced(architectureYaml, from, to));
    return findings.text("pair.yaml");
  }
};

} // namespace

TEST_F(SanaFeImporter, SpikesByHand) {
  import(pairYaml);
  ASSERT_TRUE(imported.module) << findings.text("pair.yaml");
  auto interpreter = SnnInterpreter::create(*imported.module->getOps<snn::NetworkOp>().begin());
  ASSERT_TRUE(interpreter) << interpreter.error().message;
  // a: 3, 6 > 4 fires in steps 1, 3, 5, ..; b gets 5 in steps 2, 4, ..: 5, 10 > 9 fires in step 4.
  std::vector<std::pair<int, int>> spikes;
  for (const SnnSpike &s : interpreter->run(static_cast<const uint8_t *>(nullptr), 6, true).spikes)
    spikes.push_back({s.population, s.step});
  EXPECT_THAT(spikes,
              ElementsAre(std::pair(0, 1), std::pair(0, 3), std::pair(0, 5), std::pair(1, 4)));
}

TEST_F(SanaFeImporter, TilesCountDownTheColumns) {
  // Tile 1 is row 1 of column 0, tile 2 row 2: Nacre's tiles 2 and 4 of two columns.
  import(pairYaml);
  ASSERT_TRUE(imported.module) << findings.text("pair.yaml");
  std::vector<int32_t> cores;
  imported.module->walk([&](snn::NeuronOp op) { cores.push_back(op.getCores()->front()); });
  EXPECT_THAT(cores, ElementsAre(2 * 2 + 0, 4 * 2 + 1));
}

TEST_F(SanaFeImporter, TheChipHasTheArchitecturesCosts) {
  import(pairYaml);
  auto chip = parseChip(imported.chipFile, "chip.yaml");
  ASSERT_TRUE(chip) << chip.error().message << imported.chipFile;
  EXPECT_EQ(chip->grid.columns, 2);
  EXPECT_EQ(chip->grid.rows, 3);
  EXPECT_EQ(chip->grid.coresPerTile, 2);
  EXPECT_EQ(chip->limits.neurons, 64);
  EXPECT_EQ(chip->limits.chargedNeuronsActive, 1);
  EXPECT_EQ(chip->energy.neuronUpdateActiveFj, 70000) << "access and update";
  EXPECT_EQ(chip->energy.neuronUpdateIdleFj, 50000);
  EXPECT_EQ(chip->energy.spikeFj, 69000);
  EXPECT_EQ(chip->energy.spikeOutFj, 113000) << "out and in";
  EXPECT_EQ(chip->energy.synapticOpFj, 33600);
  EXPECT_EQ(chip->energy.sparseOpFj, 33600);
  EXPECT_FALSE(chip->energy.convolutionOpFj) << "the network has no convolution";
  EXPECT_EQ(chip->energy.hopEastWestFj, 3000);
  EXPECT_EQ(chip->timing.cycleFs, 2'000'000) << "2 ns divides all its times";
  EXPECT_EQ(chip->timing.linkNorthSouthCycles, 3);
  EXPECT_EQ(chip->timing.barrierCycles(6), 500);
}

TEST_F(SanaFeImporter, LeaksAreFractionsOfPowersOfTwo) {
  std::vector<std::string> notes;
  auto leakOf = [&](double decay) {
    Group group;
    group.name = "g";
    group.neurons = {{.threshold = 2.5, .leakDecay = decay}};
    const IntegerGroup integers = integersOf(group, findings, notes);
    EXPECT_EQ(integers.threshold, 160) << "64ths";
    EXPECT_EQ(integers.options.inputShift, 6);
    return std::pair(integers.options.leakMultiplier, integers.options.leakScaleBits);
  };
  EXPECT_EQ(leakOf(0.5), std::pair(1, 1));
  EXPECT_EQ(leakOf(0.99975585937), std::pair(4095, 12)) << "4095/4096 as SANA-FE's files write it";
  EXPECT_TRUE(notes.empty());
  EXPECT_EQ(leakOf(0.9), std::pair(58982, 16));
  EXPECT_THAT(notes, ElementsAre(HasSubstr("58982/2^16")));
  EXPECT_TRUE(findings.empty());
}

TEST_F(SanaFeImporter, RefusesWhatIsNoNetwork) {
  EXPECT_THAT(refusal("{"), HasSubstr("NCR1501"));
  EXPECT_THAT(refusal("a: 1"), HasSubstr("NCR1501: node 'line 1': unknown key 'a'"));
  EXPECT_THAT(refusal(""), HasSubstr("NCR1501"));
  EXPECT_THAT(refusal("neurons: [0]", "neurons: [1]"), HasSubstr("group 'b' has no neuron 0"));
  EXPECT_THAT(refusal("name: b", "name: a"), HasSubstr("two groups 'a'"));
  EXPECT_THAT(refusal("-> b.0:", "-> b.1:"), HasSubstr("'a.0 -> b.1' is no edge"));
  EXPECT_THAT(refusal("threshold: 9", "threshold: nine"),
              HasSubstr("must be a number, not 'nine'"));
  EXPECT_THAT(refusal("a.0 -> b.0: {weight: 5}", "a -> b: {type: dense, weight: [1, 2]}"),
              HasSubstr("has 2 weights, not 1 x 1"));
  EXPECT_THAT(refusal("a.0 -> b.0: {weight: 5}",
                      "a -> b: {type: conv2d, input_width: 268435456, input_height: 268435456, "
                      "input_channels: 268435456, kernel_count: 1, kernel_height: 1, "
                      "kernel_width: 1, weight: [1]}"),
              HasSubstr("reads 268435456 x 268435456 x 268435456 neurons of 1"));
  EXPECT_THAT(refusal("neurons: [0]", "neurons: [0..99999999999]"), HasSubstr("names no neurons"));
  EXPECT_THAT(refusal("core: 1.0", "core: one"), HasSubstr("'one' is no core"));
}

TEST_F(SanaFeImporter, RefusesWhatItDoesNotUnderstand) {
  EXPECT_THAT(refusal("{bias: 3}", "{bias: 3, noise: 1}"), HasSubstr("NCR1502"));
  EXPECT_THAT(refusal("{weight: 5}", "{weight: 5, delay: 2}"), HasSubstr("'delay'"));
  EXPECT_EQ(refusal("{bias: 3}", "{bias: 3, log_spikes: true}"), "");
}

TEST_F(SanaFeImporter, RefusesNeuronsThatNoPopulationCanBe) {
  EXPECT_THAT(refusal("[0: {bias: 3}]", "[0: {bias: 3}, 1: {threshold: 5}]"), HasSubstr("NCR1503"));
  EXPECT_THAT(refusal("threshold: 9", "threshold: 9, reset_mode: saturate"), HasSubstr("NCR1503"));
  EXPECT_THAT(refusal("threshold: 9", "threshold: 9, leak_decay: 1.5"), HasSubstr("NCR1503"));
}

TEST_F(SanaFeImporter, RefusesWhatIsNoInteger) {
  EXPECT_THAT(refusal("weight: 5", "weight: 0.5"), HasSubstr("NCR1504"));
  EXPECT_THAT(refusal("weight: 5", "weight: 40000"), HasSubstr("NCR1504"));
  EXPECT_THAT(refusal("bias: 3", "bias: 0.5"), HasSubstr("NCR1504"));
  EXPECT_THAT(refusal("threshold: 9", "threshold: 9.5"), HasSubstr("NCR1504"));
  EXPECT_THAT(refusal("threshold: 9", "threshold: 0"), HasSubstr("NCR1504"));
  EXPECT_EQ(refusal("threshold: 9", "threshold: 9.5, leak_decay: 0.5"), "");
}

TEST_F(SanaFeImporter, RefusesEdgesThatDoNotFitEachOther) {
  EXPECT_THAT(refusal("- a.0 -> b.0: {weight: 5}",
                      "- a.0 -> b.0: {weight: 5}\n  - a.0 -> b.0: {weight: 6}"),
              HasSubstr("NCR1505"));
}

TEST_F(SanaFeImporter, RefusesMappingsThatDoNotHold) {
  EXPECT_THAT(refusal("- b.0: {core: 2.1}", ""), HasSubstr("NCR1506"));
  EXPECT_THAT(refusal("core: 2.1", "core: 6.0"), HasSubstr("core 6.0, which the architecture"));
  EXPECT_THAT(refusal("core: 2.1", "core: 2.2"), HasSubstr("NCR1506"));
}

TEST_F(SanaFeImporter, RefusesArchitecturesThatNoChipCanBe) {
  EXPECT_THAT(architectureRefusal("energy_west_hop: 3.0e-12", "energy_west_hop: 2.0e-12"),
              HasSubstr("NCR1507"));
  EXPECT_THAT(architectureRefusal("33.6e-12", "33.6e-17"), HasSubstr("femtojoules"));
  EXPECT_THAT(architectureRefusal("name: syn,", "name: other,"), HasSubstr("'syn'"));
  EXPECT_THAT(architectureRefusal("model: leaky_integrate_fire", "model: truenorth"),
              HasSubstr("'truenorth'"));
  auto wrong = [](const std::string &from, const std::string &to) {
    auto read = readArchitecture(replaced(architectureYaml, from, to), "tiny.yaml");
    EXPECT_FALSE(read);
    return read ? "" : read.error().message;
  };
  EXPECT_THAT(wrong("t[0..5]", "t[0..4]"), HasSubstr("5 tiles, of a grid of 2 x 3"));
  EXPECT_THAT(wrong("energy_update: 0.0", "energy_update: 1.0e-12"), HasSubstr("costs of its own"));
  EXPECT_THAT(wrong("topology: mesh", "topology: torus"), HasSubstr("must be mesh"));
  EXPECT_THAT(wrong("link_buffer_size: 4", "link_buffer: 4"), HasSubstr("unknown key"));
}
