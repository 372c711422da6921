// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre import: a network of another tool as a qann module.
#include "compiler/Pipelines.h"
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/io/ModuleFile.h"
#include "dialects/qann/QannSize.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <iostream>

using namespace nacre;

namespace {

struct Arguments {
  std::string input, output;
  ImportOptions foreign;
};

Status run(const Arguments &arguments) {
  if (!isForeign(arguments.input))
    return Error{fmt::format("cannot tell the format of '{}'", arguments.input),
                 "files that can be imported end in .onnx", ExitCode::Usage};
  if (Status path = checkModulePath(arguments.output); !path)
    return path;
  if (Status writable = checkWritable(arguments.output); !writable)
    return writable;
  mlir::MLIRContext context;
  loadAllDialects(context);
  Findings findings;
  Imported imported = importNetwork(arguments.input, arguments.foreign, findings, context);
  std::cerr << findings.text(arguments.input);
  if (!findings.empty())
    return findings.error(arguments.input);
  if (Status written = writeModule(*imported.module, arguments.output); !written)
    return written;
  const qann::NetworkSize size = qann::sizeOf(*imported.module);
  std::cout << fmt::format("{}: {} nodes of {}, {} of them constant: {} neurons, {} parameters, {} "
                           "MACs\n",
                           arguments.output, imported.nodes,
                           imported.producer.empty() ? "an unnamed producer" : imported.producer,
                           imported.folded, size.neurons, size.parameters, size.macs);
  for (const std::string &note : imported.notes)
    std::cout << fmt::format("  {}\n", note);
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Import a network of another tool (ONNX) as a quantized module", "nacre import");
  Arguments arguments;
  app.add_option("FILE", arguments.input, "An .onnx file: QDQ, QCDQ, QOperator or QONNX")
      ->required();
  app.add_option("-o,--output", arguments.output, "Module to write, .mlir or .mlirbc")->required();
  addImportOptions(app, arguments.foreign);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(arguments));
}
