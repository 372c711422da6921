// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Labelled images as integers, or recordings as spikes. C++17, because training includes it.
#pragma once
#include "support/SpikeTrain.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nacre {

struct Dataset {
  std::string name;                              ///< "digits test"
  int64_t channels = 0, height = 0, width = 0;   ///< of one image
  int64_t classes = 0;                           ///< 0: samples have none
  std::vector<uint8_t> pixels;                   ///< [image][channel][row][column]
  std::vector<uint8_t> labels;                   ///< one a sample, < classes
  std::vector<SpikeTrain> recordings = {};       ///< instead of pixels, one a sample

  int64_t size() const { return int64_t(labels.size()); }
  int64_t imageSize() const { return channels * height * width; }
  /// None where samples have no classes.
  std::optional<int64_t> label(int64_t index) const {
    return classes > 0 ? std::optional<int64_t>(labels[size_t(index)]) : std::nullopt;
  }
  bool isSpikes() const { return !recordings.empty(); }
  Stimulus stimulus(int64_t index) const {
    return isSpikes() ? Stimulus(recordings[size_t(index)]) : Stimulus(image(index));
  }
  const uint8_t *image(int64_t index) const { return pixels.data() + index * imageSize(); }
};

} // namespace nacre
