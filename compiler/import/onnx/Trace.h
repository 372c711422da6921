// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A graph run on one input: every value, and which of them no input can change.
#pragma once
#include "compiler/import/onnx/Operator.h"
#include <map>
#include <set>

namespace nacre::onnx {

struct Trace {
  std::map<std::string, Tensor> values; ///< of inputs, initializers and each node's outputs
  std::set<std::string> constants;      ///< the same for every input of these shapes
  std::set<std::string> assumed;        ///< behind a finding: only type and shape, as the file says
};

/// Runs the nodes in order. A node that cannot be run is a finding (NCR1203 for an unknown
/// operator, else its own), and so is a value whose shape differs from what the file says
/// (NCR1207); nodes after it are still checked as far as they can be. Missing inputs are findings,
/// too.
Trace run(const Graph &graph, const OnnxOperatorRegistry &operators,
          std::map<std::string, Tensor> inputs, Findings &findings, Limits limits = {});

/// Zeros for each input, its batch (a first dimension that is symbolic) 1. Another symbolic
/// dimension is a finding, NCR1209; `shapes` gives those of inputs by name.
std::map<std::string, Tensor> zeroInputs(const Graph &graph,
                                         const std::map<std::string, Shape> &shapes,
                                         Findings &findings, Limits limits = {});

} // namespace nacre::onnx
