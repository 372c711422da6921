// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/noc/Noc.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <tuple>

using namespace nacre;

namespace {

NocModel makeMesh(uint32_t columns, uint32_t rows, uint32_t vcs, uint32_t bufferFlits) {
  RoutingRegistry routings;
  registerAllRoutings(routings);
  return {{columns, rows, 1}, **routings.get("xy", "routing policy"), vcs, bufferFlits, {}};
}

/// When the packets arrive that are created in cycle 0.
std::vector<Noc::Delivery> deliver(const NocModel &model,
                                   const std::vector<std::pair<uint32_t, Packet>> &packets,
                                   bool skip = true) {
  Noc noc(model);
  for (const auto &[core, packet] : packets)
    noc.create(core, packet);
  std::vector<Noc::Delivery> deliveries;
  while (deliveries.size() < packets.size() && noc.nextActive() != never) {
    if (skip)
      noc.skipTo(noc.nextActive());
    size_t before = deliveries.size();
    noc.step(deliveries);
    for (; before < deliveries.size(); ++before)
      noc.release(deliveries[before], deliveries[before].cycle);
  }
  return deliveries;
}

// One cycle a stage, as BookSim2 is set up in the reference: 4 a router, 2 for getting in.
TEST(Noc, SinglePacketNeedsTheClosedForm) {
  NocModel model = makeMesh(7, 1, 4, 8);
  for (uint32_t links = 0; links <= 6; ++links) {
    auto deliveries = deliver(model, {{0, {0, links, 1}}});
    ASSERT_EQ(deliveries.size(), 1u);
    EXPECT_EQ(deliveries[0].cycle, 2 + 4 * (links + 1)) << links;
    EXPECT_EQ(deliveries[0].cycle, model.zeroLoadLatency(0, links, 1)) << links;
  }
}

// Distinct primes: 1 + 7 + (h + 1) * (2 + 3 + 5 + 13 + 7) + (flits - 1) * 11.
TEST(Noc, EachDelayCountsOnce) {
  NocModel model = makeMesh(1, 7, 2, 32);
  model.timing = {2, 3, 5, 13, 7, 17, 11};
  for (uint32_t links = 0; links <= 6; ++links)
    for (uint32_t flits : {1u, 4u}) {
      auto deliveries = deliver(model, {{0, {0, links, flits}}});
      ASSERT_EQ(deliveries.size(), 1u);
      EXPECT_EQ(deliveries[0].cycle, 8 + (links + 1) * 30 + (flits - 1) * 11);
    }
}

// One slot everywhere, two flits.
TEST(Noc, CreditsLimitThroughput) {
  NocModel model = makeMesh(1, 1, 1, 1);
  // Into the router in cycle 1, there in 2, channel in 2, switch in 3, at the core in 6; the
  // source's slot is back in 3 + 2 = 5; the second flit enters then, wins in 6, but the core's
  // slot, filled in 6, is back in 8: it leaves in 8 and is there in 11.
  auto deliveries = deliver(model, {{0, {0, 0, 2}}});
  ASSERT_EQ(deliveries.size(), 1u);
  EXPECT_EQ(deliveries[0].cycle, 11);
}

// Two packets for one core meet in its router in the same cycle: one waits for one cycle.
TEST(Noc, OneFlitACycleLeavesAPort) {
  NocModel model = makeMesh(3, 1, 2, 4);
  auto deliveries = deliver(model, {{0, {0, 1, 1}}, {2, {1, 1, 1}}});
  ASSERT_EQ(deliveries.size(), 2u);
  EXPECT_EQ(deliveries[0].cycle, 10);
  EXPECT_EQ(deliveries[1].cycle, 11);
}

// The packet of core 1 has its first flit at core 2 in cycle 10, so router 1 sends it in cycle 3,
// and its tail in 8. With one virtual channel the packet of core 0 gets it in 9, the switch from 10
// to 15, and is complete 7 cycles later. With two they share the link without a gap: 12 flits from
// cycle 3 to 14.
TEST(Noc, TailFreesTheVirtualChannel) {
  NocModel one = makeMesh(3, 1, 1, 16), two = makeMesh(3, 1, 2, 16);
  std::vector<std::pair<uint32_t, Packet>> packets = {{0, {0, 2, 6}}, {1, {1, 2, 6}}};
  for (const auto &[model, last] : {std::pair{one, 22}, {two, 21}}) {
    auto deliveries = deliver(model, packets);
    ASSERT_EQ(deliveries.size(), 2u);
    EXPECT_EQ(deliveries.back().id, 0u);
    EXPECT_EQ(deliveries.back().cycle, last);
  }
}

TEST(Noc, IdleCyclesCanBeLeftOut) {
  NocModel model = makeMesh(4, 4, 2, 2);
  model.timing.linkCycles = 50;
  model.timing.flitIntervalCycles = 7;
  std::vector<std::pair<uint32_t, Packet>> packets;
  for (uint32_t i = 0; i < 64; ++i)
    packets.push_back({i % 16, {i, (i * 7 + 3) % 16, 1 + i % 3}});
  auto skipped = deliver(model, packets, true), stepped = deliver(model, packets, false);
  ASSERT_EQ(skipped.size(), packets.size());
  ASSERT_EQ(stepped.size(), packets.size());
  for (size_t i = 0; i < skipped.size(); ++i) {
    EXPECT_EQ(skipped[i].id, stepped[i].id);
    EXPECT_EQ(skipped[i].cycle, stepped[i].cycle);
  }
}

// From core 0 to cores 1 and 2 of a row: in router 1 one copy goes on to the east, as a single
// packet would, from cycle 6 on; the other asks for its channel in the cycle after the first one's
// tail was sent, 7 or, with two flits, 8.
TEST(Noc, MulticastCopiesLeaveOneAfterTheOther) {
  NocModel model = makeMesh(3, 1, 4, 8);
  for (const auto &[flits, atCore1, atCore2] : {std::tuple(1u, 12, 14), {2u, 14, 15}}) {
    Noc noc(model);
    noc.create(0, {7, noc.addGroup(0, {1, 2}), flits});
    std::vector<Noc::Delivery> deliveries;
    while (noc.nextActive() != never) {
      size_t before = deliveries.size();
      noc.step(deliveries);
      for (; before < deliveries.size(); ++before)
        noc.release(deliveries[before], deliveries[before].cycle);
    }
    ASSERT_EQ(deliveries.size(), 2u);
    std::sort(deliveries.begin(), deliveries.end(),
              [](auto &a, auto &b) { return a.core < b.core; });
    EXPECT_EQ(deliveries[0].id, 7u);
    EXPECT_EQ(deliveries[0].core, 1u);
    EXPECT_EQ(deliveries[0].cycle, atCore1) << flits;
    EXPECT_EQ(deliveries[1].core, 2u);
    EXPECT_EQ(deliveries[1].cycle, atCore2) << flits;
    EXPECT_EQ(noc.flitHops()[LinkKind::EastWest], 2 * flits);
    EXPECT_EQ(noc.flitHops()[LinkKind::Local], 2 * flits);
    EXPECT_TRUE(noc.isIdle());
  }
}

// Four packets round a 2x2 mesh (0 1 / 2 3), each in the way of the next.
TEST(Noc, SaysWhoWaitsForWhatInADeadlock) {
  NocModel model = makeMesh(2, 2, 1, 1);
  model.policy.ways = [](const Topology &, uint32_t here, uint32_t, uint8_t) -> Ways {
    Direction turn[] = {Direction::East, Direction::South, Direction::North, Direction::West};
    return {{turn[here]}};
  };
  Noc noc(model);
  for (uint32_t core = 0; core < 4; ++core)
    noc.create(core, {core, 3 - core, 4});
  std::vector<Noc::Delivery> deliveries;
  while (noc.nextActive() != never)
    noc.step(deliveries);
  EXPECT_TRUE(deliveries.empty());
  EXPECT_FALSE(noc.isIdle());
  std::string text = noc.describeWaiting();
  EXPECT_NE(text.find("packet 0 to core 3 in router 1 waits for a virtual channel to router 3"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("packet 2 to core 1 in router 0 waits for a virtual channel to router 1"),
            std::string::npos)
      << text;
}

TEST(Noc, ModelsWithoutSenseAreRefused) {
  NocModel model = makeMesh(2, 2, 1, 1);
  EXPECT_TRUE(model.check());
  NocModel noBuffer = model, noLink = model, tooWide = model;
  noBuffer.bufferFlits = 0;
  noLink.timing.linkCycles = 0;
  tooWide.virtualChannels = 13; // x 5 ports
  for (const auto &[bad, what] : {std::pair{noBuffer, "buffer flits"},
                                  {noLink, "link cycles"},
                                  {tooWide, "ports x virtual channels"}}) {
    Status status = bad.check();
    ASSERT_FALSE(status);
    EXPECT_NE(status.error().message.find(what), std::string::npos) << status.error().message;
  }
}

} // namespace
