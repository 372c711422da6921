// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Spiking Heidelberg Digits (Cramer et al. 2020).
#include "simulator/events/EventDataset.h"
#include "simulator/events/formats/ShdFile.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {

namespace {

class Shd : public EventDataset {
  ShdFile file;

public:
  explicit Shd(ShdFile opened) : file(std::move(opened)) {
    width = ShdFile::channels, height = 1, hasPolarities = false, classes = 20;
    labels = file.labels();
  }
  Result<Recording> read(int64_t index) const override { return file.recording(index); }
};

} // namespace

static Result<std::unique_ptr<EventDataset>> open(const std::string &folder, Split split) {
  const std::string path = fmt::format("{}/shd_{}.h5", folder, splitName(split));
  auto hdf5 = Hdf5File::open(path);
  if (!hdf5)
    return hdf5.error();
  auto file = ShdFile::open(std::move(*hdf5), path);
  if (!file)
    return file.error();
  auto set = std::make_unique<Shd>(std::move(*file));
  set->name = fmt::format("shd {}", splitName(split));
  for (int64_t i = 0; i < set->size(); ++i)
    if (set->labels[size_t(i)] >= set->classes)
      return Error{fmt::format("{}: label {}: expected a class in 0..{}, found {}", path, i,
                               set->classes - 1, set->labels[size_t(i)])};
  return Result<std::unique_ptr<EventDataset>>(std::move(set));
}

void registerShd(EventDatasetReaderRegistry &registry) {
  registry.add("shd", {"spoken digits of 700 channels, 20 classes, 8156 train and 2264 test; reads "
                       "shd_train.h5 and shd_test.h5",
                       open});
}

} // namespace nacre
