// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CIFAR-10, binary version.
#include "simulator/data/CifarRecords.h"

namespace nacre {

static Result<Dataset> read(const DatasetRequest &request) {
  const CifarLayout layout{"cifar10",
                           "cifar-10-batches-bin",
                           {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin",
                            "data_batch_4.bin", "data_batch_5.bin"},
                           {"test_batch.bin"}};
  return readCifar(layout, request.path, request.split);
}

void registerCifar10(DatasetReaderRegistry &registry) {
  registry.add("cifar10", {"32x32 colour photographs of ten classes, 50000 train and 10000 test "
                           "images; reads the six .bin files of the binary version",
                           DatasetReader::None, read});
}

} // namespace nacre
