// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/Router.h"
#include "simulator/testing/ImageBuilder.h"
#include "simulator/testing/TestChip.h"
#include <gtest/gtest.h>

using namespace nacre;

namespace {

/// The router of tile 0, whose three cores each have a route to the east, outside of any mesh.
class RouterTest : public testing::Test {
protected:
  ChipModel chip = makeTestChip(2, 1, 3);
  Network network{*build(chip), chip};
  ChipState state{network};
  Agenda agenda{1};
  SpikeRecord record{network, nullptr};
  std::vector<Counters> counters{network.slices.size()};
  StepContext step{network, state, agenda, record, counters};
  Router router{network.portsPerRouter()};
  Channel inputs[3] = {Channel(queue), Channel(queue), Channel(queue)};
  static constexpr ChannelShape queue{1, 1, 0, 8, 0, 0};

  static ChipImage build(const ChipModel &chip) {
    ImageBuilder b(chip);
    uint32_t out = b.addReadout(1, 1);
    image::SliceT &readout = b.addSlice(3, out);
    uint32_t weights = b.addWeights({1});
    for (uint32_t core = 0; core < 3; ++core) {
      uint32_t p = b.addPopulation(1, 1, 1);
      b.addSlice(core, p);
      b.addDense(readout, p, weights);
    }
    return b.build();
  }

  /// Routes of the flits that leave through `output`, in their order, and the cycles in which they
  /// do so.
  std::vector<std::pair<uint32_t, Cycle>> drain(const ChannelShape &shape, Cycle cycles) {
    Channel output(shape);
    router.connectOutput(uint32_t(Direction::East), output);
    std::vector<std::pair<uint32_t, Cycle>> left;
    for (Cycle now = 1; now <= cycles; ++now) {
      agenda.reset(now);
      router.evaluate(now, step);
      if (output.visibleAt() <= now + shape.latency)
        left.emplace_back(output.pop(now + shape.latency, agenda).route, now);
    }
    return left;
  }

  void fill(uint32_t core, int flits) {
    router.connectInput(uint32_t(Network::meshPorts + core), inputs[core]);
    for (int i = 0; i < flits; ++i)
      inputs[core].send({core, 0, network.routes[core].firstPort, uint32_t(Direction::East)}, 0,
                        agenda);
  }
};

} // namespace

TEST_F(RouterTest, InputsTakeTurns) {
  fill(0, 3), fill(1, 3), fill(2, 1);
  using Left = std::vector<std::pair<uint32_t, Cycle>>;
  EXPECT_EQ(drain({1, 1, 1, 8, 0, 0}, 20),
            (Left{{0, 1}, {1, 2}, {2, 3}, {0, 4}, {1, 5}, {0, 6}, {1, 7}}));
  EXPECT_EQ(counters[0][Event::HopsEastWest], 3);
  EXPECT_EQ(counters[2][Event::HopsEastWest], 1);
  EXPECT_EQ(counters[0][Event::HopsLocal], 0);
}

TEST_F(RouterTest, OutputKeepsItsInterval) {
  fill(0, 2), fill(2, 1);
  using Left = std::vector<std::pair<uint32_t, Cycle>>;
  EXPECT_EQ(drain({1, 1, 4, 8, 0, 0}, 20), (Left{{0, 1}, {2, 5}, {0, 9}}));
}

TEST_F(RouterTest, OutputWaitsForCredit) {
  // One slot, popped when it becomes visible after 3 cycles, its credit back after 5.
  fill(1, 2);
  using Left = std::vector<std::pair<uint32_t, Cycle>>;
  EXPECT_EQ(drain({3, 5, 1, 1, 0, 0}, 20), (Left{{1, 1}, {1, 9}}));
}

TEST_F(RouterTest, SaysWhenItWantsToBeWoken) {
  EXPECT_EQ(router.evaluate(1, step), never);
  fill(0, 2), fill(1, 1);
  Channel output({1, 1, 6, 8, 0, 0});
  router.connectOutput(uint32_t(Direction::East), output);
  EXPECT_EQ(router.evaluate(0, step), 1); // its flits become visible
  EXPECT_EQ(router.evaluate(1, step), 2); // the next flit of input 0
  EXPECT_EQ(router.evaluate(2, step), 7); // the output's interval
  EXPECT_EQ(router.evaluate(7, step), 13);
}
