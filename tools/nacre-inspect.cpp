// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre inspect: what a chip image holds.
#include "simulator/inspect/ImageJson.h"
#include "simulator/inspect/MappingReport.h"
#include "support/CommandLine.h"
#include "support/Files.h"
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

/// On standard output, or in a file if there is a name for it.
static Status inspectMapping(const std::string &path, const std::string &chipName,
                             OutputFormat format, const std::string &report) {
  if (!report.empty()) {
    if (Status distinct = checkDistinct({path, report}); !distinct)
      return distinct;
    if (Status writable = checkMappingFile(report); !writable)
      return writable;
  }
  Result<ChipImage> image = ChipImage::load(path);
  if (!image)
    return image.error();
  const ChipArray chips = {(*image)->chip_columns(), (*image)->chip_rows()};
  Result<ChipModel> chip = loadChip(chipName.empty() ? (*image)->chip()->str() : chipName, chips);
  if (!chip)
    return chipName.empty() ? Error{chip.error().message,
                                    "the image names this chip; --chip gives the path of its file"}
                            : chip.error();
  if (Status same = image->checkChip(*chip); !same)
    return same;
  Result<MappingSummary> summary = summarize(*image, *chip);
  if (!summary)
    return summary.error();
  if (!report.empty())
    return writeMapping(*summary, report);
  std::cout << (format == OutputFormat::Text ? mappingText(*summary) : dump(mappingJson(*summary)));
  return success();
}

int main(int argc, char **argv) {
  CLI::App app("Show what a chip image holds", "nacre inspect");
  std::string path, chip, report;
  bool mapping = false;
  std::optional<uint32_t> core;
  OutputFormat format = OutputFormat::Text;
  app.add_option("IMAGE", path, "A .nacre file, from 'nacre compile'")->required();
  CLI::Option *coreOption = app.add_option("--core", core, "Show this core in full");
  CLI::Option *mappingOption =
      app.add_flag("--mapping", mapping, "Show how the chip is used, and what a step costs")
          ->excludes(coreOption);
  app.add_option("--chip", chip, "File of the chip, if it is none of Nacre's")
      ->needs(mappingOption);
  app.add_option("--report", report,
                 "Write the mapping here instead, as the ending says: " + mappingFileEndings())
      ->needs(mappingOption);
  addFormatOption(app, format);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(mapping ? inspectMapping(path, chip, format, report)
                            : inspect(path, core, format));
}
