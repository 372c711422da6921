// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ONNX bytes to a graph. Files are hostile: every size is checked before it is believed.
// Refusals: NCR11xx (the file), NCR1201, NCR1202, NCR1206, NCR1208.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Graph.h"
#include <string_view>

namespace nacre::onnx {

constexpr int64_t oldestIr = 3, newestIr = 13;
constexpr int64_t oldestOpset = 1, newestOpset = 27;

/// Reads a model. `folder`: where the model's external data lie; none is read from elsewhere, by no
/// absolute path, no `..` and no link. The graph is of use only if nothing was added to `findings`.
Graph readGraph(std::string_view bytes, const std::string &folder, Findings &findings);

/// Reads the file; its folder is that of its external data.
Graph readGraphFile(const std::string &path, Findings &findings);

/// A file that holds one TensorProto, as the test data of ONNX do.
Tensor readTensor(std::string_view bytes, Findings &findings);

} // namespace nacre::onnx
