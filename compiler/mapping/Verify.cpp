// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The independent checker of a mapping. It shares only the counting of needs with the algorithms,
// and finds what must be sent by walking neurons, not boxes.
#include "compiler/mapping/MappingProblem.h"
#include "hw_models/noc/DeadlockCheck.h"
#include <fmt/format.h>
#include <map>

namespace nacre {

namespace {

class Verifier {
  const MappingProblem &problem;
  std::map<int64_t, std::vector<const MappingProblem::Slice *>> slicesOfCore;

public:
  explicit Verifier(const MappingProblem &problem) : problem(problem) {
    for (const auto &slice : problem.slices)
      slicesOfCore[slice.core].push_back(&slice);
  }

  Status run() {
    for (auto check :
         {&Verifier::slicesCoverNeurons, &Verifier::coresHold, &Verifier::delaysHold,
          &Verifier::everySynapseReached, &Verifier::axonsOutHold, &Verifier::routesConnect})
      if (auto status = (this->*check)(); !status)
        return status;
    return success();
  }

private:
  const std::string &name(size_t population) const { return problem.populations[population].name; }

  static size_t index(const Box &shape, int64_t c, int64_t y, int64_t x) {
    return size_t((c * shape.y.size() + y) * shape.x.size() + x);
  }

  template <class F> static void eachNeuron(const Box &box, F f) {
    for (int64_t c = box.c.begin; c < box.c.end; ++c)
      for (int64_t y = box.y.begin; y < box.y.end; ++y)
        for (int64_t x = box.x.begin; x < box.x.end; ++x)
          f(c, y, x);
  }

  bool inside(const Box &box, size_t population) const {
    return !box.empty() && intersect(box, problem.populations[population].shape) == box;
  }

  Status slicesCoverNeurons() {
    std::vector<std::vector<uint8_t>> held;
    for (const auto &population : problem.populations)
      held.emplace_back(size_t(population.shape.volume()), 0);
    for (const auto &slice : problem.slices) {
      if (!inside(slice.box, slice.population))
        return Error{
            fmt::format("a slice of layer '{}' lies outside the layer", name(slice.population))};
      if (slice.core < 0 || slice.core >= problem.chip.grid.cores())
        return Error{fmt::format("a slice of layer '{}' is on core {}, which chip '{}' has not",
                                 name(slice.population), slice.core, problem.chip.name)};
      const Box &shape = problem.populations[slice.population].shape;
      eachNeuron(slice.box, [&](int64_t c, int64_t y, int64_t x) {
        ++held[slice.population][index(shape, c, y, x)];
      });
    }
    for (size_t p = 0; p < held.size(); ++p)
      for (size_t n = 0; n < held[p].size(); ++n)
        if (held[p][n] != 1)
          return Error{fmt::format("neuron {} of layer '{}' lies in {} slices instead of one", n,
                                   name(p), held[p][n])};
    return success();
  }

  Status coresHold() {
    for (const auto &[core, slices] : slicesOfCore) {
      SliceNeeds needs;
      for (const auto *slice : slices)
        needs += needsOf(problem, slice->population, slice->box);
      if (auto found = shortagesOf(needs, problem.chip.limits); !found.empty())
        return doesNotFit(problem, slices.front()->population, fmt::format("core {}", core),
                          found.front(), "");
    }
    return success();
  }

  Status delaysHold() {
    for (size_t e = 0; e < problem.edges.size(); ++e) {
      const auto &edge = problem.edges[e];
      int64_t expected =
          edge.logicalDelay + problem.depth[edge.target] - problem.depth[edge.source];
      if (problem.delay[e] != expected || expected < 1 ||
          expected > problem.chip.limits.axonalDelaySteps)
        return Error{
            fmt::format("the delay of {} steps from layer '{}' to '{}' should be {}, within "
                        "1..{}",
                        problem.delay[e], name(edge.source), name(edge.target), expected,
                        problem.chip.limits.axonalDelaySteps)};
    }
    return success();
  }

  /// Per destination core and source layer: which neurons have synapses there, which are sent.
  Status everySynapseReached() {
    std::map<int64_t, std::vector<const MappingProblem::Flow *>> flowsTo;
    for (const auto &flow : problem.flows)
      flowsTo[flow.to].push_back(&flow);
    for (const auto &[core, slices] : slicesOfCore) {
      std::map<size_t, std::vector<uint8_t>> needed, sent;
      for (const auto *slice : slices)
        for (const auto &edge : problem.edges)
          if (edge.target == slice->population)
            markSources(edge, slice->box, needed[edge.source]);
      for (const auto *flow : flowsTo[core])
        if (auto status = markSent(*flow, sent[flow->population]); !status)
          return status;
      flowsTo.erase(core);
      for (auto *marks : {&needed, &sent})
        for (auto &[population, neurons] : *marks)
          neurons.resize(size_t(problem.populations[population].shape.volume()), 0);
      for (auto &[population, neurons] : needed)
        sent[population].resize(neurons.size(), 0);
      for (auto &[population, neurons] : sent) {
        needed[population].resize(neurons.size(), 0);
        for (size_t n = 0; n < neurons.size(); ++n)
          if (neurons[n] != needed[population][n])
            return Error{fmt::format("spikes of neuron {} of layer '{}' reach core {} {} times "
                                     "instead of {}",
                                     n, name(population), core, neurons[n], needed[population][n])};
      }
    }
    for (const auto &[core, flows] : flowsTo)
      if (!flows.empty())
        return Error{fmt::format("spikes are sent to core {}, which holds no neurons", core)};
    return success();
  }

  /// Marks the box of sources with an axon in the slice: the rows and columns some window spans.
  void markSources(const MappingProblem::Edge &edge, const Box &target,
                   std::vector<uint8_t> &needed) const {
    const Box &shape = problem.populations[edge.source].shape;
    needed.resize(size_t(shape.volume()), 0);
    Box field = problem.receptiveField(edge, target);
    eachNeuron(field, [&](int64_t c, int64_t y, int64_t x) { needed[index(shape, c, y, x)] = 1; });
  }

  Status markSent(const MappingProblem::Flow &flow, std::vector<uint8_t> &sent) const {
    const Box &shape = problem.populations[flow.population].shape;
    auto source = slicesOfCore.find(flow.from);
    int64_t held = 0;
    if (source != slicesOfCore.end())
      for (const auto *slice : source->second)
        if (slice->population == flow.population)
          held += intersect(slice->box, flow.box).volume();
    if (!inside(flow.box, flow.population) || held != flow.box.volume())
      return Error{fmt::format("a flow from core {} sends neurons of layer '{}' that the core does "
                               "not hold",
                               flow.from, name(flow.population))};
    sent.resize(size_t(shape.volume()), 0);
    eachNeuron(flow.box, [&](int64_t c, int64_t y, int64_t x) { ++sent[index(shape, c, y, x)]; });
    return success();
  }

  Status axonsOutHold() {
    std::map<int64_t, int64_t> entries;
    std::map<std::pair<int64_t, size_t>, std::vector<int64_t>> targets; // per neuron of the layer
    const auto &limits = problem.chip.limits;
    for (const auto &flow : problem.flows) {
      entries[flow.from] += flow.box.volume();
      const Box &shape = problem.populations[flow.population].shape;
      auto &counts = targets[{flow.from, flow.population}];
      counts.resize(size_t(shape.volume()), 0);
      int64_t most = 0;
      eachNeuron(flow.box, [&](int64_t c, int64_t y, int64_t x) {
        most = std::max(most, ++counts[index(shape, c, y, x)]);
      });
      std::string where = fmt::format("core {}", flow.from);
      if (most > limits.targetsPerNeuron)
        return doesNotFit(problem, flow.population, where,
                          {"destination cores of one neuron", most, limits.targetsPerNeuron}, "");
      if (entries[flow.from] > limits.axonsOut)
        return doesNotFit(problem, flow.population, where,
                          {"output axons", entries[flow.from], limits.axonsOut}, "");
    }
    return success();
  }

  /// Routers follow the chip's policy and nothing else, so a route must be the policy's path.
  Status routesConnect() {
    RoutingRegistry policies;
    registerAllRoutings(policies);
    auto policy = policies.get(problem.chip.routingPolicy, "routing policy");
    if (!policy)
      return policy.error();
    Topology topology = problem.chip.grid.topology();
    for (const auto &flow : problem.flows) {
      uint32_t here = topology.tileOf(uint32_t(flow.from)), to = topology.tileOf(uint32_t(flow.to));
      bool good = !flow.tiles.empty() && flow.tiles.front() == here && flow.tiles.back() == to;
      for (size_t i = 1; good && i < flow.tiles.size(); ++i) {
        auto next = topology.neighbour(here, (*policy)->next(topology, here, to));
        good = next && flow.tiles[i] == *next;
        here = uint32_t(flow.tiles[i]);
      }
      if (!good)
        return Error{fmt::format("the route from core {} to core {} is not the path of policy '{}'",
                                 flow.from, flow.to, problem.chip.routingPolicy)};
    }
    return checkRouting(topology, **policy);
  }
};

} // namespace

Status MappingProblem::verify() const { return Verifier(*this).run(); }

} // namespace nacre
