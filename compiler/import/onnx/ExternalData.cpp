// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/ExternalData.h"
#include <filesystem>
#include <fmt/format.h>
#include <fstream>

namespace nacre::onnx {

namespace fs = std::filesystem;

Result<std::string> readExternalData(const std::string &folder, const std::string &location,
                                     int64_t offset, int64_t length) {
  const fs::path relative(location);
  fs::path path(folder.empty() ? "." : folder);
  if (location.empty() || relative.is_absolute())
    return Error{fmt::format("external data at '{}', which is no relative path", location)};
  std::error_code failed;
  for (const fs::path &part : relative) {
    if (part == "..")
      return Error{fmt::format("external data at '{}', which leaves the model's folder", location)};
    path /= part;
    if (fs::is_symlink(fs::symlink_status(path, failed)))
      return Error{fmt::format("external data at '{}', behind a link", location)};
  }
  if (!fs::is_regular_file(path, failed))
    return Error{fmt::format("external data at '{}', where there is no file", location)};
  const uintmax_t size = fs::file_size(path, failed);
  if (failed || offset < 0 || length < 0 || uintmax_t(offset) > size ||
      uintmax_t(length) > size - uintmax_t(offset))
    return Error{fmt::format("external data of {} bytes from {} of '{}', which has {}", length,
                             offset, location, failed ? 0 : size)};
  std::string bytes(size_t(length), '\0');
  std::ifstream file(path, std::ios::binary);
  file.seekg(offset);
  if (length && !file.read(bytes.data(), length))
    return Error{fmt::format("external data at '{}', which cannot be read", location)};
  return bytes;
}

} // namespace nacre::onnx
