// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One recording of a file of SHD or SSC.
#include "simulator/events/EventFormat.h"
#include "simulator/events/formats/ShdFile.h"

namespace nacre {

static Result<Recording> read(std::string_view bytes, const std::string &name,
                              const EventOptions &options) {
  auto file = Hdf5File::fromBytes(std::string(bytes), name);
  if (!file)
    return file.error();
  auto recordings = ShdFile::open(std::move(*file), name);
  if (!recordings)
    return recordings.error();
  return recordings->recording(options.sample);
}

void registerShd(EventFormatRegistry &registry) {
  EventFormat format{"Spiking Heidelberg Digits, Speech Commands (HDF5)", {".h5"}, nullptr, read};
  format.begins = [](std::string_view bytes) { return bytes.starts_with("\x89HDF\r\n\x1a\n"); };
  format.severalRecordings = true;
  registry.add("shd", std::move(format));
}

} // namespace nacre
