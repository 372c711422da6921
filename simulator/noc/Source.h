// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The sending side of a core: packets in the order in which they enter the network.
#pragma once
#include "simulator/noc/Agenda.h"
#include <algorithm>

namespace nacre {

struct Packet {
  uint32_t id = 0;
  uint32_t destination = 0; ///< core, or group
  uint32_t flits = 1;
};

/// A producer works on one packet after the other and puts each into a queue of limited length as
/// soon as it is done and there is room. When it does so follows from when earlier packets leave,
/// so nothing has to be evaluated but the departures.
class Source {
  struct Entry {
    Packet packet;
    Cycle work = 0;     ///< since the packet before entered
    Cycle departed = 0; ///< when its tail was sent
    Cycle stall = 0;    ///< cycles for which it was ready and had no room
  };

  std::vector<Entry> entries;
  size_t front_ = 0;
  size_t queueLength;
  Cycle entered = 0; ///< when the packet in front entered, or the last one

  void enterFront() {
    Entry &entry = entries[front_];
    entered += entry.work;
    if (front_ < queueLength)
      return;
    Cycle room = entries[front_ - queueLength].departed + 1;
    entry.stall = std::max<Cycle>(room - entered, 0);
    entered += entry.stall;
  }

public:
  static constexpr size_t unbounded = ~size_t(0);
  explicit Source(size_t queueLength = unbounded) : queueLength(queueLength) {}

  bool empty() const { return front_ == entries.size(); }
  const Packet &front() const { return entries[front_].packet; }

  /// When the packet in front can leave, as far as its producer goes.
  Cycle earliest() const { return entered + 1; }

  /// The producer starts anew in a cycle; nothing is queued.
  void start(Cycle cycle) {
    entries.clear();
    front_ = 0;
    entered = cycle;
  }

  /// A packet that takes `work` cycles, at the end of the queue. Returns whether it is in front.
  bool add(const Packet &packet, Cycle work) {
    if (queueLength == unbounded && front_ > 64 && 2 * front_ > entries.size()) {
      entries.erase(entries.begin(), entries.begin() + long(front_));
      front_ = 0;
    }
    entries.push_back({packet, work});
    if (front_ + 1 != entries.size())
      return false;
    enterFront();
    return true;
  }

  /// The tail of the packet in front is sent.
  void depart(Cycle cycle) {
    entries[front_++].departed = cycle;
    if (!empty())
      enterFront();
    else if (queueLength == unbounded)
      start(entered);
  }

  /// When the last packet entered the queue; all are gone.
  Cycle lastEntered() const { return entered; }

  /// Of a queue that started in cycle `at`: calls f(packet, begun, ready, entered, departed) for
  /// each packet, by the cycles in which its producer began and was done with it, it entered the
  /// queue, and its tail was sent; all are gone.
  template <class F> void forEachPacket(Cycle at, F f) const {
    for (const Entry &entry : entries) {
      const Cycle begun = at, ready = begun + entry.work;
      at = ready + entry.stall;
      f(entry.packet, begun, ready, at, entry.departed);
    }
  }

  /// Calls f(packet, cycles) for each packet that found the queue full; all are gone.
  template <class F> void forEachStall(F f) const {
    for (const Entry &entry : entries)
      if (entry.stall)
        f(entry.packet, entry.stall);
  }
};

} // namespace nacre
