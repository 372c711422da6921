// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The state of an import: what is known of each value, and the qann operations built so far. What a
// node of the file becomes is one small file a family in lowerings/.
#pragma once
#include "compiler/import/onnx/Calibration.h"
#include "compiler/import/onnx/Form.h"
#include "compiler/import/onnx/Trace.h"
#include "dialects/qann/Qann.h"
#include "mlir/IR/Builders.h"

namespace nacre::onnx {

class Lowering {
  const Graph &graph;
  const Trace &trace;
  Findings &findings;
  mlir::OpBuilder &builder;
  std::string file;
  mlir::Value image; ///< the function's argument
  std::map<std::string, Form> forms;
  std::map<std::string, Grid> grids;
  std::map<const Quantizer *, std::optional<Form>> built;
  std::map<std::pair<double, int32_t>, mlir::Value> inputs; ///< by scale and zero point

public:
  std::vector<std::string> notes;           ///< what was decided that the user should know
  const Calibration *calibration = nullptr; ///< of a float network that is quantized here
  PostTrainingReport report;

  Lowering(const Graph &graph, const Trace &trace, Findings &findings, mlir::OpBuilder &builder,
           std::string file, mlir::Value image)
      : graph(graph), trace(trace), findings(findings), builder(builder), file(std::move(file)),
        image(image) {}

  // What the file holds.
  const Tensor *constant(const std::string &name) const; ///< null if it is none
  const Tensor *constant(const Node &node, size_t input) const;
  const Grid *grid(const std::string &name) const; ///< null if the constant lies on none
  const Form *form(const Node &node, size_t input) const;
  bool has(const Node &node, size_t input) const;
  Shape shapeOf(const std::string &name) const; ///< without the batch
  Call call(const Node &node) const;            ///< of the evaluated inputs

  // What the import finds out. Each value is defined once.
  void define(const std::string &name, Form form);
  void define(const std::string &name, Grid grid);
  std::nullopt_t refuse(const Node &node, std::string_view code, std::string_view reason,
                        std::string_view remedy) const;
  std::nullopt_t refuse(const std::string &node, std::string_view code, std::string_view reason,
                        std::string_view remedy) const;
  void note(std::string text);

  // What can be done with forms. Nothing: refused.
  /// A tensor as one value a channel of the form; refuses others.
  std::optional<Channels> perChannel(const Node &node, const Form &form,
                                     const Tensor &tensor) const;
  std::optional<Form> affine(const Node &node, const Form &form, const Channels &by,
                             const Channels &plus) const;
  std::optional<Form> clamp(const Node &node, const Form &form, double low, double high) const;
  /// The integers clip(round(form / step), low, high), as a form with the base Quantizer.
  Form quantize(const Node &node, const Form &form, const Channels &step, double low, double high,
                bool floor = false);
  std::optional<Form> flatten(const Node &node, const Form &form);
  std::optional<Form> maxPool(const Node &node, const Form &form, const Window2 &window);
  std::optional<Form> averagePool(const Node &node, const Form &form, const Window2 &window);
  /// A layer of `weights` (output channel first; linear: out x in) on the form.
  std::optional<Form> layer(const Node &node, const Form &form, const Grid &weights, bool linear,
                            const Window2 &window, int64_t groups);
  /// Ends the network.
  mlir::Value output(const Form &form);

private:
  bool building() const { return findings.empty(); }
  mlir::Location locationOf(const std::string &node);
  mlir::RankedTensorType typeOf(const Shape &shape);

  /// Gives a value to everything but the elementwise function: a form with the base Built, or
  /// Image.
  std::optional<Form> build(const Form &form);
  /// factor * base + offset + more, without clamp and later.
  std::optional<mlir::Value> real(const Form &form, const Channels &more);
  std::optional<mlir::Value> added(const Sum &sum, const Channels &factor, const Channels &offset);
  /// The form as the input of a layer: factor * Built + offset.
  std::optional<Form> readyForLayer(const Node &node, const Form &form);
  mlir::Value imageValue(double scale, int32_t zeroPoint);
  mlir::Value identity(const std::string &node, mlir::Value value, const Shape &shape,
                       const Channels &scale, const Channels &bias);
  mlir::Value weighted(const Layer &layer, const Channels &factor, const Channels &offset,
                       const Shape &shape);
  mlir::Value applyLater(const Form &form, mlir::Value value);
  /// The form of a quantizer's integers over the qann.act that makes them.
  std::optional<Form> buildQuantizer(const Quantizer &quantizer);
  /// If the quantizer of the image keeps its integers, up to a constant.
  std::optional<double> shiftOfImage(const Quantizer &quantizer) const;
};

/// What a node becomes, if its inputs are no constants. It defines the node's output or refuses.
struct NodeLowering {
  void (*lower)(Lowering &lowering, const Node &node);
};

} // namespace nacre::onnx

namespace nacre {
using OnnxLoweringRegistry = Registry<onnx::NodeLowering>;
void registerAllOnnxLowerings(OnnxLoweringRegistry &registry);
} // namespace nacre
