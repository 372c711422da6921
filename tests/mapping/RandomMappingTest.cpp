// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random small networks on random chips: they are mapped, verified and above the lower bound, or
// refused for a reason that holds by arithmetic of its own.
#include "compiler/mapping/LowerBound.h"
#include "compiler/mapping/Solve.h"
#include "compiler/mapping/testing/Problems.h"
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <regex>
#include <set>

using namespace nacre;
using namespace nacre::testing;

namespace {

int64_t pick(int64_t low, int64_t high) { return *rc::gen::inRange<int64_t>(low, high + 1); }

/// Convolutions, shortcuts and dense layers one after the other.
MappingProblem randomProblem() {
  MappingProblem p;
  p.chip = roomyChip();
  p.populations = {population("layer0", pick(1, 4), pick(1, 8), pick(1, 8))};
  const int64_t layers = pick(1, 4);
  for (int64_t i = 1; i <= layers; ++i) {
    const size_t last = p.populations.size() - 1;
    const Box source = p.populations[last].shape;
    const std::string name = fmt::format("layer{}", i);
    if (pick(0, 3) == 0) {
      p.populations.push_back(population(name, pick(1, 20), 1, 1));
      p.edges.push_back(dense(p, last, last + 1));
      continue;
    }
    const int64_t kernel = pick(1, 3), stride = pick(1, 2), pad = pick(0, kernel - 1);
    Window window{kernel, stride, 1, pad, pad};
    const int64_t rows = window.outputs(source.y.size()), columns = window.outputs(source.x.size());
    if (rows == 0 || columns == 0)
      continue;
    const bool depthwise = pick(0, 2) == 0;
    p.populations.push_back(
        population(name, depthwise ? source.c.size() : pick(1, 6), rows, columns));
    p.edges.push_back(
        convolution(p, last, last + 1, kernel, stride, pad, depthwise ? source.c.size() : 1));
    if (pick(0, 3) == 0 && rows == source.y.size() && columns == source.x.size())
      p.edges.push_back(convolution(p, last, last + 1, 1, 1, 0));
  }
  for (auto &edge : p.edges)
    for (int16_t &weight : edge.weights)
      weight = int16_t(pick(-3, 3) / 2);
  auto &limits = p.chip.limits;
  limits.neurons = pick(1, 100);
  limits.axonsIn = pick(1, 300);
  limits.axonsOut = pick(10, 400);
  limits.targetsPerNeuron = pick(1, 20);
  limits.synapseMemoryBits = pick(100, 20000);
  limits.sharedKernels = pick(0, 1);
  limits.sparseSynapses = pick(0, 1);
  limits.codebookEntries = pick(0, 1) * 4;
  limits.typedAxons = !limits.sparseSynapses && !limits.codebookEntries && pick(0, 3) == 0;
  p.chip.grid = {pick(1, 12), pick(1, 12), pick(1, 2)};
  limits.multicast = pick(0, 1);
  if (pick(0, 2) == 0) {
    p.chip.routingPolicy = byTables;
    limits.routingTableEntries = 1 << 20;
    p.chip.grid.kind = pick(0, 1) ? TopologyKind::Mesh : TopologyKind::Torus;
  }
  return p;
}

/// Synapses into one neuron by brute force: source neurons, and axons of each distinct weight that
/// is not 0.
std::pair<int64_t, int64_t> fanIn(const MappingProblem &p, size_t population, int64_t c, int64_t y,
                                  int64_t x) {
  int64_t sources = 0, weighted = 0;
  for (const auto &edge : p.edges) {
    if (edge.target != population)
      continue;
    const Box &shape = p.populations[edge.source].shape;
    if (!edge.convolution) {
      sources += shape.volume();
      for (int64_t i = 0; i < shape.volume(); ++i)
        weighted += edge.weights[size_t(c * shape.volume() + i)] != 0;
      continue;
    }
    const int64_t inputs = shape.c.size() / edge.groups;
    std::set<int64_t> rows, columns;
    for (int64_t j = 0; j < edge.window.y.kernel; ++j)
      for (int64_t k = 0; k < edge.window.x.kernel; ++k) {
        const int64_t sy = edge.window.y.inputOf(y, j), sx = edge.window.x.inputOf(x, k);
        if (sy < 0 || sy >= shape.y.size() || sx < 0 || sx >= shape.x.size())
          continue;
        rows.insert(sy);
        columns.insert(sx);
        for (int64_t i = 0; i < inputs; ++i)
          weighted +=
              edge.weights[size_t(
                  ((c * inputs + i) * edge.window.y.kernel + j) * edge.window.x.kernel + k)] != 0;
      }
    sources += inputs * int64_t(rows.size() * columns.size());
  }
  return {sources, weighted};
}

size_t populationOf(const MappingProblem &p, const std::string &name) {
  size_t index = 0;
  while (p.populations[index].name != name)
    ++index;
  return index;
}

/// Why a refusal is wrong; empty if it is right.
std::string wrongRefusal(const MappingProblem &p, const std::string &message) {
  const ChipModel::Limits &limits = p.chip.limits;
  std::smatch match;
  auto number = [&](size_t group) { return std::stoll(match[group]); };
  if (std::regex_search(message, match,
                        std::regex("layer '(.*)' does not fit any core, even for the one neuron "
                                   "\\((\\d+), (\\d+), (\\d+)\\) .*: (.*) needed (\\d+), limit "
                                   "(\\d+)"))) {
    auto [sources, weighted] = fanIn(p, populationOf(p, match[1]), number(2), number(3), number(4));
    const int64_t need = number(6), limit = number(7);
    if (need <= limit)
      return "there is room";
    if (match[5] == "input axons" && limit == limits.axonsIn)
      return need == (limits.typedAxons ? weighted : sources) ? "" : "the axons are others";
    // Each synapse that is not 0 takes a bit of its weight, and a word is 64 bits.
    if (match[5] == "synapse memory bits" && limit == limits.synapseMemoryBits)
      return need % 64 == 0 && need >= weighted ? "" : "the memory cannot be that";
    return "the resource is no neuron's";
  }
  if (std::regex_search(message, match, std::regex("cores needed (\\d+), limit (\\d+)"))) {
    if (number(2) != p.chip.grid.cores() || number(1) <= number(2))
      return "there are as many cores";
    // With so many cores it fits, on the same cores.
    MappingProblem larger = p;
    larger.chip.grid = {number(1), 1, 1};
    Status status = solve(larger, {.placement = "sequential"});
    return status ? "" : "nor does it fit so many cores: " + status.error().message;
  }
  if (std::regex_search(message, match,
                        std::regex("output axons of one neuron needed (\\d+), limit (\\d+)")))
    return number(1) > number(2) && number(2) == limits.axonsOut ? "" : "there is room for them";
  return "the reason is not known here";
}

} // namespace

RC_GTEST_PROP(RandomMapping, IsVerifiedOrRefusedForAReason, ()) {
  MappingProblem p = randomProblem();
  RC_PRE(bool(p.check()));
  MappingProblem given = p;
  Status status = solve(p, {.placement = "sequential"}); // verifies
  if (status) {
    RC_TAG("mapped");
    RC_ASSERT(int64_t(p.clusters) >= coresAtLeast(given).cores);
    return;
  }
  RC_TAG("refused");
  RC_LOG(status.error().message);
  if (status.error().exitCode != ExitCode::DoesNotFit)
    RC_FAIL(status.error().message);
  if (std::string wrong = wrongRefusal(given, status.error().message); !wrong.empty())
    RC_FAIL(wrong);
}

/// Sometimes too few bits, weights or delays as well.
static MappingProblem randomlyNarrow() {
  MappingProblem p = randomProblem();
  auto &limits = p.chip.limits;
  auto narrow = [](int64_t &limit, int64_t low, int64_t high) {
    if (pick(0, 7) == 0)
      limit = pick(low, high);
  };
  narrow(limits.weightBits, 6, 8);
  narrow(limits.thresholdBits, 4, 6);
  narrow(limits.accumulatorBits, 3, 10);
  narrow(limits.weightValuesPerNeuron, 1, 2);
  narrow(limits.axonalDelaySteps, 1, 3);
  for (auto &edge : p.edges)
    edge.logicalDelay = pick(0, 2);
  return p;
}

RC_GTEST_PROP(RandomMapping, CheckAndMappingAgree, ()) {
  const MappingProblem given = randomlyNarrow();
  const Fit fit = *checkFit(given, "neighbours");
  MappingProblem p = given;
  const Status status = solve(p, {.placement = "sequential"});
  RC_LOG(status ? "mapped" : status.error().message);
  RC_ASSERT(fit.misfits.empty() == bool(status));
  if (status) {
    RC_TAG("mapped");
    RC_ASSERT(fit.cores == int64_t(p.clusters));
    return;
  }
  RC_TAG(fit.misfits.size() > 1 ? "several findings" : "one finding");
  // Mapping names a neuron that does not fit, the check the one that needs most.
  auto start = [](const std::string &message) { return message.substr(0, message.find(',')); };
  RC_ASSERT(start(fit.misfits.front().error.message) == start(status.error().message));
  // Nothing was left out: with what the findings ask for, the network is mapped, but that layers
  // which lack outputs are then cut otherwise.
  bool outputs = false;
  p = given;
  for (const Misfit &misfit : fit.misfits) {
    RC_ASSERT(misfit.need > misfit.limit);
    outputs |= misfit.of == &ChipModel::Limits::axonsOut ||
               misfit.of == &ChipModel::Limits::targetsPerNeuron;
    if (misfit.of) {
      RC_ASSERT(misfit.limit == given.chip.limits.*misfit.of);
      int64_t &limit = p.chip.limits.*misfit.of;
      limit = std::max(limit, misfit.need);
    }
    if (misfit.resource == "axonal delay steps")
      p.chip.limits.axonalDelaySteps = std::max(p.chip.limits.axonalDelaySteps, misfit.need);
    if (misfit.resource == "cores")
      p.chip.grid = {misfit.need, 1, 1};
  }
  const Status later = solve(p, {.placement = "sequential"});
  const std::regex more("cores needed|destination cores of one neuron|output axons of one neuron");
  if (!later && !(outputs && std::regex_search(later.error().message, more)))
    RC_FAIL(later.error().message);
}
