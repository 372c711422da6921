// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Arrays as images, and as labels.
#include "simulator/data/NpyImages.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace nacre;
using Bytes = std::vector<uint8_t>;

std::vector<std::string> fuzzSeeds() {
  return {npyBytes({2}, Bytes{3, 4}), npyBytes({2, 1, 2}, Bytes{1, 2, 3, 4}),
          npyBytes({2, 1, 1, 3}, std::vector<uint16_t>{1, 2, 3, 4, 5, 256})};
}

void fuzzOne(std::string_view bytes) {
  const auto array = parseNpy(bytes, "file");
  if (!array)
    return;
  static const std::string two = npyBytes({2}, Bytes{0, 1});
  const auto labels = parseNpy(two, "labels");
  DatasetRequest request;
  (void)makeNpyImages(*array, *labels, request);
  request.imageShape = {3, 1, 1};
  (void)makeNpyImages(*array, *labels, request);
  (void)makeNpyImages(*array, *array, request);
}
