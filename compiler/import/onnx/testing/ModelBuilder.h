// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ONNX files for tests.
#pragma once
#include "compiler/import/onnx/Tensor.h"
#include "compiler/import/onnx/proto/nacre_onnx.pb.h"
#include <variant>

namespace nacre::onnx {

class ModelBuilder {
public:
  using Value = std::variant<int, float, std::string, std::vector<int64_t>>;
  using Attributes = std::vector<std::pair<std::string, Value>>;

  nacre_onnx::ModelProto model; ///< for what the functions below cannot say

  explicit ModelBuilder(int64_t opset = 13, int64_t ir = 8);

  /// -1: a symbolic dimension.
  ModelBuilder &input(const std::string &name, const Shape &shape,
                      ElementType type = ElementType::Float);
  ModelBuilder &output(const std::string &name, const Shape &shape,
                       ElementType type = ElementType::Float);
  /// An initializer, stored in the typed field; of one value for all if `values` has one.
  ModelBuilder &constant(const std::string &name, const Shape &shape,
                         const std::vector<double> &values, ElementType type = ElementType::Float);
  /// The node is called as its output.
  ModelBuilder &node(const std::string &op, const std::vector<std::string> &inputs,
                     const std::string &output, const Attributes &attributes = {},
                     const std::string &domain = "");

  std::string bytes() const { return model.SerializeAsString(); }
};

} // namespace nacre::onnx
