// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/Observers.h"
#include "simulator/testing/PairNetwork.h"
#include "simulator/testing/RandomNetwork.h"
#include "simulator/testing/TestChip.h"
#include "support/Files.h"
#include <gtest/gtest.h>
#include <map>
#include <sstream>

using namespace nacre;

namespace {

std::string dump(const ChipImage &image, const ChipModel &chip, std::vector<uint8_t> pixels,
                 int64_t steps) {
  const std::string path = testing::TempDir() + "/dump.vcd";
  Dataset data;
  data.name = "some data";
  data.channels = image->input_channels();
  data.height = image->input_height(), data.width = image->input_width();
  data.pixels = std::move(pixels);
  data.labels = {0};
  std::vector<std::string> written;
  EXPECT_TRUE(Observers::choose({{"vcd=" + path}})
                  ->watchSample({image, chip, data.name, steps}, data, 1, written));
  return *readFile(path);
}

/// Fails where a dump does not follow the grammar, or repeats a time or a value. Counts changes.
void checkGrammar(const std::string &vcd, size_t &changes) {
  std::istringstream in(vcd);
  std::string word;
  std::map<std::string, std::string> kinds; ///< by code
  std::map<std::string, std::string> values;
  int depth = 0;
  auto skip = [&] {
    while (in >> word && word != "$end") {
    }
  };
  while (in >> word && word != "$enddefinitions") {
    if (word == "$var") {
      std::string kind, width, code, name;
      in >> kind >> width >> code >> name;
      EXPECT_EQ(width, kind == "wire" ? "1" : "32");
      EXPECT_TRUE(kinds.emplace(code, kind).second) << code;
    } else if (word == "$scope") {
      ++depth;
    } else if (word == "$upscope") {
      --depth;
    }
    skip();
  }
  EXPECT_EQ(depth, 0);
  skip();
  int64_t time = -1;
  while (in >> word) {
    if (word == "$dumpvars" || word == "$end")
      continue;
    if (word[0] == '#') {
      EXPECT_GT(std::stoll(word.substr(1)), time);
      time = std::stoll(word.substr(1));
      continue;
    }
    std::string value = word.substr(0, 1), code = word.substr(1);
    if (word[0] == 'b') {
      value = word.substr(1);
      in >> code;
    }
    EXPECT_TRUE(kinds.count(code)) << code;
    EXPECT_EQ(kinds[code] == "integer", word[0] == 'b');
    EXPECT_EQ(value.find_first_not_of("01"), value.npos) << word;
    EXPECT_NE(values[code], value) << word; // a change
    values[code] = value;
    ++changes;
  }
  EXPECT_EQ(values.size(), kinds.size()); // all have a first value
}

} // namespace

TEST(Vcd, OnePacket) {
  ChipModel chip = makeTestChip(2, 1, 1);
  chip.timing.cycleFs = 2'500'000;
  // Update and spike out: 2; axon-out, local link, two routers, a link and a local link: 8;
  // look-up, word and accumulate: 11; barrier: 12. Then the readout's update, 13, and its
  // barrier, 14.
  const std::string expected =
      "$timescale 100 ps $end\n"
      "$scope module chip $end\n"
      "$var integer 32 ! chip_step $end\n"
      "$var wire 1 \" working $end\n"
      "$scope module core_0 $end\n"
      "$var wire 1 # busy_update $end\n"
      "$var wire 1 $ stall_send $end\n"
      "$var wire 1 % busy_synapse $end\n"
      "$var integer 32 & axon_in $end\n"
      "$upscope $end\n"
      "$scope module core_1 $end\n"
      "$var wire 1 ' busy_update $end\n"
      "$var wire 1 ( stall_send $end\n"
      "$var wire 1 ) busy_synapse $end\n"
      "$var integer 32 * axon_in $end\n"
      "$upscope $end\n"
      "$upscope $end\n"
      "$enddefinitions $end\n"
      "#0\n$dumpvars\nb0 !\n0\"\n0#\n0$\n0%\nb0 &\n0'\n0(\n0)\nb0 *\n$end\n"
      "1\"\n1#\n"
      "#50\n0#\n"
      "#200\n1)\n"
      "#275\n0\"\n0)\n"
      "#300\nb1 !\n1\"\n1'\n"
      "#325\n0\"\n0'\n"
      "#350\n";
  const std::string vcd = dump(buildPair(chip, 0, 1, 1, 1), chip, {0}, 1);
  const size_t at = vcd.find("$timescale");
  ASSERT_NE(at, vcd.npos);
  EXPECT_EQ(vcd.substr(at), expected);
  EXPECT_NE(vcd.find("chip test, some data, sample 0"), vcd.npos);
}

// Arrivals in 5, 7 and 9, each taken three cycles after the one before: one waits from 7 to 8, one
// from 9 to 11.
TEST(Vcd, PacketsThatWait) {
  ChipModel chip = makeTestChip(1, 1, 1);
  chip.timing.cycleFs = 1000;
  chip.timing.spikeOutCycles = 0;
  chip.timing.axonOutFifoPackets = 1;
  const std::string vcd = dump(buildPair(chip, 0, 3, 0, 1), chip, {0}, 1);
  EXPECT_NE(vcd.find("$timescale 1 ps $end"), vcd.npos);
  const size_t at = vcd.find("$end\n1\"");
  ASSERT_NE(at, vcd.npos);
  EXPECT_EQ(vcd.substr(at + 5, vcd.find("#15") - at - 5), "1\"\n1#\n"
                                                          "#2\n0#\n1$\n"
                                                          "#3\n1#\n0$\n"
                                                          "#4\n0#\n1$\n"
                                                          "#5\n0$\n1%\n"
                                                          "#7\nb1 &\n#8\nb0 &\n"
                                                          "#9\nb1 &\n#11\nb0 &\n"
                                                          "#14\n0\"\n0%\n");
}

TEST(Vcd, FollowsTheGrammar) {
  size_t changes = 0;
  for (uint32_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    Random random(seed);
    NaiveNetwork network = makeRandomNetwork(random);
    ChipModel chip = makeRandomChip(random);
    ChipImage image = mapAtRandom(network, chip, random);
    checkGrammar(dump(image, chip, makeRandomPixels(network, random), 4), changes);
  }
  EXPECT_GT(changes, 1000u);
}
