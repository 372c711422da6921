// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Operator.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre::onnx {

/// The attribute, if it is there and of this kind; another kind is as good as none, and is refused
/// by evaluate().
static const Attribute *find(const Node &node, const std::string &name, Attribute::Kind kind) {
  auto it = node.attributes.find(name);
  return it != node.attributes.end() && it->second.kind == kind ? &it->second : nullptr;
}

int64_t Call::integer(const std::string &name, int64_t otherwise) const {
  const Attribute *found = find(node, name, Attribute::Kind::Integer);
  return found ? found->integer : otherwise;
}

double Call::real(const std::string &name, double otherwise) const {
  const Attribute *found = find(node, name, Attribute::Kind::Real);
  return found ? found->real : otherwise;
}

std::string Call::string(const std::string &name, const std::string &otherwise) const {
  const Attribute *found = find(node, name, Attribute::Kind::String);
  return found ? found->string : otherwise;
}

std::vector<int64_t> Call::integers(const std::string &name) const {
  const Attribute *found = find(node, name, Attribute::Kind::Integers);
  return found ? found->integers : std::vector<int64_t>();
}

std::vector<int64_t> Call::integers(const std::string &attribute, size_t input) const {
  return has(input) ? in(input).integers : integers(attribute);
}

std::optional<int64_t> Call::axis(int64_t axis, int64_t rank) const {
  if (axis >= -rank && axis < rank)
    return axis < 0 ? axis + rank : axis;
  return refuseShapes(fmt::format("axis {} of a tensor of {} dimensions", axis, rank));
}

std::optional<Tensor> Call::make(ElementType type, const Shape &shape) const {
  if (std::optional<int64_t> count = elementsOf(shape); count && *count <= limits.elements)
    return Tensor(type, shape);
  return refuse("NCR1104", fmt::format("its result would have the shape {}", textOf(shape)),
                fmt::format("at most {} elements", limits.elements));
}

bool Call::affords(int64_t results, int64_t each) const {
  if (each <= 0 || results <= limits.products / each)
    return true;
  refuse("NCR1104", "it has too many multiplications", "split the layer, or use a smaller image");
  return false;
}

std::nullopt_t Call::refuse(std::string_view code, std::string_view reason,
                            std::string_view remedy) const {
  findings.add(code, node.name, fmt::format("{}: {}", node.kind(), reason), remedy);
  return std::nullopt;
}

std::nullopt_t Call::refuseAttribute(std::string_view name, std::string_view value,
                                     std::string_view remedy) const {
  return refuse("NCR1205", fmt::format("{} {} is not supported", name, value), remedy);
}

std::nullopt_t Call::refuseShapes(std::string_view reason) const {
  return refuse("NCR1207", reason, "the file contradicts itself; export it again");
}

static bool readable(Attribute::Kind kind) { return kind != Attribute::Kind::Other; }

Outputs evaluate(const Operator &op, const Call &call) {
  const int64_t version = call.opset;
  if (version < op.since || version > op.until)
    return call.refuse("NCR1204", fmt::format("is not supported in opset {}", version),
                       fmt::format("it is in opsets {} to {}", op.since, op.until));
  for (const auto &[name, attribute] : call.node.attributes)
    if (!readable(attribute.kind) ||
        std::find(op.attributes.begin(), op.attributes.end(), name) == op.attributes.end())
      return call.refuseAttribute("attribute", "'" + name + "'",
                                  "export the network without it, or with another opset");
  bool complete = call.count() >= op.least && (!op.most || call.count() <= op.most);
  for (size_t i = 0; complete && i < std::max(op.least, op.most ? 0 : call.count()); ++i)
    complete = call.has(i);
  if (!complete)
    return call.refuseShapes(fmt::format("it has {} inputs", call.count()));
  return op.evaluate(call);
}

} // namespace nacre::onnx
