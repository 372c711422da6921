// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/place/objectives/ObjectiveSum.h"
#include "support/Decimal.h"
#include <fmt/format.h>
#include <numeric>

namespace nacre {

namespace {

class SumCost : public PlacementCost {
public:
  std::vector<std::pair<double, std::unique_ptr<PlacementCost>>> terms;

  double value() const override {
    double sum = 0;
    for (const auto &[weight, cost] : terms)
      sum += weight * cost->value();
    return sum;
  }
  double change(const Move &move) override {
    double sum = 0;
    for (const auto &[weight, cost] : terms)
      sum += weight * cost->change(move);
    return sum;
  }
  void apply(const Move &move) override {
    for (const auto &[weight, cost] : terms)
      cost->apply(move);
  }
};

} // namespace

Result<ObjectiveSum> ObjectiveSum::parse(std::string_view text) {
  ObjectiveRegistry objectives;
  registerAllObjectives(objectives);
  ObjectiveSum sum;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('+', begin), text.size());
    std::string_view term = text.substr(begin, end - begin);
    begin = end + 1;
    double weight = 1;
    if (const size_t star = term.find('*'); star != term.npos) {
      auto number = Decimal::parse(term.substr(0, star));
      weight = number ? number->toDouble() : 0;
      if (!(weight > 0) || weight > 1e9)
        return Error{fmt::format("the weight in '{}' must be a number above 0, at most 1e9", term),
                     "for example --objective energy+2*worst-link", ExitCode::Usage};
      term = term.substr(star + 1);
    }
    auto objective = objectives.get(term, "objective");
    if (!objective)
      return objective.error();
    for (const Term &other : sum.terms)
      if (other.name == term)
        return Error{fmt::format("the objective '{}' is given twice", term), "add its weights",
                     ExitCode::Usage};
    sum.terms.push_back({weight, std::string(term), **objective});
  }
  return sum;
}

Status ObjectiveSum::check(const PlacementProblem &problem) const {
  for (const Term &term : terms)
    if (term.objective.check)
      if (auto status = term.objective.check(problem); !status)
        return status;
  return success();
}

std::unique_ptr<PlacementCost> ObjectiveSum::start(const PlacementProblem &problem,
                                                   const std::vector<uint32_t> &cores) const {
  if (terms.size() == 1)
    return terms.front().objective.start(problem, cores);
  std::vector<uint32_t> inOrder(cores.size());
  std::iota(inOrder.begin(), inOrder.end(), 0);
  auto sum = std::make_unique<SumCost>();
  for (const Term &term : terms) {
    const double value = term.objective.start(problem, inOrder)->value();
    sum->terms.emplace_back(term.weight / (value > 0 ? value : 1),
                            term.objective.start(problem, cores));
  }
  return sum;
}

} // namespace nacre
