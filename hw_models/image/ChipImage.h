// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The container of a chip configuration, and its checked reader.
//
// A .nacre file is a 64-byte header and a FlatBuffer (chip_image.fbs), little endian:
//   0  "NACREIMG"   8  format version u32   12  header bytes u32 (64)
//   16 payload bytes u64   24  CRC-32 of the payload u32   28  CRC-32 of bytes 0..27   32.. zero
#pragma once
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/chip_image_generated.h"
#include "support/Box.h"
#include "support/Result.h"
#include <memory>
#include <string>
#include <string_view>

namespace nacre {

inline constexpr uint32_t imageFormatVersion = 1;

class ChipImage {
  struct Mapping;
  std::shared_ptr<const Mapping> mapping;

public:
  explicit ChipImage(std::shared_ptr<const Mapping> mapping) : mapping(std::move(mapping)) {}

  /// Maps the file read-only. Refuses a file that is no image, truncated, longer than it says,
  /// altered (checksum), of another format version, that fails the FlatBuffers verifier, or whose
  /// indices, boxes, sizes or enum values lie outside their ranges.
  static Result<ChipImage> load(const std::string &path);

  /// The same from memory.
  static Result<ChipImage> fromBytes(std::string bytes, const std::string &name);

  /// Refuses an image made for another chip or for another version of this chip's file, and one
  /// that uses cores, delays, layouts of synapses or codebooks the chip does not have, more of a
  /// core than there is (CapacityCheck.h), or routing tables that fail (TableCheck.h).
  Status checkChip(const ChipModel &chip) const;

  uint32_t checksum() const; ///< CRC-32 of the payload, which the file was checked against

  const image::Image &operator*() const;
  const image::Image *operator->() const { return &**this; }
};

/// Puts a finished FlatBuffer into the container.
std::string packImage(std::string_view flatbuffer);

inline Box boxOf(const image::Box &b) {
  return {{b.c0(), b.c1()}, {b.y0(), b.y1()}, {b.x0(), b.x1()}};
}

/// Neurons in a box or population.
inline uint64_t volume(const image::Box &b) {
  return uint64_t(b.c1() - b.c0()) * (b.y1() - b.y0()) * (b.x1() - b.x0());
}
inline uint64_t volume(const image::Population &p) {
  return uint64_t(p.channels()) * p.height() * p.width();
}

/// Neuron index: chip_image.fbs, Population.
inline uint32_t indexOf(const image::Population &p, uint32_t c, uint32_t y, uint32_t x) {
  return (c * p.height() + y) * p.width() + x;
}

/// Calls visit(index) for each neuron of a box of the population.
template <class Visit>
void forEachNeuron(const image::Population &p, const image::Box &box, Visit visit) {
  for (uint32_t c = box.c0(); c < box.c1(); ++c)
    for (uint32_t y = box.y0(); y < box.y1(); ++y)
      for (uint32_t x = box.x0(); x < box.x1(); ++x)
        visit(indexOf(p, c, y, x));
}

} // namespace nacre
