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

using Limits = ChipModel::Limits;

struct Checker {
  const MappingProblem &problem;
  Misfits misfits = {};

  void require(size_t population, const char *resource, int64_t need, int64_t Limits::*limit,
               const char *remedy) {
    if (need > problem.chip.limits.*limit)
      misfits.add(doesNotFit(problem, population, "any core", {resource, need, limit}, remedy));
  }

  void widths(size_t p) {
    const auto &population = problem.populations[p];
    const char *remedy = "use fewer --weight-bits, so that one integer unit is larger";
    auto membrane = [&](const char *resource, int64_t level, const char *remedy) {
      require(p, resource, bitsFor(level, level), &Limits::membraneBits, remedy);
    };
    for (int32_t theta : population.theta) {
      require(p, "threshold bits", bitsFor(0, theta), &Limits::thresholdBits, remedy);
      // A threshold above the highest membrane potential would never be reached.
      membrane("membrane bits (threshold)", theta, remedy);
    }
    for (int32_t v0 : population.v0)
      membrane("membrane bits (v0)", v0, remedy);
    membrane("membrane bits (reset_value)", population.resetValue, "reset to a value nearer to 0");
    if (population.hasCurrent)
      require(p, "bits of a synaptic current", 2, &Limits::synapticCurrentBits,
              "train 'lif' neurons, or neurons whose current decays at once, which are 'lif'");
    require(p, "bias bits (host currents included)",
            bitsFor(population.biasLow, population.biasHigh), &Limits::biasBits, remedy);
  }

  void weights(const MappingProblem::Edge &edge) {
    require(edge.target, "weight bits", edge.weightBits, &Limits::weightBits,
            "train with fewer --weight-bits");
  }

  /// What may flow into a neuron in one step: every positive, or every negative source fires.
  struct Currents {
    int64_t low = 0, high = 0;
    WeightSet weights;

    void add(int16_t weight) {
      (weight < 0 ? low : high) += weight;
      weights.insert(weight);
    }
  };

  void currents(size_t p, const Currents &currents) {
    require(p, "accumulator bits", bitsFor(currents.low, currents.high), &Limits::accumulatorBits,
            "use fewer --weight-bits or a smaller fan-in");
    require(p, "distinct weights per neuron", currents.weights.nonZeros(),
            &Limits::weightValuesPerNeuron, "few --weight-bits make few distinct weights");
  }

  /// The neurons of a channel differ in their sparse synapses only.
  void accumulators(size_t p) {
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
      currents(p, ofChannel);
      for (int64_t neuron = c * positions; !sparse.empty() && neuron < (c + 1) * positions;
           ++neuron) {
        Currents ofNeuron = ofChannel;
        for (const SparseRows &rows : sparse)
          rows.weightsOf(size_t(neuron)).visit([&](auto weights) {
            for (int16_t weight : weights)
              ofNeuron.add(weight);
          });
        currents(p, ofNeuron);
      }
    }
  }
};

} // namespace

Misfits MappingProblem::misfits() const {
  Checker checker{*this};
  for (const Edge &edge : edges)
    checker.weights(edge);
  for (size_t p = 0; p < populations.size(); ++p) {
    checker.widths(p);
    checker.accumulators(p);
  }
  return checker.misfits;
}

} // namespace nacre
