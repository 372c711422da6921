// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a netx file describes: populations of spiking neurons and the synapses between them, all in
// integers. Axes are channels, rows, columns, as in the file: its z, y, x.
//
// netx.hdf5.Network turns them around to x, y, z, transposes the weights of a convolution and flips
// them, because Lava's convolution flips them again; before a dense layer it turns them back
// (src/lava/lib/dl/netx/hdf5.py, create_conv and _create). All of that together changes nothing.
#pragma once
#include "compiler/import/Findings.h"
#include "compiler/import/netx/File.h"
#include "hw_models/neurons/NeuronModel.h"
#include "support/Window.h"
#include <optional>

namespace nacre::netx {

struct Extent {
  int64_t channels = 0, rows = 1, columns = 1;
  int64_t volume() const { return channels * rows * columns; }
  bool operator==(const Extent &) const = default;
};

struct Synapses {
  static constexpr size_t input = ~size_t(0);

  size_t source = input; ///< population
  int64_t delaySteps = 0;
  bool dense = false;           ///< else a convolution
  Window y, x;                  ///< of a convolution
  int64_t groups = 1;           ///< likewise
  std::vector<int64_t> weights; ///< [target][source], or [target][source / groups][y][x]
};

struct Population {
  std::string name; ///< "conv1"
  Extent extent;
  std::string model = {};
  NeuronOptions options = {};
  int32_t theta = 1;
  std::vector<int64_t> bias = {}; ///< one a channel
  std::vector<Synapses> synapses = {};
  /// Steps by which the spikes of each channel leave later; empty: none.
  std::vector<int64_t> axonDelays = {};
};

struct Network {
  Extent input; ///< spikes, 0 or 1
  std::vector<Population> populations;
  std::vector<std::string> notes;
};

/// `image`: channels, rows and columns of the input, where the file does not say them; or empty.
/// All that stands in the way is in `findings`; the network is then incomplete.
Network networkOf(const File &file, const std::vector<int64_t> &image, Findings &findings);

} // namespace nacre::netx
