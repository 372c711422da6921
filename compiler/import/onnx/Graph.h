// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An ONNX model as plain data: no protobuf, no MLIR. Sources: onnx.proto, docs/IR.md of onnx/onnx.
#pragma once
#include "compiler/import/onnx/Tensor.h"
#include <map>
#include <string>
#include <vector>

namespace nacre::onnx {

/// One attribute; only the member that its kind names is used.
struct Attribute {
  enum class Kind {
    Real,
    Integer,
    String,
    Tensor,
    Reals,
    Integers,
    Strings,
    Other
  } kind = Kind::Other;
  double real = 0;
  int64_t integer = 0;
  std::string string;
  Tensor tensor;
  std::vector<double> reals;
  std::vector<int64_t> integers;
  std::vector<std::string> strings;
};

struct Node {
  std::string name;   ///< never empty: where the file has none, the first output's
  std::string op;     ///< "Conv"
  std::string domain; ///< "" is ai.onnx; the three domains of QONNX are "qonnx"
  std::vector<std::string> inputs, outputs; ///< an optional input that is absent is ""
  std::map<std::string, Attribute> attributes;

  /// "Conv", "qonnx.Quant": the name in the registry of operators.
  std::string kind() const { return domain.empty() ? op : domain + "." + op; }
};

/// A graph input or output, or what the file says of a value between.
struct ValueInfo {
  std::string name;
  ElementType type = ElementType::None; ///< None: the file does not say
  bool hasShape = false;
  Shape shape;                      ///< -1: symbolic or unknown
  std::vector<std::string> symbols; ///< of each dimension; "" where it is a number or has no name
};

struct Graph {
  std::string name, producer; ///< "pytorch 1.7"
  int64_t irVersion = 0;
  std::map<std::string, int64_t> opsets;      ///< by domain; that of "" is always there
  std::vector<Node> nodes;                    ///< each after those it takes values from
  std::vector<ValueInfo> inputs, outputs;     ///< inputs without initializers
  std::map<std::string, Tensor> initializers; ///< by name
  std::map<std::string, ValueInfo> values;    ///< what the file says of values between
};

} // namespace nacre::onnx
