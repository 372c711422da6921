// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The snn dialect (dialects/snn/*.td).
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
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "dialects/snn/SnnDialect.h.inc"
#include "dialects/snn/SnnEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/snn/SnnAttrs.h.inc"

#define GET_OP_CLASSES
#include "dialects/snn/SnnOps.h.inc"
