// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportHtml.h"
#include "simulator/report/ReportJson.h"
#include "simulator/report/ReportText.h"
#include "simulator/report/page/Page.h"
#include <cassert>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace nacre {

static std::string escapeHtml(std::string_view text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    default:
      escaped += c;
    }
  }
  return escaped;
}

/// Cores as columns of what the page shows; a large chip would not fit otherwise.
static nlohmann::json coreColumns(const Report &report) {
  nlohmann::json columns = {{"id", {}},   {"column", {}},     {"row", {}},       {"layers", {}},
                            {"busy", {}}, {"neuron_use", {}}, {"energy_fj", {}}, {"spikes", {}}};
  for (auto &column : columns)
    column = nlohmann::json::array();
  for (const CoreReport &core : report.cores) {
    columns["id"].push_back(core.id);
    columns["column"].push_back(core.column);
    columns["row"].push_back(core.row);
    columns["layers"].push_back(core.layers);
    columns["busy"].push_back(core.busy ? nlohmann::json(*core.busy) : nlohmann::json(nullptr));
    columns["neuron_use"].push_back(core.neuronUse);
    columns["energy_fj"].push_back(core.activity.energy.total());
    columns["spikes"].push_back(core.activity.counters[Event::Spikes]);
  }
  return columns;
}

/// Puts `values` in place of {{name}}; what is put in is not looked at again.
static std::string fillIn(std::string_view page,
                          const std::map<std::string_view, std::string> &values) {
  std::string filled;
  for (size_t open; (open = page.find("{{")) != page.npos;) {
    size_t close = page.find("}}", open);
    filled += page.substr(0, open);
    filled += values.at(page.substr(open + 2, close - open - 2));
    page.remove_prefix(close + 2);
  }
  return filled += page;
}

Result<std::string> reportHtml(const Report &report) {
  Result<std::string> text = reportJson(report, -1);
  if (!text)
    return text.error();
  nlohmann::json json = nlohmann::json::parse(*text);
  json["cores"] = coreColumns(report);
  std::string data;
  for (char c : json.dump())
    data += c == '<' ? std::string("\\u003c") : std::string(1, c);
  return fillIn(
      page::html,
      {{"title", escapeHtml(fmt::format("{} on {}", report.network.name, report.chip.name))},
       {"style", std::string(page::style)},
       {"text", escapeHtml(reportText(report))},
       {"data", data},
       {"script", std::string(page::script)}});
}

} // namespace nacre
