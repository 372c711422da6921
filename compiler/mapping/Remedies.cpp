// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/Remedies.h"
#include <cmath>
#include <fmt/format.h>

namespace nacre {

namespace {

constexpr int32_t leastWeightBits = 2;

/// Divided by 2^shift, rounded.
template <class T> T scaled(T value, int32_t shift) {
  return T(std::llround(std::ldexp(double(value), -shift)));
}

/// The most weight bits below today's with which the problem fits.
std::string fewerWeightBits(const MappingProblem &problem,
                            const std::function<bool(MappingProblem &)> &fit) {
  int32_t today = 0;
  for (const auto &edge : problem.edges)
    if (edge.sparse) // such networks are not trained
      return "";
  for (const auto &edge : problem.edges)
    today = std::max(today, edge.weightBits);
  auto fits = [&](int32_t bits) {
    // How many values a neuron would use is not known, so it may be all.
    if ((int64_t(1) << bits) - 1 > problem.chip.limits.weightValuesPerNeuron)
      return false;
    MappingProblem other = withWeightBits(problem, bits);
    return fit(other);
  };
  int32_t low = leastWeightBits, high = today - 1; // low fits
  if (high < low || !fits(low))
    return "";
  while (low < high) {
    const int32_t middle = (low + high + 1) / 2;
    if (fits(middle))
      low = middle;
    else
      high = middle - 1;
  }
  return fmt::format("with --weight-bits {} it would fit; ", low);
}

std::string otherChips(MappingProblem problem, const std::function<bool(MappingProblem &)> &fit) {
  const std::string own = problem.chip.name;
  std::string names;
  for (const std::string &name : shippedChips()) {
    auto chip = loadChip(name);
    if (!chip || name == own)
      continue;
    problem.chip = *chip;
    if (fit(problem))
      names += (names.empty() ? "" : ", ") + name;
  }
  return names.empty() ? "it fits none of the other shipped chips"
                       : "as it is, it fits: " + names + " (--chip)";
}

} // namespace

MappingProblem withWeightBits(MappingProblem problem, int32_t bits) {
  std::vector<int32_t> shifts(problem.populations.size(), 0);
  for (const auto &edge : problem.edges)
    shifts[edge.target] = std::max(shifts[edge.target], edge.weightBits - bits);
  const int high = (1 << (bits - 1)) - 1;
  for (auto &edge : problem.edges) {
    const int32_t shift = shifts[edge.target];
    edge.weightBits = std::min(edge.weightBits, bits);
    for (int16_t &weight : edge.weights)
      weight = int16_t(std::clamp<int>(scaled<int>(weight, shift), -high - 1, high));
  }
  for (size_t p = 0; p < problem.populations.size(); ++p) {
    auto &population = problem.populations[p];
    for (int32_t &theta : population.theta)
      theta = std::max(1, scaled(theta, shifts[p]));
    for (int32_t &v0 : population.v0)
      v0 = scaled(v0, shifts[p]);
    population.biasLow = scaled(population.biasLow, shifts[p]);
    population.biasHigh = scaled(population.biasHigh, shifts[p]);
    population.resetValue = scaled(population.resetValue, shifts[p]);
  }
  return problem;
}

std::string remediesOf(const MappingProblem &problem,
                       const std::function<bool(MappingProblem &)> &fit) {
  return fewerWeightBits(problem, fit) + otherChips(problem, fit);
}

} // namespace nacre
