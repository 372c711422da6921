// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images that users have as NumPy's arrays, with the names that Keras and MedMNIST give them.
#include "simulator/data/NpyImages.h"
#include "simulator/data/ZipFile.h"
#include "support/Files.h"
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

struct Names {
  std::string images, labels;
};

static std::array<Names, 2> namesOf(Split split) {
  const std::string name = splitName(split);
  return {{{"x_" + name, "y_" + name}, {name + "_images", name + "_labels"}}};
}

static Result<Dataset> make(const std::string &images, const std::string &labels,
                            const DatasetRequest &request, const Names &names) {
  auto x = parseNpy(images, fmt::format("{}: {}", request.path, names.images));
  if (!x)
    return x.error();
  auto y = parseNpy(labels, fmt::format("{}: {}", request.path, names.labels));
  if (!y)
    return y.error();
  auto data = makeNpyImages(*x, *y, request);
  if (data)
    data->name = fmt::format("{} {}", request.path, splitName(request.split));
  return data;
}

static Error noArrays(const DatasetRequest &request) {
  auto names = namesOf(request.split);
  return {fmt::format("{}: expected arrays {} and {}, or {} and {}", request.path, names[0].images,
                      names[0].labels, names[1].images, names[1].labels),
          "--data names an .npz file with these arrays, or a folder with these .npy files"};
}

static Result<Dataset> readFolder(const DatasetRequest &request) {
  for (const Names &names : namesOf(request.split)) {
    const std::string path = request.path + "/" + names.images + ".npy";
    if (!std::filesystem::exists(path))
      continue;
    auto images = readFile(path);
    if (!images)
      return images.error();
    auto labels = readFile(request.path + "/" + names.labels + ".npy");
    if (!labels)
      return labels.error();
    return make(*images, *labels, request, names);
  }
  return noArrays(request);
}

static Result<Dataset> read(const DatasetRequest &request) {
  if (std::filesystem::is_directory(request.path))
    return readFolder(request);
  auto bytes = readFile(request.path);
  if (!bytes)
    return bytes.error();
  auto zip = ZipFile::open(*bytes, request.path);
  if (!zip)
    return zip.error();
  for (const Names &names : namesOf(request.split)) {
    if (!zip->has(names.images + ".npy"))
      continue;
    auto images = zip->read(names.images + ".npy");
    if (!images)
      return images.error();
    auto labels = zip->read(names.labels + ".npy");
    if (!labels)
      return labels.error();
    return make(*images, *labels, request, names);
  }
  return noArrays(request);
}

void registerNpy(DatasetReaderRegistry &registry) {
  registry.add("npy", {"your images as arrays x_train, y_train, x_test, y_test or train_images, "
                       "train_labels, ... of one .npz file or of .npy files",
                       DatasetReader::InOneFile | DatasetReader::TakesShape, read});
}

} // namespace nacre
