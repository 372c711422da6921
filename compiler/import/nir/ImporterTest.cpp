// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Small graphs, their spikes by hand, and every finding provoked.
#include "compiler/import/nir/Importer.h"
#include "compiler/reference/SnnInterpreter.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::nir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace {

Array array(std::vector<int64_t> shape, std::vector<double> values) {
  return {std::move(shape), std::move(values)};
}

Array all(std::vector<int64_t> shape, double value) {
  int64_t count = 1;
  for (int64_t size : shape)
    count *= size;
  return {std::move(shape), std::vector<double>(size_t(count), value)};
}

/// input (2) -> Linear -> IF (2) -> output: thresholds 1, weights 0.5 and 1 on the diagonal.
Node simple() {
  Node graph = {.type = "NIRGraph"};
  graph.nodes["input"] = {.type = "Input", .numbers = {{"shape", array({1}, {2})}}};
  graph.nodes["w"] = {.type = "Linear", .numbers = {{"weight", array({2, 2}, {0.5, 0, 0, 1})}}};
  graph.nodes["if"] = {.type = "IF", .numbers = {{"r", all({2}, 1)}, {"v_threshold", all({2}, 1)}}};
  graph.nodes["output"] = {.type = "Output", .numbers = {{"shape", array({1}, {2})}}};
  graph.edges = {{"input", "w"}, {"w", "if"}, {"if", "output"}};
  return graph;
}

struct NirImporter : testing::Test {
  mlir::MLIRContext context;
  ImportOptions options;
  Findings findings;
  std::vector<std::string> notes;

  void SetUp() override { options.nirReset = "subtract"; }

  mlir::OwningOpRef<mlir::ModuleOp> import(const Node &graph) {
    findings = {};
    Imported imported = importNir({graph, "1.0"}, "test.nir", options, findings, context);
    notes = imported.notes;
    EXPECT_EQ(findings.empty(), bool(imported.module));
    return std::move(imported.module);
  }

  std::string findingsOf(const Node &graph) {
    import(graph);
    return findings.text("test.nir");
  }

  /// Potentials of the readout, which counts spikes, after those frames and two empty ones.
  std::vector<int32_t> counts(const Node &graph, SpikeTrain frames) {
    auto module = import(graph);
    EXPECT_TRUE(module) << findings.text("test.nir");
    auto network = SnnInterpreter::create(*module->getOps<snn::NetworkOp>().begin());
    EXPECT_TRUE(network) << network.error().message;
    const int64_t steps = int64_t(frames.steps.size()) + 2;
    std::vector<int32_t> potentials = network->run(frames, steps).potentials;
    for (int32_t &potential : potentials)
      potential /= 127; // one spike: the readout's weight 1 in 8 bits
    return potentials;
  }
};

} // namespace

TEST_F(NirImporter, AFileThatCannotBeRead) {
  EXPECT_FALSE(importNirFile("missing.nir", options, findings, context).module);
  EXPECT_THAT(findings.text("missing.nir"), HasSubstr("NCR1301: missing.nir: cannot be read"));
}

TEST_F(NirImporter, CountsSpikesAboveTheThreshold) {
  // Neuron 0: 0.5, 1.0 (not above), 1.5 fires, 1.0, 1.5 fires. Neuron 1: 1, 2 fires, 2 fires, ...
  EXPECT_THAT(counts(simple(), {{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}}), ElementsAre(2, 4));
  options.nirInclusive = true; // 1.0 fires, then 0, 0.5, 1.0 fires
  EXPECT_THAT(counts(simple(), {{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}}), ElementsAre(2, 5));
}

TEST_F(NirImporter, ResetsToAValue) {
  options.nirReset = "hard"; // neuron 0: 0.5, 1.0, 1.5 fires, then 0: 0.5, 1.0
  EXPECT_THAT(counts(simple(), {{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}}), ElementsAre(1, 2));
  options.nirReset = "";
  EXPECT_THAT(findingsOf(simple()), HasSubstr("NCR1303: node 'if'"));
  Node graph = simple();
  graph.nodes["if"].numbers["v_reset"] = all({2}, 0); // the file says so
  EXPECT_THAT(counts(graph, {{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}}), ElementsAre(1, 2));
}

TEST_F(NirImporter, LeaksByTheTimeStep) {
  Node graph = simple();
  graph.nodes["if"] = {.type = "LIF",
                       .numbers = {{"tau", all({2}, 0.002)},
                                   {"r", all({2}, 2)},
                                   {"v_leak", all({2}, 0)},
                                   {"v_threshold", all({2}, 1)}}};
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1304: node 'if'"));
  options.nirDtSeconds = 0.001; // v = v / 2 + input: 1, 1.5 fires, 0.25 + 1, fires ...
  EXPECT_THAT(counts(graph, {{{1}, {1}, {1}, {1}}}), ElementsAre(0, 3));
  auto module = import(graph);
  auto neuron =
      *(*module->getOps<snn::NetworkOp>().begin()).getBody().getOps<snn::NeuronOp>().begin();
  EXPECT_EQ(neuron.getLeakShift(), 1);
  options.nirDtSeconds = 0.003;
  EXPECT_THAT(findingsOf(graph),
              HasSubstr("NCR1309: node 'if': tau is 0.002 s, a time step 0.003"));
}

TEST_F(NirImporter, ALoopComesBackAStepLater) {
  // Each spike of neuron 0 drives neuron 0 again.
  Node graph = simple();
  graph.nodes["back"] = {.type = "Linear", .numbers = {{"weight", array({2, 2}, {2, 0, 0, 0})}}};
  graph.edges.push_back({"if", "back"});
  graph.edges.push_back({"back", "if"});
  graph.nodes["w"].numbers["weight"].values[0] = 0.4;
  // 0.4, 0.8, 1.2 fires; the two empty frames get 2 each: 2.2 fires, 3.2 fires.
  EXPECT_THAT(counts(graph, {{{0}, {0}, {0}}}), ElementsAre(3, 0));
  EXPECT_THAT(notes, testing::Contains(HasSubstr("'if' closes a loop")));
}

TEST_F(NirImporter, DelaysAreSteps) {
  Node graph = simple();
  graph.nodes["late"] = {.type = "Delay", .numbers = {{"delay", all({2}, 0.002)}}};
  graph.edges = {{"input", "late"}, {"late", "w"}, {"w", "if"}, {"if", "output"}};
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1304: node 'late'"));
  options.nirDtSeconds = 0.001;
  // Of the four frames with two empty ones behind, all arrive: 1, 2 fires, 2 fires, 2 fires.
  EXPECT_THAT(counts(graph, {{{1}, {1}, {1}, {1}}}), ElementsAre(0, 3));
  options.nirDtSeconds = 0.0005; // four steps: the last two frames come too late
  EXPECT_THAT(counts(graph, {{{1}, {1}, {1}, {1}}}), ElementsAre(0, 1));
}

TEST_F(NirImporter, SubGraphsAreDissolved) {
  Node inner = {.type = "NIRGraph"};
  inner.nodes["in"] = {.type = "Input", .numbers = {{"shape", array({1}, {2})}}};
  inner.nodes["w"] = simple().nodes["w"];
  inner.nodes["if"] = simple().nodes["if"];
  inner.nodes["out"] = {.type = "Output", .numbers = {{"shape", array({1}, {2})}}};
  inner.edges = {{"in", "w"}, {"w", "if"}, {"if", "out"}};
  Node graph = simple();
  graph.nodes.erase("w");
  graph.nodes.erase("if");
  graph.nodes["block"] = inner;
  graph.edges = {{"input", "block"}, {"block", "output"}};
  EXPECT_THAT(counts(graph, {{{0, 1}, {0, 1}, {0, 1}, {0, 1}, {0, 1}}}), ElementsAre(2, 4));
  graph.nodes["block"].nodes.erase("out");
  graph.nodes["block"].edges.pop_back();
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1308: node 'block': has 0 nodes of type Output"));
}

TEST_F(NirImporter, PoolsAndFlattenAreMultipliedIn) {
  // Two channels of 2x2, summed, flattened: each class counts the spikes of one channel.
  Node graph = simple();
  graph.nodes["input"].numbers["shape"] = array({3}, {2, 2, 2});
  graph.nodes["pool"] = {.type = "SumPool2d",
                         .numbers = {{"kernel_size", array({2}, {2, 2})},
                                     {"stride", array({2}, {2, 2})},
                                     {"padding", array({2}, {0, 0})}}};
  graph.nodes["flat"] = {.type = "Flatten",
                         .numbers = {{"start_dim", array({}, {0})}, {"end_dim", array({}, {-1})}}};
  graph.edges = {{"input", "pool"}, {"pool", "flat"}, {"flat", "w"}, {"w", "if"}, {"if", "output"}};
  // Channel 0: four spikes of 0.5 make 2, fires, and 1 stays. Channel 1: one of 1 is not above.
  EXPECT_THAT(counts(graph, {{{0, 1, 2, 3, 4}}}), ElementsAre(1, 0));
}

TEST_F(NirImporter, AnIntegratorBeforeTheOutputIsTheReadout) {
  Node graph = simple();
  graph.nodes["if"] = {.type = "I", .numbers = {{"r", all({2}, 1)}}};
  EXPECT_THAT(counts(graph, {{{0, 1}, {1}}}), ElementsAre(1, 2)); // 127 for each weight
}

TEST_F(NirImporter, ScalesOfAChannelMultiplyItsWeights) {
  Node graph = simple();
  graph.nodes["s"] = {.type = "Scale", .numbers = {{"scale", array({2}, {4, 0.5})}}};
  graph.edges = {{"input", "w"}, {"w", "s"}, {"s", "if"}, {"if", "output"}};
  // 2, 2, ... each fires and 1 stays and grows; 0.5, 1, 1.5 fires.
  EXPECT_THAT(counts(graph, {{{0, 1}, {0, 1}, {0, 1}}}), ElementsAre(5, 1));
}

TEST_F(NirImporter, FindsEverythingThatStandsInTheWay) {
  Node graph = simple();
  graph.nodes["cuba"] = {.type = "CubaLIF"};
  graph.nodes["if"].numbers["colour"] = all({2}, 1);
  graph.nodes["lost"] = graph.nodes["w"];
  graph.edges = {{"input", "w"}, {"w", "if"}, {"if", "cuba"}, {"cuba", "output"}, {"w", "gone"}};
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1308: node 'gone'"));
  graph.edges.pop_back();
  const std::string text = findingsOf(graph);
  EXPECT_THAT(text, HasSubstr("NCR1302: node 'cuba': 'CubaLIF' is not supported"));
  EXPECT_THAT(text, HasSubstr("NCR1305: node 'if': the field 'colour' of a IF is not known"));
  EXPECT_THAT(text, HasSubstr("NCR1308: node 'lost': lies on no way"));
}

TEST_F(NirImporter, ShapesMustFit) {
  auto changed = [&](auto change) {
    Node graph = simple();
    change(graph);
    return findingsOf(graph);
  };
  EXPECT_THAT(changed([](Node &g) { g.nodes["w"].numbers["weight"] = all({2, 3}, 1); }),
              HasSubstr("NCR1305: node 'w': its weight is 2 x 3, its input has 2 elements"));
  EXPECT_THAT(changed([](Node &g) { g.nodes["if"].numbers["v_threshold"] = all({3}, 1); }),
              HasSubstr("NCR1305: node 'if': has 3 values of v_threshold for 2 neurons"));
  EXPECT_THAT(changed([](Node &g) { g.nodes["input"].numbers["shape"] = array({1}, {-2}); }),
              HasSubstr("NCR1305: node 'input'"));
  EXPECT_THAT(changed([](Node &g) { g.nodes["w"].numbers.clear(); }),
              HasSubstr("NCR1305: node 'w': has no field 'weight'"));
  EXPECT_THAT(changed([](Node &g) { g.nodes["if"].numbers["v_threshold"] = all({2}, -1); }),
              HasSubstr("NCR1309: node 'if': a threshold is -1"));
  EXPECT_THAT(changed([](Node &g) { g.nodes["if"].numbers["v_threshold"] = all({2}, 1e9); }),
              HasSubstr("NCR1309: node 'if'"));
  EXPECT_THAT(changed([](Node &g) {
                g.nodes["w2"] = g.nodes["w"];
                g.edges = {{"input", "w"}, {"w", "w2"}, {"w2", "if"}, {"if", "output"}};
              }),
              HasSubstr("NCR1307: node 'w2': two weighted layers"));
  EXPECT_THAT(changed([](Node &g) {
                g.edges = {{"input", "w"}, {"w", "w"}, {"w", "if"}, {"if", "output"}};
              }),
              HasSubstr("NCR1308: node 'w': is in a loop without neurons"));
}

TEST_F(NirImporter, ParametersDifferByChannelOnly) {
  Node graph = simple();
  graph.nodes["input"].numbers["shape"] = array({3}, {1, 2, 2});
  graph.nodes["w"] = {.type = "Conv2d",
                      .numbers = {{"weight", all({2, 1, 1, 1}, 1)},
                                  {"bias", all({2}, 0)},
                                  {"stride", array({2}, {1, 1})},
                                  {"padding", array({2}, {0, 0})},
                                  {"dilation", array({2}, {1, 1})},
                                  {"groups", array({}, {1})}}};
  graph.nodes["if"].numbers = {{"r", all({2, 2, 2}, 1)},
                               {"v_threshold", array({2, 2, 2}, {1, 1, 1, 1, 2, 2, 2, 3})}};
  graph.nodes["flat"] = {.type = "Flatten"};
  graph.edges = {{"input", "w"}, {"w", "if"}, {"if", "flat"}, {"flat", "output"}};
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1306: node 'if': v_threshold differs between"));
  graph.nodes["if"].numbers["v_threshold"].values[7] = 2;
  // All four of channel 0 fire at the second spike (2 > 1), of channel 1 at the third (3 > 2).
  EXPECT_THAT(counts(graph, {{{0}, {0}, {0}}}), ElementsAre(2, 0, 0, 0, 1, 0, 0, 0));
}

TEST_F(NirImporter, ADelayInALoopNeedsNoOther) {
  // As ALoopComesBackAStepLater, with two steps on the way back: 0.4, 0.8, 1.2 fires, then one
  // frame without input, then 2.2 fires too late.
  Node graph = simple();
  graph.nodes["back"] = {.type = "Linear", .numbers = {{"weight", array({2, 2}, {2, 0, 0, 0})}}};
  graph.nodes["late"] = {.type = "Delay", .numbers = {{"delay", all({2}, 0.002)}}};
  graph.edges.insert(graph.edges.end(), {{"if", "late"}, {"late", "back"}, {"back", "if"}});
  graph.nodes["w"].numbers["weight"].values[0] = 0.4;
  options.nirDtSeconds = 0.001;
  EXPECT_THAT(counts(graph, {{{0}, {0}, {0}}}), ElementsAre(2, 0));
  EXPECT_THAT(notes, testing::Not(testing::Contains(HasSubstr("closes a loop"))));
  graph.nodes["if"].numbers = {{"r", all({1, 2, 1}, 1)}, {"v_threshold", all({1, 2, 1}, 1)}};
  graph.nodes["flat"] = {.type = "Flatten"};
  graph.edges[4] = {"late", "flat"};
  graph.edges.push_back({"flat", "back"});
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1305: node 'if': is in a loop, and its parameters"));
}

TEST_F(NirImporter, KeepsTheUnitThatTheFileNames) {
  auto theta = [&](const Node &graph) {
    auto module = import(graph);
    auto network = *module->getOps<snn::NetworkOp>().begin();
    return (*network.getBody().getOps<snn::NeuronOp>().begin()).getTheta().vec();
  };
  Node graph = simple();
  EXPECT_THAT(theta(graph), ElementsAre(254, 127)); // of the largest weights, 0.5 and 1
  graph.nodes["if"].metadata.numbers["nacre_unit"] = array({2}, {0.125, 0.25});
  EXPECT_THAT(theta(graph), ElementsAre(8, 4));
  EXPECT_THAT(notes, testing::Not(testing::Contains(HasSubstr("metadata"))));
  graph.nodes["w"].numbers["weight"].values[1] = 0.3; // trained on
  EXPECT_THAT(theta(graph), ElementsAre(254, 127));
  EXPECT_THAT(notes, testing::Contains(HasSubstr("no integers of the unit that its metadata")));
  graph.nodes["if"].metadata.numbers["nacre_unit"] = array({2}, {0, 1}); // no unit at all
  EXPECT_THAT(theta(graph), ElementsAre(254, 127));
}

TEST_F(NirImporter, ABiasIsNoScale) {
  // A window over single channels that keeps their extent is no number a channel.
  Node graph = simple();
  auto conv = [&](double bias) {
    return Node{.type = "Conv2d",
                .numbers = {{"weight", all({2, 1, 3, 3}, 1)},
                            {"bias", all({2}, bias)},
                            {"stride", array({2}, {1, 1})},
                            {"padding", array({2}, {1, 1})},
                            {"dilation", array({2}, {1, 1})},
                            {"groups", array({}, {2})}}};
  };
  graph.nodes["input"].numbers["shape"] = array({3}, {2, 3, 3});
  graph.nodes["w"] = conv(1);
  graph.nodes["w2"] = conv(0);
  graph.nodes["if"].numbers = {{"r", all({}, 1)}, {"v_threshold", all({}, 1)}};
  graph.edges = {{"input", "w"}, {"w", "w2"}, {"w2", "if"}, {"if", "output"}};
  EXPECT_THAT(findingsOf(graph), HasSubstr("NCR1307: node 'w2': follows a layer with a bias"));
}
