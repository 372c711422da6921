// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Images behind a right checksum, which only an attacker would give them.
#include "hw_models/chip/ChipModel.h"
#include "hw_models/image/testing/SmallImage.h"
#include "tests/fuzz/FuzzTarget.h"

using namespace nacre;

static std::string payload(const image::ImageT &image) {
  flatbuffers::FlatBufferBuilder builder;
  image::FinishImageBuffer(builder, image::Image::Pack(builder, &image));
  return {reinterpret_cast<const char *>(builder.GetBufferPointer()), builder.GetSize()};
}

std::vector<std::string> fuzzSeeds() {
  image::ImageT dense = smallImage(), sparse = smallImage();
  makeSparse(sparse);
  return {payload(dense), payload(sparse)};
}

void fuzzOne(std::string_view bytes) {
  static const ChipModel unit = *loadChip("unit");
  auto image = ChipImage::fromBytes(packImage(bytes), "file");
  if (image)
    (void)image->checkChip(unit);
}
