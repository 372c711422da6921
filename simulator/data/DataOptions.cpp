// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/DataOptions.h"
#include "support/CommandLine.h"
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

namespace nacre {

static DatasetReaderRegistry readers() {
  DatasetReaderRegistry registry;
  registerAllDatasetReaders(registry);
  return registry;
}

void addDatasetOptions(CLI::App &app, DataOptions &options) {
  std::string help = "Data set:";
  for (const auto &[name, reader] : readers())
    help += fmt::format("\n{}: {}", name, reader.summary);
  app.add_option("--dataset", options.dataset, help)->capture_default_str();
  app.add_option("--data", options.folder,
                 "Folder of the data set's files, or of a folder with the data set's name "
                 "(default: NACRE_DATA)");
}

void addDataOptions(CLI::App &app, DataOptions &options) {
  addDatasetOptions(app, options);
  auto split = [&options](const std::string &name) {
    options.split = name == "train" ? Split::Train : Split::Test;
  };
  app.add_option_function<std::string>("--split", split, "Part of the data set")
      ->check(CLI::IsMember({"train", "test"}))
      ->default_str(splitName(options.split));
  app.add_option("--samples", options.samples, "Use the first N images; 0: all")
      ->check(wholeNumber(0))
      ->capture_default_str();
}

std::string datasetFolder(const std::string &folder, const std::string &dataset) {
  std::string inside = (std::filesystem::path(folder) / dataset).string();
  std::error_code ignored;
  return std::filesystem::is_directory(inside, ignored) ? inside : folder;
}

Result<Dataset> openDataset(const DataOptions &options) {
  DatasetReaderRegistry registry = readers();
  auto reader = registry.get(options.dataset, "data set");
  if (!reader)
    return reader.error();
  std::string folder = options.folder;
  bool shipped = (*reader)->shipped;
  if (const char *variable = std::getenv("NACRE_DATA"); folder.empty() && !shipped && variable)
    folder = variable;
  if (folder.empty() && !shipped)
    return Error{fmt::format("the data set '{}' does not ship with Nacre", options.dataset),
                 "name the folder of its files with --data or NACRE_DATA", ExitCode::Usage};
  std::error_code ignored;
  if (!folder.empty() && !std::filesystem::is_directory(folder, ignored))
    return Error{fmt::format("no such folder: '{}'", folder),
                 "--data or NACRE_DATA names the folder of the data set's files"};
  Result<Dataset> data =
      (*reader)->read(folder.empty() ? "" : datasetFolder(folder, options.dataset), options.split);
  if (!data || options.samples == 0)
    return data;
  if (options.samples < 0 || options.samples > data->size())
    return Error{fmt::format("{} has {} images, --samples asks for {}", data->name, data->size(),
                             options.samples),
                 "0 takes all", ExitCode::Usage};
  data->pixels.resize(size_t(options.samples * data->imageSize()));
  data->labels.resize(size_t(options.samples));
  return data;
}

} // namespace nacre
