// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A link and the buffer at its end.
//
// Whatever one side does in a cycle is stamped with a later cycle before which the other side
// cannot see it: a flit when it arrives, a freed slot when its credit is back. So it makes no
// difference which of the two is evaluated first, and no second phase is needed to commit.
#pragma once
#include "simulator/cycle/Agenda.h"
#include <algorithm>
#include <cassert>

namespace nacre {

/// A packet: one spike of one neuron to one core.
struct Flit {
  uint32_t route = 0;  ///< index into Network::routes
  uint32_t neuron = 0; ///< within the sending slice
  uint32_t portAt =
      0;             ///< index into Network::ports: where it leaves the router it is at or goes to
  uint32_t port = 0; ///< = ports[portAt]; a router looks at it again and again
};

struct ChannelShape {
  Cycle latency = 1;                 ///< from send to visible, >= 1
  Cycle credit = 1;                  ///< from pop until the sender may use the slot again, >= 1
  Cycle interval = 1;                ///< least distance of two flits; 0: several in one cycle
  uint32_t depth = 1;                ///< flits, those on the link included
  uint32_t sender = 0, receiver = 0; ///< components to wake
};

class Channel {
  struct Slot {
    Cycle time = 0; ///< occupied: visible from; free: usable from
    Flit flit;
  };

  ChannelShape shape;
  Cycle nextSend = 0;
  uint32_t head = 0, tail = 0, count = 0;
  std::vector<Slot> slots;

  uint32_t after(uint32_t slot) const { return slot + 1 == shape.depth ? 0 : slot + 1; }

public:
  explicit Channel(const ChannelShape &shape) : shape(shape), slots(shape.depth) {
    assert(shape.latency >= 1 && shape.credit >= 1 && shape.depth >= 1);
  }

  bool empty() const { return count == 0; }

  /// Sender: when the link can take a flit, as far as the interval goes.
  Cycle linkFreeAt() const { return nextSend; }

  /// Sender: when there is a slot; never: not known yet, the sender is woken.
  Cycle creditAt() const { return count == shape.depth ? never : slots[tail].time; }

  void send(const Flit &flit, Cycle now, Agenda &agenda) {
    assert(creditAt() <= now && nextSend <= now);
    slots[tail] = {now + shape.latency, flit};
    tail = after(tail);
    ++count;
    nextSend = now + shape.interval;
    agenda.wake(shape.receiver, now + shape.latency);
  }

  /// Receiver: when there is a flit to see, or never.
  Cycle visibleAt() const { return count == 0 ? never : slots[head].time; }
  const Flit &front() const { return slots[head].flit; }

  Flit pop(Cycle now, Agenda &agenda) {
    assert(visibleAt() <= now);
    Flit flit = slots[head].flit;
    slots[head].time = now + shape.credit;
    head = after(head);
    if (count-- == shape.depth)
      agenda.wake(shape.sender, now + shape.credit);
    return flit;
  }
};

} // namespace nacre
