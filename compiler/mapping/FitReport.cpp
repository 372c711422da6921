// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/mapping/FitReport.h"
#include "support/Table.h"
#include <nlohmann/json.hpp>

namespace nacre {

std::string fitText(const Fit &fit, const std::string &remedies, const std::string &network,
                    const ChipModel &chip) {
  if (fit.misfits.empty())
    return fmt::format("'{}' fits chip '{}': {} of {} cores\n", network, chip.name, fit.cores,
                       chip.grid.cores());
  Table table({"layer", "resource", "needed", "limit", "what to do"});
  for (const Misfit &misfit : fit.misfits)
    table.add({misfit.layer.empty() ? "(all)" : misfit.layer, misfit.resource,
               std::to_string(misfit.need), std::to_string(misfit.limit), misfit.error.remedy});
  return fmt::format("'{}' does not fit chip '{}'\n\n{}\nIn all: {}\n", network, chip.name,
                     table.text(), remedies);
}

nlohmann::ordered_json fitJson(const Fit &fit, const std::string &remedies,
                               const std::string &network, const ChipModel &chip) {
  nlohmann::ordered_json json = {
      {"network", network}, {"chip", chip.name}, {"fits", fit.misfits.empty()}};
  if (fit.misfits.empty()) {
    json["cores"] = fit.cores;
    return json;
  }
  json["findings"] = nlohmann::ordered_json::array();
  for (const Misfit &misfit : fit.misfits)
    json["findings"].push_back(
        {{"layer",
          misfit.layer.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(misfit.layer)},
         {"resource", misfit.resource},
         {"needed", misfit.need},
         {"limit", misfit.limit},
         {"message", misfit.error.message},
         {"remedy", misfit.error.remedy}});
  json["remedies"] = remedies;
  return json;
}

} // namespace nacre
