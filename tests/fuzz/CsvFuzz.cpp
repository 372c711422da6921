// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/CsvImages.h"
#include "tests/fuzz/FuzzTarget.h"

std::vector<std::string> fuzzSeeds() {
  return {"a,label,b\r\n1,2,3\r\n4,5,255\r\n", "\"x\",\"y\",\"label\"\n0,0,0\n", "1, 2, 3\n"};
}

void fuzzOne(std::string_view bytes) {
  nacre::DatasetRequest request;
  request.path = "file";
  request.imageShape = {1, 1, 2};
  (void)nacre::parseCsvImages(bytes, request);
  request.labelColumn = "last";
  (void)nacre::parseCsvImages(bytes, request);
}
