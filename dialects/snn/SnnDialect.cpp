// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/snn/Snn.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

#include "dialects/snn/SnnDialect.cpp.inc"
#include "dialects/snn/SnnEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/snn/SnnAttrs.cpp.inc"

void nacre::snn::SnnDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/snn/SnnAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/snn/SnnOps.cpp.inc"
      >();
}
