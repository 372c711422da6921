// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/IdxImages.h"
#include "support/Bytes.h"
#include "support/Files.h"
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

static constexpr int64_t side = 28, classes = 10;

struct IdxFile {
  std::string path;
  std::string_view values;
  int64_t count = 0;
};

/// Unsigned bytes of `rank` dimensions: a magic number 0, 0, 8, rank, then one count per dimension.
static Result<IdxFile> parseIdx(const std::string &path, std::string_view bytes, uint32_t rank) {
  const size_t header = 4 + 4 * rank;
  if (bytes.size() < header)
    return Error{fmt::format("{}: expected an IDX header of {} bytes, found {} bytes", path, header,
                             bytes.size())};
  uint32_t magic = 8 << 8 | rank, found = bigEndian<uint32_t>(bytes, 0);
  if (found != magic)
    return Error{fmt::format("{}: expected the IDX magic number 0x{:08x}, found 0x{:08x}", path,
                             magic, found)};
  IdxFile file{path, bytes.substr(header), bigEndian<uint32_t>(bytes, 4)};
  int64_t values = file.count;
  for (uint32_t d = 1; d < rank; ++d) {
    int64_t extent = bigEndian<uint32_t>(bytes, 4 + 4 * d);
    if (extent != side)
      return Error{fmt::format("{}: expected images of {}x{} pixels, found dimension {} of {}",
                               path, side, side, d, extent)};
    values *= extent;
  }
  if (int64_t(file.values.size()) != values)
    return Error{fmt::format("{}: expected {} bytes after the header for {} items, found {}", path,
                             values, file.count, file.values.size())};
  return file;
}

Result<Dataset> parseIdxImages(const std::string &imagesPath, std::string_view imageBytes,
                               const std::string &labelsPath, std::string_view labelBytes) {
  Result<IdxFile> images = parseIdx(imagesPath, imageBytes, 3);
  if (!images)
    return images.error();
  Result<IdxFile> labels = parseIdx(labelsPath, labelBytes, 1);
  if (!labels)
    return labels.error();
  if (labels->count != images->count)
    return Error{fmt::format("{}: expected {} labels, one per image of {}, found {}", labels->path,
                             images->count, images->path, labels->count)};
  Dataset data;
  data.channels = 1;
  data.height = data.width = side;
  data.classes = classes;
  data.pixels.assign(images->values.begin(), images->values.end());
  data.labels.assign(labels->values.begin(), labels->values.end());
  for (int64_t i = 0; i < data.size(); ++i)
    if (data.labels[i] >= classes)
      return Error{fmt::format("{}: label {}: expected a class in 0..{}, found {}", labels->path, i,
                               classes - 1, data.labels[i])};
  return data;
}

/// The path of `folder`/`name`[.gz], and its bytes.
static Result<std::pair<std::string, std::string>>
readIdx(const std::string &set, const std::string &folder, const std::string &name) {
  std::string path = folder + "/" + name;
  if (!std::filesystem::exists(path))
    path += ".gz";
  Result<std::string> bytes = readFile(path);
  if (!bytes)
    return Error{
        bytes.error().message,
        fmt::format("--data names the folder that holds {}[.gz] or {}/{}[.gz]", name, set, name)};
  return std::pair{path, std::move(*bytes)};
}

Result<Dataset> readIdxImages(const std::string &set, const std::string &folder, Split split) {
  const std::string stem = split == Split::Train ? "train" : "t10k";
  auto images = readIdx(set, folder, stem + "-images-idx3-ubyte");
  if (!images)
    return images.error();
  auto labels = readIdx(set, folder, stem + "-labels-idx1-ubyte");
  if (!labels)
    return labels.error();
  Result<Dataset> data =
      parseIdxImages(images->first, images->second, labels->first, labels->second);
  if (data)
    data->name = fmt::format("{} {}", set, splitName(split));
  return data;
}

} // namespace nacre
