// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/Observer.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include "support/Files.h"
#include <gtest/gtest.h>
#include <regex>

using namespace nacre;

namespace {

/// Of populations of 3 and 480 neurons, at depths 0 and 2, and a readout at depth 3.
std::string draw(const std::vector<Spike> &spikes, int64_t steps) {
  ChipModel chip = makeTestChip(1, 1, 1);
  ImageBuilder b(chip);
  for (uint32_t neurons : {3, 480})
    b.addSlice(0, b.addPopulation(neurons, 1, 1));
  b.population(1).depth = 2;
  b.addSlice(0, b.addReadout(2, 3));
  ChipImage image = b.build();
  const std::string path = testing::TempDir() + "/raster.svg";
  ObserverRegistry registry;
  registerAllObservers(registry);
  const ObserverSetting setting{image, chip, "data & more", steps, 5};
  Result<std::unique_ptr<Observer>> made = registry.find("raster")->make(setting, path);
  Observer *raster = made->get();
  raster->spikes(spikes);
  EXPECT_TRUE(raster->finish());
  return *readFile(path);
}

struct Mark {
  double x, y, width, opacity, height;
};

std::vector<Mark> marksOf(const std::string &svg) {
  static const std::regex path(
      "<path class=\"core\" opacity=\"([0-9.]+)\" stroke-width=\"([0-9.]+)\" d=\"([^\"]*)\"");
  static const std::regex mark("M([0-9.]+) ([0-9.]+)h([0-9.]+)");
  std::vector<Mark> marks;
  for (std::sregex_iterator p(svg.begin(), svg.end(), path), end; p != end; ++p) {
    const std::string d = (*p)[3];
    for (std::sregex_iterator m(d.begin(), d.end(), mark); m != end; ++m)
      marks.push_back({std::stod((*m)[1]), std::stod((*m)[2]), std::stod((*m)[3]),
                       std::stod((*p)[1]), std::stod((*p)[2])});
  }
  return marks;
}

} // namespace

// Four steps and a depth of 3 are seven chip steps, 64 pixels each, from 200 on.
TEST(Raster, SpikesAreMarksInChipSteps) {
  // Neuron 2 of the first population in steps 0 and 1, and in 3; three rows of 10 from 84 on.
  const std::string svg = draw({{0, 2, 0}, {0, 2, 1}, {0, 2, 3}}, 4);
  const std::vector<Mark> marks = marksOf(svg);
  ASSERT_EQ(marks.size(), 2u);
  EXPECT_EQ(marks[0].x, 200);
  EXPECT_EQ(marks[0].width, 2 * 64);
  EXPECT_EQ(marks[1].x, 200 + 3 * 64);
  EXPECT_EQ(marks[1].width, 64);
  for (const Mark &mark : marks) {
    EXPECT_EQ(mark.y, 84 + 2.5 * 10);
    EXPECT_EQ(mark.height, 9);
    EXPECT_EQ(mark.opacity, 1);
  }
  EXPECT_NE(svg.find("data &amp; more, sample 5, 4 time steps: 3 spikes"), svg.npos);
  // 3 spikes of 3 neurons in 4 steps.
  EXPECT_NE(svg.find(">3 spikes, rate 0.25<"), svg.npos);
  EXPECT_NE(svg.find(">480 neurons, 10 a row<"), svg.npos);
  EXPECT_EQ(svg.find(">2 neurons"), svg.npos); // the readout
}

// 480 neurons are 48 rows of ten: five of the first ten fire in step 1, one of the last ten.
TEST(Raster, ManyNeuronsShareARow) {
  std::vector<Spike> spikes;
  for (uint32_t neuron : {0, 1, 2, 3, 9, 479})
    spikes.push_back({1, neuron, 1});
  const std::string svg = draw(spikes, 4);
  std::vector<Mark> marks = marksOf(svg);
  ASSERT_EQ(marks.size(), 2u);
  std::sort(marks.begin(), marks.end(), [](Mark a, Mark b) { return a.y < b.y; });
  // Step 1 at depth 2 is chip step 3. The first population's band is 46 high, 14 lie between.
  EXPECT_EQ(marks[0].x, 200 + 3 * 64);
  EXPECT_EQ(marks[0].y, 84 + 46 + 14 + 1.5);
  EXPECT_EQ(marks[0].opacity, 1);
  EXPECT_EQ(marks[1].y, 84 + 46 + 14 + 47.5 * 3);
  EXPECT_LT(marks[1].opacity, 0.5);
  EXPECT_NE(svg.find("spikes per neuron and step: 0 to 0.5<"), svg.npos);
}

// 717 steps and a depth of 3 are 720 chip steps: two to a column of 2 pixels.
TEST(Raster, ManyStepsShareAColumn) {
  const std::string svg = draw({{0, 1, 6}, {0, 1, 7}, {0, 2, 8}}, 717);
  std::vector<Mark> marks = marksOf(svg);
  ASSERT_EQ(marks.size(), 2u);
  std::sort(marks.begin(), marks.end(), [](Mark a, Mark b) { return a.x < b.x; });
  EXPECT_EQ(marks[0].x, 200 + 3 * 2);
  EXPECT_EQ(marks[0].width, 2);
  EXPECT_EQ(marks[0].opacity, 1);
  EXPECT_EQ(marks[1].x, 200 + 4 * 2);
  EXPECT_LT(marks[1].opacity, 1);
  EXPECT_NE(svg.find("2 steps a column"), svg.npos);
}

TEST(Raster, Silence) {
  const std::string svg = draw({}, 4);
  EXPECT_TRUE(marksOf(svg).empty());
  EXPECT_EQ(svg.find("nan"), svg.npos);
}
