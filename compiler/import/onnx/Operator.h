// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What an ONNX operator computes, on tensors; one small file a family in ops/. The only semantics
// of an operator: it folds constants, runs float models and the ONNX backend node tests. Source:
// docs/Operators.md of onnx/onnx; of QONNX, docs/qonnx-custom-ops of fastmachinelearning/qonnx.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/onnx/Graph.h"
#include "support/Registry.h"
#include <functional>
#include <initializer_list>
#include <optional>

namespace nacre::onnx {

/// The tensors that a node makes, or nothing: the reason is then a finding.
using Outputs = std::optional<std::vector<Tensor>>;

/// What a file of strangers may make the evaluator do.
struct Limits {
  int64_t elements = maxElements;      ///< of one value; of all values together twice that
  int64_t products = int64_t(1) << 40; ///< multiplications of one node
};

/// One use of an operator: its node, and its inputs as tensors (null: absent).
class Call {
  std::vector<const Tensor *> given;
  Findings &findings;

public:
  const Node &node;
  int64_t opset; ///< of the node's domain
  Limits limits;

  Call(const Node &node, int64_t opset, std::vector<const Tensor *> inputs, Findings &findings,
       Limits limits = {})
      : given(std::move(inputs)), findings(findings), node(node), opset(opset), limits(limits) {}

  size_t count() const { return given.size(); }
  bool has(size_t index) const { return index < given.size() && given[index]; }
  /// Of an input that the operator's row says is always there, or that has() found.
  const Tensor &in(size_t index) const { return *given[index]; }

  bool hasAttribute(const std::string &name) const { return node.attributes.count(name); }
  int64_t integer(const std::string &name, int64_t otherwise) const;
  double real(const std::string &name, double otherwise) const;
  std::string string(const std::string &name, const std::string &otherwise) const;
  std::vector<int64_t> integers(const std::string &name) const; ///< empty if absent

  /// Axes or the like, an attribute in old versions and an input in newer ones; empty if absent.
  std::vector<int64_t> integers(const std::string &attribute, size_t input) const;

  /// An axis of a tensor of this rank, negative ones counted from behind; refuses others.
  std::optional<int64_t> axis(int64_t axis, int64_t rank) const;
  /// Zeros; refuses a shape of too many elements.
  std::optional<Tensor> make(ElementType type, const Shape &shape) const;

  /// Whether so many multiplications for each of so many results are within the limit; else
  /// refused.
  bool affords(int64_t results, int64_t each) const;

  /// Adds a finding about the node.
  std::nullopt_t refuse(std::string_view code, std::string_view reason,
                        std::string_view remedy) const;
  /// An attribute with a value that is not supported: NCR1205.
  std::nullopt_t refuseAttribute(std::string_view name, std::string_view value,
                                 std::string_view remedy) const;
  /// Inputs whose shapes do not go together: NCR1207.
  std::nullopt_t refuseShapes(std::string_view reason) const;
};

struct Operator {
  size_t least, most;                  ///< number of inputs; `most` 0: any number
  std::vector<std::string> attributes; ///< all that it knows
  std::function<Outputs(const Call &)> evaluate;
  int64_t since = 8, until = 27; ///< opsets in which it means this
};

/// The operator, which has meant this since an older or newer opset than most.
inline Operator from(int64_t opset, Operator op) {
  op.since = opset;
  return op;
}

/// Checks inputs, attributes and version against the operator's row, then evaluates.
Outputs evaluate(const Operator &op, const Call &call);

/// One output.
inline Outputs only(Tensor tensor) {
  std::vector<Tensor> list;
  list.push_back(std::move(tensor));
  return list;
}

} // namespace nacre::onnx

namespace nacre {
using OnnxOperatorRegistry = Registry<onnx::Operator>;
void registerAllOnnxOperators(OnnxOperatorRegistry &registry);
} // namespace nacre
