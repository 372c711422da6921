// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// How busy links and cores were, as a picture or as numbers.
#include "simulator/observers/ChipPicture.h"
#include "simulator/observers/Observer.h"
#include "support/Files.h"

namespace nacre {
namespace {

class HeatMap final : public Observer {
  const ObserverSetting &setting;
  const std::string path;
  std::string content;

public:
  HeatMap(const ObserverSetting &setting, std::string path)
      : setting(setting), path(std::move(path)) {}

  void run(const RunResult &run) override {
    const ChipLoad load = loadOf(setting.image, setting.chip, run);
    content = path.ends_with(".csv")    ? loadAsCsv(load)
              : path.ends_with(".json") ? loadAsJson(load)
                                        : drawLoad(load);
  }

  Status finish() override { return writeFile(path, content); }
};

} // namespace

void registerHeatMap(ObserverRegistry &registry) {
  registry.add("heatmap", {"how busy links and cores were in all timed samples",
                           {".svg", ".csv", ".json"},
                           Watches::Run,
                           [](const ObserverSetting &setting,
                              const std::string &path) -> Result<std::unique_ptr<Observer>> {
                             return {std::make_unique<HeatMap>(setting, path)};
                           }});
}

} // namespace nacre
