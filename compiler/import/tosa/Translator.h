// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TOSA operations as a graph of the ONNX importer, which knows what quantized networks become:
// integers and rescales are one more style of writing scales. TOSA's maps are N x H x W x C, the
// graph's N x C x H x W; so each value is known together with the order of its dimensions.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Graph.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/MapVector.h"

namespace nacre::tosa {

/// A value of the network in the graph: a map of 1 x C x H x W, or a vector of 1 x F.
struct Known {
  std::string name;
  onnx::Shape shape; ///< in the graph
  /// Of a map: dimension i of TOSA is dimension order[i] of the graph.
  std::vector<int64_t> order = {};
  /// Of a vector that a map of C, H, W became: TOSA counts its elements in the order H, W, C.
  onnx::Shape rowsFirst = {};
  /// Zeros (or zero points) around a map: top, left, bottom, right; for the convolution after it.
  std::vector<int64_t> pads = {0, 0, 0, 0};
  int64_t padValue = 0;

  bool isMap() const { return shape.size() == 4; }
  bool padded() const { return pads != std::vector<int64_t>{0, 0, 0, 0}; }
};

class Translator {
  Findings &findings;
  onnx::Graph graph;
  llvm::DenseMap<mlir::Value, Known> values;
  std::map<std::string, int64_t> names; ///< how often each is taken
  bool lost = false;                    ///< something before was refused

public:
  std::vector<std::string> notes;

  explicit Translator(Findings &findings) : findings(findings) {}

  /// The graph of the function; what has no form in it is a finding.
  onnx::Graph translate(mlir::func::FuncOp function);

private:
  void defineImage(mlir::BlockArgument argument);
  void translate(mlir::Operation *op);
  void finish(mlir::func::FuncOp function);

  // Layers.cpp
  void visit(mlir::tosa::Conv2DOp op);
  void visit(mlir::tosa::DepthwiseConv2DOp op);
  void visit(mlir::tosa::MatMulOp op);
  // Elements.cpp
  void visit(mlir::tosa::RescaleOp op);
  void visit(mlir::tosa::ClampOp op);
  void visit(mlir::tosa::AddOp op);
  void visit(mlir::tosa::IdentityOp op);
  // Structure.cpp
  void visit(mlir::tosa::MaxPool2dOp op);
  void visit(mlir::tosa::AvgPool2dOp op);
  void visit(mlir::tosa::ReshapeOp op);
  void visit(mlir::tosa::TransposeOp op);
  void visit(mlir::tosa::PadOp op);

  template <class Op> void convolution(Op op, const onnx::Tensor &weights, int64_t groups);
  void product(mlir::Operation *op, const Known &input, onnx::Tensor weights, mlir::Value inputZero,
               mlir::Value weightZero);
  onnx::Node pool(mlir::Operation *op, const Known &input, const char *kind,
                  llvm::ArrayRef<int64_t> kernel, llvm::ArrayRef<int64_t> stride,
                  llvm::ArrayRef<int64_t> pad);

  // Values.cpp
  void refuse(mlir::Operation *op, std::string_view code, std::string_view reason,
              std::string_view remedy);
  /// Of the operation in the file: the name of its location, or "conv2d (line 12)".
  std::string nameOf(mlir::Operation *op);
  std::string fresh(const std::string &name);
  /// What is known of an operand; null if it, or one before it, was refused.
  const Known *known(mlir::Operation *op, mlir::Value value);
  /// As above, and it is a map without padding in the order N x H x W x C, or is made one.
  std::optional<Known> map(mlir::Operation *op, mlir::Value value, bool padded = false);
  /// A map of 1 x C x 1 x 1 as a vector; others as they are.
  Known vector(mlir::Operation *op, Known value);
  Known reshaped(mlir::Operation *op, Known value, onnx::Shape shape);
  /// The constant in TOSA's order; refused if it is none.
  std::optional<onnx::Tensor> constant(mlir::Operation *op, mlir::Value value);
  std::string initializer(const std::string &name, onnx::Tensor tensor);
  /// A zero point, as one number of the type of `of`.
  std::string zeroPoint(mlir::Operation *op, mlir::Value zero);
  /// Adds the node; its first output gets its name.
  std::string add(mlir::Operation *op, onnx::Node node);
  void define(mlir::Operation *op, Known value);
};

// Values.cpp
/// The order of dimensions N x H x W x C over N x C x H x W.
inline const std::vector<int64_t> channelsLast = {0, 2, 3, 1};
/// Dimension i of the result is dimension order[i] of the tensor.
onnx::Tensor transposed(const onnx::Tensor &tensor, const std::vector<int64_t> &order);
onnx::Node node(const char *op, std::vector<std::string> inputs,
                const std::map<std::string, std::vector<int64_t>> &attributes = {});
onnx::Shape shapeOf(mlir::Value value);
onnx::ElementType typeOf(mlir::Value value, bool isUnsigned = false);

} // namespace nacre::tosa
