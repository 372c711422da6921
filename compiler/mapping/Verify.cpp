// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The independent checker of a mapping. It shares only the counting of needs (Needs.cpp) with the
// algorithms: what must be sent it finds by walking outputs and taps, and counts neuron by neuron.
#include "compiler/mapping/Needs.h"
#include "compiler/mapping/VerifyRoutes.h"
#include "hw_models/image/NeuronDelivery.h"
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace nacre {

namespace {

/// Counts per neuron of the whole network. Used for one core after the other: clearing takes as
/// long as the counting did, not as long as the network is large.
class Tally {
  struct Neuron {
    size_t population;
    int64_t index;
  };
  std::vector<std::vector<int32_t>> counts; ///< by population and neuron
  std::vector<Neuron> counted;              ///< those that are not 0

public:
  explicit Tally(const MappingProblem &problem) {
    for (const auto &population : problem.populations)
      counts.emplace_back(size_t(population.shape.volume()), 0);
  }

  int32_t at(size_t population, int64_t index) const { return counts[population][size_t(index)]; }

  int32_t add(size_t population, int64_t index) {
    int32_t &count = counts[population][size_t(index)];
    if (count++ == 0)
      counted.push_back({population, index});
    return count;
  }

  const std::vector<Neuron> &nonZero() const { return counted; }

  void clear() {
    for (const Neuron &neuron : counted)
      counts[neuron.population][size_t(neuron.index)] = 0;
    counted.clear();
  }
};

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
         {&Verifier::ordersHold, &Verifier::slicesCoverNeurons, &Verifier::coresHold,
          &Verifier::delaysHold, &Verifier::everySynapseReached, &Verifier::axonsOutHold})
      if (auto status = (this->*check)(); !status)
        return status;
    return verifyRoutes(problem);
  }

private:
  const std::string &name(size_t population) const { return problem.populations[population].name; }

  /// Calls f with the index of each neuron of the box.
  template <class F> void eachNeuron(size_t population, const Box &box, F f) const {
    const Box shape = problem.extent(population);
    for (int64_t c = box.c.begin; c < box.c.end; ++c)
      for (int64_t y = box.y.begin; y < box.y.end; ++y)
        for (int64_t x = box.x.begin; x < box.x.end; ++x)
          f((c * shape.y.size() + y) * shape.x.size() + x);
  }

  /// The same of a flow, which may leave some out.
  template <class F> void eachNeuron(const MappingProblem::Flow &flow, F f) const {
    if (flow.neurons.empty())
      return eachNeuron(flow.population, flow.box, f);
    for (uint32_t neuron : flow.neurons)
      f(neuron);
  }

  bool inside(const Box &box, size_t population) const {
    return !box.empty() && intersect(box, problem.extent(population)) == box;
  }

  Status ordersHold() {
    for (size_t p = 0; p < problem.order.size(); ++p) {
      const auto &order = problem.order[p];
      std::vector<uint32_t> sorted = order;
      std::sort(sorted.begin(), sorted.end());
      bool complete =
          order.empty() || int64_t(order.size()) == problem.populations[p].shape.volume();
      for (size_t i = 0; i < sorted.size(); ++i)
        complete = complete && sorted[i] == i;
      if (!complete)
        return Error{
            fmt::format("the order of layer '{}' does not hold each neuron once", name(p))};
      for (const auto &edge : problem.edges)
        if (!order.empty() && !edge.sparse && (edge.source == p || edge.target == p))
          return Error{fmt::format(
              "layer '{}' is numbered anew but has synapses that are not sparse", name(p))};
    }
    return success();
  }

  Status slicesCoverNeurons() {
    Tally held(problem);
    for (const auto &slice : problem.slices) {
      if (!inside(slice.box, slice.population))
        return Error{
            fmt::format("a slice of layer '{}' lies outside the layer", name(slice.population))};
      if (slice.core < 0 || slice.core >= problem.chip.grid.cores())
        return Error{fmt::format("a slice of layer '{}' is on core {}, which chip '{}' has not",
                                 name(slice.population), slice.core, problem.chip.name)};
      if (slice.isCopy() && problem.populations[slice.population].theta.empty())
        return Error{fmt::format("the readout '{}' has a copy", name(slice.population))};
      if (!slice.isCopy())
        eachNeuron(slice.population, slice.box,
                   [&](int64_t neuron) { held.add(slice.population, neuron); });
    }
    for (size_t p = 0; p < problem.populations.size(); ++p)
      for (int64_t n = 0; n < problem.populations[p].shape.volume(); ++n)
        if (held.at(p, n) != 1)
          return Error{fmt::format("neuron {} of layer '{}' lies in {} slices instead of one", n,
                                   name(p), held.at(p, n))};
    return success();
  }

  Status coresHold() {
    NeedsCounter counter(problem);
    for (const auto &[core, slices] : slicesOfCore) {
      for (size_t i = 0; i < slices.size(); ++i)
        for (size_t j = 0; j < i; ++j)
          if (slices[i]->population == slices[j]->population &&
              !intersect(slices[i]->box, slices[j]->box).empty())
            return Error{fmt::format("core {} holds neurons of layer '{}' twice", core,
                                     name(slices[i]->population))};
      SliceNeeds needs;
      for (const auto *slice : slices)
        needs += counter.of(slice->population, slice->box);
      if (auto found = shortagesOf(needs, problem.chip.limits); !found.empty())
        return doesNotFit(problem, slices.front()->population, fmt::format("core {}", core),
                          found.front(), "")
            .error;
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

  /// Per destination core: which neurons have synapses there, and how often each is sent.
  Status everySynapseReached() {
    std::map<int64_t, std::vector<const MappingProblem::Flow *>> flowsTo;
    for (const auto &flow : problem.flows) {
      if (auto status = isHeld(flow); !status)
        return status;
      flowsTo[flow.to].push_back(&flow);
    }
    std::set<size_t> sparse; // sources of sparse synapses
    for (const auto &edge : problem.edges)
      if (edge.sparse)
        sparse.insert(edge.source);
    for (size_t population : sparse)
      if (auto status = neuronsReached(population); !status)
        return status;
    Tally needed(problem), sent(problem);
    for (const auto &[core, slices] : slicesOfCore) {
      needed.clear();
      sent.clear();
      for (const auto *slice : slices)
        for (const auto &edge : problem.edges)
          if (edge.target == slice->population && !sparse.count(edge.source))
            eachNeuron(edge.source, sourcesOf(edge, slice->box), [&](int64_t neuron) {
              if (needed.at(edge.source, neuron) == 0)
                needed.add(edge.source, neuron);
            });
      for (const auto *flow : flowsTo[core])
        if (!sparse.count(flow->population))
          eachNeuron(*flow, [&](int64_t neuron) { sent.add(flow->population, neuron); });
      for (const Tally *tally : {&needed, &sent})
        for (auto [population, neuron] : tally->nonZero())
          if (sent.at(population, neuron) != needed.at(population, neuron))
            return reached(population, neuron, core, sent.at(population, neuron),
                           needed.at(population, neuron));
      flowsTo.erase(core);
    }
    if (!flowsTo.empty())
      return Error{fmt::format("spikes are sent to core {}, which holds no neurons",
                               flowsTo.begin()->first)};
    return success();
  }

  Error reached(size_t population, int64_t neuron, int64_t core, int64_t sent,
                int64_t needed) const {
    return Error{
        fmt::format("spikes of neuron {} of layer '{}' reach core {} {} times instead of {}",
                    neuron, name(population), core, sent, needed)};
  }

  /// The same of the source of sparse synapses: walks all synapses in the network's numbers.
  Status neuronsReached(size_t population) {
    std::vector<uint32_t> renumbered(size_t(problem.populations[population].shape.volume()));
    uint32_t next = 0;
    for (uint32_t neuron : problem.neuronsOf(population, problem.extent(population)))
      renumbered[neuron] = next++;
    NeuronDelivery delivery;
    for (const auto &edge : problem.edges) {
      if (edge.source != population)
        continue;
      std::vector<int64_t> coreOf(size_t(problem.populations[edge.target].shape.volume()), -1);
      for (const auto &slice : problem.slices)
        if (slice.population == edge.target) {
          for (uint32_t neuron : problem.neuronsOf(slice.population, slice.box))
            coreOf[neuron] = slice.core;
          if (!edge.sparse)
            eachNeuron(population, sourcesOf(edge, slice.box), [&](int64_t neuron) {
              delivery.need(uint32_t(neuron), uint32_t(slice.core));
            });
        }
      for (uint32_t source = 0; edge.sparse && source < renumbered.size(); ++source) {
        std::vector<int64_t> cores;
        for (uint32_t target : edge.sparse->bySource().targetsOf(source))
          cores.push_back(coreOf[target]);
        std::sort(cores.begin(), cores.end());
        cores.erase(std::unique(cores.begin(), cores.end()), cores.end());
        for (int64_t core : cores)
          delivery.need(renumbered[source], uint32_t(core));
      }
    }
    for (const auto &flow : problem.flows)
      if (flow.population == population)
        eachNeuron(flow,
                   [&](int64_t neuron) { delivery.send(uint32_t(neuron), uint32_t(flow.to)); });
    if (auto fault = delivery.fault(/*exactly=*/true))
      return reached(population, fault->neuron, fault->core, fault->sent, fault->needed);
    return success();
  }

  /// The sources of the slice's synapses, which name them as one box: from the first to the last
  /// neuron that some output reads through some tap.
  Box sourcesOf(const MappingProblem::Edge &edge, const Box &target) const {
    const Box &shape = problem.populations[edge.source].shape;
    if (!edge.convolution)
      return shape;
    int64_t inputs = shape.c.size() / edge.groups;
    int64_t outputs = problem.populations[edge.target].shape.c.size() / edge.groups;
    Range channels = {shape.c.size(), 0};
    for (int64_t o = target.c.begin; o < target.c.end; ++o)
      for (int64_t i = 0; i < inputs; ++i)
        extend(channels, o / outputs * inputs + i);
    return {channels, readBy(target.y, edge.window.y, shape.y.size()),
            readBy(target.x, edge.window.x, shape.x.size())};
  }

  static Range readBy(Range target, const Window &window, int64_t inputs) {
    Range read = {inputs, 0};
    for (int64_t o = target.begin; o < target.end; ++o)
      for (int64_t k = 0; k < window.kernel; ++k)
        if (int64_t input = window.inputOf(o, k); input >= 0 && input < inputs)
          extend(read, input);
    return read;
  }

  static void extend(Range &range, int64_t position) {
    range.begin = std::min(range.begin, position);
    range.end = std::max(range.end, position + 1);
  }

  Status isHeld(const MappingProblem::Flow &flow) const {
    auto source = slicesOfCore.find(flow.from);
    int64_t held = 0;
    if (source != slicesOfCore.end())
      for (const auto *slice : source->second)
        if (slice->population == flow.population)
          held += intersect(slice->box, flow.box).volume();
    const Box shape = problem.extent(flow.population);
    for (int64_t neuron : flow.neurons) {
      int64_t plane = shape.y.size() * shape.x.size(), c = neuron / plane,
              y = neuron % plane / shape.x.size(), x = neuron % shape.x.size();
      if (intersect(flow.box, {{c, c + 1}, {y, y + 1}, {x, x + 1}}).empty())
        held = -1;
    }
    if (!inside(flow.box, flow.population) || held != flow.box.volume())
      return Error{fmt::format("a flow from core {} sends neurons of layer '{}' that the core does "
                               "not hold",
                               flow.from, name(flow.population))};
    return success();
  }

  Status axonsOutHold() {
    std::map<int64_t, std::vector<const MappingProblem::Flow *>> flowsFrom;
    for (const auto &flow : problem.flows)
      flowsFrom[flow.from].push_back(&flow);
    const auto &limits = problem.chip.limits;
    Tally targets(problem);
    for (const auto &[core, flows] : flowsFrom) {
      targets.clear();
      int64_t entries = 0;
      for (const auto *flow : flows) {
        entries += flow->sources();
        int64_t most = 0;
        eachNeuron(*flow, [&](int64_t neuron) {
          most = std::max<int64_t>(most, targets.add(flow->population, neuron));
        });
        std::string where = fmt::format("core {}", core);
        if (most > limits.targetsPerNeuron)
          return doesNotFit(problem, flow->population, where,
                            {"destination cores of one neuron", most,
                             &ChipModel::Limits::targetsPerNeuron},
                            "")
              .error;
        if (entries > limits.axonsOut)
          return doesNotFit(problem, flow->population, where,
                            {"output axons", entries, &ChipModel::Limits::axonsOut}, "")
              .error;
      }
    }
    return success();
  }
};

} // namespace

Status MappingProblem::verify() const { return Verifier(*this).run(); }

} // namespace nacre
