// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/OwnImages.h"
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

std::string shapeText(const std::array<int64_t, 3> &shape) {
  return fmt::format("{}x{}x{}", shape[0], shape[1], shape[2]);
}

std::string splitFile(const DatasetRequest &request, const std::string &ending) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(request.path, ignored))
    return request.path;
  std::string path = request.path + "/" + splitName(request.split) + ending;
  return std::filesystem::exists(path, ignored) ? path : path + ".gz";
}

Result<Dataset> finish(Dataset data, const std::string &path) {
  if (data.labels.empty())
    return Error{fmt::format("{}: no images", path)};
  data.name = path;
  data.classes = *std::max_element(data.labels.begin(), data.labels.end()) + 1;
  return data;
}

} // namespace nacre
