// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/Counters.h"
#include <gtest/gtest.h>
#include <set>

using namespace nacre;

TEST(Counters, EveryEventHasItsName) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < eventCount; ++i)
    names.insert(eventName(Event(i)));
  EXPECT_EQ(names.size(), eventCount);
  EXPECT_EQ(eventName(Event::Spikes), "spikes");
  EXPECT_EQ(eventName(Event::HostMacs), "host_macs");
  EXPECT_EQ(eventName(Event::StallReceiveCycles), "stall_receive_cycles");
}

TEST(Counters, AddByEvent) {
  Counters a, b;
  a[Event::Spikes] = 2, b[Event::Spikes] = 3, b[Event::HopsLocal] = 5;
  a += b;
  EXPECT_EQ(a[Event::Spikes], 5);
  EXPECT_EQ(a[Event::HopsLocal], 5);
  EXPECT_EQ(a[Event::SynapticOps], 0);
}
