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
  std::string input, output, format;
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
       {checkDistinct({arguments.input, arguments.output}), checkWritable(arguments.output)})
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
  Findings findings;
  auto exported = (*format)->write(**module, options, findings);
  if (!exported)
    return exported.error();
  std::cerr << findings.text(arguments.input);
  if (!findings.empty())
    return findings.error(arguments.input, "exported");
  if (Status written = writeFile(arguments.output, exported->bytes); !written)
    return written;
  std::cout << fmt::format("{}: {}\n", arguments.output, exported->size);
  for (const std::string &note : exported->notes)
    std::cout << fmt::format("  {}\n", note);
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Write a module as a file of another tool (NIR)", "nacre export");
  Arguments arguments;
  app.add_option("NETWORK", arguments.input, "Module, or a file that can be imported")->required();
  app.add_option("-o,--output", arguments.output, "File to write")->required();
  app.add_option("--format", arguments.format,
                 "By default by the ending of the output: " + allFormats().names());
  addImportOptions(app, arguments.foreign);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(arguments));
}
