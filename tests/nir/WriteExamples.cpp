// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The .nir files of docs/examples.
#include "compiler/import/nir/Writer.h"
#include "support/Files.h"
#include <iostream>

using namespace nacre;
using namespace nacre::nir;

/// Two channels of 4x4, summed by quarters; four neurons are connected back.
static File tiny() {
  auto all = [](std::vector<int64_t> shape, double value) {
    size_t count = 1;
    for (int64_t size : shape)
      count *= size_t(size);
    return Array{std::move(shape), std::vector<double>(count, value)};
  };
  File file{{.type = "NIRGraph"}, "1.0.7"};
  auto &nodes = file.graph.nodes;
  nodes["input"] = {.type = "Input", .numbers = {{"shape", {{3}, {2, 4, 4}}}}};
  nodes["pool"] = {.type = "SumPool2d",
                   .numbers = {{"kernel_size", {{2}, {2, 2}}},
                               {"stride", {{2}, {2, 2}}},
                               {"padding", {{2}, {0, 0}}}}};
  nodes["flatten"] = {.type = "Flatten",
                      .numbers = {{"start_dim", {{}, {0}}}, {"end_dim", {{}, {-1}}}}};
  Array weight = all({4, 8}, -0.125), back = all({4, 4}, -0.5);
  for (size_t i = 0; i < 4; ++i) {
    weight.values[i * 8 + i] = 0.75;
    back.values[i * 4 + i] = 0.25;
  }
  nodes["fc"] = {.type = "Affine", .numbers = {{"weight", weight}, {"bias", all({4}, 0.0625)}}};
  nodes["lif"] = {.type = "LIF",
                  .numbers = {{"tau", all({4}, 0.004)},
                              {"r", all({4}, 4)},
                              {"v_leak", all({4}, 0)},
                              {"v_threshold", all({4}, 1)}}};
  nodes["back"] = {.type = "Linear", .numbers = {{"weight", back}}};
  nodes["output"] = {.type = "Output", .numbers = {{"shape", {{1}, {4}}}}};
  file.graph.edges = {{"input", "pool"}, {"pool", "flatten"}, {"flatten", "fc"}, {"fc", "lif"},
                      {"lif", "back"},   {"back", "lif"},     {"lif", "output"}};
  return file;
}

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  Status written = writeFile(std::string(argv[1]) + "/tiny.nir", writeBytes(tiny()));
  if (!written)
    std::cerr << written.error().text();
  return written ? 0 : 1;
}
