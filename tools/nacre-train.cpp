// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre train: a quantized network from an untrained one and a data set.
#include "compiler/import/NetworkFile.h"
#include "compiler/io/ModuleFile.h"
#include "compiler/networks/BuiltinNetwork.h"
#include "compiler/training/Training.h"
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
  ImportOptions foreign;
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

/// A whole number, or several of them.
template <class Value>
static CLI::Option *wholeOption(CLI::App &app, const std::string &name, Value &value,
                                TrainingOptions::Range range, const std::string &help) {
  auto *option = app.add_option(name, value, help)->check(wholeNumber(range.low, range.high));
  if constexpr (std::is_same_v<Value, int64_t>)
    option->capture_default_str();
  return option;
}

static CLI::Validator namesFolder() {
  return CLI::Validator(
      [](const std::string &path) { return path.empty() ? "must name a folder" : ""; }, "");
}

static void addOptions(CLI::App &app, Options &options) {
  addImportOptions(app, options.foreign);
  TrainingOptions &training = options.training;
  std::string networks = "A module file (.mlir, .mlirbc) or a built-in network:";
  const BuiltinNetworkRegistry registry = builtinNetworks();
  for (const auto &[name, network] : registry)
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
                   ->check(wholeNumber(1, 8));
  wholeOption(app, "--levels", training.levels, TrainingOptions::levelsRange,
              "Levels above zero, instead of bits")
      ->excludes(bits);
  wholeOption(app, "--weight-bits", training.weightBits, TrainingOptions::weightBitsRange,
              "Bits of the integer weights");
  wholeOption(app, "--rounded-weight-epochs", options.roundedWeightEpochs,
              {0, TrainingOptions::epochsRange.high},
              "Last epochs that already compute with rounded weights (default: a third of the "
              "epochs up to 4 bits, none above)");

  wholeOption(app, "--epochs", training.epochs, TrainingOptions::epochsRange,
              "Passes over the training images");
  wholeOption(app, "--batch-size", training.batchSize, TrainingOptions::batchSizeRange,
              "Images of each step of gradient descent");
  app.add_option("--learning-rate", training.learningRate, "At the start; falls along a cosine")
      ->capture_default_str();
  app.add_option("--momentum", training.momentum,
                 "Share of the previous step that the next one keeps, 0 up to below 1")
      ->capture_default_str();
  app.add_option("--weight-decay", training.weightDecay, "Pull of the weights toward zero; 0: none")
      ->capture_default_str();
  wholeOption(app, "--max-shift", training.maxShiftPixels, TrainingOptions::maxShiftRange,
              "Move each training image by up to so many pixels");
  wholeOption(app, "--validation", training.validationImages, TrainingOptions::validationRange,
              "Hold out the last N training images and report the accuracy on them");
  wholeOption(app, "--seed", training.seed, TrainingOptions::seedRange,
              "Decides all that is random: first weights, order of images, shifts, noise");
  addThreadsOption(app, training.threads)
      ->description("Threads, 0: one per processor; the same seed gives the same bytes for the "
                    "same N");
  wholeOption(app, "--evaluate-steps", training.evaluateSteps, TrainingOptions::evaluateStepsRange,
              "Time steps after which the spiking accuracy is previewed")
      ->delimiter(',')
      ->default_str("1,2,4,8");

  app.add_option("--checkpoint", training.checkpointFolder,
                 "Folder of the checkpoint, written after each epoch")
      ->check(namesFolder());
  app.add_flag("--resume", training.resume, "Go on from the checkpoint");
  wholeOption(app, "--stop-after", training.stopAfterEpoch, {0, TrainingOptions::epochsRange.high},
              "Stop after so many epochs, to be resumed; 0: train to the end");
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
  if (Status valid = training.check(); !valid)
    return valid;
  if (Status module = checkModulePath(options.output); !module)
    return module;
  return checkWritable(options.output);
}

static Result<Inputs> readInputs(Options &options, mlir::MLIRContext *context) {
  Inputs inputs;
  if (isForeign(options.network) || checkModulePath(options.network)) {
    auto module = readNetwork(options.network, options.foreign, *context);
    if (!module)
      return module.error();
    inputs.module = std::move(*module);
  } else {
    BuiltinNetworkRegistry networks = builtinNetworks();
    auto network = networks.get(options.network, "network");
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

static Status keep(mlir::ModuleOp module, const std::string &path) {
  if (Status written = writeModule(module, path); !written)
    return written;
  std::cout << "wrote " << path << std::endl;
  return success();
}

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
  observer.moduleDone = [&] { return keep(*inputs->module, options.output); };
  std::cerr << fmt::format("training {} on {}, {} threads\n", options.network, inputs->train.name,
                           training.threads);
  std::string origin = fmt::format("{} --dataset {}", options.network, options.data.dataset);
  auto report =
      trainNetwork(*inputs->module, inputs->train, inputs->test, training, origin, observer);
  if (!report)
    return report.error();
  print(*report, options, inputs->test);
  return success();
}

int main(int argc, char **argv) {
  // Each batch frees and wants the same large tensors: keep them from going back to the system,
  // which would clear every page again (a third of the time).
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
  Options options;
  CLI::App app("Train a quantized network for conversion into a spiking one", "nacre train");
  addOptions(app, options);
  if (std::optional<int> exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  return exitCodeOf(run(options));
}
