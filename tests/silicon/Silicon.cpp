// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tests/silicon/Silicon.h"
#include "hw_models/chips/ShippedChips.h"
#include "simulator/cycle/CycleEngine.h"
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace nacre {

ChipModel shippedChipWith(const std::string &name,
                          const std::map<std::string, std::string> &values) {
  std::string yaml;
  for (const ShippedChip &chip : shippedChipFiles())
    if (chip.name == name)
      yaml = std::string(chip.yaml);
  for (const auto &[key, value] : values) {
    size_t at = yaml.find("value: ", yaml.find("\n  " + key + ":")) + 7;
    yaml.replace(at, yaml.find(',', at) - at, value);
  }
  auto chip = parseChip(yaml, name + ".yaml");
  EXPECT_TRUE(chip) << chip.error().text();
  return *chip;
}

Measurement measure(const ChipImage &image, const ChipModel &chip, int64_t steps) {
  std::vector<uint8_t> pixels(image->input_channels() * image->input_height() *
                              image->input_width());
  SampleOutcome outcome = makeCycleEngine(image, chip)->run(pixels.data(), steps, nullptr);
  Measurement m;
  m.chip = outcome.chip;
  for (const Counters &slice : outcome.slices)
    m.events += slice;
  auto slices = sliceEnergy(m.events, chip.energy);
  auto whole = wholeChipEnergy(m.chip, chip);
  EXPECT_TRUE(slices && whole);
  for (size_t part = 0; part < energyPartCount; ++part)
    m.energy.fj[part] = slices->fj[part] + whole->fj[part];
  m.seconds = double(m.chip.cycles) * double(chip.timing.cycleFs) * 1e-15;
  return m;
}

double compare(const std::string &point, double published, double simulated,
               const std::string &unit) {
  double error = simulated / published - 1;
  fmt::print("| {} | {:.6g} {} | {:.5g} {} | {:+.2f} % |\n", point, published, unit, simulated,
             unit, 100 * error);
  return error;
}

} // namespace nacre
