// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/netx/Reader.h"
#include "compiler/import/netx/Writer.h"
#include "support/Hdf5Writer.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::netx;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

static File small() {
  File file;
  file.layers.resize(11); // ten comes after nine, not after one
  for (size_t i = 0; i < file.layers.size(); ++i) {
    file.layers[i].texts["type"] = "dense";
    file.layers[i].numbers["shape"] = {{3}, {double(i), 1, 1}};
  }
  file.layers[3].numbers["weight"] = {{2, 3}, {1, -2, 3, 4, 5, -6}};
  file.layers[3].numbers["neuron/vThMant"] = {{}, {80}};
  file.layers[3].texts["neuron/type"] = "CUBA";
  return file;
}

TEST(NetxReader, ReadsWhatWasWritten) {
  const std::string bytes = writeBytes(small());
  auto read = readBytes(bytes, "small.net");
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->layers.size(), 11u);
  EXPECT_THAT(read->layers[10].numbers.at("shape").values, ElementsAre(10, 1, 1));
  const Layer &layer = read->layers[3];
  EXPECT_EQ(layer.texts.at("type"), "dense");
  EXPECT_EQ(layer.texts.at("neuron/type"), "CUBA");
  EXPECT_THAT(layer.numbers.at("weight").shape, ElementsAre(2, 3));
  EXPECT_THAT(layer.numbers.at("weight").values, ElementsAre(1, -2, 3, 4, 5, -6));
  EXPECT_TRUE(layer.numbers.at("neuron/vThMant").shape.empty());
  EXPECT_EQ(writeBytes(*read), bytes);
}

TEST(NetxReader, ReadsTypesAndFlagsAsPythonWritesThem) {
  Hdf5Writer writer;
  writer.group("/layer");
  writer.group("/layer/0");
  writer.texts("/layer/0/type", {1}, {"conv"}); // an array of one, not a scalar
  writer.flag("/layer/0/gradedSpike", true);
  writer.flag("/layer/0/other", false);
  writer.group("/simulation"); // not of the network
  auto read = readBytes(writer.bytes(), "python.net");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->layers[0].texts.at("type"), "conv");
  EXPECT_THAT(read->layers[0].numbers.at("gradedSpike").values, ElementsAre(1));
  EXPECT_THAT(read->layers[0].numbers.at("other").values, ElementsAre(0));
}

static std::string refusal(const std::string &bytes) {
  auto read = readBytes(bytes, "bad.net");
  return read ? "" : read.error().message;
}

TEST(NetxReader, RefusesWhatIsNoNetwork) {
  EXPECT_THAT(refusal("not HDF5"), HasSubstr("cannot be read as HDF5"));
  EXPECT_THAT(refusal(Hdf5Writer().bytes()), HasSubstr("/layer: no such group"));
  Hdf5Writer writer;
  writer.group("/layer");
  EXPECT_THAT(refusal(writer.bytes()), HasSubstr("/layer: is empty"));
  writer.group("/layer/1");
  EXPECT_THAT(refusal(writer.bytes()), HasSubstr("has 1 entries but no group 0"));
}

TEST(NetxReader, RefusesALayerOfTwoTypes) {
  Hdf5Writer writer;
  writer.group("/layer");
  writer.group("/layer/0");
  writer.texts("/layer/0/type", {2}, {"conv", "dense"});
  EXPECT_THAT(refusal(writer.bytes()), HasSubstr("/layer/0/type: expected one string, found 2"));
}

TEST(NetxReader, RefusesDeepGroups) {
  Hdf5Writer writer;
  writer.group("/layer");
  writer.group("/layer/0");
  writer.group("/layer/0/neuron");
  writer.group("/layer/0/neuron/more");
  EXPECT_THAT(refusal(writer.bytes()), HasSubstr("is a group within a group"));
}

TEST(NetxReader, EveryPrefixOfAFileIsRefusedOrRead) {
  const std::string bytes = writeBytes(small());
  for (size_t length = 0; length < bytes.size(); length += 7)
    (void)readBytes(bytes.substr(0, length), "cut.net");
}
