// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/DataOptions.h"
#include "support/CommandLine.h"
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <numeric>
#include <random>

namespace nacre {

static DatasetReaderRegistry readers() {
  DatasetReaderRegistry registry;
  registerAllDatasetReaders(registry);
  return registry;
}

std::vector<CLI::Option *> addImageOptions(CLI::App &app, DataOptions &options) {
  return {app.add_option("--image-shape", options.imageShape,
                         "Channels, height and width of the images of csv and npy, say 3x32x32"),
          app.add_option("--label-column", options.labelColumn,
                         "The column of csv with the class: its name, 'first' or 'last' (default: "
                         "the one named label)")};
}

void addDatasetOptions(CLI::App &app, DataOptions &options) {
  std::string help = "Data set:";
  for (const auto &[name, reader] : readers())
    help += fmt::format("\n{}: {}", name, reader.summary);
  app.add_option("--dataset", options.dataset, help)->capture_default_str();
  app.add_option("--data", options.folder,
                 "Folder of the data set's files, or of a folder with the data set's name "
                 "(default: NACRE_DATA); of csv and npy also one file");
  addImageOptions(app, options);
  options.bothSplits = true;
}

void addDataOptions(CLI::App &app, DataOptions &options) {
  addDatasetOptions(app, options);
  options.bothSplits = false;
  auto split = [&options](const std::string &name) {
    options.split = name == "train" ? Split::Train : Split::Test;
  };
  app.add_option_function<std::string>("--split", split, "Part of the data set")
      ->check(CLI::IsMember({"train", "test"}))
      ->default_str(splitName(options.split));
  app.add_option("--samples,--limit", options.samples, "Use the first N images; 0: all")
      ->check(wholeNumber(0))
      ->capture_default_str();
  CLI::Option *shuffle =
      app.add_flag("--shuffle", options.shuffle, "Put the images into a random order first");
  app.add_option("--seed", options.seed, "Seed of --shuffle")
      ->check(wholeNumber(0))
      ->needs(shuffle)
      ->capture_default_str();
}

std::string datasetFolder(const std::string &folder, const std::string &dataset) {
  std::string inside = (std::filesystem::path(folder) / dataset).string();
  std::error_code ignored;
  return std::filesystem::is_directory(inside, ignored) ? inside : folder;
}

/// "3x32x32".
static Result<std::array<int64_t, 3>> parseShape(const std::string &text) {
  constexpr int64_t mostPixels = int64_t(1) << 28;
  std::array<int64_t, 3> shape;
  const char *at = text.data(), *end = at + text.size();
  int64_t pixels = 1;
  for (size_t i = 0; i < shape.size(); ++i) {
    auto [next, code] = std::from_chars(at, end, shape[i]);
    const bool last = i + 1 == shape.size();
    if (code != std::errc() || shape[i] < 1 || shape[i] > mostPixels / pixels ||
        (last ? next != end : next == end || *next != 'x'))
      return Error{fmt::format("--image-shape: expected CHANNELSxHEIGHTxWIDTH, found '{}'", text),
                   "of 28x28 grey images: 1x28x28", ExitCode::Usage};
    pixels *= shape[i];
    at = next + 1;
  }
  return shape;
}

/// What the reader is to do; refuses options that mean nothing to it.
static Result<DatasetRequest> requestOf(const DataOptions &options, const DatasetReader &reader) {
  auto unknown = [&](const char *option) {
    return Error{fmt::format("{} means nothing to the data set '{}'", option, options.dataset), "",
                 ExitCode::Usage};
  };
  DatasetRequest request;
  request.split = options.split;
  request.labelColumn = options.labelColumn;
  if (!options.labelColumn.empty() && !(reader.traits & DatasetReader::TakesLabelColumn))
    return unknown("--label-column");
  if (!options.imageShape.empty()) {
    if (!(reader.traits & DatasetReader::TakesShape))
      return unknown("--image-shape");
    auto shape = parseShape(options.imageShape);
    if (!shape)
      return shape.error();
    request.imageShape = *shape;
  }
  const bool shipped = reader.traits & DatasetReader::Shipped;
  request.path = options.folder;
  if (const char *variable = std::getenv("NACRE_DATA");
      request.path.empty() && !shipped && variable)
    request.path = variable;
  if (request.path.empty()) {
    if (shipped)
      return request;
    return Error{fmt::format("the data set '{}' does not ship with Nacre", options.dataset),
                 "name the folder of its files with --data or NACRE_DATA", ExitCode::Usage};
  }
  std::error_code ignored;
  if (reader.traits & (DatasetReader::AFileASplit | DatasetReader::InOneFile) &&
      std::filesystem::is_regular_file(request.path, ignored)) {
    if (options.bothSplits && reader.traits & DatasetReader::AFileASplit)
      return Error{
          fmt::format("'{}' is one file, for training and for testing", request.path),
          fmt::format("--data names a folder with train.{0} and test.{0}", options.dataset),
          ExitCode::Usage};
    return request;
  }
  if (!std::filesystem::is_directory(request.path, ignored))
    return Error{fmt::format("no such folder: '{}'", request.path),
                 "--data or NACRE_DATA names the folder of the data set's files; --dataset csv or "
                 "npy also takes one file"};
  request.path = datasetFolder(request.path, options.dataset);
  return request;
}

/// Keeps these images, in this order.
static void choose(Dataset &data, const std::vector<int64_t> &images) {
  Dataset chosen;
  for (int64_t i : images) {
    chosen.pixels.insert(chosen.pixels.end(), data.image(i), data.image(i) + data.imageSize());
    chosen.labels.push_back(data.labels[size_t(i)]);
  }
  data.pixels = std::move(chosen.pixels);
  data.labels = std::move(chosen.labels);
}

Result<std::vector<int64_t>> chooseSamples(const DataOptions &options, int64_t size,
                                           std::string &name) {
  if (options.samples < 0 || options.samples > size)
    return Error{
        fmt::format("{} has {} samples, --samples asks for {}", name, size, options.samples),
        "0 takes all", ExitCode::Usage};
  std::vector<int64_t> order(static_cast<size_t>(size));
  std::iota(order.begin(), order.end(), 0);
  if (options.shuffle) { // by hand: the order of std::shuffle is the library's choice
    std::mt19937_64 random(uint64_t(options.seed));
    for (size_t left = order.size(); left > 1; --left)
      std::swap(order[left - 1], order[size_t(random() % left)]);
    name += fmt::format(", shuffled by seed {}", options.seed);
  }
  if (options.samples > 0)
    order.resize(size_t(options.samples));
  return order;
}

Result<Dataset> openDataset(const DataOptions &options) {
  DatasetReaderRegistry registry = readers();
  auto reader = registry.get(options.dataset, "data set");
  if (!reader)
    return reader.error();
  Result<DatasetRequest> request = requestOf(options, **reader);
  if (!request)
    return request.error();
  Result<Dataset> data = (*reader)->read(*request);
  if (!data)
    return data;
  auto order = chooseSamples(options, data->size(), data->name);
  if (!order)
    return order.error();
  if (options.samples == 0 && !options.shuffle)
    return data;
  choose(*data, *order);
  return data;
}

} // namespace nacre
