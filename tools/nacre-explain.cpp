// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre explain: what a finding of an import means, and what to do.
#include "compiler/import/FindingPages.h"
#include "support/CommandLine.h"
#include "support/Nearest.h"
#include <iostream>

using namespace nacre;

namespace {

/// The page's first line without its "# NCR1203: ".
std::string titleOf(const std::string &page) {
  const std::string line = page.substr(0, page.find('\n'));
  const size_t colon = line.find(": ");
  return colon == line.npos ? line : line.substr(colon + 2);
}

Status explain(const std::string &code) {
  if (code.empty()) {
    for (const auto &[name, page] : findingPages())
      std::cout << name << "  " << titleOf(page) << "\n";
    return success();
  }
  auto it = findingPages().find(code);
  if (it != findingPages().end()) {
    std::cout << it->second;
    return success();
  }
  std::vector<std::string> known;
  for (const auto &[name, page] : findingPages())
    known.push_back(name);
  const std::string nearest = nearestName(code, known);
  return Error{"unknown code '" + code + "'",
               nearest.empty() ? "'nacre explain' lists the codes"
                               : "did you mean " + nearest + "?",
               ExitCode::Usage};
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Explain a finding, such as NCR1203", "nacre explain");
  std::string code;
  app.add_option("CODE", code, "Code of the finding; without one, all are listed");
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(explain(code));
}
