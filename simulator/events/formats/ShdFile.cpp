// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/formats/ShdFile.h"
#include <cmath>
#include <fmt/format.h>

namespace nacre {

Result<ShdFile> ShdFile::open(Hdf5File file, const std::string &name) {
  auto labels = file.numbers("/labels");
  if (!labels)
    return labels.error();
  for (const char *path : {"/spikes/times", "/spikes/units"}) {
    auto length = file.length(path);
    if (!length)
      return length.error();
    if (*length != int64_t(labels->size()))
      return Error{fmt::format("{}: {} has {} elements, /labels has {}", name, path, *length,
                               labels->size())};
  }
  ShdFile result(std::move(file), name);
  for (size_t i = 0; i < labels->size(); ++i) {
    const double label = (*labels)[i];
    if (!(label >= 0 && label < 65536 && label == std::floor(label)))
      return Error{fmt::format("{}: label {}: expected a class, found {}", name, i, label)};
    result.classes.push_back(int64_t(label));
  }
  return result;
}

Result<std::vector<Event>> shdEvents(const std::vector<double> &seconds,
                                     const std::vector<double> &units, const std::string &name) {
  if (seconds.size() != units.size())
    return Error{fmt::format("{}: {} times and {} units", name, seconds.size(), units.size())};
  std::vector<Event> events;
  events.reserve(seconds.size());
  for (size_t i = 0; i < seconds.size(); ++i) {
    const double timeUs = std::round(seconds[i] * 1e6);
    if (!(timeUs >= 0 && timeUs <= double(int64_t(1) << 40)))
      return Error{
          fmt::format("{}: event {}: expected a time in s, found {}", name, i, seconds[i])};
    if (!(units[i] >= 0 && units[i] < ShdFile::channels && units[i] == std::floor(units[i])))
      return Error{fmt::format("{}: event {}: expected a channel in 0..{}, found {}", name, i,
                               ShdFile::channels - 1, units[i])};
    events.push_back({int64_t(timeUs), uint16_t(units[i]), 0, true});
  }
  return events;
}

Result<Recording> ShdFile::recording(int64_t number) const {
  if (number < 0 || number >= int64_t(classes.size()))
    return Error{
        fmt::format("{}: there is no recording {}; there are {}", name, number, classes.size()),
        "--sample counts from 0", ExitCode::Usage};
  auto times = file.list("/spikes/times", number);
  if (!times)
    return times.error();
  auto units = file.list("/spikes/units", number);
  if (!units)
    return units.error();
  auto events = shdEvents(*times, *units, fmt::format("{}: recording {}", name, number));
  if (!events)
    return events.error();
  Recording recording;
  recording.width = channels, recording.height = 1;
  recording.label = classes[size_t(number)];
  recording.events = std::move(*events);
  return recording;
}

} // namespace nacre
