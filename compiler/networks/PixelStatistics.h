// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a network may assume of its images before it has seen one.
#pragma once

namespace nacre {

/// Over all channels of a data set's training images, in units of a pixel (0..255).
struct PixelStatistics {
  double mean, deviation;
};

// From the usual normalizations, channel by channel: the mean of the means, and the root of the
// mean variance plus the variance of the means.

/// Means 0.491, 0.482, 0.447, deviations 0.247, 0.243, 0.262 of 255.
inline constexpr PixelStatistics cifar10Pixels = {120.7, 64.2};
/// Means 0.485, 0.456, 0.406, deviations 0.229, 0.224, 0.225 of 255.
inline constexpr PixelStatistics imageNetPixels = {114.5, 58.2};
/// 0.1307 and 0.3081 of 255.
inline constexpr PixelStatistics mnistPixels = {33.3, 78.6};
/// Of pixels 0..16, over all digits that Nacre ships.
inline constexpr PixelStatistics digitsPixels = {4.9, 6.0};

} // namespace nacre
