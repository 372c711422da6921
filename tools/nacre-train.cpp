// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre train: a quantized network from an untrained one and a data set.
#include "compiler/io/ModuleFile.h"
#include "compiler/training/Training.h"
#include "compiler/training/networks/BuiltinNetwork.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "simulator/data/DataOptions.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <fmt/format.h>
#include <iostream>
#include <limits>
#include <malloc.h>

using namespace nacre;

namespace {

struct Options {
  std::string network, output;
  DataOptions data;
  TrainingOptions training;
  std::vector<std::string> methodOptions;
  std::optional<int64_t> activationBits, roundedWeightEpochs;
  ProgressMode progress = ProgressMode::Auto;
};

/// What the command reads before it trains.
struct Inputs {
  mlir::OwningOpRef<mlir::ModuleOp> module;
  Dataset train, test;
  bool builtin = false; ///< the network comes untrained
};

} // namespace

static BuiltinNetworkRegistry builtinNetworks() {
  BuiltinNetworkRegistry registry;
  registerAllBuiltinNetworks(registry);
  return registry;
}

static void addOptions(CLI::App &app, Options &options) {
  TrainingOptions &training = options.training;
  std::string networks = "A module file (.mlir, .mlirbc) or a built-in network:";
  for (const auto &[name, network] : builtinNetworks())
    networks += fmt::format("\n{}: {}", name, network.summary);
  app.add_option("network", options.network, networks)->required();
  app.add_option("-o,--output", options.output, "Trained module, .mlir or .mlirbc")->required();
  addDatasetOptions(app, options.data);

  app.add_option("--method", training.method, "Training method:" + describeTrainingMethods())
      ->capture_default_str();
  app.add_option("--method-option", options.methodOptions, "NAME=VALUE, an option of the method");
  auto *bits = app.add_option("--activation-bits", options.activationBits,
                              "Bits of every activation (default: 2 for a built-in network, else "
                              "levels and steps stay as they are)")
                   ->check(CLI::Range(1, 8));
  app.add_option("--levels", training.levels, "Levels above zero, instead of bits")->excludes(bits);
  app.add_option("--weight-bits", training.weightBits, "Bits of the integer weights, 2..8")
      ->capture_default_str();
  app.add_option("--rounded-weight-epochs", options.roundedWeightEpochs,
                 "Last epochs that already compute with rounded weights (default: a third of the "
                 "epochs up to 4 bits, none above)");

  app.add_option("--epochs", training.epochs)->capture_default_str();
  app.add_option("--batch-size", training.batchSize)->capture_default_str();
  app.add_option("--learning-rate", training.learningRate, "At the start; falls along a cosine")
      ->capture_default_str();
  app.add_option("--momentum", training.momentum)->capture_default_str();
  app.add_option("--weight-decay", training.weightDecay)->capture_default_str();
  app.add_option("--max-shift", training.maxShiftPixels,
                 "Move each training image by up to so many pixels")
      ->capture_default_str();
  app.add_option("--validation", training.validationImages,
                 "Hold out the last N training images and report the accuracy on them")
      ->capture_default_str();
  app.add_option("--seed", training.seed)->capture_default_str();
  app.add_option("--threads", training.threads, "The same seed gives the same bytes for the same N")
      ->capture_default_str();
  app.add_option("--evaluate-steps", training.evaluateSteps,
                 "Time steps after which the spiking accuracy is previewed")
      ->delimiter(',')
      ->default_str("1,2,4,8");

  app.add_option("--checkpoint", training.checkpointFolder, "Folder of the checkpoint");
  app.add_flag("--resume", training.resume, "Go on from the checkpoint");
  app.add_option("--stop-after", training.stopAfterEpoch,
                 "Stop after so many epochs, to be resumed");
  addProgressOption(app, options.progress);
}

static Status resolveOptions(Options &options) {
  TrainingOptions &training = options.training;
  if (options.activationBits)
    training.levels = (int64_t(1) << *options.activationBits) - 1;
  training.roundedWeightEpochs =
      options.roundedWeightEpochs.value_or(training.weightBits <= 4 ? training.epochs / 3 : 0);
  for (const std::string &option : options.methodOptions) {
    size_t equals = option.find('=');
    if (equals == std::string::npos)
      return Error{"--method-option '" + option + "' is not NAME=VALUE", "", ExitCode::Usage};
    training.methodOptions[option.substr(0, equals)] = option.substr(equals + 1);
  }
  if (Status module = checkModulePath(options.output); !module)
    return module;
  return checkWritable(options.output);
}

static Result<Inputs> readInputs(Options &options, mlir::MLIRContext *context) {
  Inputs inputs;
  if (checkModulePath(options.network)) {
    auto module = readModule(options.network, context);
    if (!module)
      return module.error();
    inputs.module = std::move(*module);
  } else {
    auto network = builtinNetworks().get(options.network, "network");
    if (!network)
      return network.error();
    inputs.module = (*network)->build(context, options.training.seed);
    inputs.builtin = true;
  }
  for (auto [split, data] : {std::pair(Split::Train, &inputs.train), {Split::Test, &inputs.test}}) {
    options.data.split = split;
    Result<Dataset> read = openDataset(options.data);
    if (!read)
      return read.error();
    *data = std::move(*read);
  }
  return inputs;
}

static std::string percent(double share) { return fmt::format("{:.2f} %", 100 * share); }

static void print(const TrainingReport &report, const Options &options, const Dataset &test) {
  if (!report.finished) {
    std::cout << fmt::format("stopped after epoch {} of {}; --resume goes on\n",
                             options.training.stopAfterEpoch, options.training.epochs);
    return;
  }
  if (report.validationAccuracy)
    std::cout << fmt::format("validation accuracy, quantized network: {}\n",
                             percent(*report.validationAccuracy));
  std::cout << fmt::format("accuracy on {} ({} images):\n  quantized network  {}\n", test.name,
                           test.size(), percent(report.testAccuracy));
  for (size_t i = 0; i < report.spikingAccuracy.size(); ++i)
    std::cout << fmt::format("  spiking, T = {:<4}  {}\n", options.training.evaluateSteps[i],
                             percent(report.spikingAccuracy[i]));
  std::cout << "wrote " << options.output << "\n";
}

static Status run(Options &options) {
  if (Status resolved = resolveOptions(options); !resolved)
    return resolved;
  mlir::MLIRContext context;
  context.loadDialect<qann::QannDialect, mlir::func::FuncDialect>();
  Result<Inputs> inputs = readInputs(options, &context);
  if (!inputs)
    return inputs.error();
  TrainingOptions &training = options.training;
  if (inputs->builtin && !training.levels)
    training.levels = 3;

  std::unique_ptr<Progress> progress; // of all that is left to do when an epoch begins
  TrainingObserver observer;
  observer.batchDone = [&](const BatchReport &report) {
    if (!progress)
      progress = std::make_unique<Progress>("training, batch",
                                            report.batches * (training.epochs - report.epoch + 1),
                                            ProgressOutput::standard(options.progress));
    progress->update(report.batch, fmt::format("loss {:.4f}", report.loss));
  };
  observer.epochDone = [&](const EpochReport &report) {
    progress.reset();
    std::cerr << fmt::format("epoch {}/{}: loss {:.4f}, training accuracy {}\n", report.epoch,
                             training.epochs, report.loss, percent(report.accuracy));
  };
  std::cerr << fmt::format("training {} on {}, {} threads\n", options.network, inputs->train.name,
                           training.threads);
  std::string origin = fmt::format("{} --dataset {}", options.network, options.data.dataset);
  auto report =
      trainNetwork(*inputs->module, inputs->train, inputs->test, training, origin, observer);
  if (!report)
    return report.error();
  if (report->finished)
    if (Status written = writeModule(*inputs->module, options.output); !written)
      return written;
  print(*report, options, inputs->test);
  return success();
}

int main(int argc, char **argv) {
  // Each batch frees and wants the same large tensors: keep them from going back to the system,
  // which would clear every page again (a third of the time).
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  Options options;
  CLI::App app("Train a quantized network for conversion into a spiking one", "nacre-train");
  addOptions(app, options);
  if (std::optional<int> exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(options));
}
