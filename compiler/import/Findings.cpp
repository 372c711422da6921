// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/Findings.h"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {

/// Names come from files of strangers: control characters must not reach a terminal.
static std::string printable(std::string_view name) {
  constexpr size_t longest = 300;
  std::string text;
  for (unsigned char c : name.substr(0, longest))
    text += c < 0x20 || c == 0x7f ? fmt::format("\\x{:02x}", c) : std::string(1, char(c));
  return name.size() > longest ? text + "..." : text;
}

std::string Finding::text() const {
  std::string text = code + ": ";
  if (!node.empty())
    text += "node '" + node + "': ";
  return text + reason + (remedy.empty() ? "" : "; " + remedy);
}

void Findings::add(std::string_view code, std::string_view node, std::string_view reason,
                   std::string_view remedy) {
  Finding finding{std::string(code), printable(node), printable(reason), printable(remedy)};
  auto same = [&](const Finding &other) { return other.text() == finding.text(); };
  if (std::any_of(list.begin(), list.end(), same))
    return;
  auto ofCode = [&](const Finding &other) { return other.code == finding.code; };
  if (size_t(std::count_if(list.begin(), list.end(), ofCode)) < mostOfOneCode)
    list.push_back(std::move(finding));
  else
    ++left;
}

std::string Findings::text(std::string_view file) const {
  std::string text;
  for (const Finding &finding : list)
    text += fmt::format("{}: error: {}\n", file, finding.text());
  if (left)
    text += fmt::format("{}: {} more findings are left out\n", file, left);
  return text;
}

nlohmann::ordered_json Findings::json() const {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Finding &finding : list)
    all.push_back({{"code", finding.code},
                   {"node", finding.node},
                   {"reason", finding.reason},
                   {"remedy", finding.remedy}});
  return all;
}

Error Findings::error(std::string_view file, std::string_view done) const {
  return {fmt::format("'{}' cannot be {}: {} finding{}", file, done, list.size() + left,
                      list.size() + left == 1 ? "" : "s"),
          list.empty() ? "" : fmt::format("'nacre explain {}' says more", list.front().code)};
}

} // namespace nacre
