// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network as a SANA-FE file says it (SLAM-Lab/SANA-FE v2, docs of the YAML format): groups of
// neurons, edges between groups, and on which core each neuron is.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace nacre::sanafe {

/// Of a neuron of the model `leaky_integrate_fire`: leak, integrate, fire if above the threshold.
struct Soma {
  double threshold = 0, reset = 0, leakDecay = 1, bias = 0;
  std::string resetMode = "hard";
  bool operator==(const Soma &) const = default;
};

struct Core {
  int64_t tile = -1, core = -1; ///< tile * height + row, counted down the columns; none: -1
  bool operator==(const Core &) const = default;
  auto operator<=>(const Core &) const = default;
};

struct Group {
  std::string name, place; ///< "line 7" of the file
  std::string somaUnit, synapseUnit;
  std::vector<Soma> neurons;
  std::vector<Core> cores; ///< of each neuron, or none at all
};

/// Synapses from one group to another.
struct Edge {
  enum class Kind { Dense, Convolution, Sparse } kind = Kind::Sparse;
  size_t source = 0, target = 0; ///< groups
  std::string place;
  /// Dense: [source neuron][target neuron]. Convolution: [row][column][source channel][target
  /// channel]. Sparse: one for each of `ends`.
  std::vector<double> weights;
  std::vector<std::pair<int64_t, int64_t>> ends; ///< sparse: source and target neuron
  // Of convolutions, which have no padding.
  int64_t inputChannels = 0, inputRows = 0, inputColumns = 0;
  int64_t kernels = 0, kernelRows = 0, kernelColumns = 0, strideRows = 1, strideColumns = 1;

  int64_t outputRows() const { return (inputRows - kernelRows) / strideRows + 1; }
  int64_t outputColumns() const { return (inputColumns - kernelColumns) / strideColumns + 1; }
};

struct Network {
  std::string name;
  std::vector<Group> groups;
  std::vector<Edge> edges;
};

} // namespace nacre::sanafe
