// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre inspect: what a chip image holds.
#include "simulator/inspect/ImageJson.h"
#include "support/CommandLine.h"
#include <iostream>
#include <nlohmann/json.hpp>

using namespace nacre;

static std::string dump(const nlohmann::json &json) {
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

static Status inspect(const std::string &path, std::optional<uint32_t> id, OutputFormat format) {
  Result<ChipImage> image = ChipImage::load(path);
  if (!image)
    return image.error();
  bool asText = format == OutputFormat::Text;
  if (!id) {
    std::cout << (asText ? imageText(**image) : dump(imageJson(**image)));
    return success();
  }
  Result<const image::Core *> core = findCore(**image, *id);
  if (!core)
    return core.error();
  std::cout << (asText ? coreText(**image, **core) : dump(coreJson(**image, **core)));
  return success();
}

int main(int argc, char **argv) {
  CLI::App app("Show what a chip image holds", "nacre inspect");
  std::string path;
  std::optional<uint32_t> core;
  OutputFormat format = OutputFormat::Text;
  app.add_option("IMAGE", path, "A .nacre file, from 'nacre compile'")->required();
  app.add_option("--core", core, "Show this core in full");
  addFormatOption(app, format);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(inspect(path, core, format));
}
