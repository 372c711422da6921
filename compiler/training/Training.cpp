// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/training/Training.h"
#include "compiler/training/Evaluate.h"
#include "compiler/training/Trainer.h"
#include "compiler/transforms/FoldBatchNorm.h"
#include "compiler/transforms/QuantizeWeights.h"
#include "mlir/IR/Verifier.h"
#include <ATen/Parallel.h>
#include <filesystem>
#include <fmt/format.h>

using namespace mlir;

namespace nacre {

static TrainingMethodRegistry methods() {
  TrainingMethodRegistry registry;
  registerAllTrainingMethods(registry);
  return registry;
}

std::string describeTrainingMethods() {
  std::string text;
  for (const auto &[name, method] : methods())
    text += fmt::format("\n{}: {}", name, method.summary);
  return text;
}

/// Runs what reports through MLIR diagnostics and turns the first of them into an Error.
template <class Action> static Status diagnosed(MLIRContext *context, Action action) {
  std::string message;
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (message.empty())
      message = diagnostic.str();
  });
  if (succeeded(action()))
    return nacre::success();
  return Error{message};
}

/// What cannot be finished after training is refused before it.
static Status checkModule(ModuleOp module) {
  return diagnosed(module.getContext(), [&]() -> LogicalResult {
    if (failed(verify(module)))
      return failure();
    OwningOpRef<ModuleOp> copy = module.clone();
    return foldBatchNorms(*copy);
  });
}

static std::string shapeText(int64_t channels, int64_t height, int64_t width) {
  return fmt::format("{}x{}x{}", channels, height, width);
}

static Status checkData(const TorchGraph &graph, const Dataset &data) {
  ArrayRef<int64_t> image = graph.imageShape();
  if (image != ArrayRef<int64_t>{data.channels, data.height, data.width})
    return Error{fmt::format("the network takes images of {} but {} has {}",
                             shapeText(image[0], image[1], image[2]), data.name,
                             shapeText(data.channels, data.height, data.width)),
                 "choose a data set or a network that fits"};
  if (graph.classes() < data.classes)
    return Error{fmt::format("the network tells {} classes apart but {} has {}", graph.classes(),
                             data.name, data.classes),
                 "choose a data set or a network that fits"};
  return nacre::success();
}

static Dataset slice(const Dataset &data, int64_t first) {
  Dataset part = data;
  part.pixels.erase(part.pixels.begin(), part.pixels.begin() + first * data.imageSize());
  part.labels.erase(part.labels.begin(), part.labels.begin() + first);
  return part;
}

static void prepareActs(ModuleOp module, const TrainingOptions &options, const std::string &noise) {
  module.walk([&](qann::ActOp act) {
    act.setRounding(qann::Rounding::HalfUp);
    if (options.levels)
      act.setLevels(uint32_t(*options.levels));
    if (noise.empty())
      act.removeNoiseAttr();
    else
      act.setNoise(noise);
  });
}

/// Trains until the end or until asked to stop.
static Status runEpochs(Trainer &trainer, const Dataset &train, int64_t images,
                        const TrainingOptions &options, const std::string &run,
                        const TrainingObserver &observer) {
  std::string checkpoint = options.checkpointFile();
  if (!checkpoint.empty()) {
    // Now rather than after the first epoch: permissions alone do not tell whether it works.
    std::error_code error;
    std::filesystem::create_directories(options.checkpointFolder, error);
    if (error)
      return Error{
          fmt::format("cannot make folder '{}': {}", options.checkpointFolder, error.message())};
  }
  if (options.resume) {
    if (Status loaded = trainer.load(checkpoint, run); !loaded)
      return loaded;
  } else if (options.levels) {
    trainer.initializeSteps(train, images);
  }
  int64_t last = options.stopAfterEpoch ? options.stopAfterEpoch : options.epochs;
  while (trainer.epochsDone() < last) {
    Result<EpochReport> epoch = trainer.runEpoch(train, images, observer);
    if (!epoch)
      return epoch.error();
    if (observer.epochDone)
      observer.epochDone(*epoch);
    if (!checkpoint.empty())
      if (Status saved = trainer.save(checkpoint, run); !saved)
        return saved;
  }
  return nacre::success();
}

static Status finishModule(ModuleOp module, const TrainingOptions &options,
                           const std::string &origin) {
  Builder builder(module.getContext());
  auto text = [&](const std::string &value) { return builder.getStringAttr(value); };
  module->setAttr("nacre.training",
                  builder.getDictionaryAttr(
                      {builder.getNamedAttr("method", text(options.method)),
                       builder.getNamedAttr("seed", builder.getI64IntegerAttr(options.seed)),
                       builder.getNamedAttr("epochs", builder.getI64IntegerAttr(options.epochs)),
                       builder.getNamedAttr("command", text("nacre-train " + origin + " " +
                                                            options.commandLine()))}));
  return diagnosed(module.getContext(), [&] {
    return LogicalResult::success(succeeded(foldBatchNorms(module)) &&
                                  succeeded(quantizeWeights(module, int(options.weightBits))) &&
                                  succeeded(verify(module)));
  });
}

static Result<TrainingReport> trainWithTorch(ModuleOp module, const Dataset &train,
                                             const Dataset &test, const TrainingOptions &options,
                                             const std::string &origin,
                                             const TrainingObserver &observer) {
  if (Status valid = options.check(); !valid)
    return valid.error();
  TrainingMethodRegistry registry = methods();
  auto method = registry.get(options.method, "training method");
  if (!method)
    return method.error();
  auto quantizer = (*method)->create(options.methodOptions);
  if (!quantizer)
    return quantizer.error();
  int64_t images = train.size() - options.validationImages;
  if (images < options.batchSize)
    return Error{fmt::format("{} leaves {} images to train on after --validation {}, less than one "
                             "batch of {}",
                             train.name, images, options.validationImages, options.batchSize),
                 "", ExitCode::Usage};
  if (Status valid = checkModule(module); !valid)
    return valid.error();

  at::set_num_threads(int(options.threads));
  OwningOpRef<ModuleOp> work = module.clone();
  prepareActs(*work, options, (*quantizer)->noise());
  Result<TorchGraph> graph = TorchGraph::create(*work);
  if (!graph)
    return graph.error();
  for (const Dataset *data : {&train, &test})
    if (Status fits = checkData(*graph, *data); !fits)
      return fits.error();

  Trainer trainer(*graph, **quantizer, options);
  std::string run = origin + " " + options.commandLine();
  if (Status trained = runEpochs(trainer, train, images, options, run, observer); !trained)
    return trained.error();
  TrainingReport report;
  if (trainer.epochsDone() < options.epochs)
    return report;

  trainer.storeSteps();
  graph->writeBack();
  if (Status finished = finishModule(*work, options, origin); !finished)
    return finished.error();
  Result<TorchGraph> trained = TorchGraph::create(*work);
  if (!trained)
    return trained.error();
  module->setAttrs(work->getOperation()->getAttrDictionary());
  module.getBodyRegion().takeBody(work->getBodyRegion());
  report.finished = true;
  if (observer.moduleDone)
    if (Status kept = observer.moduleDone(); !kept)
      return kept.error();
  if (options.validationImages)
    report.validationAccuracy = quantizedAccuracy(*trained, slice(train, images));
  report.testAccuracy = quantizedAccuracy(*trained, test);
  report.spikingAccuracy = spikingAccuracy(*trained, test, options.evaluateSteps);
  return report;
}

Result<TrainingReport> trainNetwork(ModuleOp module, const Dataset &train, const Dataset &test,
                                    const TrainingOptions &options, const std::string &origin,
                                    const TrainingObserver &observer) {
  try {
    return trainWithTorch(module, train, test, options, origin, observer);
  } catch (const c10::Error &error) { // out of memory, say
    return Error{std::string("libtorch failed: ") + error.what_without_backtrace()};
  } catch (const std::exception &error) {
    return Error{std::string("libtorch failed: ") + error.what()};
  }
}

} // namespace nacre
