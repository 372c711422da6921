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
      {"fold", Level::Qann,
       [](OpPassManager &passes, const CompileOptions &) {
         passes.addPass(createFoldBatchNorm());
         passes.addPass(createFoldAvgPool());
       }},
      {"convert", Level::Qann,
       [](OpPassManager &passes, const CompileOptions &options) {
         passes.addPass(createConvertQannToSnn({options.method}));
       }},
      {"map", Level::Snn,
       [](OpPassManager &passes, const CompileOptions &options) {
         passes.addPass(createMap({options.chip, options.chips, options.packing, options.placement,
                                   options.seed, options.objective, options.effort,
                                   options.placementSeconds, options.routing}));
       }},
  };
  return stages;
}

void loadAllDialects(MLIRContext &context) {
  context.loadDialect<func::FuncDialect, qann::QannDialect, snn::SnnDialect, chip::ChipDialect>();
}

namespace {
/// How to tell that a module holds a network of a level.
struct LevelMark {
  Level level;
  const char *name;
  bool (*isIn)(ModuleOp module);
};
} // namespace

static constexpr LevelMark levelMarks[] = {
    {Level::Qann, "a qann.output",
     [](ModuleOp module) {
       return module.walk([](qann::OutputOp) { return WalkResult::interrupt(); }).wasInterrupted();
     }},
    {Level::Snn, "an snn.network",
     [](ModuleOp module) { return !module.getOps<snn::NetworkOp>().empty(); }},
    {Level::Chip, "a chip.design",
     [](ModuleOp module) { return !module.getOps<chip::DesignOp>().empty(); }},
};

static Result<LevelMark> markOf(ModuleOp module) {
  if (!module.getOps<ModuleOp>().empty())
    return Error{"the module holds further modules", "put each network into a file of its own"};
  std::vector<LevelMark> found;
  llvm::copy_if(levelMarks, std::back_inserter(found),
                [&](const LevelMark &mark) { return mark.isIn(module); });
  if (found.empty())
    return Error{"the module holds no network: no qann.output, no snn.network, no chip.design",
                 "a quantized network is a function that ends with qann.output"};
  if (found.size() > 1)
    return Error{fmt::format("the module holds networks of several levels, {} and {}",
                             found[0].name, found[1].name),
                 "keep the network that is meant"};
  return found.front();
}

Result<Level> levelOf(ModuleOp module) {
  auto mark = markOf(module);
  return mark ? Result<Level>(mark->level) : mark.error();
}

/// A module that is past `stopAfter` cannot stop there.
static Status checkStopAfter(const LevelMark &here, const std::string &stopAfter) {
  std::string remaining;
  for (const Stage &stage : compileStages()) {
    if (stage.from < here.level)
      continue;
    if (stage.name == stopAfter)
      return success();
    remaining += (remaining.empty() ? "" : ", ") + stage.name;
  }
  return Error{fmt::format("cannot stop after '{}': the module holds {}, which is past that stage",
                           stopAfter, here.name),
               remaining.empty() ? "no stage is left; leave --stop-after out"
                                 : "stages left: " + remaining,
               ExitCode::Usage};
}

Status runStages(ModuleOp module, const CompileOptions &options, const std::string &stopAfter,
                 const std::string &dumpFolder) {
  auto here = markOf(module);
  if (!here)
    return here.error();
  if (!stopAfter.empty())
    if (auto status = checkStopAfter(*here, stopAfter); !status)
      return status;
  for (size_t i = 0; i < compileStages().size(); ++i) {
    const Stage &stage = compileStages()[i];
    if (stage.from < here->level)
      continue;
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
      llvm::errs() << placeOf(d.getLocation()) << severity << ": " << d << "\n";
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
