// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Importer.h"
#include "compiler/import/onnx/Grids.h"
#include "compiler/import/onnx/Lowering.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

using namespace onnx;

namespace {

class Import {
  const Graph &graph;
  const std::string &file;
  const ImportOptions &options;
  Findings &findings;
  MLIRContext &context;
  Limits limits;
  OnnxOperatorRegistry operators;
  OnnxLoweringRegistry lowerings;
  Imported result;

public:
  Import(const Graph &graph, const std::string &file, const ImportOptions &options,
         Findings &findings, MLIRContext &context, Limits limits)
      : graph(graph), file(file), options(options), findings(findings), context(context),
        limits(limits) {
    registerAllOnnxOperators(operators);
    registerAllOnnxLowerings(lowerings);
  }

  Imported run() {
    result.nodes = int64_t(graph.nodes.size());
    result.producer = graph.producer;
    const bool single = graph.inputs.size() == 1 && graph.outputs.size() == 1;
    if (!single)
      findings.add("NCR1214", "",
                   fmt::format("the network has {} inputs and {} outputs", graph.inputs.size(),
                               graph.outputs.size()),
                   "one image comes in, one vector of scores goes out");
    std::map<std::string, Tensor> zeros = zeroInputs(graph, {}, findings, limits);
    const bool known = single && !zeros.empty();
    std::optional<Calibration> calibration;
    if (known && options.postTraining && !isQuantized(graph)) {
      result.report = std::make_shared<PostTrainingReport>();
      calibration = calibrate(graph, operators, options, findings, *result.report);
    }
    const Trace trace = onnx::run(graph, operators, std::move(zeros), findings, limits);
    if (known)
      lower(trace, calibration ? &*calibration : nullptr);
    return std::move(result);
  }

private:
  /// C x H x W of the image, from the graph's input or the options.
  std::optional<Shape> imageShape(const Tensor &input) {
    auto refuse = [&](std::string_view remedy) -> std::optional<Shape> {
      findings.add("NCR1214", graph.inputs[0].name,
                   fmt::format("the input is {}, which is no image", textOf(input.shape)), remedy);
      return std::nullopt;
    };
    if (input.rank() < 2 || input.shape[0] != 1)
      return refuse("inputs are N x C x H x W, or N x F");
    Shape shape(input.shape.begin() + 1, input.shape.end());
    if (shape.size() == 1 && !options.image.empty()) {
      if (options.image.size() != 3 || elementsOf(options.image) != shape[0])
        return refuse(fmt::format("--image needs {} pixels", shape[0]));
      return Shape(options.image);
    }
    if (shape.size() == 1)
      return Shape{shape[0], 1, 1};
    if (shape.size() != 3)
      return refuse("inputs are N x C x H x W, or N x F");
    return channelsLast() ? Shape{shape[2], shape[0], shape[1]} : shape;
  }

  /// Is the input N x H x W x C? Then all that takes it puts the channels first.
  bool channelsLast() const {
    int64_t users = 0, transposes = 0;
    for (const Node &node : graph.nodes) {
      users += std::count(node.inputs.begin(), node.inputs.end(), graph.inputs[0].name);
      auto order = node.attributes.find("perm");
      transposes += node.kind() == "Transpose" && node.inputs[0] == graph.inputs[0].name &&
                    order != node.attributes.end() &&
                    order->second.integers == std::vector<int64_t>{0, 3, 1, 2};
    }
    return transposes > 0 && transposes == users;
  }

  Form imageForm(const Tensor &input, const Shape &image) {
    Form form;
    form.base = Image{};
    form.node = graph.inputs[0].name;
    form.baseShape = image;
    form.shape = {input.shape.begin() + 1, input.shape.end()};
    if (form.shape.size() == 1)
      form.later.push_back({form.node, std::nullopt, form.shape});
    if (input.real()) {
      form.factor = {options.pixelScale};
      form.offset = {-options.pixelScale * options.pixelZero};
    }
    return form;
  }

  std::string functionName() const {
    std::string name;
    for (char c : graph.name)
      name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])))
      name = "network_" + name;
    return name;
  }

  void lower(const Trace &trace, const Calibration *calibration) {
    const Tensor &input = trace.values.at(graph.inputs[0].name);
    std::optional<Shape> image = imageShape(input);
    if (!image)
      return;
    context.loadDialect<qann::QannDialect, func::FuncDialect>();
    OpBuilder builder(&context);
    Location loc = FileLineColLoc::get(builder.getStringAttr(file), 0, 0);
    OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
    builder.setInsertionPointToEnd(module->getBody());
    SmallVector<int64_t> sizes(image->begin(), image->end());
    sizes.insert(sizes.begin(), ShapedType::kDynamic);
    Type imageType = RankedTensorType::get(sizes, builder.getIntegerType(8, /*isSigned=*/false));
    auto function = func::FuncOp::create(builder, loc, functionName(),
                                         builder.getFunctionType({imageType}, {}));
    builder.setInsertionPointToEnd(function.addEntryBlock());
    Lowering lowering(graph, trace, findings, builder, file, function.getArgument(0));
    lowering.calibration = calibration;
    lowering.define(graph.inputs[0].name, imageForm(input, *image));
    if (input.real())
      lowering.note(fmt::format(
          "a pixel p of 0..255 stands for {:.6g} * {} (--pixel-scale, "
          "--pixel-zero)",
          options.pixelScale,
          options.pixelZero == 0 ? "p" : fmt::format("(p - {:.6g})", options.pixelZero)));
    for (const Node &node : graph.nodes)
      lowerNode(lowering, trace, node);

    Node end;
    end.inputs = {graph.outputs[0].name};
    const Form *form = lowering.form(end, 0);
    if (!form && findings.empty())
      findings.add("NCR1215", "", "the output does not depend on the input", "export it again");
    Value scores = form ? lowering.output(*form) : Value();
    result.notes = lowering.notes;
    if (result.report)
      result.report->weights = lowering.report.weights;
    if (!scores || !findings.empty())
      return;
    auto output = qann::OutputOp::create(builder, loc, scores.getType(), scores);
    func::ReturnOp::create(builder, loc, output.getResult());
    function.setType(builder.getFunctionType({imageType}, {scores.getType()}));
    verify(*module);
    if (findings.empty())
      result.module = std::move(module);
  }

  void lowerNode(Lowering &lowering, const Trace &trace, const Node &node) {
    const bool constant =
        !node.outputs.empty() &&
        std::all_of(node.outputs.begin(), node.outputs.end(), [&](const std::string &name) {
          return name.empty() || trace.constants.count(name);
        });
    if (constant) {
      ++result.folded;
      return traceGrids(lowering, node, operators);
    }
    for (const std::string &name : node.outputs)
      if (!name.empty() && (!trace.values.count(name) || trace.assumed.count(name)))
        return assumeOutputs(lowering, trace, node); // it, or one before it, is a finding already
    bool reached = false;                            // else what it depends on is a finding already
    for (size_t i = 0; i < node.inputs.size(); ++i)
      reached |= lowering.form(node, i) != nullptr;
    if (const NodeLowering *entry = lowerings.find(node.kind()))
      entry->lower(lowering, node);
    else if (reached)
      lowering.refuse(node, "NCR1217", "it has no form as spikes",
                      "docs/onnx.md lists what a quantized network may hold");
    assumeOutputs(lowering, trace, node);
  }

  /// Behind a finding: spikes of the right shape, so that the nodes after it are checked, too.
  void assumeOutputs(Lowering &lowering, const Trace &trace, const Node &node) {
    for (const std::string &name : node.outputs) {
      auto it = trace.values.find(name);
      if (findings.empty() || it == trace.values.end() || it->second.shape.size() < 2)
        continue;
      Form form;
      form.base = Built{{}, true};
      form.node = node.name;
      form.baseShape = form.shape = {it->second.shape.begin() + 1, it->second.shape.end()};
      lowering.define(name, form); // unless it is known
    }
  }

  /// What the dialect's own rules refuse: sizes, mostly.
  void verify(ModuleOp module) {
    ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
      auto name = dyn_cast<NameLoc>(diagnostic.getLocation());
      findings.add("NCR1218", name ? name.getName().getValue().str() : "", diagnostic.str(),
                   "docs/generated/Qann.md has the rule");
      return llvm::success();
    });
    if (failed(mlir::verify(module)) && findings.empty())
      findings.add("NCR1218", "", "the network breaks a rule of qann", "");
  }
};

} // namespace

Imported importOnnx(const Graph &graph, const std::string &file, const ImportOptions &options,
                    Findings &findings, MLIRContext &context, Limits limits) {
  return Import(graph, file, options, findings, context, limits).run();
}

} // namespace nacre
