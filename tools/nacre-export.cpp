// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre export: a module as a file of another tool.
#include "compiler/Pipelines.h"
#include "compiler/export/ExportFormat.h"
#include "compiler/import/NetworkFile.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <iostream>

using namespace nacre;

namespace {

struct Arguments {
  std::string input, output, format, chip, architecture;
  ImportOptions foreign;
};

ExportFormatRegistry allFormats() {
  ExportFormatRegistry formats;
  registerAllExportFormats(formats);
  return formats;
}

/// By name, or by the ending of the output.
Result<const ExportFormat *> formatOf(const Arguments &arguments,
                                      const ExportFormatRegistry &formats) {
  if (!arguments.format.empty())
    return formats.get(arguments.format, "format");
  for (const auto &[name, format] : formats)
    if (arguments.output.ends_with(format.ending))
      return &format;
  return Error{fmt::format("cannot tell the format of '{}'", arguments.output),
               "name it with --format: " + formats.names(), ExitCode::Usage};
}

Status run(const Arguments &arguments) {
  const ExportFormatRegistry formats = allFormats();
  auto format = formatOf(arguments, formats);
  if (!format)
    return format.error();
  for (Status good :
       {checkDistinct({arguments.input, arguments.output, arguments.architecture, arguments.chip}),
        checkWritable(arguments.output),
        arguments.architecture.empty() ? success() : checkWritable(arguments.architecture)})
    if (!good)
      return good;
  mlir::MLIRContext context;
  loadAllDialects(context);
  auto module = readNetwork(arguments.input, arguments.foreign, context);
  if (!module)
    return module.error();
  ExportOptions options;
  if (arguments.foreign.nirDtSeconds > 0)
    options.nirDtSeconds = arguments.foreign.nirDtSeconds;
  options.chip = arguments.chip;
  Findings findings;
  auto exported = (*format)->write(**module, options, findings);
  if (!exported)
    return exported.error();
  std::cerr << findings.text(arguments.input);
  if (!findings.empty())
    return findings.error(arguments.input, "exported");
  if (exported->companion.empty() && !arguments.architecture.empty())
    return Error{"--architecture-output is for SANA-FE's networks", "leave it out",
                 ExitCode::Usage};
  if (!arguments.architecture.empty())
    if (Status written = writeFile(arguments.architecture, exported->companion); !written)
      return written;
  if (Status written = writeFile(arguments.output, exported->bytes); !written)
    return written;
  std::cout << fmt::format("{}: {}\n", arguments.output, exported->size);
  for (const std::string &note : exported->notes)
    std::cout << fmt::format("  {}\n", note);
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Write a module as a file of another tool", "nacre export");
  Arguments arguments;
  app.add_option("NETWORK", arguments.input, "Module, or a file that can be imported")->required();
  app.add_option("-o,--output", arguments.output, "File to write")->required();
  app.add_option("--format", arguments.format,
                 "By default by the ending of the output: " + allFormats().names());
  app.add_option("--chip", arguments.chip,
                 "Of sana-fe: file of the chip the network is mapped to (default: by its name)");
  app.add_option("--architecture-output", arguments.architecture,
                 "Of sana-fe: write the chip as an architecture to this file");
  addImportOptions(app, arguments.foreign);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(arguments));
}
