// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/testing/ModelBuilder.h"

namespace nacre::onnx {

namespace pb = nacre_onnx;

ModelBuilder::ModelBuilder(int64_t opset, int64_t ir) {
  model.set_ir_version(ir);
  model.add_opset_import()->set_version(opset);
  model.mutable_graph()->set_name("net");
}

static void describe(pb::ValueInfoProto &info, const std::string &name, const Shape &shape,
                     ElementType type) {
  info.set_name(name);
  auto &tensor = *info.mutable_type()->mutable_tensor_type();
  tensor.set_elem_type(int32_t(type));
  tensor.mutable_shape();
  for (int64_t size : shape)
    if (auto *dimension = tensor.mutable_shape()->add_dim(); size >= 0)
      dimension->set_dim_value(size);
    else
      dimension->set_dim_param("N");
}

ModelBuilder &ModelBuilder::input(const std::string &name, const Shape &shape, ElementType type) {
  describe(*model.mutable_graph()->add_input(), name, shape, type);
  return *this;
}

ModelBuilder &ModelBuilder::output(const std::string &name, const Shape &shape, ElementType type) {
  describe(*model.mutable_graph()->add_output(), name, shape, type);
  return *this;
}

ModelBuilder &ModelBuilder::constant(const std::string &name, const Shape &shape,
                                     const std::vector<double> &values, ElementType type) {
  pb::TensorProto &tensor = *model.mutable_graph()->add_initializer();
  tensor.set_name(name);
  tensor.set_data_type(int32_t(type));
  for (int64_t size : shape)
    tensor.add_dims(size);
  const int64_t count = *elementsOf(shape);
  for (int64_t i = 0; i < count; ++i) {
    double value = values.size() == 1 ? values[0] : values.at(size_t(i));
    if (type == ElementType::Float)
      tensor.add_float_data(float(value));
    else if (type == ElementType::Int64)
      tensor.add_int64_data(int64_t(value));
    else
      tensor.add_int32_data(int32_t(value));
  }
  return *this;
}

ModelBuilder &ModelBuilder::node(const std::string &op, const std::vector<std::string> &inputs,
                                 const std::string &output, const Attributes &attributes,
                                 const std::string &domain) {
  pb::NodeProto &node = *model.mutable_graph()->add_node();
  node.set_name(output);
  node.set_op_type(op);
  node.set_domain(domain);
  for (const std::string &input : inputs)
    node.add_input(input);
  node.add_output(output);
  for (const auto &[name, value] : attributes) {
    pb::AttributeProto &attribute = *node.add_attribute();
    attribute.set_name(name);
    if (auto *integer = std::get_if<int>(&value)) {
      attribute.set_type(pb::AttributeProto::INT);
      attribute.set_i(*integer);
    } else if (auto *real = std::get_if<float>(&value)) {
      attribute.set_type(pb::AttributeProto::FLOAT);
      attribute.set_f(*real);
    } else if (auto *text = std::get_if<std::string>(&value)) {
      attribute.set_type(pb::AttributeProto::STRING);
      attribute.set_s(*text);
    } else {
      attribute.set_type(pb::AttributeProto::INTS);
      for (int64_t integer : std::get<std::vector<int64_t>>(value))
        attribute.add_ints(integer);
    }
  }
  return *this;
}

} // namespace nacre::onnx
