// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/nir/Reader.h"
#include "support/ChildProcess.h"
#include "support/Hdf5.h"
#include <fmt/format.h>

namespace nacre::nir {

namespace {

constexpr int deepest = 16;

class Reader {
  const Hdf5File &file;
  const std::string &name;

public:
  Reader(const Hdf5File &file, const std::string &name) : file(file), name(name) {}

  Result<Node> node(const std::string &path, int depth) const {
    if (depth > deepest)
      return refuse(path, fmt::format("graphs are nested deeper than {}", deepest));
    auto fields = file.children(path);
    if (!fields)
      return fields.error();
    Node node;
    for (const std::string &field : *fields)
      if (Status read = readField(node, path, field, depth); !read)
        return read.error();
    if (node.type.empty())
      return refuse(path, "has no type");
    return node;
  }

private:
  Error refuse(const std::string &path, const std::string &reason) const {
    return {fmt::format("{}: {}: {}", name, path, reason)};
  }

  Status readField(Node &node, const std::string &path, const std::string &field, int depth) const {
    const std::string at = path + "/" + field;
    if (field == "metadata") {
      readMetadata(node.metadata, at);
      return success();
    }
    if (file.isGroup(at))
      return field == "nodes" ? readNodes(node, at, depth)
                              : Status(refuse(at, "is a group, which no field is"));
    if (field == "edges")
      return readEdges(node, at);
    auto isText = file.isText(at);
    if (!isText)
      return isText.error();
    if (!*isText) {
      auto array = file.array(at);
      if (!array)
        return array.error();
      node.numbers[field] = {std::move(array->shape), std::move(array->values)};
      return success();
    }
    auto texts = file.texts(at);
    if (!texts)
      return texts.error();
    if (texts->size() != 1)
      return refuse(at, fmt::format("expected one string, found {}", texts->size()));
    (field == "type" ? node.type : node.text[field]) = texts->front();
    return success();
  }

  void readMetadata(Metadata &metadata, const std::string &path) const {
    auto names = file.children(path);
    if (!names)
      return;
    for (const std::string &name : *names) {
      const std::string at = path + "/" + name;
      if (auto array = file.array(at))
        metadata.numbers[name] = {std::move(array->shape), std::move(array->values)};
      else if (auto texts = file.texts(at); texts && texts->size() == 1)
        metadata.text[name] = texts->front();
    }
  }

  Status readNodes(Node &graph, const std::string &path, int depth) const {
    auto names = file.children(path);
    if (!names)
      return names.error();
    for (const std::string &child : *names) {
      auto read = node(path + "/" + child, depth + 1);
      if (!read)
        return read.error();
      graph.nodes[child] = std::move(*read);
    }
    return success();
  }

  Status readEdges(Node &graph, const std::string &path) const {
    auto isText = file.isText(path);
    if (!isText)
      return isText.error();
    if (!*isText) { // an empty list has no type of its own
      auto none = file.array(path);
      if (none && none->values.empty())
        return success();
      return none ? Status(refuse(path, "expected pairs of strings")) : none.error();
    }
    auto ends = file.texts(path);
    if (!ends)
      return ends.error();
    if (ends->size() % 2)
      return refuse(path, "expected pairs of strings");
    for (size_t i = 0; i < ends->size(); i += 2)
      graph.edges.emplace_back((*ends)[i], (*ends)[i + 1]);
    return success();
  }
};

Result<File> read(Result<Hdf5File> opened, const std::string &name) {
  if (!opened)
    return opened.error();
  File result;
  auto graph = Reader(*opened, name).node("/node", 0);
  if (!graph)
    return graph.error();
  if (graph->type != "NIRGraph")
    return Error{fmt::format("{}: /node is a '{}', not a NIRGraph", name, graph->type)};
  result.graph = std::move(*graph);
  if (auto version = opened->texts("/version"); version && version->size() == 1)
    result.version = version->front();
  return result;
}

} // namespace

/// Damaged files can break the HDF5 library, in a child process first.
template <class Open> static Result<File> readWith(const std::string &name, Open open) {
  if (!survivesInChild([&] { (void)read(open(), name); }))
    return Error{name + ": cannot be read as HDF5: the library broke off; the file is damaged"};
  return read(open(), name);
}

Result<File> readFile(const std::string &path) {
  return readWith(path, [&] { return Hdf5File::open(path); });
}

Result<File> readBytes(std::string bytes, const std::string &name) {
  return readWith(name, [&] { return Hdf5File::fromBytes(bytes, name); });
}

} // namespace nacre::nir
