// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/data/ZipFile.h"
#include <fmt/format.h>
#include <zip.h>

namespace nacre {

void ZipFile::Close::operator()(zip *archive) const { zip_discard(archive); }

Result<ZipFile> ZipFile::open(std::string_view bytes, const std::string &name) {
  zip_error_t error;
  zip_error_init(&error);
  auto refuse = [&] {
    Error refusal{fmt::format("{}: no zip archive: {}", name, zip_error_strerror(&error))};
    zip_error_fini(&error);
    return refusal;
  };
  zip_source_t *source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (!source)
    return refuse();
  ZipFile file;
  file.archive.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
  file.name = name;
  if (!file.archive) {
    zip_source_free(source);
    return refuse();
  }
  zip_error_fini(&error);
  return file;
}

bool ZipFile::has(const std::string &member) const {
  return zip_name_locate(archive.get(), member.c_str(), 0) >= 0;
}

Result<std::string> ZipFile::read(const std::string &member, size_t maxBytes) const {
  auto refuse = [&](const std::string &reason) {
    return Error{fmt::format("{}: {}: {}", name, member, reason)};
  };
  zip_stat_t status;
  if (zip_stat(archive.get(), member.c_str(), 0, &status) != 0)
    return refuse(zip_strerror(archive.get()));
  std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
      zip_fopen(archive.get(), member.c_str(), 0), zip_fclose);
  if (!file)
    return refuse(zip_strerror(archive.get()));
  // What the archive says about the size is not believed: memory grows with what is there.
  std::string bytes;
  for (zip_int64_t got = 1; got > 0;) {
    const size_t before = bytes.size();
    bytes.resize(before + (1 << 20));
    got = zip_fread(file.get(), bytes.data() + before, 1 << 20);
    bytes.resize(before + size_t(std::max<zip_int64_t>(got, 0)));
    if (got < 0)
      return refuse(zip_file_strerror(file.get()));
    if (bytes.size() > maxBytes)
      return refuse(fmt::format("holds more than the {} bytes allowed here", maxBytes));
  }
  if (bytes.size() != status.size)
    return refuse("is truncated");
  return bytes;
}

} // namespace nacre
