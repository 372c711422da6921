// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/Pipelines.h"
#include "compiler/Passes.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/mapping/LowerToChip.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/raw_ostream.h"
#include <fmt/format.h>

namespace nacre {

using namespace mlir;

const std::vector<Stage> &compileStages() {
  static const std::vector<Stage> stages = {
      {"fold", "qann without batch norm and average pooling",
       [](OpPassManager &passes, const CompileOptions &) {
         passes.addPass(createFoldBatchNorm());
         passes.addPass(createFoldAvgPool());
       }},
      {"convert", "an snn.network",
       [](OpPassManager &passes, const CompileOptions &options) {
         passes.addPass(createConvertQannToSnn({options.method}));
       }},
      {"map", "a chip.design",
       [](OpPassManager &passes, const CompileOptions &options) {
         passes.addPass(createMap({options.chip, options.placement, options.seed}));
       }},
  };
  return stages;
}

void loadAllDialects(MLIRContext &context) {
  context.loadDialect<func::FuncDialect, qann::QannDialect, snn::SnnDialect, chip::ChipDialect>();
}

/// How many stages the module has behind it.
static size_t stagesDone(ModuleOp module) {
  if (!module.getOps<chip::DesignOp>().empty())
    return 3;
  if (!module.getOps<snn::NetworkOp>().empty())
    return 2;
  return 0;
}

Status runStages(ModuleOp module, const CompileOptions &options, const std::string &stopAfter,
                 const std::string &dumpFolder) {
  for (size_t i = stagesDone(module); i < compileStages().size(); ++i) {
    const Stage &stage = compileStages()[i];
    PassManager passes(module.getContext());
    stage.build(passes, options);
    if (failed(passes.run(module))) {
      bool doesNotFit = module->hasAttr(doesNotFitAttr);
      return Error{fmt::format("stage '{}' failed", stage.name), "",
                   doesNotFit ? ExitCode::DoesNotFit : ExitCode::Failed};
    }
    if (!dumpFolder.empty())
      if (auto status =
              writeModule(module, fmt::format("{}/{:02}-{}.mlir", dumpFolder, i + 1, stage.name));
          !status)
        return status;
    if (stage.name == stopAfter)
      break;
  }
  return success();
}

DiagnosticPrinter::DiagnosticPrinter(MLIRContext &context) : engine(context.getDiagEngine()) {
  context.printOpOnDiagnostic(false); // users see the place and the layer, not the IR
  id = engine.registerHandler([](Diagnostic &diagnostic) {
    auto print = [](Diagnostic &d, StringRef severity) {
      if (auto place = d.getLocation()->findInstanceOf<FileLineColLoc>())
        llvm::errs() << place.getFilename().getValue() << ":" << place.getLine() << ":"
                     << place.getColumn() << ": ";
      llvm::errs() << severity << ": " << d << "\n";
    };
    static constexpr StringRef names[] = {"note", "warning", "error", "remark"};
    print(diagnostic, names[size_t(diagnostic.getSeverity())]);
    for (Diagnostic &note : diagnostic.getNotes())
      print(note, "note");
    return llvm::success();
  });
}

DiagnosticPrinter::~DiagnosticPrinter() { engine.eraseHandler(id); }

} // namespace nacre
