// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// N-MNIST (Orchard et al. 2015): as published, folders Train and Test with a folder a digit; or the
// thousand and hundred recordings of it with lists of classes that SLAYER's examples use.
#include "simulator/events/EventDataset.h"
#include "simulator/events/EventFile.h"
#include "support/Files.h"
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>

namespace nacre {
namespace fs = std::filesystem;

namespace {

constexpr int64_t classes = 10;

class Nmnist : public EventDataset {
public:
  std::vector<std::string> paths;

  Nmnist() { width = height = 34, EventDataset::classes = nacre::classes; }

  Result<Recording> read(int64_t index) const override {
    EventOptions options;
    options.width = width, options.height = height;
    auto recording = readEvents(paths[size_t(index)], "nmnist", options);
    if (recording)
      recording->label = labels[size_t(index)];
    return recording;
  }
};

/// Lines "NUMBER<tab>CLASS" behind a line "#..."; a recording is NUMBER.bs2.
Status addListed(const std::string &folder, const std::string &list, Nmnist &set) {
  const std::string path = folder + "/" + list;
  auto bytes = readFile(path);
  if (!bytes)
    return bytes.error();
  std::string_view text = *bytes;
  for (int64_t line = 1; !text.empty(); ++line) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!row.empty() && row.back() == '\r')
      row.remove_suffix(1);
    if (row.empty() || row.front() == '#')
      continue;
    int64_t number = 0, label = 0;
    const char *last = row.data() + row.size();
    auto first = std::from_chars(row.data(), last, number);
    const bool separated = first.ptr != last && (*first.ptr == '\t' || *first.ptr == ' ');
    auto second = std::from_chars(first.ptr + separated, last, label);
    if (first.ec != std::errc() || second.ec != std::errc() || !separated || second.ptr != last ||
        number < 0 || label < 0 || label >= classes)
      return Error{fmt::format("{}:{}: expected the number of a recording and a class in 0..{}, "
                               "found '{}'",
                               path, line, classes - 1, row)};
    set.paths.push_back(fmt::format("{}/{}.bs2", folder, number));
    set.labels.push_back(label);
  }
  return success();
}

/// FOLDER/0 to FOLDER/9.
Status addFolders(const std::string &folder, Nmnist &set) {
  for (int64_t label = 0; label < classes; ++label) {
    std::error_code error;
    std::vector<std::string> paths;
    for (const auto &entry : fs::directory_iterator(fmt::format("{}/{}", folder, label), error))
      if (const std::string end = entry.path().extension(); end == ".bin" || end == ".bs2")
        paths.push_back(entry.path().string());
    std::sort(paths.begin(), paths.end());
    set.paths.insert(set.paths.end(), paths.begin(), paths.end());
    set.labels.insert(set.labels.end(), paths.size(), label);
  }
  return success();
}

Result<std::unique_ptr<EventDataset>> open(const std::string &folder, Split split) {
  const std::string digits = folder + (split == Split::Train ? "/Train" : "/Test");
  const std::string list = split == Split::Train ? "train1K.txt" : "test100.txt";
  auto set = std::make_unique<Nmnist>();
  set->name = fmt::format("nmnist {}", splitName(split));
  std::error_code ignored;
  Status added = success();
  if (fs::is_directory(digits, ignored))
    added = addFolders(digits, *set);
  else if (fs::exists(folder + "/" + list, ignored))
    added = addListed(folder, list, *set);
  if (!added)
    return added.error();
  if (set->labels.empty())
    return Error{fmt::format("{}: no recordings: neither in the folders {}/0 to 9 nor listed in {}",
                             folder, digits, list),
                 "--data names the folder with Train and Test, or with the lists"};
  return Result<std::unique_ptr<EventDataset>>(std::move(set));
}

} // namespace

void registerNmnist(EventDatasetReaderRegistry &registry) {
  registry.add("nmnist",
               {"34x34 recordings of handwritten digits, 60000 train and 10000 test; reads "
                "the folders Train and Test, or .bs2 files with train1K.txt and "
                "test100.txt",
                open});
}

} // namespace nacre
