// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/SmoothVectors.h"
#include <cmath>

namespace nacre {

namespace {

using Vector = std::vector<double>;

class PowerIteration {
  const PlacementProblem &problem;
  Vector degree;

  double dot(const Vector &a, const Vector &b) const {
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i)
      sum += degree[i] * a[i] * b[i];
    return sum;
  }

  void subtract(Vector &from, const Vector &unit) const {
    const double share = dot(from, unit);
    for (size_t i = 0; i < from.size(); ++i)
      from[i] -= share * unit[i];
  }

  void normalise(Vector &x) const {
    const double norm = std::sqrt(dot(x, x));
    for (double &value : x)
      value = norm > 0 ? value / norm : 0;
  }

  /// Each to the middle between itself and the mean of those it talks to.
  Vector smooth(const Vector &x) const {
    Vector result(x.size(), 0.0);
    for (size_t i = 0; i < x.size(); ++i) {
      double sum = 0;
      for (const Traffic &other : problem.traffic[i])
        sum += other.spikes * x[other.cluster];
      result[i] = degree[i] > 0 ? (x[i] + sum / degree[i]) / 2 : 0;
    }
    return result;
  }

public:
  explicit PowerIteration(const PlacementProblem &problem) : problem(problem) {
    for (const auto &others : problem.traffic) {
      degree.push_back(0);
      for (const Traffic &other : others)
        degree.back() += other.spikes;
    }
  }

  Vector constant() const {
    Vector one(problem.clusters(), 1.0);
    normalise(one);
    return one;
  }

  /// The smoothest vector besides those found.
  Vector run(Vector x, const std::vector<const Vector *> &found) const {
    constexpr int mostSteps = 500;
    for (int step = 0; step < mostSteps; ++step) {
      Vector next = step ? smooth(x) : x;
      for (const Vector *other : found)
        subtract(next, *other);
      normalise(next);
      const double same = dot(next, x);
      x = std::move(next);
      if (step && same > 1 - 1e-13)
        break;
    }
    return x;
  }
};

} // namespace

std::array<std::vector<double>, 2> smoothVectors(const PlacementProblem &problem) {
  // Networks are numbered layer by layer, so that their order is smooth already.
  const double middle = problem.clusters() / 2.0;
  Vector order, fold;
  for (uint32_t i = 0; i < problem.clusters(); ++i) {
    order.push_back(i - middle);
    fold.push_back(std::abs(i - middle) + (i % 7) / 7.0); // never quite symmetric
  }
  const PowerIteration iteration(problem);
  const Vector constant = iteration.constant();
  Vector first = iteration.run(order, {&constant});
  Vector second = iteration.run(fold, {&constant, &first});
  return {std::move(first), std::move(second)};
}

} // namespace nacre
