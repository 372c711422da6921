// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the HDF5 library hands over: a NIR graph, here as lines. What can be imported is exported
// and imported again. The library itself is not ours to fuzz.
#include "compiler/export/nir/Exporter.h"
#include "compiler/import/nir/Importer.h"
#include "mlir/IR/Verifier.h"
#include "tests/fuzz/FuzzTarget.h"
#include <cmath>
#include <cstdlib>
#include <sstream>

using namespace nacre;
using namespace nacre::nir;

std::vector<std::string> fuzzSeeds() {
  // n NODE TYPE; f FIELD AXES SIZES VALUES, the last value for what is missing; t FIELD TEXT;
  // m METADATA COUNT VALUES; e FROM TO; g NODE ... . is a graph in a node; o is the options.
  return {"o subtract 0.001 0 8\n"
          "n i Input\nf shape 1 3 2 4 4\n"
          "n p SumPool2d\nf kernel_size 1 2 2\nf stride 1 2 2\nf padding 1 2 0\n"
          "n x Flatten\nf start_dim 0 0\nf end_dim 0 -1\n"
          "n a Affine\nf weight 2 4 8 0.75 -0.125\nf bias 1 4 0.0625\n"
          "n l LIF\nf tau 1 4 0.004\nf r 1 4 4\nf v_leak 1 4 0\nf v_threshold 1 4 1\n"
          "n b Linear\nf weight 2 4 4 -0.5 0.25\n"
          "n o Output\nf shape 1 1 4\n"
          "e i p\ne p x\ne x a\ne a l\ne l b\ne b l\ne l o\n",
          "o hard 0.001 1 4\n"
          "n i Input\nf shape 1 3 2 5 5\n"
          "g s\nn i Input\nf shape 1 3 2 5 5\n"
          "n c Conv2d\nf weight 4 2 1 3 3 0.5 -0.25\nf bias 1 2 0.5\nf stride 1 2 2 1\n"
          "f dilation 1 2 1\nf groups 0 2\nf padding 1 2 1\n"
          "n d Delay\nf delay 0 0.002\n"
          "n v IF\nf r 0 1\nf v_threshold 0 1\nf v_reset 0 -0.5\nm nacre_unit 2 0.25 0.25\n"
          "n o Output\nf shape 1 3 2 3 5\ne i c\ne c d\ne d v\ne v o\n.\n"
          "n k Scale\nf scale 0 0.5\nn x Flatten\nn w Linear\nf weight 2 3 30 1 -1 0.5\n"
          "n j I\nf r 0 1\nn o Output\nf shape 1 1 3\n"
          "e i s\ne s k\ne k x\ne x w\ne w j\ne j o\n"};
}

namespace {

class LineReader {
  std::istringstream lines;
  ImportOptions &options;

public:
  LineReader(std::string_view bytes, ImportOptions &options)
      : lines(std::string(bytes)), options(options) {}

  Node graph(int depth) {
    Node result = {.type = "NIRGraph"}, *node = &result;
    for (std::string text; std::getline(lines, text);) {
      std::istringstream line(text);
      std::string kind, name, other;
      line >> kind >> name;
      if (kind == ".")
        break;
      if (kind == "g" && depth < 16)
        node = &(result.nodes[name] = graph(depth + 1));
      else if (kind == "n" && line >> other)
        (node = &result.nodes[name])->type = other;
      else if (kind == "e" && line >> other)
        result.edges.push_back({name, other});
      else if (kind == "t" && line >> other)
        node->text[name] = other;
      else if (kind == "f")
        addArray(line, node->numbers[name]);
      else if (kind == "m")
        addArray(line, node->metadata.numbers[name]);
      else if (kind == "o")
        readOptions(name, line);
    }
    return result;
  }

private:
  /// As many values as the sizes say, as HDF5 would have it.
  static void addArray(std::istringstream &line, Array &array) {
    int axes = 0;
    int64_t count = 1;
    line >> axes;
    array = {};
    for (int axis = 0; axis < axes && axis < 8; ++axis) {
      int64_t size = 0;
      line >> size;
      array.shape.push_back(std::clamp<int64_t>(size, 0, 4096));
      count = std::min<int64_t>(count * array.shape.back(), 1 << 20);
    }
    if (count > 4096) {
      array.shape = {1};
      count = 1;
    }
    double value = 0;
    for (int64_t i = 0; i < count; ++i) {
      if (double next; line >> next)
        value = next;
      array.values.push_back(value);
    }
  }

  void readOptions(const std::string &reset, std::istringstream &line) {
    int inclusive = 0;
    double dt = 0;
    line >> dt >> inclusive >> options.weightBits;
    options.nirReset = reset == "subtract" || reset == "hard" ? reset : "";
    options.nirDtSeconds = dt >= 1e-9 && dt <= 1e3 ? dt : 0; // as the command line has it
    options.nirInclusive = inclusive;
    options.weightBits = std::clamp<int64_t>(options.weightBits, 2, 8);
  }
};

/// A small input, so that the time goes into graphs and not into weights.
bool isSmall(const Node &graph) {
  for (const auto &[name, node] : graph.nodes) {
    double volume = 1;
    if (auto shape = node.numbers.find("shape"); shape != node.numbers.end())
      for (double size : shape->second.values)
        volume *= size;
    if (std::fabs(volume) > 4096 || !isSmall(node))
      return false;
  }
  return true;
}

} // namespace

void fuzzOne(std::string_view bytes) {
  ImportOptions options;
  const File file{LineReader(bytes, options).graph(0), ""};
  if (!isSmall(file.graph))
    return;
  mlir::MLIRContext context(mlir::MLIRContext::Threading::DISABLED);
  Findings findings;
  Imported imported = importNir(file, "fuzz.nir", options, findings, context);
  if (findings.empty() != bool(imported.module))
    std::abort(); // a module or a reason, never both or neither
  if (!imported.module)
    return;
  if (failed(mlir::verify(*imported.module)))
    std::abort();
  ExportOptions out;
  if (options.nirDtSeconds > 0)
    out.nirDtSeconds = options.nirDtSeconds;
  const Exported exported =
      exportNir(*imported.module->getOps<snn::NetworkOp>().begin(), out, findings);
  if (!findings.empty())
    return;
  options.nirDtSeconds = out.nirDtSeconds;
  const auto back = readBytes(exported.bytes, "fuzz.nir");
  if (!back || !importNir(*back, "fuzz.nir", options, findings, context).module)
    std::abort(); // what is exported can be imported
}
