// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/cycle/Router.h"

namespace nacre {

void Router::request(uint32_t input, uint32_t port) {
  Output &output = outputs[port];
  if (output.winner == none) {
    output.winner = input;
    output.contested = false;
    requested.push_back(port);
    return;
  }
  output.contested = true;
  auto distance = [&](uint32_t i) {
    return i < output.turn ? i + uint32_t(inputs.size()) - output.turn : i - output.turn;
  };
  if (distance(input) < distance(output.winner))
    output.winner = input;
}

Cycle Router::serve(uint32_t port, Cycle now, StepContext &step) {
  Output &output = outputs[port];
  Channel &from = *inputs[output.winner], &to = *output.channel;
  if (to.linkFreeAt() > now)
    return to.linkFreeAt();
  const bool local = port >= Network::meshPorts;
  if (to.creditAt() > now) {
    if (local)
      output.stalledSince = std::min(output.stalledSince, now);
    return to.creditAt();
  }
  Flit flit = from.pop(now, step.agenda);
  const Network::Route &route = step.network.routes[flit.route];
  Counters &count = step.counters[route.slice];
  if (local) {
    ++count[Event::HopsLocal];
    if (output.stalledSince != never)
      step.counters[step.network.firstSliceOf(route)][Event::StallReceiveCycles] +=
          now - output.stalledSince;
    output.stalledSince = never;
  } else {
    flit.port = step.network.ports[++flit.portAt];
    bool eastWest = Direction(port) == Direction::East || Direction(port) == Direction::West;
    ++count[eastWest ? Event::HopsEastWest : Event::HopsNorthSouth];
  }
  to.send(flit, now, step.agenda);
  output.turn = output.winner + 1 == inputs.size() ? 0 : output.winner + 1;
  Cycle next = output.contested ? to.linkFreeAt() : never;
  return from.empty() ? next : std::min(next, std::max(now + 1, from.visibleAt()));
}

Cycle Router::evaluate(Cycle now, StepContext &step) {
  Cycle next = never;
  for (uint32_t input = 0; input < inputs.size(); ++input) {
    if (!inputs[input] || inputs[input]->empty())
      continue;
    if (inputs[input]->visibleAt() > now) {
      next = std::min(next, inputs[input]->visibleAt());
      continue;
    }
    request(input, inputs[input]->front().port);
  }
  for (uint32_t port : requested) {
    next = std::min(next, serve(port, now, step));
    outputs[port].winner = none;
  }
  requested.clear();
  return next;
}

} // namespace nacre
