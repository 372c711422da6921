// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Quantize.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre::nir {

namespace {

class Quantizer {
  const Population &population;
  Findings &findings;
  const double greatest; ///< integer weight
  double mostUnits = 1 << 23;
  IntegerPopulation result;

public:
  Quantizer(const Population &population, int64_t weightBits, Findings &findings)
      : population(population), findings(findings),
        greatest(double((int64_t(1) << (weightBits - 1)) - 1)) {}

  IntegerPopulation run(bool inclusive) {
    if (isOnGrid()) {
      result.unit = population.unit;
      mostUnits = INT32_MAX;
    } else {
      result.leftGrid = !population.unit.empty();
      chooseUnits();
    }
    roundWeights();
    for (size_t c = 0; c < result.unit.size(); ++c) {
      result.bias.push_back(integer(population.bias[c] / result.unit[c], "bias"));
      if (population.fires)
        result.threshold.push_back(
            std::max(1, integer(population.threshold[c] / result.unit[c], "threshold")));
    }
    if (!population.fires)
      return std::move(result);
    result.options.strict = !inclusive;
    setReset();
    setLeak();
    return std::move(result);
  }

private:
  size_t channels() const { return size_t(population.extent.channels); }

  /// Calls visit(channel, real weight) for the weights of a connection.
  template <class Visit> void forEachWeight(const Connection &connection, Visit visit) const {
    const auto &weights = connection.map.weights;
    const size_t each = weights.size() / channels();
    for (size_t i = 0; i < weights.size(); ++i)
      visit(i / each, weights[i] * population.gain[i / each]);
  }

  /// Whether all numbers are integers of the units that the population names, near enough to have
  /// passed through 32 bits.
  bool isOnGrid() const {
    if (population.unit.empty())
      return false;
    bool all = true;
    auto check = [&](double value, size_t c, double least, double most) {
      const double steps = value / population.unit[c], integer = std::round(steps);
      all &= std::fabs(steps - integer) < 1e-3 && integer >= least && integer <= most;
    };
    for (const Connection &connection : population.connections)
      forEachWeight(connection,
                    [&](size_t c, double weight) { check(weight, c, -greatest - 1, greatest); });
    for (size_t c = 0; c < channels(); ++c) {
      check(population.bias[c], c, -INT32_MAX, INT32_MAX);
      if (population.fires)
        check(population.threshold[c], c, 1, INT32_MAX);
      if (population.fires && !population.resetValue.empty())
        check(population.resetValue[c], c, -INT32_MAX, INT32_MAX);
    }
    return all;
  }

  void chooseUnits() {
    result.unit.assign(channels(), 0.0);
    for (const Connection &connection : population.connections)
      forEachWeight(connection, [&](size_t c, double weight) {
        result.unit[c] = std::max(result.unit[c], std::fabs(weight) / greatest);
      });
    for (size_t c = 0; c < channels(); ++c) {
      double &unit = result.unit[c];
      if (!population.fires)
        unit = unit > 0 ? unit : 1;
      else if (const double steps = std::floor(population.threshold[c] / unit); steps < 1)
        findings.add("NCR1309", population.name,
                     fmt::format("a weight is more than {} times a threshold", greatest),
                     "weights of more bits, or smaller ones");
      else if (steps < mostUnits)
        unit = population.threshold[c] / steps; // a little larger, so that the threshold is exact
      else if (unit == 0)
        unit = population.threshold[c] / 1024; // without weights something must be countable
    }
  }

  void roundWeights() {
    double error = 0, power = 0;
    for (const Connection &connection : population.connections) {
      std::vector<int16_t> &rounded = result.weights.emplace_back();
      forEachWeight(connection, [&](size_t c, double weight) {
        rounded.push_back(int16_t(std::lround(weight / result.unit[c])));
        const double off = weight - rounded.back() * result.unit[c];
        error += off * off;
        power += weight * weight;
      });
    }
    result.weightError = power > 0 ? std::sqrt(error / power) : 0;
  }

  int32_t integer(double units, const char *what) {
    if (std::fabs(units) <= mostUnits)
      return int32_t(std::lround(units));
    findings.add("NCR1309", population.name,
                 fmt::format("a {} is {:g} times as large as the smallest step of its weights",
                             what, std::fabs(units)),
                 "weights of more bits, or a network whose weights matter");
    return 0;
  }

  void setReset() {
    if (population.subtracts)
      return;
    result.options.reset = Reset::ToValue;
    std::vector<int32_t> values;
    for (size_t c = 0; c < population.resetValue.size(); ++c)
      values.push_back(integer(population.resetValue[c] / result.unit[c], "reset value"));
    if (values.empty())
      return;
    result.options.resetValue = values.front();
    if (std::count(values.begin(), values.end(), values.front()) != int64_t(values.size()))
      findings.add("NCR1306", population.name,
                   "is reset to another value than 0, which is another integer in each channel",
                   "v_reset 0, or --nir-reset subtract");
  }

  void setLeak() {
    result.model = population.keep == 1 ? "if" : "lif";
    if (population.keep == 1)
      return;
    const double shift = -std::log2(1 - population.keep);
    if (shift >= 1 && shift <= 30 && std::fabs(shift - std::round(shift)) < 1e-9) {
      result.options.leakShift = int32_t(std::round(shift));
      return;
    }
    result.options.leakScaleBits = 16;
    result.options.leakMultiplier = int32_t(std::lround(population.keep * 65536));
    if (result.options.leakMultiplier <= 0 || result.options.leakMultiplier >= 65536)
      findings.add("NCR1309", population.name,
                   fmt::format("keeps {:g} of its membrane a step", population.keep),
                   "a time constant between one and 65536 steps");
  }
};

} // namespace

IntegerPopulation quantize(const Population &population, int64_t weightBits, bool inclusive,
                           Findings &findings) {
  return Quantizer(population, weightBits, findings).run(inclusive);
}

} // namespace nacre::nir
