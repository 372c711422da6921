// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/snn/Snn.h"
#include "mlir/IR/OpImplementation.h"

#define GET_OP_CLASSES
#include "dialects/snn/SnnOps.cpp.inc"
