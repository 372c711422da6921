// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/netx/Writer.h"
#include "support/Hdf5Writer.h"
#include <fmt/format.h>
#include <set>

namespace nacre::netx {

std::string writeBytes(const File &file) {
  Hdf5Writer writer;
  writer.group("/layer");
  for (size_t i = 0; i < file.layers.size(); ++i) {
    const Layer &layer = file.layers[i];
    const std::string path = fmt::format("/layer/{}", i);
    writer.group(path);
    std::set<std::string> groups;
    auto makeGroupOf = [&](const std::string &field) {
      if (size_t end = field.find('/');
          end != field.npos && groups.insert(field.substr(0, end)).second)
        writer.group(path + "/" + field.substr(0, end));
    };
    for (const auto &[field, array] : layer.numbers) {
      makeGroupOf(field);
      writer.numbers(path + "/" + field, {array.shape, array.values}, /*integers=*/true);
    }
    for (const auto &[field, text] : layer.texts) {
      makeGroupOf(field);
      writer.texts(path + "/" + field, {}, {text});
    }
  }
  return writer.bytes();
}

} // namespace nacre::netx
