// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// write_examples FOLDER: the ONNX files of docs/examples. tiny.onnx is tiny.mlir in QONNX;
// sigmoid.onnx is what the same network might look like before anybody thought of spikes.
#include "compiler/import/onnx/testing/ModelBuilder.h"
#include "support/Files.h"
#include <iostream>

using namespace nacre;
using namespace nacre::onnx;

namespace {

const ModelBuilder::Attributes halves = {{"kernel_shape", std::vector<int64_t>{8, 4}},
                                         {"strides", std::vector<int64_t>{1, 4}}};

ModelBuilder begin(const char *name) {
  ModelBuilder model(13);
  model.model.set_producer_name("nacre");
  model.model.mutable_graph()->set_name(name);
  return model.input("image", {-1, 1, 8, 8});
}

ModelBuilder tiny() {
  ModelBuilder model = begin("halves");
  model.constant("ink", {1, 1, 8, 4}, {0.5}).constant("ink_step", {}, {0.5});
  model.constant("eye", {2, 2}, {1, 0, 0, 1}).constant("one", {}, {1}).constant("zero", {}, {0});
  model.constant("bits", {}, {2}).constant("step", {}, {2});
  const ModelBuilder::Attributes weights = {{"signed", 1}, {"narrow", 1}};
  const std::string qonnx = "qonnx.custom_op.general";
  model.node("Quant", {"ink", "ink_step", "zero", "bits"}, "w1", weights, qonnx);
  model.node("Quant", {"eye", "one", "zero", "bits"}, "w2", weights, qonnx);
  model.node("Conv", {"image", "w1"}, "sum", halves).node("Relu", {"sum"}, "positive");
  model.node("Quant", {"positive", "step", "zero", "bits"}, "act", {{"signed", 0}, {"narrow", 0}},
             qonnx);
  model.node("Flatten", {"act"}, "flat").node("Gemm", {"flat", "w2"}, "scores", {{"transB", 1}});
  model.node("Softmax", {"scores"}, "class", {{"axis", -1}});
  return model.output("class", {-1, 2});
}

ModelBuilder sigmoid() {
  ModelBuilder model = begin("sigmoid");
  model.constant("ink", {1, 1, 8, 4}, {0.43}).constant("eye", {2, 2}, {0.9, 0.1, 0.2, 0.8});
  model.node("Conv", {"image", "ink"}, "sum", halves).node("Sigmoid", {"sum"}, "act");
  model.node("Flatten", {"act"}, "flat").node("Gemm", {"flat", "eye"}, "scores", {{"transB", 1}});
  return model.output("scores", {-1, 2});
}

} // namespace

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  for (const auto &[name, model] : {std::pair("tiny", tiny()), {"sigmoid", sigmoid()}})
    if (Status written = writeFile(std::string(argv[1]) + "/" + name + ".onnx", model.bytes());
        !written) {
      std::cerr << written.error().text();
      return 1;
    }
  return 0;
}
