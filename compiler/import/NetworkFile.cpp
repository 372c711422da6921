// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/NetworkFile.h"
#include "compiler/import/Findings.h"
#include "compiler/import/netx/Importer.h"
#include "compiler/import/nir/Importer.h"
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Reader.h"
#include "compiler/import/sanafe/Importer.h"
#include "compiler/import/tosa/Importer.h"
#include "compiler/io/ModuleFile.h"
#include "support/CommandLine.h"
#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <iostream>

namespace nacre {

/// "1x28x28" as three numbers above 0; an empty list otherwise.
static std::vector<int64_t> imageOf(const std::string &text) {
  std::vector<int64_t> sizes;
  const char *at = text.data(), *end = at + text.size();
  while (at < end) {
    int64_t size = 0;
    auto [next, error] = std::from_chars(at, end, size);
    if (error != std::errc() || size < 1 || (next < end && *next != 'x'))
      return {};
    sizes.push_back(size);
    at = next < end ? next + 1 : next;
  }
  return sizes.size() == 3 ? sizes : std::vector<int64_t>();
}

/// Refuses what is no finite number of the kind.
static CLI::Validator realNumber(const std::string &kind, bool (*isValid)(double)) {
  return CLI::Validator(
      [=](const std::string &text) {
        char *end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        const bool good = !text.empty() && !*end && std::isfinite(value) && isValid(value);
        return good ? std::string() : "must be a number " + kind;
      },
      "");
}

void addImportOptions(CLI::App &app, ImportOptions &options) {
  app.add_option(
         "--pixel-scale", options.pixelScale,
         "Of an .onnx or TOSA file with real input: pixel p of 0..255 stands for this times "
         "(p - --pixel-zero); default 1/255")
      ->check(realNumber("above 0", [](double value) { return value > 0; }));
  app.add_option("--pixel-zero", options.pixelZero,
                 "Of an .onnx or TOSA file with real input: the pixel that stands for 0; default 0")
      ->check(realNumber("from 0 to 255", [](double value) { return value >= 0 && value <= 255; }));
  app.add_option_function<std::string>(
         "--image", [&options](const std::string &text) { options.image = imageOf(text); },
         "Of an .onnx or TOSA file whose input is a vector, or a .net file that does not say it: "
         "the "
         "input's CHANNELSxROWSxCOLUMNS")
      ->check([](const std::string &text) {
        return imageOf(text).empty() ? "must be three numbers, as 1x28x28" : "";
      });
  app.add_option(
         "--nir-reset", options.nirReset,
         "Of a .nir file: a spike takes the threshold away (subtract) or resets the membrane "
         "(hard)")
      ->check(CLI::IsMember({"subtract", "hard"}));
  app.add_option("--nir-dt", options.nirDtSeconds, "Of a .nir file: seconds of a time step")
      ->check(CLI::Range(1e-9, 1e3));
  app.add_option_function<std::string>(
         "--nir-compare",
         [&options](const std::string &text) { options.nirInclusive = text == "ge"; },
         "Of a .nir file: neurons fire above their threshold (gt, the default) or at it (ge)")
      ->check(CLI::IsMember({"gt", "ge"}));
  app.add_option("--nir-weight-bits", options.weightBits, "Of a .nir file: bits of a weight")
      ->check(CLI::Range(2, 16))
      ->capture_default_str();
  app.add_option("--sana-fe-architecture", options.sanaFeArchitecture,
                 "Of a SANA-FE network (.yaml): the architecture that it is mapped to; its neurons "
                 "then stay on their cores");
}

static bool endsWith(const std::string &path, const std::string &ending) {
  return path.size() > ending.size() &&
         path.compare(path.size() - ending.size(), ending.size(), ending) == 0;
}

static Imported importOnnxFile(const std::string &path, const ImportOptions &options,
                               Findings &findings, mlir::MLIRContext &context) {
  onnx::Graph graph = onnx::readGraphFile(path, findings);
  if (!findings.empty())
    return {};
  return importOnnx(graph, path, options, findings, context);
}

/// A format of another tool, known by the file's ending, and by what is in it where that is also
/// the ending of modules.
struct ForeignFormat {
  const char *ending, *name;
  bool calibrated; ///< may hold a float network that images quantize
  Imported (*import)(const std::string &path, const ImportOptions &options, Findings &findings,
                     mlir::MLIRContext &context);
  bool (*holds)(const std::string &path) = nullptr;
};
static constexpr ForeignFormat formats[] = {{".onnx", "ONNX", true, importOnnxFile},
                                            {".nir", "NIR", false, importNirFile},
                                            {".net", "netx", false, importNetxFile},
                                            {".yaml", "SANA-FE", false, importSanaFeFile},
                                            {".mlir", "TOSA", true, importTosaFile, holdsTosa},
                                            {".mlirbc", "TOSA", true, importTosaFile, holdsTosa}};

static const ForeignFormat *formatOf(const std::string &path) {
  auto format = std::find_if(std::begin(formats), std::end(formats), [&](const ForeignFormat &f) {
    return endsWith(path, f.ending) && (!f.holds || f.holds(path));
  });
  return format == std::end(formats) ? nullptr : format;
}

std::string foreignFormats() {
  std::string text;
  for (const ForeignFormat *format = std::begin(formats); format != std::end(formats); ++format) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", format->ending);
    if (format + 1 == std::end(formats) || std::string_view((format + 1)->name) != format->name)
      text += fmt::format(" ({})", format->name);
  }
  return text;
}

bool isForeign(const std::string &path) { return formatOf(path); }

bool canBeCalibrated(const std::string &path) {
  const ForeignFormat *format = formatOf(path);
  return format && format->calibrated;
}

Imported importNetwork(const std::string &path, const ImportOptions &options, Findings &findings,
                       mlir::MLIRContext &context) {
  assert(isForeign(path));
  return formatOf(path)->import(path, options, findings, context);
}

Result<mlir::OwningOpRef<mlir::ModuleOp>>
readNetwork(const std::string &path, const ImportOptions &options, mlir::MLIRContext &context) {
  if (!isForeign(path))
    return readModule(path, &context);
  Findings findings;
  Imported imported = importNetwork(path, options, findings, context);
  std::cerr << findings.text(path);
  if (!findings.empty())
    return findings.error(path);
  for (const std::string &note : imported.notes)
    std::cerr << fmt::format("{}: note: {}\n", path, note);
  return std::move(imported.module);
}

} // namespace nacre
