// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/Training.h"
#include "compiler/networks/BuiltinNetwork.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "support/Files.h"
#include "llvm/Support/raw_ostream.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <random>

using namespace mlir;
using testing::HasSubstr;

namespace nacre {

/// 4 x 4 noise with one bright row: the class.
static Dataset brightRows(int64_t images, uint32_t seed) {
  Dataset data{"bright rows", 1, 4, 4, 4, {}, {}};
  std::mt19937 random(seed);
  for (int64_t i = 0; i < images; ++i) {
    uint8_t label = uint8_t(random() % 4);
    data.labels.push_back(label);
    for (int row = 0; row < 4; ++row)
      for (int column = 0; column < 4; ++column)
        data.pixels.push_back(uint8_t(random() % 100 + (row == label ? 100 : 0)));
  }
  return data;
}

struct TrainingTest : testing::Test {
  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  Dataset train = brightRows(240, 1), test = brightRows(100, 2);
  TrainingOptions options;
  std::string folder =
      testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name();

  TrainingTest() {
    std::filesystem::remove_all(folder);
    options.levels = 3;
    options.epochs = 3;
    options.batchSize = 20;
    options.evaluateSteps = {4};
  }

  static OwningOpRef<ModuleOp> network(MLIRContext *context) {
    NetworkBuilder network(context, "rows", 1, 4, 4, 1);
    network.input(1.0f / 255).conv2d(4, 3, 1).batchNorm().act().avgPool(2);
    network.flatten().linear(8).batchNorm().act().linear(4);
    return network.finish();
  }

  Result<TrainingReport> run(const TrainingObserver &observer = {}) {
    if (!module)
      module = network(&context);
    return trainNetwork(*module, train, test, options, "rows", observer);
  }

  /// The bytes of a network trained in a context of its own.
  std::string trained() {
    MLIRContext fresh;
    auto module = network(&fresh);
    auto report = trainNetwork(*module, train, test, options, "rows", {});
    EXPECT_TRUE(report) << report.error().message;
    std::string text;
    llvm::raw_string_ostream stream(text);
    module->print(stream);
    return text;
  }

  std::string refusal() {
    auto report = run();
    EXPECT_FALSE(report);
    return report ? "" : report.error().text();
  }
};

TEST_F(TrainingTest, EveryMethodLearns) {
  options.epochs = 6;
  for (const char *method : {"noise-adaptor", "lsq", "qcfs"}) {
    module = network(&context);
    options.method = method;
    std::vector<double> losses;
    auto report = run({{}, [&](const EpochReport &epoch) { losses.push_back(epoch.loss); }, {}});
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(losses.size(), 6u);
    EXPECT_LT(losses.back(), losses.front() / 2) << method;
    EXPECT_GT(report->testAccuracy, 0.9) << method; // guessing has 0.25
    EXPECT_GT(report->spikingAccuracy.at(0), 0.8) << method;
  }
}

TEST_F(TrainingTest, WritesAnIntegerNetwork) {
  options.weightBits = 3;
  options.roundedWeightEpochs = 1;
  ASSERT_TRUE(run());
  EXPECT_TRUE(succeeded(verify(*module)));
  int layers = 0, acts = 0;
  module->walk([&](Operation *op) {
    EXPECT_FALSE(isa<qann::BatchNormOp>(op));
    if (auto layer = dyn_cast<qann::LinearOp>(op))
      layers += layer.getWeightBits() == 3;
    if (auto layer = dyn_cast<qann::Conv2DOp>(op))
      layers += layer.getWeightBits() == 3;
    if (auto act = dyn_cast<qann::ActOp>(op))
      acts += act.getNoise() == "uniform(-0.5,0.5) before rounding" && act.getLevels() == 3;
  });
  EXPECT_EQ(layers, 3);
  EXPECT_EQ(acts, 2);
  auto record = (*module)->getAttrOfType<DictionaryAttr>("nacre.training");
  ASSERT_TRUE(record);
  EXPECT_EQ(cast<StringAttr>(record.get("method")), "noise-adaptor");
  EXPECT_THAT(cast<StringAttr>(record.get("command")).str(), HasSubstr("--weight-bits 3"));
}

TEST_F(TrainingTest, SameSeedSameBytes) {
  std::string once = trained();
  EXPECT_EQ(once, trained());
  options.seed = 2;
  EXPECT_NE(once, trained());
}

TEST_F(TrainingTest, ResumedRunHasTheSameBytes) {
  std::string uninterrupted = trained();
  options.checkpointFolder = folder;
  options.stopAfterEpoch = 2;
  auto stopped = run();
  ASSERT_TRUE(stopped) << stopped.error().message;
  EXPECT_FALSE(stopped->finished);
  EXPECT_FALSE((*module)->hasAttr("nacre.training")) << "the module must stay as it was";
  options.stopAfterEpoch = 0;
  options.resume = true;
  EXPECT_EQ(trained(), uninterrupted);
}

TEST_F(TrainingTest, RefusesTheCheckpointOfAnotherRun) {
  options.checkpointFolder = folder;
  options.stopAfterEpoch = 1;
  ASSERT_TRUE(run());
  options.resume = true;
  options.learningRate = 0.01;
  EXPECT_THAT(refusal(), HasSubstr("of another run"));
}

TEST_F(TrainingTest, KeepsTheCheckpointOfARunThatIsNotResumed) {
  options.checkpointFolder = folder;
  options.stopAfterEpoch = 2;
  ASSERT_TRUE(run());
  std::string before = *readFile(options.checkpointFile());
  options.stopAfterEpoch = 1;
  EXPECT_THAT(refusal(), HasSubstr("there already is a checkpoint"));
  EXPECT_EQ(*readFile(options.checkpointFile()), before);
}

TEST_F(TrainingTest, RefusesBeforeTrainingAFolderThatCannotBeMade) {
  options.checkpointFolder = "/proc/checkpoint"; // its parent looks writable to root
  bool trained = false;
  auto report = run({[&](const BatchReport &) { trained = true; }, {}, {}});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("/proc/checkpoint"));
  EXPECT_FALSE(trained);
}

TEST_F(TrainingTest, TheModuleCanBeKeptBeforeItIsEvaluated) {
  options.epochs = 1;
  bool record = false;
  auto keep = [&]() -> Status {
    record = (*module)->hasAttr("nacre.training");
    return Error{"disk full"};
  };
  EXPECT_EQ(run({{}, {}, keep}).error().message, "disk full");
  EXPECT_TRUE(record);
}

TEST_F(TrainingTest, RefusesADamagedOrMissingCheckpoint) {
  options.checkpointFolder = folder;
  options.resume = true;
  EXPECT_THAT(refusal(), HasSubstr("training.checkpoint"));
  ASSERT_TRUE(writeFile(folder + "/training.checkpoint", "not a checkpoint"));
  EXPECT_THAT(refusal(), HasSubstr("damaged"));
}

TEST_F(TrainingTest, ReportsTheHeldOutImages) {
  options.epochs = 6;
  options.validationImages = 40;
  auto report = run();
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_TRUE(report->validationAccuracy);
  EXPECT_GT(*report->validationAccuracy, 0.9);
}

TEST_F(TrainingTest, TrainsATrainedNetworkFurther) {
  ASSERT_TRUE(run());
  options.levels.reset();
  options.epochs = 1;
  auto again = run();
  ASSERT_TRUE(again) << again.error().message;
  module->walk([](qann::ActOp act) { EXPECT_EQ(act.getLevels(), 3u); });
}

TEST_F(TrainingTest, RefusesAnUnknownMethodAndListsTheKnown) {
  options.method = "lqs";
  EXPECT_THAT(refusal(), HasSubstr("known: lsq, noise-adaptor, qcfs"));
}

TEST_F(TrainingTest, RefusesImagesOfAnotherShape) {
  test = Dataset{"wide", 1, 2, 8, 4, std::vector<uint8_t>(16), {0}};
  EXPECT_THAT(refusal(), HasSubstr("takes images of 1x4x4 but wide has 1x2x8"));
}

TEST_F(TrainingTest, RefusesMoreClassesThanScores) {
  train.classes = 5;
  EXPECT_THAT(refusal(), HasSubstr("4 classes apart but bright rows has 5"));
}

TEST_F(TrainingTest, RefusesTooFewImages) {
  options.validationImages = 230;
  EXPECT_THAT(refusal(), HasSubstr("leaves 10 images"));
}

TEST_F(TrainingTest, RefusesBeforeTrainingWhatCannotBeFolded) {
  NetworkBuilder builder(&context, "wrong", 1, 4, 4, 1);
  builder.input(1).avgPool(2).batchNorm().flatten().linear(4);
  module = builder.finish();
  EXPECT_THAT(refusal(), HasSubstr("must follow a qann.conv2d or qann.linear"));
}

TEST_F(TrainingTest, SaysWhenTrainingDiverges) {
  options.learningRate = 1e30;
  EXPECT_THAT(refusal(), HasSubstr("diverged"));
  options.learningRate = 0.05;
  options.weightDecay = 1e9;
  EXPECT_THAT(refusal(), HasSubstr("--weight-decay"));
}

TEST_F(TrainingTest, TrainsABuiltinResidualNetwork) {
  BuiltinNetworkRegistry networks;
  registerAllBuiltinNetworks(networks);
  module = networks.find("resnet20-cifar")->build(&context, 1);
  for (Dataset *data : {&train, &test}) {
    *data = {"noise", 3, 32, 32, 10, std::vector<uint8_t>(12 * 3 * 32 * 32), {}};
    std::mt19937 random(3);
    for (uint8_t &pixel : data->pixels)
      pixel = uint8_t(random());
    for (uint8_t i = 0; i < 12; ++i)
      data->labels.push_back(i % 10);
  }
  options.epochs = 1;
  options.batchSize = 4;
  auto report = run();
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->finished);
  EXPECT_TRUE(succeeded(verify(*module)));
  int64_t sums = 0;
  module->walk([&](qann::AddOp) { ++sums; });
  EXPECT_EQ(sums, 9);
}

} // namespace nacre
