// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// For networks that their biases drive: nothing comes in, once.
#include "simulator/data/DatasetReader.h"

namespace nacre {

static Result<Dataset> read(const DatasetRequest &) {
  Dataset data;
  data.name = "no input";
  data.labels = {0};
  return data;
}

void registerNone(DatasetReaderRegistry &registry) {
  registry.add("none", {"no input, one sample: for networks driven by their biases",
                        DatasetReader::Shipped, read});
}

} // namespace nacre
