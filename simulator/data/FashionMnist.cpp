// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Fashion-MNIST (Xiao, Rasul, Vollgraf, arXiv:1708.07747): the files have the names and layout of
// MNIST.
#include "simulator/data/IdxImages.h"

namespace nacre {

static Result<Dataset> read(const DatasetRequest &request) {
  return readIdxImages("fashion-mnist", request.path, request.split);
}

void registerFashionMnist(DatasetReaderRegistry &registry) {
  registry.add("fashion-mnist",
               {"28x28 pictures of clothes, values 0..255, 60000 train and 10000 test "
                "images; reads the four IDX files, plain or .gz",
                DatasetReader::None, read});
}

} // namespace nacre
