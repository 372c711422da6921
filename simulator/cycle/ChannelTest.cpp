// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Timing by probing: not yet at t - 1, at t.
#include "simulator/cycle/Channel.h"
#include <gtest/gtest.h>

using namespace nacre;

static ChannelShape makeShape(Cycle latency, Cycle credit, Cycle interval, uint32_t depth) {
  return {latency, credit, interval, depth, 0, 1};
}

TEST(Channel, FlitIsVisibleAfterTheLatency) {
  Agenda agenda(2);
  Channel channel(makeShape(5, 1, 1, 4));
  EXPECT_EQ(channel.visibleAt(), never);
  channel.send({7, 8}, 10, agenda);
  EXPECT_EQ(channel.visibleAt(), 15);
  EXPECT_EQ(agenda.next(), 15);
  std::vector<uint32_t> due;
  agenda.take(15, due);
  EXPECT_EQ(due, std::vector<uint32_t>{1}); // the receiver
  Flit flit = channel.pop(15, agenda);
  EXPECT_EQ(flit.route, 7u);
  EXPECT_EQ(flit.neuron, 8u);
  EXPECT_TRUE(channel.empty());
}

TEST(Channel, LinkTakesOneFlitAnInterval) {
  Agenda agenda(2);
  Channel channel(makeShape(1, 1, 3, 4));
  channel.send({}, 10, agenda);
  EXPECT_EQ(channel.linkFreeAt(), 13);
  channel.send({}, 13, agenda);
  EXPECT_EQ(channel.linkFreeAt(), 16);
}

TEST(Channel, CreditComesBackLater) {
  Agenda agenda(2);
  Channel channel(makeShape(1, 4, 1, 2));
  channel.send({}, 0, agenda);
  EXPECT_EQ(channel.creditAt(), 0); // the second slot
  channel.send({}, 1, agenda);
  EXPECT_EQ(channel.creditAt(), never);
  channel.pop(9, agenda);
  EXPECT_EQ(channel.creditAt(), 13);
  agenda.reset(10);
  channel.send({}, 13, agenda);
  EXPECT_EQ(channel.creditAt(), never);
}

TEST(Channel, PopOfAFullChannelWakesTheSender) {
  Agenda agenda(2);
  Channel channel(makeShape(1, 4, 1, 1));
  channel.send({}, 0, agenda);
  std::vector<uint32_t> due;
  agenda.take(1, due);
  channel.pop(1, agenda);
  EXPECT_EQ(agenda.next(), 5);
  agenda.take(5, due);
  EXPECT_EQ(due, std::vector<uint32_t>{0});
}

TEST(Channel, KeepsTheOrder) {
  Agenda agenda(2);
  Channel channel(makeShape(1, 1, 1, 3));
  uint32_t sent = 0, received = 0;
  for (Cycle now = 0; received < 20; ++now) {
    agenda.reset(now);
    if (channel.visibleAt() <= now && now % 2)
      ASSERT_EQ(channel.pop(now, agenda).neuron, received++);
    if (channel.creditAt() <= now && channel.linkFreeAt() <= now)
      channel.send({0, sent++}, now, agenda);
  }
}
