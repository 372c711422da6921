// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre-opt: runs Nacre's passes on textual or bytecode IR.
#include "compiler/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "mlir/Transforms/Passes.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry dialects;
  dialects.insert<mlir::func::FuncDialect, nacre::qann::QannDialect, nacre::snn::SnnDialect,
                  nacre::chip::ChipDialect>();
  nacre::registerNacrePasses();
  mlir::registerTransformsPasses(); // canonicalize, cse, symbol-dce, ...
  return mlir::asMainReturnCode(
      mlir::MlirOptMain(argc, argv, "Nacre's compiler passes, one by one\n", dialects));
}
