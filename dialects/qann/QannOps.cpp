// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/qann/Qann.h"
#include "mlir/IR/OpImplementation.h"

#define GET_OP_CLASSES
#include "dialects/qann/QannOps.cpp.inc"
