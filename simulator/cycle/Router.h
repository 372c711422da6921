// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An input-queued router: each output serves the heads of the input queues in turn.
#pragma once
#include "simulator/cycle/Channel.h"
#include "simulator/cycle/StepContext.h"

namespace nacre {

/// Route computation and allocation cost time but never a decision: they are part of the latency of
/// the channels into the router, and a flit competes for its output when it becomes visible.
class Router {
  static constexpr uint32_t none = ~uint32_t(0);

  struct Output {
    Channel *channel = nullptr; ///< null at the edge of the mesh
    uint32_t turn = 0;          ///< the input with the first claim
    uint32_t winner = none;     ///< of this evaluation
    bool contested = false;
    Cycle stalledSince = never;
  };

  std::vector<Channel *> inputs; ///< by port
  std::vector<Output> outputs;   ///< by port
  std::vector<uint32_t> requested;

  void request(uint32_t input, uint32_t port);
  Cycle serve(uint32_t port, Cycle now, StepContext &step);

public:
  explicit Router(uint32_t ports) : inputs(ports), outputs(ports) { requested.reserve(ports); }

  void connectInput(uint32_t port, Channel &channel) { inputs[port] = &channel; }
  void connectOutput(uint32_t port, Channel &channel) { outputs[port].channel = &channel; }

  /// Before each chip step, so that the time of a step depends on nothing but its spikes.
  void resetTurns() {
    for (Output &output : outputs)
      output.turn = 0;
  }

  /// Returns the next cycle to evaluate, as far as this router knows.
  Cycle evaluate(Cycle now, StepContext &step);
};

} // namespace nacre
