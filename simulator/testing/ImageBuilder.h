// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Chip images made by hand, without a compiler.
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/ChipImage.h"
#include <map>
#include <optional>

namespace nacre {

/// A small network in a few lines:
///
///   ImageBuilder b(chip);
///   uint32_t a = b.addPopulation(4, 1, 1), out = b.addReadout(2, 1);
///   b.addSlice(0, a);
///   b.addDense(b.addSlice(1, out), a, b.addWeights({1, 2, 3, 4, 5, 6, 7, 8}));
///   ChipImage image = b.build();
///
/// Indices are those of the image. What the functions leave at a default may be set in `image`.
class ImageBuilder {
  const ChipModel chip;
  std::map<uint32_t, std::unique_ptr<image::CoreT>> cores; ///< by physical id
  void addRoutes();
  std::vector<image::Box> axonsOf(const image::SliceT &target, const image::SynapsesT &synapses);
  void addRoute(image::CoreT &sender, const image::SliceT &slice, uint32_t destination,
                const std::vector<image::Box> &axons);

public:
  image::ImageT image;
  uint32_t tableSeed = 1;      ///< of random tables, where the chip routes by some
  bool sendWholeBoxes = false; ///< also neurons of a box that have no axon there

  /// The input is one pixel unless changed in `image`.
  explicit ImageBuilder(const ChipModel &chip);

  /// Integrate-and-fire neurons: threshold 1, reset by subtraction, v0 and bias 0, 24 bits, depth
  /// 0.
  uint32_t addPopulation(uint32_t channels, uint32_t height, uint32_t width);
  /// Also makes it the readout of the image.
  uint32_t addReadout(uint32_t channels, uint32_t depth);

  image::PopulationT &population(uint32_t index) { return *image.populations[index]; }
  image::Box wholeBox(uint32_t population) const;

  uint32_t addWeights(std::vector<int8_t> values, uint8_t bits = 8);
  /// Of one or two bytes each, as their bits ask for.
  uint32_t addAnyWeights(const std::vector<int16_t> &values, uint8_t bits);

  /// Makes weights sparse: source and target of each, sorted.
  void setRows(uint32_t weights, size_t sources,
               const std::vector<std::pair<size_t, size_t>> &ends);

  /// Puts neurons on a core: all of them if there is no box.
  image::SliceT &addSlice(uint32_t core, uint32_t population, std::optional<image::Box> box = {});

  /// Synapses into a slice, from all neurons of the source if there is no box.
  image::SynapsesT &addDense(image::SliceT &target, uint32_t source, uint32_t weights,
                             uint32_t delay = 1, std::optional<image::Box> sources = {});
  image::SynapsesT &addConvolution(image::SliceT &target, uint32_t source, uint32_t weights,
                                   const image::Window &window, uint32_t delay = 1,
                                   std::optional<image::Box> sources = {});

  /// Sparse synapses into a slice.
  image::SynapsesT &addSparse(image::SliceT &target, uint32_t source, uint32_t weights,
                              uint32_t delay = 1);

  void addHostDense(uint32_t target, uint32_t weights);
  void addHostConvolution(uint32_t target, uint32_t weights, const image::Window &window);

  /// Adds routes and packs the image into the bytes of a file. Each slice sends to each core the
  /// smallest box with all neurons that have an axon there; where there are sparse synapses, of
  /// each box just these neurons, unless sendWholeBoxes. Adds tables (RandomTables.h) where the
  /// chip routes by some. Call it once.
  std::string pack();

  /// Packs the image and reads it back with all its checks.
  ChipImage build();
};

} // namespace nacre
