// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/Observers.h"
#include "simulator/testing/RandomNetwork.h"
#include "support/Files.h"
#include <filesystem>
#include <gtest/gtest.h>
#include <map>

using namespace nacre;

namespace {

/// Of this test only.
std::string folder() {
  return testing::TempDir() + "/" + testing::UnitTest::GetInstance()->current_test_info()->name();
}

std::string refusal(const ObserverOptions &options, ExitCode code = ExitCode::Usage) {
  Result<Observers> observers = Observers::choose(options);
  if (observers)
    return "";
  EXPECT_EQ(observers.error().exitCode, code);
  return observers.error().message + " | " + observers.error().remedy;
}

void expectSaid(const std::string &text, const std::string &part) {
  EXPECT_NE(text.find(part), std::string::npos) << text;
}

struct RandomRun {
  Random random{4};
  NaiveNetwork network = makeRandomNetwork(random);
  ChipModel chip = makeRandomChip(random);
  ChipImage image = mapAtRandom(network, chip, random);
  Dataset data;

  RandomRun() {
    data.name = "random";
    data.channels = network.input.channels;
    data.height = network.input.height, data.width = network.input.width;
    data.classes = network.populations.back().channels;
    for (int i = 0; i < 9; ++i) {
      std::vector<uint8_t> pixels = makeRandomPixels(network, random);
      data.pixels.insert(data.pixels.end(), pixels.begin(), pixels.end());
      data.labels.push_back(0);
    }
  }

  /// Everything there is to observe, into a folder; the bytes by file.
  std::map<std::string, std::string> observe(const std::string &to, int64_t threads,
                                             std::vector<std::string> names) const {
    ObserverOptions options;
    for (const std::string &name : names)
      options.observe.push_back(name.substr(0, name.find('.')) + "=" + to + "/" + name);
    options.sample = 2;
    Observers observers = *Observers::choose(options);
    EXPECT_TRUE(observers.check(data.size(), data.size()));
    RunOptions run;
    run.steps = 5, run.threads = threads, run.chunkSamples = 2;
    run.countLinks = observers.countLinks();
    const ObserverSetting setting{image, chip, data.name, run.steps};
    std::vector<std::string> written;
    EXPECT_TRUE(observers.watchSample(setting, data, threads, written));
    EXPECT_TRUE(observers.watchRun(setting, *runDataset(image, chip, data, run), written));
    EXPECT_EQ(written.size(), names.size());
    std::map<std::string, std::string> files;
    for (const std::string &name : names)
      files[name] = *readFile(to + "/" + name);
    return files;
  }
};

} // namespace

TEST(Observers, RefusesWhatIsUnknownOrUnclear) {
  expectSaid(refusal({{"rastre=a.svg"}}), "unknown observer 'rastre' | known: heatmap, perfetto, ");
  expectSaid(refusal({{"=a.svg"}}), "unknown observer ''");
  expectSaid(refusal({{"raster"}}), "--observe raster names no file | --observe raster=FILE.svg");
  expectSaid(refusal({{"raster="}}), "names no file");
  expectSaid(refusal({{"raster=a.png"}}), "the file's name must end with .svg");
  expectSaid(refusal({{"heatmap=a.txt"}}), "must end with .svg or .csv or .json");
  expectSaid(refusal({{"vcd=/dev/null/a.vcd"}}, ExitCode::Failed), "/dev/null/a.vcd");
  expectSaid(refusal({{"heatmap=a.svg"}, 3}), "--observe-sample has no use");
  expectSaid(refusal({{}, 0}), "--observe-sample has no use");
  EXPECT_EQ(refusal({{"heatmap=a.svg", "heatmap=a.csv", "raster=b.svg"}, 3}), "");
  EXPECT_EQ(refusal({}), "");
}

TEST(Observers, RefusesRunsThatHaveNothingToShow) {
  Observers raster = *Observers::choose({{"raster=a.svg"}, 3});
  EXPECT_TRUE(raster.check(4, 0));
  Status beyond = raster.check(3, 3);
  ASSERT_FALSE(beyond);
  expectSaid(beyond.error().message, "--observe-sample 3: the run has 3 samples");
  EXPECT_EQ(beyond.error().exitCode, ExitCode::Usage);
  Observers heatmap = *Observers::choose({{"heatmap=a.svg"}});
  EXPECT_TRUE(heatmap.check(4, 1));
  Status untimed = heatmap.check(4, 0);
  ASSERT_FALSE(untimed);
  expectSaid(untimed.error().message, "--observe heatmap: no sample is simulated cycle by cycle");
}

TEST(Observers, SameBytesForAnyNumberOfThreads) {
  const RandomRun setup;
  const std::vector<std::string> names = {"heatmap.svg", "heatmap.csv", "heatmap.json",
                                          "raster.svg",  "vcd.vcd",     "perfetto.json"};
  const auto one = setup.observe(folder() + "/1", 1, names);
  EXPECT_EQ(setup.observe(folder() + "/3", 3, names), one);
  for (const auto &[name, bytes] : one)
    EXPECT_GT(bytes.size(), 200u) << name;
  // A raster needs no times; alone it comes from the functional engine.
  EXPECT_EQ(setup.observe(folder() + "/raster", 2, {"raster.svg"}).at("raster.svg"),
            one.at("raster.svg"));
}

TEST(Observers, AResumedRunHasTheSameHeatMap) {
  const RandomRun setup;
  RunOptions options;
  options.countLinks = true;
  options.chunkSamples = 4;
  std::vector<RunResult> sums;
  options.chunkDone = [&](const RunResult &sum, const Chunk &) {
    sums.push_back(sum);
    return success();
  };
  RunResult whole = *runDataset(setup.image, setup.chip, setup.data, options);
  RunResult resumed = *runDataset(setup.image, setup.chip, setup.data, options, sums.front());
  EXPECT_FALSE(whole.linkFlits.empty());
  EXPECT_EQ(resumed, whole);
  options.countLinks = false;
  whole.linkFlits.clear();
  EXPECT_EQ(*runDataset(setup.image, setup.chip, setup.data, options), whole);
}

TEST(Observers, AFullDiskIsSaid) {
  if (!isStream("/dev/full"))
    GTEST_SKIP() << "no /dev/full";
  const RandomRun setup;
  std::filesystem::create_directories(folder());
  for (const char *name : {"vcd=/full.vcd", "perfetto=/full.json", "raster=/full.svg"}) {
    std::string text = name;
    const size_t at = text.find('=') + 1;
    const std::string path = folder() + text.substr(at);
    std::filesystem::remove(path);
    std::filesystem::create_symlink("/dev/full", path);
    Observers observers = *Observers::choose({{text.substr(0, at) + path}});
    std::vector<std::string> written;
    Status status =
        observers.watchSample({setup.image, setup.chip, "random", 3}, setup.data, 1, written);
    ASSERT_FALSE(status) << name;
    expectSaid(status.error().message, path);
  }
}
