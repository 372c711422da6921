// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The .net files of docs/examples.
#include "compiler/import/netx/Writer.h"
#include "support/Files.h"
#include <iostream>

using namespace nacre;
using namespace nacre::netx;

static Array scalar(double value) { return {{}, {value}}; }
static Array list(std::vector<double> values) { return {{int64_t(values.size())}, values}; }

static Layer withNeurons(const std::string &type, std::vector<double> shape, double threshold) {
  Layer layer;
  layer.texts = {{"type", type}, {"neuron/type", "CUBA"}};
  layer.numbers = {{"shape", list(std::move(shape))}, {"neuron/iDecay", scalar(1024)},
                   {"neuron/vDecay", scalar(128)},    {"neuron/vThMant", scalar(threshold)},
                   {"neuron/refDelay", scalar(1)},    {"neuron/gradedSpike", scalar(0)}};
  return layer;
}

/// Two channels of 4x4, a convolution, four classes; even weights, as SLAYER's are.
static File tiny() {
  Layer input, flatten;
  input.texts["type"] = "input";
  input.numbers["shape"] = list({2, 4, 4});
  flatten.texts["type"] = "flatten";
  flatten.numbers["shape"] = list({12, 1, 1});
  Layer conv = withNeurons("conv", {3, 2, 2}, 80);
  conv.numbers["weight"] = {{3, 2, 3, 3}, {}};
  for (int i = 0; i < 54; ++i)
    conv.numbers["weight"].values.push_back(i * 34 % 94 - 26);
  conv.numbers["inChannels"] = scalar(2);
  conv.numbers["outChannels"] = scalar(3);
  conv.numbers["kernelSize"] = list({3, 3});
  conv.numbers["stride"] = list({2, 2});
  conv.numbers["padding"] = list({1, 1});
  conv.numbers["dilation"] = list({1, 1});
  conv.numbers["groups"] = scalar(1);
  Layer dense = withNeurons("dense", {4, 1, 1}, 80);
  dense.numbers["inFeatures"] = scalar(12);
  dense.numbers["outFeatures"] = scalar(4);
  dense.numbers["weight"] = {{4, 12}, {}};
  for (int i = 0; i < 48; ++i)
    dense.numbers["weight"].values.push_back(i % 12 / 3 == i / 12 ? 64 : -12);
  dense.numbers["delay"] = list({0, 0, 1, 1});
  return {{input, conv, flatten, dense}};
}

int main(int argc, char **argv) {
  if (argc != 2)
    return 2;
  Status written = writeFile(std::string(argv[1]) + "/tiny.net", writeBytes(tiny()));
  if (!written)
    std::cerr << written.error().text();
  return written ? 0 : 1;
}
