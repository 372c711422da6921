// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/CifarRecords.h"
#include "support/Files.h"
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

static constexpr int64_t side = 32, colours = 3;

Status addCifarRecords(const CifarLayout &layout, const std::string &path, std::string_view bytes,
                       Dataset &data) {
  const size_t pixels = size_t(colours * side * side), record = size_t(layout.labelBytes) + pixels;
  if (bytes.empty() || bytes.size() % record != 0)
    return Error{fmt::format("{}: expected records of {} bytes, found {} bytes", path, record,
                             bytes.size())};
  for (size_t begin = 0; begin < bytes.size(); begin += record) {
    const size_t image = begin + size_t(layout.labelBytes);
    const auto label = uint8_t(bytes[image - 1]);
    if (label >= layout.classes)
      return Error{fmt::format("{}: record {}: expected a class in 0..{}, found {}", path,
                               begin / record, layout.classes - 1, label)};
    data.labels.push_back(label);
    data.pixels.insert(data.pixels.end(), bytes.begin() + image, bytes.begin() + image + pixels);
  }
  return success();
}

Result<Dataset> readCifar(const CifarLayout &layout, const std::string &folder, Split split) {
  Dataset data;
  data.name = fmt::format("{} {}", layout.set, splitName(split));
  data.channels = colours;
  data.height = data.width = side;
  data.classes = layout.classes;
  std::error_code ignored;
  const std::string inside = folder + "/" + layout.subfolder;
  const std::string &files = std::filesystem::is_directory(inside, ignored) ? inside : folder;
  for (const std::string &name : split == Split::Train ? layout.trainFiles : layout.testFiles) {
    const std::string path = files + "/" + name;
    Result<std::string> bytes = readFile(path);
    if (!bytes)
      return Error{bytes.error().message,
                   fmt::format("--data names the folder that holds {}, or {}", layout.subfolder,
                               layout.set)};
    if (Status added = addCifarRecords(layout, path, *bytes, data); !added)
      return added.error();
  }
  return data;
}

} // namespace nacre
