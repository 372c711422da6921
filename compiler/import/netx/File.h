// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network description of Lava's netx as its file has it (lava-nc/lava-dl,
// src/lava/lib/dl/netx/README.md): layers with their fields, without meaning.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace nacre::netx {

struct Array {
  std::vector<int64_t> shape; ///< none: a scalar
  std::vector<double> values; ///< row major
};

/// Fields of groups have the group before their name: "neuron/vThMant".
struct Layer {
  std::map<std::string, Array> numbers = {};
  std::map<std::string, std::string> texts = {};
};

struct File {
  std::vector<Layer> layers; ///< from input to output
};

} // namespace nacre::netx
