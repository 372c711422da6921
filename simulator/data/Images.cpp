// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Folders `train` and `test` of PNG files, with labels.csv or a folder a class.
#include "simulator/data/OwnImages.h"
#include "support/Files.h"
#include "support/Png.h"
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>

namespace nacre {
namespace fs = std::filesystem;

namespace {

struct LabelledFile {
  std::string path;
  uint8_t label = 0;
};
using Files = std::vector<LabelledFile>;

/// Whether the name stays inside the folder, links followed.
bool liesIn(const fs::path &folder, const fs::path &name) {
  if (name.empty() || name.is_absolute())
    return false;
  std::error_code error;
  const fs::path inside = fs::weakly_canonical(folder / name, error);
  const fs::path outside = fs::weakly_canonical(folder, error);
  return !error &&
         std::mismatch(outside.begin(), outside.end(), inside.begin(), inside.end()).first ==
             outside.end();
}

/// Lines "FILE,CLASS"; the first may be a heading.
Result<Files> listed(const std::string &folder) {
  const std::string path = folder + "/labels.csv";
  Result<std::string> bytes = readFile(path);
  if (!bytes)
    return bytes.error();
  Files files;
  std::string_view text = *bytes;
  for (int64_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!row.empty() && row.back() == '\r')
      row.remove_suffix(1);
    const size_t comma = std::min(row.rfind(','), row.size());
    const std::string name(row.substr(0, comma));
    std::string_view label = row.substr(std::min(comma + 1, row.size()));
    uint8_t value = 0;
    auto [next, code] = std::from_chars(label.data(), label.data() + label.size(), value);
    if (code != std::errc() || next != label.data() + label.size()) {
      if (line == 1 && row == "file,label")
        continue;
      return Error{fmt::format("{}:{}: expected FILE,CLASS with a class in 0..255, found '{}'",
                               path, line, row)};
    }
    if (!liesIn(folder, name))
      return Error{fmt::format("{}:{}: '{}' leaves the folder", path, line, name)};
    files.push_back({folder + "/" + name, value});
  }
  return files;
}

/// Subfolders are classes, in the order of their names.
Result<Files> foldersOfClasses(const std::string &folder) {
  std::error_code error;
  std::vector<fs::path> classes;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder, error))
    if (entry.is_directory(error))
      classes.push_back(entry.path());
  if (classes.empty() || classes.size() > 256)
    return Error{fmt::format("{}: expected labels.csv, or 1 to 256 folders, one a class; found {} "
                             "folders",
                             folder, classes.size()),
                 "--data names a folder with the folders train and test"};
  std::sort(classes.begin(), classes.end());
  Files files;
  for (size_t label = 0; label < classes.size(); ++label) {
    std::vector<std::string> names;
    for (const fs::directory_entry &entry : fs::directory_iterator(classes[label], error))
      names.push_back(entry.path().string());
    std::sort(names.begin(), names.end());
    for (const std::string &name : names) {
      if (fs::path(name).extension() != ".png")
        return Error{fmt::format("{}: expected PNG files only", name)};
      files.push_back({name, uint8_t(label)});
    }
  }
  return files;
}

Result<Dataset> read(const DatasetRequest &request) {
  const std::string folder = request.path + "/" + splitName(request.split);
  auto files = fs::exists(folder + "/labels.csv") ? listed(folder) : foldersOfClasses(folder);
  if (!files)
    return files.error();
  Dataset data;
  for (const LabelledFile &file : *files) {
    auto bytes = readFile(file.path);
    if (!bytes)
      return bytes.error();
    auto image = parsePng(*bytes, file.path);
    if (!image)
      return image.error();
    if (data.labels.empty())
      data.channels = image->channels, data.height = image->height, data.width = image->width;
    if (image->channels != data.channels || image->height != data.height ||
        image->width != data.width)
      return Error{fmt::format("{}: expected {} as in {}, found {}", file.path,
                               shapeText({data.channels, data.height, data.width}),
                               files->front().path,
                               shapeText({image->channels, image->height, image->width}))};
    data.pixels.insert(data.pixels.end(), image->pixels.begin(), image->pixels.end());
    data.labels.push_back(file.label);
  }
  return finish(std::move(data), folder);
}

} // namespace

void registerImages(DatasetReaderRegistry &registry) {
  registry.add("images", {"your PNG files, all of one size, in folders train and test; each with "
                          "labels.csv (lines FILE,CLASS) or a folder a class",
                          DatasetReader::None, read});
}

} // namespace nacre
