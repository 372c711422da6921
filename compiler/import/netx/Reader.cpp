// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/netx/Reader.h"
#include "support/Hdf5.h"
#include <fmt/format.h>

namespace nacre::netx {

namespace {

class Reader {
  const Hdf5File &file;
  const std::string &name;

public:
  Reader(const Hdf5File &file, const std::string &name) : file(file), name(name) {}

  Result<File> layers() const {
    auto names = file.children("/layer");
    if (!names)
      return names.error();
    File result;
    for (size_t i = 0; i < names->size(); ++i) {
      const std::string path = fmt::format("/layer/{}", i);
      if (!file.isGroup(path))
        return refuse("/layer", fmt::format("has {} entries but no group {}", names->size(), i));
      result.layers.emplace_back();
      if (Status read = readGroup(result.layers.back(), path, ""); !read)
        return read.error();
    }
    if (result.layers.empty())
      return refuse("/layer", "is empty");
    return result;
  }

private:
  Error refuse(const std::string &path, const std::string &reason) const {
    return {fmt::format("{}: {}: {}", name, path, reason)};
  }

  Status readGroup(Layer &layer, const std::string &path, const std::string &prefix) const {
    auto names = file.children(path);
    if (!names)
      return names.error();
    for (const std::string &field : *names) {
      const std::string at = path + "/" + field;
      Status read = !file.isGroup(at) ? readField(layer, at, prefix + field)
                    : prefix.empty()  ? readGroup(layer, at, field + "/")
                                      : Status(refuse(at, "is a group within a group of a layer"));
      if (!read)
        return read;
    }
    return success();
  }

  Status readField(Layer &layer, const std::string &path, const std::string &field) const {
    auto isText = file.isText(path);
    if (!isText)
      return isText.error();
    if (!*isText) {
      auto array = file.array(path);
      if (!array)
        return array.error();
      layer.numbers[field] = {std::move(array->shape), std::move(array->values)};
      return success();
    }
    auto texts = file.texts(path); // one, as a scalar or an array
    if (!texts)
      return texts.error();
    if (texts->size() != 1)
      return refuse(path, fmt::format("expected one string, found {}", texts->size()));
    layer.texts[field] = texts->front();
    return success();
  }
};

Result<File> read(Result<Hdf5File> opened, const std::string &name) {
  if (!opened)
    return opened.error();
  return Reader(*opened, name).layers();
}

} // namespace

Result<File> readFile(const std::string &path) { return read(Hdf5File::open(path), path); }

Result<File> readBytes(std::string bytes, const std::string &name) {
  return read(Hdf5File::fromBytes(std::move(bytes), name), name);
}

} // namespace nacre::netx
