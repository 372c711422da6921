// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "hw_models/chip/ChipText.h"
#include "support/CommandLine.h"
#include <iostream>

using namespace nacre;

static Status printChip(const std::string &chipName, OutputFormat format) {
  auto chip = loadChip(chipName);
  if (!chip)
    return chip.error();
  std::cout << (format == OutputFormat::Json ? chipJson(*chip) : chipText(*chip));
  return success();
}

int main(int argc, char **argv) {
  CLI::App app("List the chips, or a chip's numbers and where they come from", "nacre chips");
  std::string chipName;
  OutputFormat format = OutputFormat::Text;
  app.add_option("chip", chipName, "Name of a shipped chip, or path of a .yaml file");
  addFormatOption(app, format);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  if (!chipName.empty())
    return exitCodeOf(printChip(chipName, format));
  std::cout << (format == OutputFormat::Json ? chipListJson() : chipListText());
  return exitCodeOf(success());
}
