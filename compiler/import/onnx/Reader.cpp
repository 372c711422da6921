// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/onnx/TensorReader.h"
#include "compiler/import/onnx/proto/nacre_onnx.pb.h"
#include "support/Files.h"
#include <filesystem>
#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/stubs/logging.h>
#include <set>

namespace nacre::onnx {

namespace pb = nacre_onnx;

namespace {

constexpr int deepestNesting = 16; // of messages; a model without subgraphs needs 6

/// Parses or says why not.
template <class Message>
bool parse(Message &message, std::string_view bytes, std::string_view what, Findings &findings) {
  google::protobuf::LogSilencer quiet; // findings say what is wrong
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const uint8_t *>(bytes.data()),
                                                int(std::min<size_t>(bytes.size(), INT32_MAX)));
  stream.SetRecursionLimit(deepestNesting);
  if (bytes.size() <= INT32_MAX && message.ParseFromCodedStream(&stream) &&
      stream.ConsumedEntireMessage())
    return true;
  findings.add("NCR1101", "", fmt::format("is no {}, is cut off, or nests too deeply", what),
               "export it again; control flow (If, Loop, Scan) is not supported");
  return false;
}

std::string domainOf(const std::string &domain) {
  if (domain == "ai.onnx")
    return "";
  for (const char *qonnx : {"qonnx.custom_op.general", "onnx.brevitas", "finn.custom_op.general"})
    if (domain == qonnx)
      return "qonnx";
  return domain;
}

class ModelReader {
  const pb::ModelProto &model;
  const std::string &folder;
  Findings &findings;
  Graph graph;
  std::set<std::string> defined; ///< values, so far

public:
  ModelReader(const pb::ModelProto &model, const std::string &folder, Findings &findings)
      : model(model), folder(folder), findings(findings) {}

  Graph read() {
    const pb::GraphProto &proto = model.graph();
    readVersions();
    graph.name = proto.name();
    graph.producer = model.producer_name() +
                     (model.producer_version().empty() ? "" : " " + model.producer_version());
    if (proto.sparse_initializer_size())
      findings.add("NCR1208", "", "the graph has sparse initializers", "store them as dense ones");
    for (const pb::TensorProto &tensor : proto.initializer()) {
      define(tensor.name(), "");
      graph.initializers[tensor.name()] = readTensor(tensor, folder, "", findings);
    }
    for (const pb::ValueInfoProto &info : proto.input())
      if (!graph.initializers.count(info.name())) { // files before IR 4 list initializers too
        define(info.name(), "");
        graph.inputs.push_back(readInfo(info));
      }
    for (const pb::NodeProto &node : proto.node())
      readNode(node);
    for (const pb::ValueInfoProto &info : proto.value_info())
      graph.values[info.name()] = readInfo(info);
    for (const pb::ValueInfoProto &info : proto.output()) {
      graph.outputs.push_back(readInfo(info));
      if (!defined.count(info.name()))
        findings.add("NCR1206", "", fmt::format("nothing makes the output '{}'", info.name()),
                     "the file is damaged; export it again");
    }
    if (graph.outputs.empty())
      findings.add("NCR1206", "", "the graph has no output", "export it again");
    return std::move(graph);
  }

private:
  void readVersions() {
    graph.irVersion = model.ir_version();
    if (graph.irVersion < oldestIr || graph.irVersion > newestIr)
      findings.add("NCR1201", "", fmt::format("the file has IR version {}", graph.irVersion),
                   fmt::format("versions {} to {} are read", oldestIr, newestIr));
    for (const pb::OperatorSetIdProto &opset : model.opset_import())
      graph.opsets[domainOf(opset.domain())] = opset.version();
    if (!graph.opsets.count(""))
      findings.add("NCR1202", "", "the file does not say which version of the operators it uses",
                   "export it again, with an opset_import");
    int64_t &opset = graph.opsets[""];
    if (opset && (opset < oldestOpset || opset > newestOpset))
      findings.add("NCR1202", "", fmt::format("the file has opset {}", opset),
                   fmt::format("opsets {} to {} are read; export it with one of them", oldestOpset,
                               newestOpset));
  }

  void define(const std::string &value, const std::string &node) {
    if (value.empty() || !defined.insert(value).second)
      findings.add("NCR1206", node,
                   value.empty() ? "a value has no name"
                                 : fmt::format("the value '{}' is defined twice", value),
                   "the file is damaged; export it again");
  }

  ValueInfo readInfo(const pb::ValueInfoProto &proto) {
    ValueInfo info;
    info.name = proto.name();
    if (!proto.type().has_tensor_type())
      return info;
    const auto &type = proto.type().tensor_type();
    info.type = elementTypeOf(type.elem_type()).value_or(ElementType::None);
    info.hasShape = type.has_shape();
    for (const auto &dimension : type.shape().dim()) {
      bool known = dimension.has_dim_value() && dimension.dim_value() >= 0;
      info.shape.push_back(known ? dimension.dim_value() : -1);
      info.symbols.push_back(dimension.dim_param());
    }
    return info;
  }

  void readNode(const pb::NodeProto &proto) {
    Node node;
    node.op = proto.op_type();
    node.domain = domainOf(proto.domain());
    node.inputs.assign(proto.input().begin(), proto.input().end());
    node.outputs.assign(proto.output().begin(), proto.output().end());
    node.name = proto.name();
    if (node.name.empty() && !node.outputs.empty())
      node.name = node.outputs[0];
    for (const std::string &input : node.inputs)
      if (!input.empty() && !defined.count(input))
        findings.add("NCR1206", node.name, fmt::format("nothing before it makes '{}'", input),
                     "nodes stand after those that make their inputs; export it again");
    for (const std::string &output : node.outputs)
      if (!output.empty()) // an optional output that nobody wants
        define(output, node.name);
    for (const pb::AttributeProto &attribute : proto.attribute())
      if (!node.attributes.emplace(attribute.name(), readAttribute(attribute, node.name)).second)
        findings.add("NCR1206", node.name,
                     fmt::format("the attribute '{}' is given twice", attribute.name()),
                     "the file is damaged; export it again");
    graph.nodes.push_back(std::move(node));
  }

  Attribute readAttribute(const pb::AttributeProto &proto, const std::string &node) {
    Attribute attribute;
    using Kind = Attribute::Kind;
    switch (proto.type()) {
    case pb::AttributeProto::FLOAT:
      attribute.kind = Kind::Real;
      attribute.real = double(proto.f());
      break;
    case pb::AttributeProto::INT:
      attribute.kind = Kind::Integer;
      attribute.integer = proto.i();
      break;
    case pb::AttributeProto::STRING:
      attribute.kind = Kind::String;
      attribute.string = proto.s();
      break;
    case pb::AttributeProto::TENSOR:
      attribute.kind = Kind::Tensor;
      attribute.tensor = readTensor(proto.t(), folder, node, findings);
      break;
    case pb::AttributeProto::FLOATS:
      attribute.kind = Kind::Reals;
      attribute.reals.assign(proto.floats().begin(), proto.floats().end());
      break;
    case pb::AttributeProto::INTS:
      attribute.kind = Kind::Integers;
      attribute.integers.assign(proto.ints().begin(), proto.ints().end());
      break;
    case pb::AttributeProto::STRINGS:
      attribute.kind = Kind::Strings;
      attribute.strings.assign(proto.strings().begin(), proto.strings().end());
      break;
    default: // graphs, types, sparse tensors: no operator that is supported has one
      attribute.kind = Kind::Other;
    }
    return attribute;
  }
};

} // namespace

Graph readGraph(std::string_view bytes, const std::string &folder, Findings &findings) {
  pb::ModelProto model;
  if (!parse(model, bytes, "ONNX model", findings))
    return {};
  if (!model.has_graph()) {
    findings.add("NCR1101", "", "is no ONNX model: it holds no graph", "export it again");
    return {};
  }
  return ModelReader(model, folder, findings).read();
}

Graph readGraphFile(const std::string &path, Findings &findings) {
  Result<std::string> bytes = readFile(path);
  if (!bytes) {
    findings.add("NCR1101", "", bytes.error().message, bytes.error().remedy);
    return {};
  }
  return readGraph(*bytes, std::filesystem::path(path).parent_path().string(), findings);
}

Tensor readTensor(std::string_view bytes, Findings &findings) {
  pb::TensorProto proto;
  if (!parse(proto, bytes, "ONNX tensor", findings))
    return {};
  return readTensor(proto, "", "", findings);
}

} // namespace nacre::onnx
