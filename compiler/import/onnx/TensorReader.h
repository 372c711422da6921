// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A TensorProto to a tensor. Sources: onnx.proto; formats of 4- and 2-bit types: docs/IR.md.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Tensor.h"

namespace nacre_onnx {
class TensorProto;
}

namespace nacre::onnx {

/// `owner`: what findings name. What cannot be read is a finding (NCR1102, NCR1103, NCR1208), and
/// the result is empty.
Tensor readTensor(const nacre_onnx::TensorProto &proto, const std::string &folder,
                  const std::string &owner, Findings &findings);

} // namespace nacre::onnx
