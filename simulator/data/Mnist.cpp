// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// MNIST (LeCun, Cortes, Burges).
#include "simulator/data/IdxImages.h"

namespace nacre {

static Result<Dataset> read(const DatasetRequest &request) {
  return readIdxImages("mnist", request.path, request.split);
}

void registerMnist(DatasetReaderRegistry &registry) {
  registry.add("mnist", {"28x28 handwritten digits, values 0..255, 60000 train and 10000 test "
                         "images; reads the four IDX files, plain or .gz",
                         DatasetReader::None, read});
}

} // namespace nacre
