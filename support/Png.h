// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// PNG files as integers. C++17, because training includes it.
#pragma once
#include "support/Result.h"
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nacre {

struct PngImage {
  int64_t channels = 0, height = 0, width = 0; ///< 1 channel (grey) or 3 (red, green, blue)
  std::vector<uint8_t> pixels;                 ///< [channel][row][column]
};

/// `name` is the file in messages. Palettes become colours, fewer than 8 bits become 8. Refuses
/// transparency, 16 bits, damage, and more than 2^26 pixels.
Result<PngImage> parsePng(std::string_view bytes, const std::string &name);

/// A file of an image with 3 channels.
Result<std::string> pngBytes(const PngImage &image);

} // namespace nacre
