// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What layers become, spikes by hand, and every finding provoked. Random files: tests/netx.
#include "compiler/import/netx/Importer.h"
#include "compiler/reference/SnnInterpreter.h"
#include "dialects/snn/Snn.h"
#include <functional>
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::netx;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace {

Array array(std::vector<int64_t> shape, std::vector<double> values) {
  return {std::move(shape), std::move(values)};
}
Array scalar(double value) { return {{}, {value}}; }

Layer withNeurons(const std::string &type, std::vector<double> shape, int64_t threshold) {
  Layer layer;
  layer.texts = {{"type", type}, {"neuron/type", "CUBA"}};
  layer.numbers = {{"shape", {{int64_t(shape.size())}, shape}},
                   {"neuron/iDecay", scalar(1024)}, // current 3/4
                   {"neuron/vDecay", scalar(128)},  // membrane 31/32
                   {"neuron/vThMant", scalar(double(threshold))},
                   {"neuron/refDelay", scalar(1)}};
  return layer;
}

/// Two inputs to two neurons; the threshold is 2 * 64 units.
File dense() {
  File file;
  file.layers = {withNeurons("dense", {2, 1, 1}, 2)};
  file.layers[0].numbers["weight"] = array({2, 2}, {1, 0, 0, 3});
  return file;
}

/// 1x3x3 to 2x2x2 by a 2x2 kernel.
File conv() {
  File file;
  Layer input;
  input.texts["type"] = "input";
  input.numbers["shape"] = array({3}, {1, 3, 3});
  Layer layer = withNeurons("conv", {2, 2, 2}, 2);
  layer.numbers["weight"] = array({2, 1, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  layer.numbers["stride"] = layer.numbers["dilation"] = array({2}, {1, 1});
  layer.numbers["padding"] = array({2}, {0, 0});
  layer.numbers["groups"] = scalar(1);
  file.layers = {input, layer};
  return file;
}

struct NetxImporter : testing::Test {
  mlir::MLIRContext context;
  ImportOptions options;
  Findings findings;
  std::vector<std::string> notes;

  mlir::OwningOpRef<mlir::ModuleOp> import(const File &file) {
    findings = {};
    Imported imported = importNetx(file, "test.net", options, findings, context);
    notes = imported.notes;
    EXPECT_EQ(findings.empty(), bool(imported.module));
    return std::move(imported.module);
  }

  std::string findingsOf(const File &file) {
    import(file);
    return findings.text("test.net");
  }

  static snn::NetworkOp networkOf(mlir::ModuleOp module) {
    return *module.getOps<snn::NetworkOp>().begin();
  }
  static std::vector<snn::NeuronOp> neuronsOf(mlir::ModuleOp module) {
    auto neurons = networkOf(module).getBody().getOps<snn::NeuronOp>();
    return {neurons.begin(), neurons.end()};
  }

  std::vector<SnnSpike> spikes(const File &file, const SpikeTrain &train, int64_t steps,
                               std::vector<int32_t> *counts = nullptr) {
    auto module = import(file);
    EXPECT_TRUE(module) << findings.text("test.net");
    auto interpreter = SnnInterpreter::create(networkOf(*module));
    SnnRun run = interpreter->run(train, steps, true);
    if (counts)
      *counts = run.potentials;
    return run.spikes;
  }
};

} // namespace

TEST_F(NetxImporter, NeuronsAreLavas) {
  auto module = import(dense());
  ASSERT_TRUE(module) << findings.text("test.net");
  snn::NeuronOp neuron = neuronsOf(*module).front();
  EXPECT_EQ(neuron.getModel(), "cuba");
  EXPECT_EQ(neuron.getName(), "dense0");
  EXPECT_EQ(neuron.getTheta(), llvm::ArrayRef<int32_t>{2 << 6});
  EXPECT_TRUE(neuron.getStrict());
  EXPECT_EQ(neuron.getReset(), snn::Reset::ToValue);
  EXPECT_EQ(neuron.getInputShift(), 6);
  EXPECT_EQ(neuron.getLeakMultiplier(), 4096 - 128);
  EXPECT_EQ(neuron.getCurrentLeakMultiplier(), 4096 - 1024);
}

TEST_F(NetxImporter, SpikesByHand) {
  // Neuron 0, weight 1, from a spike in step 0: in step 1 i is 64; v = 64, 110, 142 > 128 in step
  // 3, 0 + 27, 46, 59, ... never again. Neuron 1, weight 3: 192 > 128 at once; i = 144 > 128; 108,
  // 104 + 81 = 185.
  std::vector<int32_t> counts;
  auto found = spikes(dense(), SpikeTrain{{{0, 1}}}, 6, &counts);
  EXPECT_THAT(found, ElementsAre(SnnSpike{0, 0, 3}, SnnSpike{0, 1, 1}, SnnSpike{0, 1, 2},
                                 SnnSpike{0, 1, 4}));
  EXPECT_THAT(counts, ElementsAre(1, 3));
}

TEST_F(NetxImporter, WithoutMemoryOfTheCurrentNoCurrentIsNeeded) {
  File file = dense();
  file.layers[0].numbers["neuron/iDecay"] = scalar(4096);
  EXPECT_EQ(neuronsOf(*import(file)).front().getModel(), "lif");
  file.layers[0].numbers["neuron/vDecay"] = scalar(0);
  EXPECT_EQ(neuronsOf(*import(file)).front().getModel(), "if");
  file.layers[0].numbers["neuron/vDecay"] = scalar(4096); // v = i: no leak of 'lif' forgets all
  EXPECT_EQ(neuronsOf(*import(file)).front().getModel(), "cuba");
}

TEST_F(NetxImporter, SharedPowersOfTwoBecomeAShift) {
  File file = dense();
  file.layers[0].numbers["weight"] = array({2, 2}, {-256, 0, 254, 2});
  file.layers[0].numbers["bias"] = array({2}, {4, -2});
  auto module = import(file);
  ASSERT_TRUE(module) << findings.text("test.net");
  snn::NeuronOp neuron = neuronsOf(*module).front();
  EXPECT_EQ(neuron.getInputShift(), 7);
  EXPECT_EQ(neuron.getBias(), llvm::ArrayRef<int32_t>({2, -1}));
}

TEST_F(NetxImporter, ConvolutionsAreCorrelationsOfTheStoredWeights) {
  auto module = import(conv());
  ASSERT_TRUE(module) << findings.text("test.net");
  auto op = *networkOf(*module).getBody().getOps<snn::Conv2DOp>().begin();
  EXPECT_EQ(op.getSource().getType().getShape(), llvm::ArrayRef<int64_t>({1, 3, 3}));
  EXPECT_EQ(op.getResult().getType().getShape(), llvm::ArrayRef<int64_t>({2, 2, 2}));
  // A spike at row 0, column 1 reaches output (0, 0) by kernel (0, 1), weight 2 or 6: i is 128, not
  // above 128, or 384; output (0, 1) by kernel (0, 0), weight 1 or 5.
  auto found = spikes(conv(), SpikeTrain{{{1}}}, 2);
  EXPECT_THAT(found, ElementsAre(SnnSpike{0, 4, 1}, SnnSpike{0, 5, 1}));
}

TEST_F(NetxImporter, AnInputOfNeuronsIsDrivenByItsBias) {
  File file = dense();
  Layer input = withNeurons("input", {2}, 10);
  input.numbers["weight"] = scalar(8); // 2 * 8 * x - 8 + 3: 11 or -5
  input.numbers["bias"] = scalar(3);
  file.layers.insert(file.layers.begin(), input);
  auto module = import(file);
  ASSERT_TRUE(module) << findings.text("test.net");
  snn::NeuronOp neuron = neuronsOf(*module).front();
  EXPECT_EQ(neuron.getModel(), "lif");
  EXPECT_EQ(neuron.getBias(), llvm::ArrayRef<int32_t>{-5});
  // 11 * 64 > 640 in step 0.
  EXPECT_EQ(spikes(file, SpikeTrain{{{1}}}, 1), (std::vector<SnnSpike>{{0, 1, 0}}));
}

TEST_F(NetxImporter, AxonalDelaysAreOfChannels) {
  File file = dense();
  file.layers.push_back(file.layers[0]);
  file.layers[0].numbers["delay"] = array({2}, {0, 2});
  file.layers[0].numbers["weight"] = file.layers[1].numbers["weight"] = array({2, 2}, {3, 0, 0, 3});
  file.layers[0].numbers["neuron/iDecay"] = file.layers[1].numbers["neuron/iDecay"] = scalar(4096);
  // Both fire in step 1; what follows them in step 2, or two later.
  EXPECT_THAT(
      spikes(file, SpikeTrain{{{0, 1}}}, 6),
      ElementsAre(SnnSpike{0, 0, 1}, SnnSpike{0, 1, 1}, SnnSpike{1, 0, 2}, SnnSpike{1, 1, 4}));
}

TEST_F(NetxImporter, AxonalDelaysAreThoseOfAGroupsChannels) {
  // Two channels of one neuron, each its own group, twice. Both fire in step 1; the second
  // channel's spike leaves two steps later.
  Layer layer = withNeurons("conv", {2, 1, 1}, 2);
  layer.numbers["neuron/iDecay"] = scalar(4096);
  layer.numbers["weight"] = array({2, 1, 1, 1}, {3, 3});
  layer.numbers["stride"] = layer.numbers["dilation"] = scalar(1);
  layer.numbers["padding"] = scalar(0);
  layer.numbers["groups"] = scalar(2);
  layer.numbers["delay"] = array({2}, {0, 2});
  options.image = {2, 1, 1};
  EXPECT_THAT(
      spikes({{layer, layer}}, SpikeTrain{{{0, 1}}}, 6),
      ElementsAre(SnnSpike{0, 0, 1}, SnnSpike{0, 1, 1}, SnnSpike{1, 0, 2}, SnnSpike{1, 1, 4}));
}

TEST_F(NetxImporter, RecurrentSpikesComeBackAStepLater) {
  File file = dense();
  file.layers[0].texts["type"] = "dense_rec";
  file.layers[0].numbers["weight"] = array({2, 2}, {3, 0, 0, 0});
  file.layers[0].numbers["weight_rec"] = array({2, 2}, {0, 0, 3, 0});
  file.layers[0].numbers["neuron/iDecay"] = scalar(4096);
  EXPECT_THAT(spikes(file, SpikeTrain{{{0}}}, 4),
              ElementsAre(SnnSpike{0, 0, 1}, SnnSpike{0, 1, 2}));
}

TEST_F(NetxImporter, AThresholdOfZeroIsAbove) {
  File file = dense();
  file.layers[0].numbers["neuron/vThMant"] = scalar(0);
  file.layers[0].numbers["neuron/iDecay"] = scalar(4096);
  EXPECT_THAT(spikes(file, SpikeTrain{{{0}}}, 3), ElementsAre(SnnSpike{0, 0, 1}));
}

TEST_F(NetxImporter, FractionsAreCutAndSaid) {
  File file = dense();
  file.layers[0].numbers["weight"] = array({2, 2}, {1.75, 0, 0, -3.5});
  auto module = import(file);
  ASSERT_TRUE(module);
  EXPECT_THAT(notes, testing::Contains(HasSubstr("'dense0/weight': fractions are cut off")));
}

TEST_F(NetxImporter, EachThingThatCannotBeImportedIsAFinding) {
  struct Case {
    const char *name;
    File (*file)();
    std::function<void(std::vector<Layer> &)> change;
    const char *finding;
  };
  auto set = [](const char *field, Array value, size_t layer = 0) {
    return [=](std::vector<Layer> &layers) { layers[layer].numbers[field] = value; };
  };
  auto text = [](const char *field, const char *value, size_t layer = 0) {
    return [=](std::vector<Layer> &layers) { layers[layer].texts[field] = value; };
  };
  const Case cases[] = {
      {"pool", dense, text("type", "pool"), "NCR1402: node 'pool0': layers of the type 'pool'"},
      {"no type", dense, [](auto &l) { l[0].texts.erase("type"); },
       "NCR1402: node '0': has no type"},
      {"complex", dense, set("weight/real", scalar(1)),
       "NCR1402: node 'dense0': its weights are complex"},
      {"late input", conv, [](auto &l) { l.push_back(l[0]); },
       "NCR1402: node 'input2': is an input behind"},
      {"SDNN", dense, text("neuron/type", "SDNN"),
       "NCR1403: node 'dense0': its neurons are 'SDNN'"},
      {"graded", dense, set("neuron/gradedSpike", scalar(1)),
       "NCR1403: node 'dense0': its spikes are graded"},
      {"messages", dense, set("neuron/messageBits", scalar(8)),
       "NCR1403: node 'dense0': its spikes are graded"},
      {"rest", dense, set("neuron/refDelay", scalar(2)),
       "NCR1403: node 'dense0': its neurons rest for 2 steps"},
      {"no neurons", dense,
       [](auto &l) {
         l[0].texts.erase("neuron/type");
         std::erase_if(l[0].numbers, [](auto &e) { return e.first.rfind("neuron/", 0) == 0; });
       },
       "NCR1403: node 'dense0': has no neurons"},
      {"no weight", dense, [](auto &l) { l[0].numbers.erase("weight"); },
       "NCR1404: node 'dense0': has no numbers 'weight'"},
      {"unknown", dense, set("gain", scalar(1)),
       "NCR1404: node 'dense0': has an unknown field 'gain'"},
      {"weights", dense, set("weight", array({3}, {1, 2, 3})),
       "NCR1404: node 'dense0': its weight is 3, it has 2 neurons"},
      {"no shape", dense, set("shape", array({4}, {1, 1, 1, 1})),
       "NCR1404: node 'dense0': its shape is 1 x 1 x 1 x 1"},
      {"no flatten", conv,
       [](auto &l) {
         l.push_back(dense().layers[0]);
         l[2].numbers["weight"] = Array{{2, 8}, std::vector<double>(16, 1)};
       },
       "NCR1404: node 'dense2': has weights for 8 inputs, and gets 2 x 2 x 2 without a flatten"},
      {"inputs", dense,
       [](auto &l) {
         l.push_back(l[0]);
         l[1].numbers["weight"] = array({2, 3}, {1, 2, 3, 4, 5, 6});
       },
       "NCR1404: node 'dense1': has weights for 3 inputs, and gets 2 x 1 x 1"},
      {"kernel", conv, set("weight", array({1, 1, 2, 2}, {1, 2, 3, 4}), 1),
       "NCR1404: node 'conv1': its weight is 1 x 1 x 2 x 2 in 1 groups, for 2 channels from 1"},
      {"conv shape", conv, set("shape", array({3}, {2, 3, 2}), 1),
       "NCR1404: node 'conv1': its shape is 2 x 3 x 2, but 2 x 2 x 2 follows"},
      {"stride", conv, set("stride", array({2}, {0, 1}), 1),
       "NCR1404: node 'conv1': 'stride' is 0 x 1"},
      {"bias", conv, set("bias", array({3}, {1, 2, 3}), 1),
       "NCR1404: node 'conv1': has 3 biases for 2 channels"},
      {"delays", dense, set("delay", array({3}, {1, 2, 3})),
       "NCR1404: node 'dense0': has 3 delays for 2 channels"},
      {"loop", dense,
       [](auto &l) {
         l[0].texts["type"] = "dense_rec";
         l[0].numbers["weight_rec"] = scalar(1);
       },
       "NCR1404: node 'dense_rec0': its weight_rec has 1 elements"},
      {"no layers", dense, [](auto &l) { l.clear(); }, "NCR1404: has no layer of neurons"},
      {"no extents", conv, [](auto &l) { l.erase(l.begin()); },
       "NCR1405: node 'conv0': the file does not say"},
      {"decays", dense, set("neuron/vDecay", array({2}, {1, 2})),
       "NCR1406: node 'dense0': 'neuron/vDecay' differs"},
      {"biases", conv, set("bias", array({2, 2, 2}, {1, 2, 1, 2, 1, 2, 1, 3}), 1),
       "NCR1406: node 'conv1': its biases differ"},
      {"decay", dense, set("neuron/iDecay", scalar(4097)),
       "NCR1407: node 'dense0': 'neuron/iDecay' is 4097"},
      {"threshold", dense, set("neuron/vThMant", scalar(131072)),
       "NCR1407: node 'dense0': 'neuron/vThMant' is 131072"},
      {"nine bits", dense, set("weight", array({2, 2}, {128, 1, 1, 1})),
       "NCR1407: node 'dense0': its weights are 0 to 128, more than 8 bits"},
      {"odd bias", dense,
       [](auto &l) {
         l[0].numbers["weight"] = array({2, 2}, {254, 2, 2, 2});
         l[0].numbers["bias"] = scalar(1);
       },
       "NCR1407: node 'dense0': its weights are 0 to 254"},
      {"far", dense, set("delay", scalar(63)), "NCR1407: node 'dense0': has a delay of 63 steps"},
      {"infinite", dense, set("weight", array({2, 2}, {1, 1, 1, 1e300})),
       "NCR1407: node 'dense0': 'weight' has the value 1e+300"},
      {"one class", dense,
       [](auto &l) {
         l[0].numbers["shape"] = scalar(1);
         l[0].numbers["weight"] = array({1, 2}, {1, 1});
       },
       "NCR1408: node 'dense0': is the last layer and has 1 neurons"},
  };
  for (const Case &each : cases) {
    SCOPED_TRACE(each.name);
    EXPECT_EQ(findingsOf(each.file()), "");
    File file = each.file();
    each.change(file.layers);
    EXPECT_THAT(findingsOf(file), HasSubstr(each.finding));
  }
}

TEST_F(NetxImporter, AllFindingsComeAtOnce) {
  File file = conv();
  file.layers[1].numbers["neuron/refDelay"] = scalar(3);
  file.layers[1].numbers["neuron/iDecay"] = scalar(-1);
  file.layers.push_back(dense().layers[0]); // without a flatten, with other weights
  EXPECT_GE(std::ranges::count(findingsOf(file), '\n'), 3);
}

TEST_F(NetxImporter, AFileThatIsNoneIsAFinding) {
  Imported imported = importNetxFile("no/such.net", options, findings, context);
  EXPECT_FALSE(imported.module);
  EXPECT_THAT(findings.text("no/such.net"), HasSubstr("NCR1401: no/such.net: cannot be read"));
}

TEST_F(NetxImporter, TheImageSaysWhatAVectorWas) {
  options.image = {2, 1, 1};
  EXPECT_EQ(findingsOf(dense()), "");
  options.image = {1, 1, 2};
  auto module = import(dense());
  ASSERT_TRUE(module);
  EXPECT_EQ(networkOf(*module).getInput().getResult().getType().getShape(),
            llvm::ArrayRef<int64_t>({1, 1, 2}));
  options.image = {3, 1, 1};
  EXPECT_THAT(findingsOf(dense()),
              HasSubstr("NCR1405: node 'dense0': its input is 2x1x1, --image 3x1x1"));
  options.image = {1, 1, 9};
  EXPECT_THAT(findingsOf(conv()), HasSubstr("NCR1405: node 'input0'"));
  File file = conv();
  file.layers.erase(file.layers.begin());
  options.image = {1, 3, 3};
  EXPECT_EQ(findingsOf(file), "");
}

TEST_F(NetxImporter, BiasesOfAllNeuronsOfAChannelMayBeOne) {
  File file = conv();
  file.layers[1].numbers["bias"] = array({2, 2, 2}, {1, 2, 1, 2, 1, 2, 1, 2}); // x, y, z
  auto module = import(file);
  ASSERT_TRUE(module) << findings.text("test.net");
  EXPECT_EQ(neuronsOf(*module).front().getBias(), llvm::ArrayRef<int32_t>({1, 2}));
}
