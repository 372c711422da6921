// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Trace.h"
#include "support/Nearest.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre::onnx {

namespace {

class Runner {
  const Graph &graph;
  const OnnxOperatorRegistry &operators;
  Findings &findings;
  Limits limits;
  int64_t elements = 0; ///< of all values so far
  Trace trace;

public:
  Runner(const Graph &graph, const OnnxOperatorRegistry &operators, Findings &findings,
         Limits limits)
      : graph(graph), operators(operators), findings(findings), limits(limits) {}

  Trace run(std::map<std::string, Tensor> inputs) {
    trace.values = std::move(inputs);
    for (const ValueInfo &input : graph.inputs)
      check(input, "");
    for (const auto &[name, tensor] : graph.initializers) {
      trace.values[name] = tensor;
      trace.constants.insert(name);
    }
    for (const Node &node : graph.nodes) {
      runNode(node);
      if (elements > 2 * limits.elements) {
        findings.add("NCR1104", node.name, "the values up to here have too many elements together",
                     "use a smaller network or image");
        break;
      }
    }
    for (const ValueInfo &output : graph.outputs)
      check(output, "");
    return std::move(trace);
  }

private:
  int64_t opsetOf(const Node &node) const {
    auto it = graph.opsets.find(node.domain);
    return it == graph.opsets.end() ? 1 : it->second; // QONNX may leave its domain out
  }

  std::string remedyFor(const Node &node) const {
    std::vector<std::string> known;
    for (const auto &[name, op] : operators)
      known.push_back(name);
    std::string nearest = nearestName(node.kind(), known);
    return nearest.empty() ? "docs/onnx-operators.md lists the operators"
                           : "did you mean " + nearest;
  }

  void runNode(const Node &node) {
    const Operator *op = operators.find(node.kind());
    if (!op) {
      findings.add("NCR1203", node.name, fmt::format("operator '{}' is not supported", node.kind()),
                   remedyFor(node));
      return assume(node);
    }
    std::vector<const Tensor *> inputs;
    bool constant = true;
    for (const std::string &name : node.inputs) {
      auto it = trace.values.find(name);
      if (!name.empty() && it == trace.values.end())
        return; // its maker is a finding already
      inputs.push_back(name.empty() ? nullptr : &it->second);
      constant &= name.empty() || trace.constants.count(name);
    }
    constant |= node.kind() == "Shape" || node.kind() == "Size";
    Outputs outputs = evaluate(*op, Call(node, opsetOf(node), inputs, findings, limits));
    if (!outputs)
      return assume(node);
    for (size_t i = 0; i < node.outputs.size() && i < outputs->size(); ++i) {
      const std::string &name = node.outputs[i];
      elements += (*outputs)[i].size();
      trace.values[name] = std::move((*outputs)[i]);
      if (constant)
        trace.constants.insert(name);
      if (auto said = graph.values.find(name); said != graph.values.end())
        check(said->second, node.name);
    }
  }

  /// What a node that cannot be run makes is as the file says, so that those after it are checked.
  void assume(const Node &node) {
    for (const std::string &name : node.outputs) {
      auto said = graph.values.find(name);
      if (said == graph.values.end() || said->second.type == ElementType::None)
        continue;
      Shape shape = said->second.shape;
      if (!shape.empty() && shape[0] < 1)
        shape[0] = 1;
      if (std::optional<int64_t> count = elementsOf(shape); count && *count <= limits.elements) {
        trace.values[name] = Tensor(said->second.type, shape);
        trace.assumed.insert(name);
        elements += *count;
      }
    }
  }

  /// Compares a value with what the file says of it.
  void check(const ValueInfo &said, const std::string &node) {
    auto it = trace.values.find(said.name);
    if (it == trace.values.end())
      return;
    if (said.type != ElementType::None && said.type != it->second.type)
      findings.add("NCR1208", node,
                   fmt::format("the value '{}' is {}, and {} in the file's words", said.name,
                               nameOf(it->second.type), nameOf(said.type)),
                   "the file contradicts itself; export it again");
    if (!said.hasShape)
      return;
    const Shape &shape = it->second.shape;
    bool same = shape.size() == said.shape.size();
    for (size_t d = 0; same && d < shape.size(); ++d)
      same = said.shape[d] < 0 || said.shape[d] == shape[d] || (d == 0 && shape[d] == 1);
    if (!same)
      findings.add("NCR1207", node,
                   fmt::format("the value '{}' is {}, and {} in the file's words", said.name,
                               textOf(shape), textOf(said.shape)),
                   "the file contradicts itself; export it again");
  }
};

} // namespace

Trace run(const Graph &graph, const OnnxOperatorRegistry &operators,
          std::map<std::string, Tensor> inputs, Findings &findings, Limits limits) {
  return Runner(graph, operators, findings, limits).run(std::move(inputs));
}

std::map<std::string, Tensor> zeroInputs(const Graph &graph,
                                         const std::map<std::string, Shape> &shapes,
                                         Findings &findings, Limits limits) {
  std::map<std::string, Tensor> inputs;
  for (const ValueInfo &input : graph.inputs) {
    auto given = shapes.find(input.name);
    Shape shape = given == shapes.end() ? input.shape : given->second;
    if (!shape.empty() && shape[0] < 1)
      shape[0] = 1;
    if ((!input.hasShape && given == shapes.end()) || !elementsOf(shape) ||
        input.type == ElementType::None)
      findings.add("NCR1209", input.name, "the shape of this input is not known",
                   "export it with fixed sizes; only the batch may be symbolic");
    else if (*elementsOf(shape) > limits.elements)
      findings.add("NCR1104", input.name, "this input is too large", "use a smaller image");
    else
      inputs[input.name] = Tensor(input.type, shape);
  }
  return inputs;
}

} // namespace nacre::onnx
