// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/observers/Observers.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {

namespace {

Error refuse(std::string message, std::string remedy) {
  return {std::move(message), std::move(remedy), ExitCode::Usage};
}

ObserverRegistry allObservers() {
  ObserverRegistry registry;
  registerAllObservers(registry);
  return registry;
}

std::string endingsOf(const ObserverKind &kind) {
  std::string text;
  for (std::string_view ending : kind.endings)
    text += fmt::format("{}{}", text.empty() ? "" : " or ", ending);
  return text;
}

/// "raster (.svg): spikes of ..., vcd (.vcd): ..."
std::string help() {
  std::string text;
  for (const auto &[name, kind] : allObservers())
    text += fmt::format("{}{} ({}): {}", text.empty() ? "" : "; ", name, endingsOf(kind),
                        kind.description);
  return text;
}

} // namespace

void addObserverOptions(CLI::App &app, ObserverOptions &options) {
  app.add_option("--observe", options.observe, "Write files about what happens. " + help())
      ->type_name("NAME=FILE,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--observe-sample", options.sample,
                 "Number of the sample that is watched, from 0 (default: 0)")
      ->check(wholeNumber(0));
}

bool Observers::anyWatches(Watches what) const {
  return std::any_of(chosen.begin(), chosen.end(),
                     [&](const Chosen &c) { return c.kind.watches == what; });
}

Result<Observers> Observers::choose(const ObserverOptions &options) {
  Observers observers;
  observers.sample = options.sample;
  const ObserverRegistry registry = allObservers();
  for (const std::string &text : options.observe) {
    const size_t equals = text.find('=');
    const std::string name = text.substr(0, equals);
    Result<const ObserverKind *> kind = registry.get(name, "observer");
    if (!kind)
      return kind.error();
    const std::string path = equals == text.npos ? "" : text.substr(equals + 1);
    if (path.empty())
      return refuse(fmt::format("--observe {} names no file", name),
                    fmt::format("--observe {}=FILE{}", name, (*kind)->endings.front()));
    const auto &endings = (*kind)->endings;
    if (std::none_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return path.ends_with(ending); }))
      return refuse(fmt::format("--observe {}={}: the file's name must end with {}", name, path,
                                endingsOf(**kind)),
                    "the ending says what kind of file is written");
    if (Status writable = checkWritable(path); !writable)
      return writable.error();
    observers.chosen.push_back({**kind, name, path});
  }
  if (options.sample && !observers.anyWatches(Watches::Spikes) &&
      !observers.anyWatches(Watches::Steps))
    return refuse("--observe-sample has no use: no observer watches one sample",
                  "name one with --observe, or leave it out");
  return observers;
}

std::vector<std::string> Observers::files() const {
  std::vector<std::string> files;
  for (const Chosen &c : chosen)
    files.push_back(c.path);
  return files;
}

Status Observers::check(int64_t samples, int64_t cycleSamples) const {
  if (sample && *sample >= samples)
    return refuse(fmt::format("--observe-sample {}: the run has {} samples", *sample, samples),
                  "samples are numbered from 0");
  for (const Chosen &c : chosen)
    if (c.kind.watches == Watches::Run && cycleSamples == 0)
      return refuse(fmt::format("--observe {}: no sample is simulated cycle by cycle", c.name),
                    "raise --cycle-samples");
  return success();
}

Status Observers::watchSample(ObserverSetting setting, const Dataset &data, int64_t threads,
                              std::vector<std::string> &written) const {
  setting.sample = sample.value_or(0);
  std::vector<std::unique_ptr<Observer>> ofSteps, ofSpikes;
  for (const Chosen &c : chosen) {
    if (c.kind.watches == Watches::Run)
      continue;
    Result<std::unique_ptr<Observer>> observer = c.kind.make(setting, c.path);
    if (!observer)
      return observer.error();
    (c.kind.watches == Watches::Steps ? ofSteps : ofSpikes).push_back(std::move(*observer));
    written.push_back(c.path);
  }
  if (ofSteps.empty() && ofSpikes.empty())
    return success();

  CycleOptions options;
  options.threads = threads;
  options.stepDone = [&](const StepRecord &step) {
    for (auto &observer : ofSteps)
      observer->step(step);
  };
  std::unique_ptr<Engine> engine = ofSteps.empty()
                                       ? makeFunctionalEngine(setting.image, setting.chip)
                                       : makeCycleEngine(setting.image, setting.chip, options);
  std::vector<Spike> spikes;
  SampleOutcome outcome = engine->run(data.stimulus(setting.sample), setting.steps,
                                      ofSpikes.empty() ? nullptr : &spikes);
  if (outcome.stuck)
    return Error{fmt::format("sample {}: {}", setting.sample, outcome.stuck->message),
                 outcome.stuck->remedy};
  for (auto &observer : ofSpikes)
    observer->spikes(spikes);
  for (auto *observers : {&ofSteps, &ofSpikes})
    for (auto &observer : *observers)
      if (Status finished = observer->finish(); !finished)
        return finished;
  return success();
}

Status Observers::watchRun(const ObserverSetting &setting, const RunResult &run,
                           std::vector<std::string> &written) const {
  for (const Chosen &c : chosen) {
    if (c.kind.watches != Watches::Run)
      continue;
    Result<std::unique_ptr<Observer>> observer = c.kind.make(setting, c.path);
    if (!observer)
      return observer.error();
    (*observer)->run(run);
    if (Status finished = (*observer)->finish(); !finished)
      return finished;
    written.push_back(c.path);
  }
  return success();
}

} // namespace nacre
