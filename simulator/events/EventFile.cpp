// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/events/EventFile.h"
#include "support/Files.h"
#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace nacre {

Result<std::string> formatOf(const EventFormatRegistry &formats, const std::string &wanted,
                             const std::string &path, std::string_view bytes) {
  if (!wanted.empty()) {
    auto format = formats.get(wanted, "event format");
    return format ? Result<std::string>(wanted) : format.error();
  }
  std::string stem = path;
  if (stem.ends_with(".gz"))
    stem.resize(stem.size() - 3);
  std::vector<std::string> candidates;
  for (const auto &[name, format] : formats) {
    if (format.begins && format.begins(bytes))
      return name;
    if (!format.begins && std::any_of(format.endings.begin(), format.endings.end(),
                                      [&](const std::string &end) { return stem.ends_with(end); }))
      candidates.push_back(name);
  }
  if (candidates.size() == 1)
    return candidates.front();
  return Error{fmt::format("{}: {}", path,
                           candidates.empty()
                               ? "no known event format, by its first bytes and its ending"
                               : fmt::format("could be {}", fmt::join(candidates, " or "))),
               "--input-format names the format: " + formats.names(), ExitCode::Usage};
}

/// Refuses options that mean nothing to the format.
static Status checkOptions(const EventFormat &format, const EventOptions &options) {
  if (options.sample != 0 && !format.severalRecordings)
    return Error{"--sample means nothing to this format: a file is one recording", "",
                 ExitCode::Usage};
  if (options.sensor.empty() ||
      std::count(format.sensors.begin(), format.sensors.end(), options.sensor))
    return success();
  if (format.sensors.empty())
    return Error{"--sensor means nothing to this format: its addresses are the same for all", "",
                 ExitCode::Usage};
  return Error{fmt::format("unknown sensor '{}'", options.sensor),
               fmt::format("known: {}", fmt::join(format.sensors, ", ")), ExitCode::Usage};
}

/// By time; those of one time stay in their order. (std::stable_sort uses what C++17 deprecates.)
static std::vector<Event> sorted(const std::vector<Event> &events) {
  std::vector<std::pair<int64_t, size_t>> order;
  for (size_t i = 0; i < events.size(); ++i)
    order.push_back({events[i].timeUs, i});
  std::sort(order.begin(), order.end());
  std::vector<Event> result;
  result.reserve(events.size());
  for (const auto &[timeUs, i] : order)
    result.push_back(events[i]);
  return result;
}

Result<Recording> parseEvents(const EventFormat &format, std::string_view bytes,
                              const std::string &name, const EventOptions &options) {
  if (Status good = checkOptions(format, options); !good)
    return good.error();
  Result<Recording> recording = format.read(bytes, name, options);
  if (!recording)
    return recording;
  int64_t &width = recording->width, &height = recording->height;
  if (options.width != 0) {
    if (width != 0 && (width != options.width || height != options.height))
      return Error{fmt::format("{}: the sensor has {}x{} pixels, --size says {}x{}", name, width,
                               height, options.width, options.height),
                   "leave out --size", ExitCode::Usage};
    width = options.width, height = options.height;
  }
  std::vector<Event> &events = recording->events;
  constexpr int64_t latestUs = int64_t(1) << 53;
  for (size_t i = 0; i < events.size(); ++i) {
    const Event &event = events[i];
    if (width != 0 && (event.x >= width || event.y >= height))
      return Error{fmt::format("{}: event {} lies at ({}, {}), outside the sensor of {}x{} pixels",
                               name, i, event.x, event.y, width, height)};
    if (event.timeUs < 0 || event.timeUs > latestUs)
      return Error{
          fmt::format("{}: event {} is at {} us, which is no time", name, i, event.timeUs)};
  }
  int64_t late = 0;
  for (size_t i = 1; i < events.size(); ++i)
    late += events[i].timeUs < events[i - 1].timeUs;
  if (late) {
    events = sorted(events);
    recording->remarks.push_back(
        fmt::format("time goes back {} times in the file; the events are sorted", late));
  }
  return recording;
}

Result<Recording> readEvents(const std::string &path, const std::string &wanted,
                             const EventOptions &options) {
  Result<std::string> bytes = readFile(path);
  if (!bytes)
    return bytes.error();
  EventFormatRegistry formats;
  registerAllEventFormats(formats);
  Result<std::string> name = formatOf(formats, wanted, path, *bytes);
  if (!name)
    return name.error();
  return parseEvents(*formats.find(*name), *bytes, path, options);
}

} // namespace nacre
