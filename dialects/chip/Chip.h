// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The chip dialect (dialects/chip/*.td).
#pragma once
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/IR/RegionKindInterface.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/chip/ChipDialect.h.inc"
#include "dialects/chip/ChipEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/chip/ChipAttrs.h.inc"

#define GET_OP_CLASSES
#include "dialects/chip/ChipOps.h.inc"
