// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Reader.h"
#include "compiler/import/nir/Writer.h"
#include "support/Hdf5Writer.h"
#include <gmock/gmock.h>

using namespace nacre;
using namespace nacre::nir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

static File small() {
  File file;
  file.version = "1.0.7";
  file.graph.type = "NIRGraph";
  file.graph.nodes["input"] = {.type = "Input", .numbers = {{"shape", {{1}, {2}}}}};
  file.graph.nodes["0.5"] = {.type = "Linear",
                             .numbers = {{"weight", {{3, 2}, {1, 2, 3, 4, -0.5, 6}}}}};
  file.graph.nodes["c"] = {.type = "Conv2d", .text = {{"padding", "same"}}};
  Node inner = {.type = "NIRGraph"};
  inner.nodes["x"] = {.type = "IF", .numbers = {{"r", {{}, {1}}}}};
  file.graph.nodes["inner"] = inner;
  file.graph.metadata.text["author"] = "somebody";
  file.graph.nodes["0.5"].metadata.numbers["unit"] = {{2}, {0.5, 0.25}};
  file.graph.edges = {{"input", "0.5"}, {"0.5", "c"}};
  return file;
}

TEST(NirReader, ReadsWhatWasWritten) {
  const std::string bytes = writeBytes(small());
  auto read = readBytes(bytes, "small.nir");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->version, "1.0.7");
  const Node &graph = read->graph;
  EXPECT_THAT(graph.edges, ElementsAre(Pair("input", "0.5"), Pair("0.5", "c")));
  ASSERT_EQ(graph.nodes.size(), 4u);
  const Array &weight = graph.nodes.at("0.5").numbers.at("weight");
  EXPECT_THAT(weight.shape, ElementsAre(3, 2));
  EXPECT_THAT(weight.values, ElementsAre(1, 2, 3, 4, -0.5, 6));
  EXPECT_EQ(graph.nodes.at("c").text.at("padding"), "same");
  EXPECT_TRUE(graph.nodes.at("inner").nodes.at("x").numbers.at("r").shape.empty());
  EXPECT_TRUE(graph.nodes.at("inner").edges.empty());
  EXPECT_EQ(graph.metadata.text.at("author"), "somebody");
  EXPECT_THAT(graph.nodes.at("0.5").metadata.numbers.at("unit").values, ElementsAre(0.5, 0.25));
  EXPECT_EQ(writeBytes(*read), bytes);
}

static std::string refusal(const std::string &bytes) {
  auto read = readBytes(bytes, "bad.nir");
  return read ? "" : read.error().message;
}

TEST(NirReader, RefusesWhatIsNoGraph) {
  EXPECT_THAT(refusal(""), HasSubstr("cannot be read as HDF5"));
  EXPECT_THAT(refusal("not HDF5 at all, whatever its name says"),
              HasSubstr("cannot be read as HDF5"));
  EXPECT_THAT(refusal(Hdf5Writer().bytes()), HasSubstr("/node: no such group"));
  File file = small();
  file.graph.type = "Conv2d";
  EXPECT_THAT(refusal(writeBytes(file)), HasSubstr("/node is a 'Conv2d', not a NIRGraph"));
}

TEST(NirReader, RefusesDamagedGraphs) {
  auto withNode = [](auto add) {
    Hdf5Writer writer;
    writer.group("/node");
    writer.texts("/node/type", {}, {"NIRGraph"});
    writer.group("/node/nodes");
    add(writer);
    return writer.bytes();
  };
  EXPECT_THAT(refusal(withNode([](Hdf5Writer &w) { w.group("/node/nodes/a"); })),
              HasSubstr("/node/nodes/a: has no type"));
  EXPECT_THAT(
      refusal(withNode([](Hdf5Writer &w) { w.texts("/node/edges", {3}, {"a", "b", "c"}); })),
      HasSubstr("/node/edges: expected pairs of strings"));
  EXPECT_THAT(refusal(withNode([](Hdf5Writer &w) { w.numbers("/node/edges", {{2}, {1, 2}}); })),
              HasSubstr("/node/edges: expected pairs of strings"));
  EXPECT_EQ(refusal(withNode([](Hdf5Writer &w) { w.numbers("/node/edges", {{0}, {}}); })), "")
      << "an empty list of edges may have any type";
  EXPECT_THAT(refusal(withNode([](Hdf5Writer &w) {
                w.group("/node/nodes/a");
                w.texts("/node/nodes/a/type", {2}, {"IF", "LIF"});
              })),
              HasSubstr("expected one string, found 2"));
}

TEST(NirReader, RefusesDeepNesting) {
  File file = small();
  for (int i = 0; i < 20; ++i) {
    Node outer = {.type = "NIRGraph"};
    outer.nodes["deeper"] = std::move(file.graph);
    file.graph = std::move(outer);
  }
  EXPECT_THAT(refusal(writeBytes(file)), HasSubstr("nested deeper than 16"));
}

TEST(NirReader, SurvivesWhatTheLibraryDoesNot) {
  // The size of the first text in the global heap, behind its signature, version and size: more
  // than there is in the file.
  std::string bytes = writeBytes(small());
  const size_t heap = bytes.find("GCOL");
  ASSERT_NE(heap, bytes.npos);
  bytes[heap + 16 + 8 + 4] = 4;
  EXPECT_NE(refusal(bytes), "");
}

TEST(NirReader, SurvivesEveryTruncation) {
  const std::string bytes = writeBytes(small());
  for (size_t length = 0; length < bytes.size(); length += 97)
    EXPECT_NE(refusal(bytes.substr(0, length)), "") << length;
}
