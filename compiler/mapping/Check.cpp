// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Needs.h"
#include "hw_models/chip/WeightSet.h"
#include <bit>
#include <fmt/format.h>

namespace nacre {

namespace {

/// Two's complement bits that hold every value from low to high.
int64_t bitsFor(int64_t low, int64_t high) {
  auto magnitude = [](int64_t v) { return std::bit_width(uint64_t(v < 0 ? -(v + 1) : v)); };
  return 1 + std::max(magnitude(low), magnitude(high));
}

struct Checker {
  const MappingProblem &problem;

  Status require(size_t population, const char *resource, int64_t need, int64_t limit,
                 const char *remedy) const {
    if (need <= limit)
      return success();
    return doesNotFit(problem, population, "any core", {resource, need, limit}, remedy);
  }

  Status widths(size_t p) const {
    const auto &population = problem.populations[p];
    const auto &limits = problem.chip.limits;
    const char *remedy = "use fewer --weight-bits, so that one integer unit is larger";
    auto membrane = [&](const char *resource, int64_t level, const char *remedy) {
      return require(p, resource, bitsFor(level, level), limits.membraneBits, remedy);
    };
    for (int32_t theta : population.theta) {
      if (auto s = require(p, "threshold bits", bitsFor(0, theta), limits.thresholdBits, remedy);
          !s)
        return s;
      // A threshold above the highest membrane potential would never be reached.
      if (auto s = membrane("membrane bits (threshold)", theta, remedy); !s)
        return s;
    }
    for (int32_t v0 : population.v0)
      if (auto s = membrane("membrane bits (v0)", v0, remedy); !s)
        return s;
    if (auto s = membrane("membrane bits (reset_value)", population.resetValue,
                          "reset to a value nearer to 0");
        !s)
      return s;
    return require(p, "bias bits (host currents included)",
                   bitsFor(population.biasLow, population.biasHigh), limits.biasBits, remedy);
  }

  Status weights(const MappingProblem::Edge &edge) const {
    return require(edge.target, "weight bits", edge.weightBits, problem.chip.limits.weightBits,
                   "train with fewer --weight-bits");
  }

  /// What may flow into a neuron in one step: every positive, or every negative source fires.
  struct Currents {
    int64_t low = 0, high = 0;
    WeightSet weights;

    void add(int8_t weight) {
      (weight < 0 ? low : high) += weight;
      weights.insert(weight);
    }
  };

  Status currents(size_t p, const Currents &currents) const {
    const auto &limits = problem.chip.limits;
    if (auto s = require(p, "accumulator bits", bitsFor(currents.low, currents.high),
                         limits.accumulatorBits, "use fewer --weight-bits or a smaller fan-in");
        !s)
      return s;
    return require(p, "distinct weights per neuron", currents.weights.nonZeros(),
                   limits.weightValuesPerNeuron, "few --weight-bits make few distinct weights");
  }

  /// The neurons of a channel differ in their sparse synapses only.
  Status accumulators(size_t p) const {
    const Box &shape = problem.populations[p].shape;
    const int64_t channels = shape.c.size(), positions = shape.volume() / channels;
    std::vector<SparseRows> sparse;
    for (const auto &edge : problem.edges)
      if (edge.target == p && edge.sparse)
        sparse.push_back(edge.sparse->byTarget());
    for (int64_t c = 0; c < channels; ++c) {
      Currents ofChannel;
      for (const auto &edge : problem.edges) {
        if (edge.target != p || edge.sparse)
          continue;
        int64_t perChannel = int64_t(edge.weights.size()) / channels;
        for (int64_t i = 0; i < perChannel; ++i)
          ofChannel.add(edge.weights[size_t(c * perChannel + i)]);
      }
      if (auto s = currents(p, ofChannel); !s)
        return s;
      for (int64_t neuron = c * positions; !sparse.empty() && neuron < (c + 1) * positions;
           ++neuron) {
        Currents ofNeuron = ofChannel;
        for (const SparseRows &rows : sparse)
          for (int8_t weight : rows.weightsOf(size_t(neuron)))
            ofNeuron.add(weight);
        if (auto s = currents(p, ofNeuron); !s)
          return s;
      }
    }
    return success();
  }
};

} // namespace

Status MappingProblem::check() const {
  Checker checker{*this};
  for (const Edge &edge : edges)
    if (auto s = checker.weights(edge); !s)
      return s;
  for (size_t p = 0; p < populations.size(); ++p) {
    if (auto s = checker.widths(p); !s)
      return s;
    if (auto s = checker.accumulators(p); !s)
      return s;
  }
  return success();
}

} // namespace nacre
