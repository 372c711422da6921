// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The qann dialect (dialects/qann/*.td). C++17, because training includes it.
#pragma once
#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "support/Window.h"

#include "dialects/qann/QannDialect.h.inc"
#include "dialects/qann/QannEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "dialects/qann/QannAttrs.h.inc"

#define GET_OP_CLASSES
#include "dialects/qann/QannOps.h.inc"
