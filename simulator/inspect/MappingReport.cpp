// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/inspect/MappingReport.h"
#include "support/Files.h"
#include "support/Svg.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {

std::string mappingDot(const MappingSummary &summary) {
  auto quoted = [](const std::string &text) {
    std::string out = "\"";
    for (char c : text)
      out += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
    return out + "\"";
  };
  std::string dot = "digraph " + quoted(summary.network) + " {\n  node [shape=box];\n";
  for (const MappingSummary::Core &core : summary.cores) {
    std::string label = fmt::format("core {}", core.id);
    for (uint32_t layer : core.layers)
      label += ", " + summary.layers[layer].name;
    dot += fmt::format("  {} [label={}];\n", core.id, quoted(label));
  }
  std::map<std::pair<uint32_t, uint32_t>, int64_t> packets;
  for (const MappingSummary::Flow &flow : summary.flows)
    packets[{flow.from, flow.to}] += flow.packets;
  for (const auto &[pair, count] : packets)
    dot += fmt::format("  {} -> {} [label={}];\n", pair.first, pair.second, count);
  return dot + "}\n";
}

std::string mappingHtml(const MappingSummary &summary) {
  return fmt::format("<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
                     "<meta name=\"color-scheme\" content=\"light dark\">\n"
                     "<title>{} on {}</title>\n<body>\n{}<pre>{}</pre>\n</body>\n</html>\n",
                     svgEscaped(summary.network), svgEscaped(summary.chip.name),
                     mappingSvg(summary), svgEscaped(mappingText(summary)));
}

static std::string mappingJsonText(const MappingSummary &summary) {
  return mappingJson(summary).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

struct Form {
  const char *ending;
  std::string (*write)(const MappingSummary &);
};
static constexpr Form forms[] = {{".dot", mappingDot},
                                 {".html", mappingHtml},
                                 {".json", mappingJsonText},
                                 {".svg", mappingSvg},
                                 {".txt", mappingText}};

static const Form *formOf(const std::string &path) {
  for (const Form &form : forms)
    if (path.ends_with(form.ending))
      return &form;
  return nullptr;
}

std::string mappingFileEndings() {
  std::string text;
  for (const Form &form : forms)
    text += (text.empty() ? "" : ", ") + std::string(form.ending);
  return text;
}

Status checkMappingFile(const std::string &path) {
  if (formOf(path))
    return checkWritable(path);
  return Error{fmt::format("'{}' has no ending that a report of a mapping can have", path),
               "known: " + mappingFileEndings(), ExitCode::Usage};
}

Status writeMapping(const MappingSummary &summary, const std::string &path) {
  const Form *form = formOf(path);
  assert(form && "checkMappingFile");
  return writeFile(path, form->write(summary));
}

} // namespace nacre
