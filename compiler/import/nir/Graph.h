// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A NIR graph as its file has it (Pedersen et al., Nat. Commun. 15:8122, 2024;
// nir/serialization.py): names, numbers and text, without meaning.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nacre::nir {

struct Array {
  std::vector<int64_t> shape; ///< none: a scalar
  std::vector<double> values; ///< row major
};

/// Free form: what whoever wrote the file wants to remember.
struct Metadata {
  std::map<std::string, Array> numbers = {};
  std::map<std::string, std::string> text = {};
};

struct Node {
  std::string type;                             ///< "Conv2d"
  std::map<std::string, Array> numbers = {};    ///< by field
  std::map<std::string, std::string> text = {}; ///< by field, without `type`
  Metadata metadata = {};
  // Of a NIRGraph, which is a node itself:
  std::map<std::string, Node> nodes = {};
  std::vector<std::pair<std::string, std::string>> edges = {}; ///< from, to
};

} // namespace nacre::nir
