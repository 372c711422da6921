// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "support/Png.h"
#include <cassert>
#include <fmt/format.h>
#include <memory>
#include <png.h>

namespace nacre {

/// libpng's simplified interface, which reports errors without long jumps.
struct Decoder {
  png_image image = {};
  Decoder() { image.version = PNG_IMAGE_VERSION; }
  ~Decoder() { png_image_free(&image); }
};

Result<PngImage> parsePng(std::string_view bytes, const std::string &name) {
  auto refuse = [&](const std::string &reason) {
    return Error{fmt::format("{}: {}", name, reason), "write it as PNG of 8 bits, grey or RGB"};
  };
  Decoder decoder;
  png_image &png = decoder.image;
  if (!png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()))
    return refuse(fmt::format("no PNG image: {}", png.message));
  if (png.format & PNG_FORMAT_FLAG_ALPHA)
    return refuse("the image is transparent");
  if (png.format & PNG_FORMAT_FLAG_LINEAR)
    return refuse("the image has 16 bits");
  constexpr uint64_t mostPixels = uint64_t(1) << 26;
  if (uint64_t(png.width) * png.height > mostPixels)
    return refuse(fmt::format("{}x{} are more than {} pixels", png.width, png.height, mostPixels));
  const bool colour = png.format & PNG_FORMAT_FLAG_COLOR;
  png.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  std::vector<uint8_t> rows(PNG_IMAGE_SIZE(png));
  if (!png_image_finish_read(&png, nullptr, rows.data(), 0, nullptr))
    return refuse(fmt::format("damaged: {}", png.message));
  PngImage image{colour ? 3 : 1, png.height, png.width, {}};
  if (!colour) {
    image.pixels = std::move(rows);
    return image;
  }
  image.pixels.reserve(rows.size());
  for (size_t channel = 0; channel < 3; ++channel)
    for (size_t i = channel; i < rows.size(); i += 3)
      image.pixels.push_back(rows[i]);
  return image;
}

Result<std::string> pngBytes(const PngImage &image) {
  assert(image.channels == 3);
  const size_t positions = size_t(image.height * image.width);
  std::vector<uint8_t> rows;
  rows.reserve(3 * positions);
  for (size_t i = 0; i < positions; ++i)
    for (size_t channel = 0; channel < 3; ++channel)
      rows.push_back(image.pixels[channel * positions + i]);
  Decoder encoder;
  png_image &png = encoder.image;
  png.width = png_uint_32(image.width), png.height = png_uint_32(image.height);
  png.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  std::string bytes;
  if (png_image_write_to_memory(&png, nullptr, &size, 0, rows.data(), 0, nullptr)) {
    bytes.resize(size);
    if (png_image_write_to_memory(&png, bytes.data(), &size, 0, rows.data(), 0, nullptr)) {
      bytes.resize(size);
      return bytes;
    }
  }
  return Error{fmt::format("cannot write a PNG image: {}", png.message)};
}

} // namespace nacre
