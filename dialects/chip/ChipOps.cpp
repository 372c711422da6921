// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "dialects/chip/Chip.h"
#include "mlir/IR/OpImplementation.h"

#define GET_OP_CLASSES
#include "dialects/chip/ChipOps.cpp.inc"
