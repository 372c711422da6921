// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Imported networks against a slow model that knows only the file: spikes of the interpreter, and
// on the chip spikes, messages, hops, updates, synaptic events and energy.
#include "compiler/Pipelines.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/export/sanafe/ArchitectureOfChip.h"
#include "compiler/export/sanafe/NetworkOfDesign.h"
#include "compiler/import/sanafe/Importer.h"
#include "compiler/import/sanafe/NetworkReader.h"
#include "compiler/import/sanafe/NetworkWriter.h"
#include "compiler/mapping/LowerToChip.h"
#include "compiler/mapping/ProblemFromSnn.h"
#include "compiler/mapping/Solve.h"
#include "compiler/reference/SnnInterpreter.h"
#include "simulator/Engine.h"
#include "simulator/report/Energy.h"
#include "support/Files.h"
#include "tests/sanafe/SlowModel.h"
#include <cstdlib>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <random>
#include <set>

using namespace nacre;
using namespace nacre::sanafe;
using ::testing::ElementsAre;

namespace {

constexpr const char *architectureYaml = R"(
architecture:
  name: small
  attributes: {topology: mesh, width: 3, height: 2, link_buffer_size: 4, sync_model: table,
    latency_sync: {1: 1.0e-6, 4: 2.0e-6}}
  tile:
  - name: tile[0..5]
    attributes: {energy_north_hop: 4.2e-12, latency_north_hop: 6.5e-9,
      energy_east_hop: 3.0e-12, latency_east_hop: 4.1e-9, energy_south_hop: 4.2e-12,
      latency_south_hop: 6.5e-9, energy_west_hop: 3.0e-12, latency_west_hop: 4.1e-9}
    core:
    - name: core[0..1]
      attributes: {buffer_position: soma, max_neurons_supported: 1000}
      axon_in: [{name: in, attributes: {energy_message_in: 7.0e-12, latency_message_in: 16.0e-9}}]
      synapse:
      - {name: full, attributes: {model: current_based, energy_process_spike: 35.5e-12,
          latency_process_spike: 3.8e-9}}
      - {name: kernel, attributes: {model: current_based, energy_process_spike: 24.0e-12,
          latency_process_spike: 3.1e-9}}
      dendrite: [{name: tree, attributes: {model: accumulator, energy_update: 0.0,
        latency_update: 0.0}}]
      soma:
      - {name: lif, attributes: {model: leaky_integrate_fire, energy_access_neuron: 51.2e-12,
          latency_access_neuron: 6.0e-9, energy_update_neuron: 21.6e-12,
          latency_update_neuron: 3.7e-9, energy_spike_out: 69.3e-12, latency_spike_out: 30.0e-9}}
      axon_out: [{name: out, attributes: {energy_message_out: 111.0e-12,
        latency_message_out: 5.1e-9}}]
)";

/// 6 x 6 neurons with biases -> convolution -> dense, and synapses one by one within and between.
std::string randomNetwork(std::mt19937_64 &random) {
  auto pick = [&](int64_t low, int64_t high) {
    return low + int64_t(random() % uint64_t(high - low + 1));
  };
  const int64_t stride = pick(1, 2), kernels = pick(1, 4), side = stride == 1 ? 4 : 2,
                middle = kernels * side * side;
  const int64_t last = pick(2, 9);
  auto weights = [&](int64_t count, int64_t most) {
    std::vector<int64_t> values;
    for (int64_t i = 0; i < count; ++i)
      values.push_back(pick(0, 4) ? pick(-most, most + most / 2) : 0);
    return fmt::format("[{}]", fmt::join(values, ", "));
  };
  auto attributes = [&](int64_t threshold, const char *synapse) {
    static const char *leaks[] = {"1", "0.99975585937", "0.5", "0.875"};
    static const char *resets[] = {"hard", "soft", "none"};
    const int64_t mode = pick(0, 9);
    return fmt::format("attributes: {{soma_hw_name: lif, synapse_hw_name: {}, threshold: {}, "
                       "reset: {}, reset_mode: {}, leak_decay: {}, log_spikes: true}}",
                       synapse, threshold, pick(0, 1) * pick(-3, 3),
                       resets[mode < 6   ? 0
                              : mode < 9 ? 1
                                         : 2],
                       leaks[pick(0, 3)]);
  };
  std::string text = "network:\n  name: random\n  groups:\n  - name: a\n    " +
                     attributes(pick(5, 60), "kernel") + "\n    neurons:\n";
  for (int neuron = 0; neuron < 36; ++neuron)
    text += fmt::format("    - {{{}: {{bias: {}}}}}\n", neuron, pick(0, 2) ? pick(-2, 20) : 0);
  text += fmt::format("  - name: b\n    {}\n    neurons: [0..{}]\n",
                      attributes(pick(100, 900), "kernel"), middle - 1);
  text += fmt::format("  - name: c\n    {}\n    neurons: [{{0..{}: {{bias: {}}}}}]\n",
                      attributes(pick(20, 200), "full"), last - 1, pick(-1, 1));
  text += "  edges:\n";
  text += fmt::format("  - a -> b: {{type: conv2d, input_width: 6, input_height: 6, "
                      "input_channels: 1, kernel_width: 3, kernel_height: 3, kernel_count: {}, "
                      "stride_width: {}, stride_height: {}, weight: {}}}\n",
                      kernels, stride, stride, weights(9 * kernels, 250));
  text += fmt::format("  - b -> c: {{type: dense, weight: {}}}\n", weights(middle * last, 90));
  const bool loops = pick(0, 1);
  std::set<std::pair<int64_t, int64_t>> joined;
  for (int64_t i = 0; loops && i < 12; ++i)
    if (joined.emplace(i % last, i * 5 % middle).second)
      text += fmt::format("  - c.{} -> b.{}: {{weight: {}}}\n", i % last, i * 5 % middle,
                          (pick(0, 1) ? 1 : -1) * pick(1, 40));
  text += "mappings:\n";
  for (auto [group, count] :
       {std::pair("a", int64_t(36)), std::pair("b", middle), std::pair("c", last)})
    for (int64_t i = 0; i < count; ++i)
      text += fmt::format("- {}.{}: {{core: {}.{}}}\n", group, i, pick(0, 5), pick(0, 1));
  return text;
}

/// Spikes and counts of the network on its chip, and what is written of both for SANA-FE.
struct ChipRun {
  std::vector<std::tuple<size_t, size_t, int64_t>> spikes;
  Counters count;
  int64_t energyFj = 0;
  std::string network, architecture;
};

void runOnChip(mlir::ModuleOp module, const std::string &chipText, int64_t steps, ChipRun &run) {
  auto chip = parseChip(chipText, "chip.yaml");
  ASSERT_TRUE(chip) << chip.error().message << "\n" << chipText;
  auto op = *module.getOps<snn::NetworkOp>().begin();
  auto problem = problemFromSnn(op, *chip);
  ASSERT_TRUE(mlir::succeeded(problem));
  auto status = solve(*problem, {});
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_TRUE(mlir::succeeded(lowerToChip(op, *problem)));
  Findings findings;
  std::vector<std::string> notes;
  run.network =
      writeNetwork(networkOf(*module.getOps<chip::DesignOp>().begin(), *chip, findings, notes));
  run.architecture = architectureOf(*chip, notes);
  ASSERT_TRUE(findings.empty()) << findings.text("design");
  auto bytes = emitImage(*module.getOps<chip::DesignOp>().begin(), *chip);
  ASSERT_TRUE(mlir::succeeded(bytes));
  auto image = ChipImage::fromBytes(*bytes, "image");
  ASSERT_TRUE(image) << image.error().message;
  std::vector<Spike> spikes;
  const SampleOutcome outcome = makeFunctionalEngine(*image, *chip)
                                    ->run(static_cast<const uint8_t *>(nullptr), steps, &spikes);
  for (const Spike &spike : spikes)
    run.spikes.emplace_back(spike.population, spike.neuron, spike.step);
  std::sort(run.spikes.begin(), run.spikes.end());
  for (const Counters &slice : outcome.slices)
    run.count += slice;
  auto energy = sliceEnergy(run.count, chip->energy);
  ASSERT_TRUE(energy);
  run.energyFj = energy->total();
}

void expectSame(const ChipRun &run, const SlowRun &slow) {
  EXPECT_EQ(run.spikes, slow.spikes);
  EXPECT_EQ(run.count[Event::Spikes], slow.allFired());
  EXPECT_EQ(run.count[Event::PacketsSent], slow.messages);
  EXPECT_EQ(run.count[Event::HopsEastWest], slow.hopsEastWest);
  EXPECT_EQ(run.count[Event::HopsNorthSouth], slow.hopsNorthSouth);
  EXPECT_EQ(run.count[Event::SynapticOps], slow.allEvents());
  EXPECT_EQ(run.count[Event::UpdatesActive], slow.updated);
  EXPECT_NEAR(double(run.energyFj) * 1e-15, slow.energyJ, 1e-9 * slow.energyJ);
}

/// What was written is read as a network of the same synapses that does the same.
void expectSameWritten(const ChipRun &run, const sanafe::Network &network, const SlowRun &slow,
                       int64_t steps) {
  Findings findings;
  const sanafe::Network written = sanafe::readNetwork(run.network, findings);
  ASSERT_TRUE(findings.empty()) << findings.text("written.yaml");
  auto architecture = readArchitecture(run.architecture, "written-chip.yaml");
  ASSERT_TRUE(architecture) << architecture.error().message << run.architecture;
  EXPECT_EQ(synapsesOf(written), synapsesOf(network));
  for (size_t g = 0; g < network.groups.size(); ++g)
    EXPECT_EQ(written.groups[g].cores, network.groups[g].cores);
  const SlowRun again = runSlowly(written, *architecture, steps);
  EXPECT_EQ(again.spikes, slow.spikes);
  EXPECT_EQ(again.messages, slow.messages);
  EXPECT_EQ(again.updated, slow.updated);
  EXPECT_NEAR(again.energyJ, slow.energyJ, 1e-9 * slow.energyJ);
}

} // namespace

TEST(SanaFe, RandomNetworksDoWhatTheFileSays) {
  auto architecture = readArchitecture(architectureYaml, "small.yaml");
  ASSERT_TRUE(architecture) << architecture.error().message;
  std::mt19937_64 random(20251124);
  int64_t spikesSeen = 0, loops = 0;
  for (int n = 0; n < 40; ++n) {
    const std::string text = randomNetwork(random);
    SCOPED_TRACE(text);
    Findings findings;
    const sanafe::Network network = sanafe::readNetwork(text, findings);
    ASSERT_TRUE(findings.empty()) << findings.text("random.yaml");
    constexpr int64_t steps = 20;
    const SlowRun slow = runSlowly(network, *architecture, steps);
    spikesSeen += slow.allFired();
    loops += network.edges.size() > 2;
    mlir::MLIRContext context;
    loadAllDialects(context);
    Imported imported = importSanaFe(network, &*architecture, "random.yaml", findings, context);
    ASSERT_TRUE(imported.module) << findings.text("random.yaml");
    auto interpreter = SnnInterpreter::create(*imported.module->getOps<snn::NetworkOp>().begin());
    ASSERT_TRUE(interpreter) << interpreter.error().message;
    std::vector<std::tuple<size_t, size_t, int64_t>> spikes;
    for (const SnnSpike &s :
         interpreter->run(static_cast<const uint8_t *>(nullptr), steps, true).spikes)
      spikes.emplace_back(s.population, s.neuron, s.step);
    std::sort(spikes.begin(), spikes.end());
    ASSERT_EQ(spikes, slow.spikes);
    ChipRun run;
    runOnChip(*imported.module, imported.chipFile, steps, run);
    expectSame(run, slow);
    expectSameWritten(run, network, slow, steps);
    if (HasFailure())
      return;
  }
  EXPECT_GT(spikesSeen, 5000);
  EXPECT_GT(loops, 5);
}

/// The network that comes with SANA-FE (shared data's README): 18,678 neurons on 49 cores of its
/// model of Loihi, one frame of DVS gestures as biases. The figures are SANA-FE's own.
TEST(SanaFe, DvsGesturesAsSanaFeCounts) {
  const char *data = std::getenv("NACRE_DATA");
  if (!data)
    GTEST_SKIP() << "NACRE_DATA names the folder of sana_fe/dvs.yaml";
  const std::string folder = std::string(data) + "/sana_fe/";
  auto yaml = readFile(folder + "loihi.yaml"), text = readFile(folder + "dvs.yaml");
  ASSERT_TRUE(yaml && text);
  auto architecture = readArchitecture(*yaml, "loihi.yaml");
  ASSERT_TRUE(architecture) << architecture.error().message;
  Findings findings;
  const sanafe::Network network = sanafe::readNetwork(*text, findings);
  mlir::MLIRContext context;
  loadAllDialects(context);
  Imported imported = importSanaFe(network, &*architecture, "dvs.yaml", findings, context);
  ASSERT_TRUE(imported.module) << findings.text("dvs.yaml");
  constexpr int64_t steps = 128;
  ChipRun run;
  runOnChip(*imported.module, imported.chipFile, steps, run);
  std::vector<int64_t> fired(network.groups.size());
  for (const auto &[group, neuron, step] : run.spikes)
    ++fired[group];
  EXPECT_THAT(fired, ElementsAre(3064, 2857, 7423, 18980, 5714, 43));
  EXPECT_EQ(run.count[Event::Spikes], 38'081);
  EXPECT_EQ(run.count[Event::PacketsSent], 386'640);
  EXPECT_EQ(run.count[Event::SynapticOps], 5'437'656);
  EXPECT_EQ(run.count[Event::UpdatesActive], 1'346'821);
  EXPECT_NEAR(double(run.energyFj) * 1e-15, 3.317602e-4, 5e-11);
  const SlowRun slow = runSlowly(network, *architecture, steps);
  expectSame(run, slow);
  expectSameWritten(run, network, slow, steps);
}
