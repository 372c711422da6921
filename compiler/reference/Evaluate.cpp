// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/reference/Evaluate.h"
#include "support/ParallelFor.h"
#include <fmt/format.h>
#include <mutex>

namespace nacre {

static Status checkFits(llvm::ArrayRef<int64_t> image, bool spikes, int64_t classes,
                        const Dataset &data) {
  if (spikes != data.isSpikes())
    return Error{fmt::format("the network takes {}, {} has {}", spikes ? "spikes" : "images",
                             data.name, spikes ? "images" : "spikes"),
                 "choose the data set the network was made for with --dataset"};
  if (image[0] == 0 && data.channels > 0)
    return Error{"nothing comes into the network: its biases alone drive it",
                 "--dataset none runs it once"};
  if (image != llvm::ArrayRef<int64_t>({data.channels, data.height, data.width}))
    return Error{fmt::format("the network takes {} of {} x {} x {}, those of {} are {} x {} x {}",
                             spikes ? "spikes" : "images", image[0], image[1], image[2], data.name,
                             data.channels, data.height, data.width),
                 "choose the data set the network was made for with --dataset"};
  if (classes > 0 && classes < data.classes)
    return Error{
        fmt::format("the network has {} classes, {} has {}", classes, data.name, data.classes),
        "choose the data set the network was made for with --dataset"};
  return success();
}

/// Runs body(sample) for all samples; reports progress.
template <class Body>
static void forEachSample(const Dataset &data, const EvaluateOptions &options, const Body &body) {
  std::mutex mutex;
  int64_t done = 0;
  parallelFor(data.size(), options.threads, [&](int64_t sample) {
    body(size_t(sample));
    if (options.progress) {
      std::lock_guard lock(mutex);
      options.progress(++done, data.size());
    }
  });
}

static SnnActivity &operator+=(SnnActivity &sum, const SnnActivity &part) {
  sum.spikes += part.spikes;
  sum.synapticOperations += part.synapticOperations;
  sum.saturations += part.saturations;
  return sum;
}

SnnActivity SnnEvaluation::total() const {
  SnnActivity sum;
  for (const SnnActivity &part : activity)
    sum += part;
  return sum;
}

Result<QannEvaluation> evaluate(const QannInterpreter &network, const Dataset &data,
                                const EvaluateOptions &options) {
  if (Status fits = checkFits(network.imageShape(), false, network.classes(), data); !fits)
    return fits.error();
  QannEvaluation result;
  result.predictions.resize(size_t(data.size()));
  forEachSample(data, options, [&](size_t sample) {
    result.predictions[sample] = network.classify(data.image(int64_t(sample)));
  });
  for (size_t sample = 0; sample < result.predictions.size(); ++sample)
    result.correct += result.predictions[sample] == data.labels[sample];
  return result;
}

Result<SnnEvaluation> evaluate(const SnnInterpreter &network, const Dataset &data, int64_t steps,
                               bool recordSpikes, const EvaluateOptions &options) {
  if (Status fits = checkFits(network.inputShape(), network.takesSpikes(), network.classes(), data);
      !fits)
    return fits.error();
  std::vector<SnnRun> runs(size_t(data.size()));
  forEachSample(data, options, [&](size_t sample) {
    runs[sample] = network.run(data.stimulus(int64_t(sample)), steps, recordSpikes);
  });

  SnnEvaluation result;
  if (network.classes() > 0 && data.classes > 0)
    result.correctAfterStep.resize(size_t(steps));
  result.activity.resize(network.populationNames().size());
  for (size_t sample = 0; sample < runs.size(); ++sample) {
    SnnRun &run = runs[sample];
    for (size_t step = 0; step < result.correctAfterStep.size(); ++step)
      result.correctAfterStep[step] += run.classAfterStep[step] == data.labels[sample];
    for (size_t i = 0; i < run.activity.size(); ++i)
      result.activity[i] += run.activity[i];
    result.predictions.push_back(run.classAfterStep.empty() ? -1 : run.classAfterStep.back());
    if (recordSpikes)
      result.spikes.push_back(std::move(run.spikes));
  }
  return result;
}

} // namespace nacre
