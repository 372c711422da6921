// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// CIFAR-100, binary version: a record has a coarse label, then the fine one, which is the class.
#include "simulator/data/CifarRecords.h"

namespace nacre {

static Result<Dataset> read(const DatasetRequest &request) {
  const CifarLayout layout{"cifar100",     "cifar-100-binary", {"train.bin"},
                           {"test.bin"},   /*labelBytes=*/2,
                           /*classes=*/100};
  return readCifar(layout, request.path, request.split);
}

void registerCifar100(DatasetReaderRegistry &registry) {
  registry.add("cifar100", {"32x32 colour photographs of a hundred classes, 50000 train and 10000 "
                            "test images; reads train.bin and test.bin of the binary version",
                            DatasetReader::None, read});
}

} // namespace nacre
