// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/qann/Qann.h"
#include "mlir/IR/DialectImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

#include "dialects/qann/QannDialect.cpp.inc"
#include "dialects/qann/QannEnums.cpp.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/qann/QannAttrs.cpp.inc"

void nacre::qann::QannDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialects/qann/QannAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "dialects/qann/QannOps.cpp.inc"
      >();
}
