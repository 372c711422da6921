// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/onnx/Calibration.h"
#include "compiler/import/onnx/RangeRule.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre {

static RangeRuleRegistry rules() {
  RangeRuleRegistry registry;
  registerAllRangeRules(registry);
  return registry;
}

Status checkRange(const std::string &range) {
  auto rule = rules().get(range, "range");
  return rule ? success() : Status(rule.error());
}

std::string rangeNames() { return rules().names(); }

std::string PostTrainingReport::text() const {
  std::string text = fmt::format("  {:<24}{:>10}{:>10}{:>10}{:>12}{:>9}\n", "activation", "largest",
                                 "range", "step", "saturated", "error");
  for (const Activation &row : activations)
    text += fmt::format("  {:<24}{:>10.4g}{:>10.4g}{:>10.4g}{:>10.3f} %{:>7.2f} %\n", row.node,
                        row.largest, row.range, row.step, 100 * row.saturated, 100 * row.error);
  text += fmt::format("  {:<24}{:>42}{:>9}\n", "weights", "scales", "error");
  for (const Weights &row : weights)
    text += fmt::format("  {:<24}{:>42}{:>7.2f} %\n", row.node, row.scales, 100 * row.error);
  return text;
}

namespace onnx {

bool isQuantized(const Graph &graph) {
  static const char *const kinds[] = {"QuantizeLinear", "DequantizeLinear", "QLinearConv",
                                      "QLinearMatMul",  "ConvInteger",      "MatMulInteger"};
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [](const Node &node) {
    return node.domain == "qonnx" || std::count(std::begin(kinds), std::end(kinds), node.kind());
  });
}

namespace {

class Calibrator {
  const Graph &graph;
  const OnnxOperatorRegistry &operators;
  const ImportOptions &pixels;
  const PostTraining &options;
  Findings &findings;

public:
  Calibrator(const Graph &graph, const OnnxOperatorRegistry &operators,
             const ImportOptions &options, Findings &findings)
      : graph(graph), operators(operators), pixels(options), options(*options.postTraining),
        findings(findings) {}

  Calibration run(PostTrainingReport &report) {
    Calibration result{options, {}, lastLayer()};
    std::map<std::string, Tensor> input = zeroInputs(graph, {}, findings);
    if (input.size() != 1 || !fits(input.begin()->second))
      return result;
    std::map<std::string, double> largest;
    report.samples = options.images.size();
    bool ran = forEachImage(input, [&](const Trace &trace, int64_t image) {
      for (const Node *node : activations(trace))
        for (double value : trace.values.at(node->outputs[0]).reals)
          largest[node->name] = std::max(largest[node->name], value);
      report.correct += isRight(trace, image);
    });
    if (!ran)
      return result;
    std::map<std::string, Histogram> histograms;
    for (const auto &[node, value] : largest)
      histograms.emplace(node, Histogram(value));
    forEachImage(input, [&](const Trace &trace, int64_t) {
      for (const Node *node : activations(trace))
        for (double value : trace.values.at(node->outputs[0]).reals)
          histograms.at(node->name).add(value);
    });
    const RangeRuleRegistry registry = rules();
    const RangeRule &rule = *registry.find(options.range);
    for (const Node &node : graph.nodes) {
      auto found = largest.find(node.name);
      if (found == largest.end())
        continue;
      if (!(found->second > 0)) {
        findings.add("NCR1219", node.name, "it is never above zero on the calibration images",
                     "calibrate with images like those that it was trained with");
        continue;
      }
      const Histogram &histogram = histograms.at(node.name);
      PostTrainingReport::Activation row;
      row.node = node.name;
      row.largest = found->second;
      row.range = rule.range(histogram, options.levels, options.percentile);
      row.step = row.range / double(options.levels);
      row.saturated = histogram.shareAbove(row.range);
      row.error =
          std::sqrt(histogram.squaredError(row.range, options.levels) / histogram.meanSquare());
      result.steps[node.name] = row.step;
      report.activations.push_back(row);
    }
    return result;
  }

private:
  std::string lastLayer() const {
    for (auto node = graph.nodes.rbegin(); node != graph.nodes.rend(); ++node)
      if (node->kind() == "Conv" || node->kind() == "Gemm" || node->kind() == "MatMul")
        return node->name;
    return "";
  }

  bool fits(const Tensor &input) const {
    const Dataset &images = options.images;
    if (input.size() == images.imageSize() && images.size() > 0)
      return true;
    findings.add("NCR1214", graph.inputs[0].name,
                 fmt::format("the network takes {}, an image of {} is {}x{}x{}",
                             textOf(input.shape), images.name, images.channels, images.height,
                             images.width),
                 "choose the data set the network was made for");
    return false;
  }

  /// Calls body(trace, image); false if the network cannot be run.
  template <class Body> bool forEachImage(std::map<std::string, Tensor> input, Body body) const {
    Tensor &tensor = input.begin()->second;
    for (int64_t image = 0; image < options.images.size(); ++image) {
      const uint8_t *bytes = options.images.image(image);
      for (int64_t i = 0; i < tensor.size(); ++i)
        tensor.set(i, tensor.real() ? pixels.pixelScale * (bytes[i] - pixels.pixelZero)
                                    : double(bytes[i]));
      Trace trace = onnx::run(graph, operators, input, findings);
      if (!findings.empty())
        return false;
      body(trace, image);
    }
    return true;
  }

  std::vector<const Node *> activations(const Trace &trace) const {
    std::vector<const Node *> nodes;
    for (const Node &node : graph.nodes)
      if ((node.kind() == "Relu" || node.kind() == "Clip") &&
          !trace.constants.count(node.outputs[0]))
        nodes.push_back(&node);
    return nodes;
  }

  bool isRight(const Trace &trace, int64_t image) const {
    auto it = trace.values.find(graph.outputs[0].name);
    if (it == trace.values.end() || !it->second.real() || it->second.reals.empty())
      return false;
    const std::vector<double> &scores = it->second.reals;
    return std::max_element(scores.begin(), scores.end()) - scores.begin() ==
           options.images.labels[size_t(image)];
  }
};

} // namespace

Calibration calibrate(const Graph &graph, const OnnxOperatorRegistry &operators,
                      const ImportOptions &options, Findings &findings,
                      PostTrainingReport &report) {
  return Calibrator(graph, operators, options, findings).run(report);
}

} // namespace onnx
} // namespace nacre
