// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/IdxImages.h"
#include "support/Files.h"
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

static constexpr int64_t side = 28, classes = 10;

/// Big-endian 32-bit integer.
static uint32_t integerAt(const std::string &bytes, size_t offset) {
  auto byte = [&](size_t i) { return uint32_t(uint8_t(bytes[offset + i])); };
  return byte(0) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
}

struct IdxFile {
  std::string path, bytes;
  size_t header = 0; ///< bytes before the values
  int64_t count = 0;
};

/// Reads `folder`/`name`[.gz], unsigned bytes of `rank` dimensions: a magic number 0, 0, 8, rank,
/// then one count per dimension.
static Result<IdxFile> readIdx(const std::string &set, const std::string &folder,
                               const std::string &name, uint32_t rank) {
  IdxFile file;
  file.path = folder + "/" + name;
  if (!std::filesystem::exists(file.path))
    file.path += ".gz";
  Result<std::string> bytes = readFile(file.path);
  if (!bytes)
    return Error{
        bytes.error().message,
        fmt::format("--data names the folder that holds {}[.gz] or {}/{}[.gz]", name, set, name)};
  file.bytes = std::move(*bytes);
  file.header = 4 + 4 * rank;
  if (file.bytes.size() < file.header)
    return Error{fmt::format("{}: expected an IDX header of {} bytes, found {} bytes", file.path,
                             file.header, file.bytes.size())};
  uint32_t magic = 8 << 8 | rank, found = integerAt(file.bytes, 0);
  if (found != magic)
    return Error{fmt::format("{}: expected the IDX magic number 0x{:08x}, found 0x{:08x}",
                             file.path, magic, found)};
  file.count = integerAt(file.bytes, 4);
  int64_t values = file.count;
  for (uint32_t d = 1; d < rank; ++d) {
    int64_t extent = integerAt(file.bytes, 4 + 4 * d);
    if (extent != side)
      return Error{fmt::format("{}: expected images of {}x{} pixels, found dimension {} of {}",
                               file.path, side, side, d, extent)};
    values *= extent;
  }
  if (int64_t(file.bytes.size() - file.header) != values)
    return Error{fmt::format("{}: expected {} bytes after the header for {} items, found {}",
                             file.path, values, file.count, file.bytes.size() - file.header)};
  return file;
}

Result<Dataset> readIdxImages(const std::string &set, const std::string &folder, Split split) {
  std::string stem = split == Split::Train ? "train" : "t10k";
  Result<IdxFile> images = readIdx(set, folder, stem + "-images-idx3-ubyte", 3);
  if (!images)
    return images.error();
  Result<IdxFile> labels = readIdx(set, folder, stem + "-labels-idx1-ubyte", 1);
  if (!labels)
    return labels.error();
  if (labels->count != images->count)
    return Error{fmt::format("{}: expected {} labels, one per image of {}, found {}", labels->path,
                             images->count, images->path, labels->count)};
  Dataset data;
  data.name = fmt::format("{} {}", set, splitName(split));
  data.channels = 1;
  data.height = data.width = side;
  data.classes = classes;
  data.pixels.assign(images->bytes.begin() + images->header, images->bytes.end());
  data.labels.assign(labels->bytes.begin() + labels->header, labels->bytes.end());
  for (int64_t i = 0; i < data.size(); ++i)
    if (data.labels[i] >= classes)
      return Error{fmt::format("{}: label {}: expected a class in 0..{}, found {}", labels->path, i,
                               classes - 1, data.labels[i])};
  return data;
}

} // namespace nacre
