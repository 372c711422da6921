// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/tosa/Importer.h"
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/tosa/Translator.h"
#include "compiler/io/ModuleFile.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "support/Files.h"
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

bool holdsTosa(const std::string &path) {
  auto bytes = readFile(path);
  if (!bytes)
    return false;
  const StringRef text = *bytes;
  if (text.starts_with("ML\xefR")) // bytecode: the dialect's name among the strings
    return text.contains(StringRef("tosa\0", 5));
  return text.contains("= tosa.") || text.contains("= \"tosa.");
}

/// A first dimension that is not known is the batch, and becomes 1.
static void fixBatch(func::FuncOp function) {
  auto one = [](Type given) -> Type {
    auto type = dyn_cast<RankedTensorType>(given);
    if (!type || type.getRank() == 0 || !type.isDynamicDim(0))
      return given;
    SmallVector<int64_t> shape(type.getShape());
    shape[0] = 1;
    return type.clone(shape);
  };
  FunctionType type = function.getFunctionType();
  function.getArgument(0).setType(one(type.getInput(0)));
  auto end = cast<func::ReturnOp>(function.getBody().front().getTerminator());
  end.getOperand(0).setType(one(end.getOperand(0).getType()));
  function.setType(FunctionType::get(function.getContext(), function.getArgument(0).getType(),
                                     end.getOperand(0).getType()));
}

/// Whatever the network needs may be used, of any size: what it costs is found out later.
static void allowAll(ModuleOp module) {
  if (module->hasAttr("tosa.target_env"))
    return;
  using namespace mlir::tosa;
  SmallVector<Profile> profiles = {Profile::pro_int, Profile::pro_fp};
  SmallVector<Extension> extensions = {Extension::int16, Extension::int4, Extension::doubleround,
                                       Extension::inexactround};
  module->setAttr("tosa.target_env",
                  TargetEnvAttr::get(module.getContext(), SpecificationVersion::V_1_0, Level::none,
                                     profiles, extensions));
}

/// Shapes, folded constants, fewer transposes; then MLIR's own check of the specification.
static bool prepare(ModuleOp module, Findings &findings) {
  auto run = [&](auto addPasses) {
    PassManager passes(module.getContext());
    addPasses(passes);
    bool told = false;
    ScopedDiagnosticHandler handler(module.getContext(), [&](Diagnostic &diagnostic) {
      if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
        return llvm::success();
      told = true;
      auto place = diagnostic.getLocation()->findInstanceOf<FileLineColLoc>();
      findings.add("NCR1601", place ? fmt::format("line {}", place.getLine()) : "",
                   diagnostic.str(), "mlir-opt --tosa-validate checks networks, too");
      return llvm::success();
    });
    const bool good = succeeded(passes.run(module));
    if (!good && !told)
      findings.add("NCR1601", "", "the network breaks a rule of TOSA",
                   "mlir-opt --tosa-validate says which");
    return good;
  };
  return run([](PassManager &passes) {
           passes.addNestedPass<func::FuncOp>(mlir::tosa::createTosaInferShapesPass());
           passes.addNestedPass<func::FuncOp>(mlir::tosa::createTosaArithConstantToTosaConstPass());
           passes.addPass(mlir::tosa::createTosaValidation());
         }) &&
         run([](PassManager &passes) {
           passes.addPass(createCanonicalizerPass());
           passes.addNestedPass<func::FuncOp>(mlir::tosa::createTosaLayerwiseConstantFoldPass());
           passes.addNestedPass<func::FuncOp>(mlir::tosa::createTosaReduceTransposes());
           passes.addPass(createCanonicalizerPass());
         });
}

/// The only function, of one image and one result.
static func::FuncOp networkOf(ModuleOp module, Findings &findings) {
  auto refuse = [&](const std::string &reason) {
    findings.add("NCR1603", "", reason,
                 "one function of one block takes one image and returns one vector of scores");
    return func::FuncOp();
  };
  auto functions = module.getOps<func::FuncOp>();
  if (!llvm::hasSingleElement(functions))
    return refuse(functions.empty() ? "there is no function" : "there are several functions");
  func::FuncOp function = *functions.begin();
  if (!function.getBody().hasOneBlock())
    return refuse("the function has no body, or branches");
  if (function.getNumArguments() != 1 || function.getNumResults() != 1)
    return refuse(fmt::format("the function has {} arguments and {} results",
                              function.getNumArguments(), function.getNumResults()));
  auto type = dyn_cast<RankedTensorType>(function.getArgument(0).getType());
  const bool image = type && type.getRank() >= 2 && type.getRank() <= 4 &&
                     (type.isDynamicDim(0) || type.getDimSize(0) == 1) &&
                     llvm::none_of(type.getShape().drop_front(), ShapedType::isDynamic);
  if (!image || tosa::typeOf(function.getArgument(0)) == onnx::ElementType::None)
    return refuse("its argument is not one image of i8, i16, i32 or f32: N x H x W x C or N x F");
  return function;
}

Imported importTosa(ModuleOp module, const std::string &file, const ImportOptions &options,
                    Findings &findings) {
  func::FuncOp function = networkOf(module, findings);
  if (!function)
    return {};
  fixBatch(function);
  allowAll(module);
  if (!prepare(module, findings))
    return {};
  tosa::Translator translator(findings);
  const onnx::Graph graph = translator.translate(*module.getOps<func::FuncOp>().begin());
  if (!findings.empty())
    return {};
  Imported result = importOnnx(graph, file, options, findings, *module.getContext());
  result.notes.insert(result.notes.begin(), translator.notes.begin(), translator.notes.end());
  return result;
}

Imported importTosaFile(const std::string &path, const ImportOptions &options, Findings &findings,
                        MLIRContext &context) {
  context.loadDialect<mlir::tosa::TosaDialect, func::FuncDialect, arith::ArithDialect,
                      tensor::TensorDialect>();
  auto module = readModule(path, &context);
  if (module)
    return importTosa(**module, path, options, findings);
  findings.add("NCR1601", "", module.error().message, "write it with the MLIR of LLVM 22");
  return {};
}

} // namespace nacre
