// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Writer.h"
#include "support/Hdf5Writer.h"
#include <algorithm>
#include <cmath>
#include <set>

namespace nacre::nir {

/// Fields that the reference implementation reads as integers.
static bool isInteger(const std::string &field) {
  static const std::set<std::string> integers = {
      "shape",       "stride",    "padding", "dilation",   "groups",
      "kernel_size", "start_dim", "end_dim", "input_type", "input_shape"};
  return integers.count(field);
}

static void writeMetadata(Hdf5Writer &writer, const std::string &path, const Metadata &metadata) {
  if (metadata.numbers.empty() && metadata.text.empty())
    return;
  writer.group(path);
  for (const auto &[name, text] : metadata.text)
    writer.texts(path + "/" + name, {}, {text});
  for (const auto &[name, array] : metadata.numbers)
    writer.numbers(path + "/" + name, {array.shape, array.values});
}

static void writeNode(Hdf5Writer &writer, const std::string &path, const Node &node) {
  writer.group(path);
  writer.texts(path + "/type", {}, {node.type});
  for (const auto &[field, text] : node.text)
    writer.texts(path + "/" + field, {}, {text});
  for (const auto &[field, array] : node.numbers)
    writer.numbers(path + "/" + field, {array.shape, array.values}, isInteger(field));
  writeMetadata(writer, path + "/metadata", node.metadata);
  if (node.type != "NIRGraph")
    return;
  std::vector<std::string> ends;
  for (const auto &[from, to] : node.edges)
    ends.insert(ends.end(), {from, to});
  writer.texts(path + "/edges", {int64_t(node.edges.size()), 2}, ends);
  writer.group(path + "/nodes");
  for (const auto &[name, child] : node.nodes)
    writeNode(writer, path + "/nodes/" + name, child);
}

std::string writeBytes(const File &file) {
  Hdf5Writer writer;
  writeNode(writer, "/node", file.graph);
  writer.texts("/version", {}, {file.version});
  return writer.bytes();
}

} // namespace nacre::nir
