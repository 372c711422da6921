// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The passes of compiler/Passes.td.
#pragma once
#include "dialects/chip/Chip.h"
#include "dialects/qann/Qann.h"
#include "dialects/snn/Snn.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include <string>

namespace nacre {

#define GEN_PASS_DECL
#include "compiler/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "compiler/Passes.h.inc"

} // namespace nacre
