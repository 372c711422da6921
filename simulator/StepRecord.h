// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What happened in one chip step of a sample, for whoever watches the cycle engine.
#pragma once
#include <cstdint>
#include <vector>

namespace nacre {

/// Cores and slices are numbered as in the image. Times are cycles since the chip step began,
/// spans half-open; cycle 0 of chip step 0 is when the host has loaded its biases.
struct StepRecord {
  struct Span {
    uint32_t core = 0;
    int64_t begin = 0, end = 0;
  };

  struct Packet {
    uint32_t slice = 0;
    uint32_t neuron = 0; ///< of the slice's population
    int64_t queued = 0;  ///< enters the axon-out FIFO: its creation
    int64_t sent = 0;    ///< its tail leaves the core
  };

  /// To one core; with multicast a packet has several.
  struct Delivery {
    uint32_t packet = 0;
    uint32_t core = 0;
    int64_t arrived = 0;         ///< its tail
    int64_t taken = 0, done = 0; ///< by the synapse unit
  };

  int64_t chipStep = 0;
  int64_t start = 0;            ///< cycles since chip step 0 began
  int64_t work = 0;             ///< until the last core was done
  int64_t cycles = 0;           ///< with the barrier, and the slack of a fixed tick
  std::vector<Span> updates;    ///< update units at work; by core, then time
  std::vector<Span> sendStalls; ///< update units that wait for room in the axon-out FIFO; likewise
  std::vector<Packet> packets;  ///< by core, then time
  std::vector<Delivery> deliveries; ///< by core, then time
};

} // namespace nacre
