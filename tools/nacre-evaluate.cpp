// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre evaluate: how often the quantized and the spiking network are right, by the interpreters.
#include "compiler/Pipelines.h"
#include "compiler/conversion/ConversionMethod.h"
#include "compiler/import/NetworkFile.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/reference/Evaluate.h"
#include "simulator/events/StimulusOptions.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include "support/SpikeCsv.h"
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

struct Arguments {
  std::string module, output, spikes;
  CompileOptions compile;
  ImportOptions foreign;
  StimulusOptions stimuli;
  int64_t steps = 4;
  int64_t threads = 1;
  OutputFormat format = OutputFormat::Text;
  ProgressMode progress = ProgressMode::Auto;
};

struct QannResult {
  int64_t correct = 0, macsPerSample = 0, parameters = 0;
};

/// What was found about one network. A module that is spiking already has no quantized part.
struct Evaluation {
  std::string network, dataset, promise;
  int64_t samples = 0, steps = 0;
  std::optional<QannResult> qann;
  std::vector<std::string> populations; ///< the readout last
  SnnEvaluation snn;
};

std::string percent(int64_t correct, int64_t samples) {
  return fmt::format("{:6.2f} % ({} of {})", 100.0 * double(correct) / double(samples), correct,
                     samples);
}

std::string textOf(const Evaluation &e) {
  std::string text = fmt::format("{} on {}, {} samples\n\n", e.network, e.dataset, e.samples);
  if (e.qann)
    text +=
        fmt::format("quantized network  {}\n  {} multiply-accumulates a sample, {} parameters"
                    "\n\n",
                    percent(e.qann->correct, e.samples), e.qann->macsPerSample, e.qann->parameters);
  if (!e.snn.correctAfterStep.empty())
    text += "spiking network, after time step\n";
  for (size_t t = 0; t < e.snn.correctAfterStep.size(); ++t)
    text += fmt::format("  {:>4}  {}\n", t + 1, percent(e.snn.correctAfterStep[t], e.samples));
  if (!e.promise.empty())
    text += fmt::format("  {}\n", e.promise);

  size_t width = 5; // of "total"
  for (const std::string &name : e.populations)
    width = std::max(width, name.size());
  auto row = [&](const std::string &name, const SnnActivity &activity) {
    double samples = double(e.samples);
    text += fmt::format("  {:<{}}  {:>12.1f}  {:>14.1f}  {:>11}\n", name, width,
                        double(activity.spikes) / samples,
                        double(activity.synapticOperations) / samples, activity.saturations);
  };
  if (!e.snn.correctAfterStep.empty())
    text += "\n";
  text += fmt::format("  {:<{}}  {:>12}  {:>14}  {:>11}\n", "layer", width, "spikes", "synaptic",
                      "saturations");
  text += fmt::format("  {:<{}}  {:>12}  {:>14}  {:>11}\n", "", width, "a sample", "operations",
                      "in all");
  for (size_t i = 0; i < e.populations.size(); ++i)
    row(e.populations[i], e.snn.activity[i]);
  row("total", e.snn.total());
  return text;
}

std::string jsonOf(const Evaluation &e) {
  nlohmann::ordered_json json = {{"network", e.network},
                                 {"dataset", e.dataset},
                                 {"samples", e.samples},
                                 {"time_steps", e.steps}};
  if (e.qann)
    json["qann"] = {{"correct", e.qann->correct},
                    {"macs_per_sample", e.qann->macsPerSample},
                    {"parameters", e.qann->parameters}};
  SnnActivity total = e.snn.total();
  json["snn"] = {{"correct_after_step", e.snn.correctAfterStep},
                 {"spikes", total.spikes},
                 {"synaptic_operations", total.synapticOperations},
                 {"promise", e.promise}};
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string spikeCsv(const Evaluation &e) {
  std::string csv(spikeCsvHeader);
  for (size_t sample = 0; sample < e.snn.spikes.size(); ++sample)
    for (const SnnSpike &spike : e.snn.spikes[sample])
      appendSpike(csv, int64_t(sample), e.populations[size_t(spike.population)], spike.neuron,
                  spike.step);
  return csv;
}

Result<QannResult> evaluateQann(mlir::ModuleOp module, const Dataset &data,
                                const Arguments &arguments) {
  auto network = QannInterpreter::create(module);
  if (!network)
    return network.error();
  Progress progress("quantized network", data.size(), ProgressOutput::standard(arguments.progress));
  EvaluateOptions options{arguments.threads, [&](int64_t done, int64_t) { progress.update(done); }};
  auto evaluation = evaluate(*network, data, options);
  if (!evaluation)
    return evaluation.error();
  return QannResult{evaluation->correct, network->macsPerSample(), network->parameterCount()};
}

/// The only snn.network of the module.
Result<snn::NetworkOp> networkOf(mlir::ModuleOp module) {
  auto networks = module.getOps<snn::NetworkOp>();
  if (!llvm::hasSingleElement(networks))
    return Error{networks.empty() ? "no snn.network in the module"
                                  : "more than one snn.network in the module"};
  return *networks.begin();
}

Result<Evaluation> evaluateModule(mlir::ModuleOp module, const Dataset &data,
                                  const Arguments &arguments) {
  Evaluation result;
  result.dataset = data.name;
  result.samples = data.size();
  result.steps = arguments.steps;
  auto level = levelOf(module);
  if (!level)
    return level.error();
  if (*level == Level::Chip)
    return Error{"the module holds a chip.design, which no interpreter runs",
                 "'nacre compile' makes an image of it, which 'nacre simulate' runs"};
  if (*level == Level::Qann) {
    auto qann = evaluateQann(module, data, arguments);
    if (!qann)
      return qann.error();
    result.qann = *qann;
    if (auto status = runStages(module, arguments.compile, "convert", ""); !status)
      return status.error();
  }
  auto op = networkOf(module);
  if (!op)
    return op.error();
  auto network = SnnInterpreter::create(*op);
  if (!network)
    return network.error();
  result.network = network->networkName();
  result.promise = network->promise();
  result.populations = network->populationNames();
  Progress progress("spiking network", data.size(), ProgressOutput::standard(arguments.progress));
  EvaluateOptions options{arguments.threads, [&](int64_t done, int64_t) { progress.update(done); }};
  auto evaluation = evaluate(*network, data, arguments.steps, !arguments.spikes.empty(), options);
  if (!evaluation)
    return evaluation.error();
  result.snn = std::move(*evaluation);
  return result;
}

Status run(const Arguments &arguments) {
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  if (auto method = methods.get(arguments.compile.method, "conversion method"); !method)
    return method.error();
  if (auto distinct = checkDistinct({arguments.module, arguments.output, arguments.spikes});
      !distinct)
    return distinct;
  for (const std::string &path : {arguments.output, arguments.spikes})
    if (auto writable = path.empty() ? success() : checkWritable(path); !writable)
      return writable;
  auto data = openStimuli(arguments.stimuli);
  if (!data)
    return data.error();
  mlir::MLIRContext context;
  loadAllDialects(context);
  auto module = readNetwork(arguments.module, arguments.foreign, context);
  if (!module)
    return module.error();

  DiagnosticPrinter printer(context);
  auto evaluation = evaluateModule(**module, *data, arguments);
  if (!evaluation)
    return evaluation.error();
  std::cout << (arguments.format == OutputFormat::Text ? textOf(*evaluation) : jsonOf(*evaluation));
  if (!arguments.output.empty())
    if (auto written = writeFile(arguments.output, jsonOf(*evaluation)); !written)
      return written;
  if (!arguments.spikes.empty())
    return writeFile(arguments.spikes, spikeCsv(*evaluation));
  return success();
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Evaluate a quantized network and its spiking form with the reference interpreters",
               "nacre evaluate");
  Arguments arguments;
  ConversionMethodRegistry methods;
  registerAllConversionMethods(methods);
  app.add_option("MODULE", arguments.module,
                 "A qann module, one that holds an snn.network, or a file of another tool: " +
                     foreignFormats())
      ->required();
  addStimulusOptions(app, arguments.stimuli);
  addImportOptions(app, arguments.foreign);
  addStepsOption(app, arguments.steps);
  app.add_option("--method", arguments.compile.method,
                 "Conversion method: " + methods.names() + "; not used by a spiking module")
      ->capture_default_str();
  addThreadsOption(app, arguments.threads);
  app.add_option("--output", arguments.output, "Write the result as JSON to this file");
  app.add_option("--spikes", arguments.spikes, "Write each spike to this .csv file");
  addFormatOption(app, arguments.format);
  addProgressOption(app, arguments.progress);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(arguments));
}
