// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/perf/StepCycles.h"
#include "compiler/emit/ChipToImage.h"
#include "compiler/mapping/LowerToChip.h"
#include "dialects/snn/Snn.h"
#include "simulator/Engine.h"
#include <random>

namespace nacre {

Result<double> cyclesOfStep(mlir::ModuleOp module, const MappingProblem &problem, int64_t steps) {
  mlir::OwningOpRef<mlir::ModuleOp> copy = module.clone();
  if (mlir::failed(lowerToChip(*copy->getOps<snn::NetworkOp>().begin(), problem)))
    return Error{"the design could not be made"};
  auto design = *copy->getOps<chip::DesignOp>().begin();
  auto bytes = emitImage(design, problem.chip);
  if (mlir::failed(bytes))
    return Error{"the image could not be made"};
  auto image = ChipImage::fromBytes(*bytes, "noise");
  if (!image)
    return image.error();
  std::vector<uint8_t> pixels;
  std::mt19937 random(1);
  auto shape = (*module.getOps<snn::NetworkOp>().begin()).getInput().getType();
  for (int64_t i = 0; i < shape.getNumElements(); ++i)
    pixels.push_back(uint8_t(random()));
  const SampleOutcome outcome =
      makeCycleEngine(*image, problem.chip)->run(pixels.data(), steps, nullptr);
  if (outcome.stuck)
    return *outcome.stuck;
  return double(outcome.chip.cycles) / double(outcome.chip.chipSteps);
}

} // namespace nacre
