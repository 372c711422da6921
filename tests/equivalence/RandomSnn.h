// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random small spiking networks as text: convolutions with strides, pads, dilations and groups,
// dense and sparse layers, loops, shortcuts, delays, leaks and resets.
#pragma once
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace nacre {

/// Channels, rows and columns of the networks' images.
inline constexpr int64_t imageChannels = 2, imageHeight = 7, imageWidth = 6;

/// An snn.network of three to six populations and a readout of three classes.
std::string randomSnn(std::mt19937_64 &random);

/// One whose input is spikes, such that NIR can say it: membranes start at 0, all neurons compare
/// and reset in the same way, sparse synapses lead to vectors, and the readout reads every
/// population.
std::string randomSpikingSnn(std::mt19937_64 &random);

/// Pixels from 0 to 16.
std::vector<uint8_t> randomImage(std::mt19937_64 &random);

} // namespace nacre
