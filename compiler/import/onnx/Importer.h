// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A quantized ONNX graph to a qann module.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/import/onnx/Operator.h"

namespace nacre {

/// `file` names the graph in locations. All that cannot be imported is in `findings`.
Imported importOnnx(const onnx::Graph &graph, const std::string &file, const ImportOptions &options,
                    Findings &findings, mlir::MLIRContext &context, onnx::Limits limits = {});

} // namespace nacre
