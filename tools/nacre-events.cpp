// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// nacre events: what an event file holds; also as CSV, as a picture and as frames.
#include "simulator/events/EventFile.h"
#include "simulator/events/EventFrames.h"
#include "simulator/events/EventSummary.h"
#include "support/CommandLine.h"
#include "support/Files.h"
#include "support/Npy.h"
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace nacre;

namespace {

struct Arguments {
  std::string path, inputFormat, size;
  EventOptions events;
  BinOptions bins;
  std::string csv, picture, frames;
  OutputFormat format = OutputFormat::Text;

  bool binning() const { return bins.binUs > 0 || bins.steps > 0; }
};

EventFormatRegistry formats() {
  EventFormatRegistry registry;
  registerAllEventFormats(registry);
  return registry;
}

/// "34x34".
Status parseSize(const std::string &text, EventOptions &options) {
  const char *end = text.data() + text.size();
  auto width = std::from_chars(text.data(), end, options.width);
  const bool cross = width.ptr != end && *width.ptr == 'x';
  auto height = std::from_chars(width.ptr + cross, end, options.height);
  constexpr int64_t most = 65536; // what coordinates can say
  if (width.ec != std::errc() || height.ec != std::errc() || !cross || height.ptr != end ||
      options.width < 1 || options.width > most || options.height < 1 || options.height > most)
    return Error{fmt::format("--size: expected WIDTHxHEIGHT, found '{}'", text), "",
                 ExitCode::Usage};
  return success();
}

struct FrameSummary {
  EventFrames frames;
  int64_t occupied = 0; ///< counts that are not 0
  int64_t largest = 0;

  double share() const {
    return frames.counts.empty() ? 0 : double(occupied) / double(frames.counts.size());
  }
};

FrameSummary summarize(EventFrames frames) {
  FrameSummary summary{std::move(frames)};
  for (uint16_t count : summary.frames.counts) {
    summary.occupied += count > 0;
    summary.largest = std::max<int64_t>(summary.largest, count);
  }
  return summary;
}

std::string textOf(const Arguments &arguments, const std::string &format,
                   const Recording &recording, const EventSummary &summary,
                   const FrameSummary *frames) {
  std::string text = fmt::format("{}: {}\n", arguments.path, format);
  if (recording.width)
    text += fmt::format("sensor    {}x{} pixels, events in {}x{}\n", recording.width,
                        recording.height, summary.usedWidth, summary.usedHeight);
  else
    text += fmt::format("sensor    the file does not say; events in {}x{} pixels\n",
                        summary.usedWidth, summary.usedHeight);
  if (recording.label)
    text += fmt::format("class     {}\n", *recording.label);
  text += fmt::format("events    {}: {} on, {} off\n", summary.events, summary.on, summary.off);
  text += fmt::format("time      {} to {} us, {:.3f} ms\n", summary.firstUs, summary.lastUs,
                      double(recording.durationUs()) / 1e3);
  text += fmt::format("rate      {:.0f} events/s\n", summary.eventsPerSecond);
  if (frames) {
    const EventFrames &f = frames->frames;
    text +=
        fmt::format("frames    {} steps of {}x{}x{}; {:.3f} % of the counts are not 0, the "
                    "largest is {}\n",
                    f.steps, f.channels, f.height, f.width, 100 * frames->share(), frames->largest);
    text += fmt::format("          {} events outside the steps, {} beyond --most-per-bin\n",
                        f.leftOut, f.cut);
  }
  return text;
}

std::string jsonOf(const Arguments &arguments, const std::string &format,
                   const Recording &recording, const EventSummary &summary,
                   const FrameSummary *frames) {
  nlohmann::ordered_json json = {{"file", arguments.path},
                                 {"format", format},
                                 {"width", recording.width},
                                 {"height", recording.height},
                                 {"used_width", summary.usedWidth},
                                 {"used_height", summary.usedHeight},
                                 {"events", summary.events},
                                 {"on", summary.on},
                                 {"off", summary.off},
                                 {"first_us", summary.firstUs},
                                 {"last_us", summary.lastUs},
                                 {"events_per_s", summary.eventsPerSecond},
                                 {"remarks", recording.remarks}};
  if (recording.label)
    json["class"] = *recording.label;
  if (frames)
    json["frames"] = {{"steps", frames->frames.steps},
                      {"channels", frames->frames.channels},
                      {"height", frames->frames.height},
                      {"width", frames->frames.width},
                      {"occupied", frames->occupied},
                      {"largest", frames->largest},
                      {"events_outside", frames->frames.leftOut},
                      {"events_cut", frames->frames.cut}};
  return json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Status writeFiles(const Arguments &arguments, Recording recording, const FrameSummary *frames) {
  if (!arguments.csv.empty())
    if (Status written = writeFile(arguments.csv, eventCsv(recording)); !written)
      return written;
  if (!arguments.picture.empty()) {
    if (!recording.width)
      return Error{"the file does not say how large the sensor is", "--size WIDTHxHEIGHT says it",
                   ExitCode::Usage};
    constexpr int64_t mostPixels = int64_t(1) << 26;
    if (recording.width * recording.height > mostPixels)
      return Error{fmt::format("a picture of {}x{} pixels is larger than the {} pixels allowed",
                               recording.width, recording.height, mostPixels)};
    Result<std::string> png = pngBytes(eventPicture(recording));
    if (!png)
      return png.error();
    if (Status written = writeFile(arguments.picture, *png); !written)
      return written;
  }
  if (!arguments.frames.empty()) {
    const EventFrames &f = frames->frames;
    return writeFile(arguments.frames,
                     npyBytes({f.steps, f.channels, f.height, f.width}, f.counts));
  }
  return success();
}

Status run(Arguments arguments) {
  if (!arguments.size.empty())
    if (Status good = parseSize(arguments.size, arguments.events); !good)
      return good;
  if (!arguments.frames.empty() && !arguments.binning())
    return Error{"--frames needs time steps", "--bin-us or --bins says how long or how many",
                 ExitCode::Usage};
  const std::vector<std::string> outputs = {arguments.csv, arguments.picture, arguments.frames};
  if (Status distinct =
          checkDistinct({arguments.path, arguments.csv, arguments.picture, arguments.frames});
      !distinct)
    return distinct;
  for (const std::string &path : outputs)
    if (Status writable = path.empty() ? success() : checkWritable(path); !writable)
      return writable;
  Result<std::string> bytes = readFile(arguments.path);
  if (!bytes)
    return bytes.error();
  const EventFormatRegistry registry = formats();
  Result<std::string> name = formatOf(registry, arguments.inputFormat, arguments.path, *bytes);
  if (!name)
    return name.error();
  const EventFormat &format = *registry.find(*name);
  Result<Recording> recording = parseEvents(format, *bytes, arguments.path, arguments.events);
  if (!recording)
    return recording.error();
  for (const std::string &remark : recording->remarks)
    std::cerr << "remark: " << remark << "\n";
  const EventSummary summary = summarize(*recording);
  std::optional<FrameSummary> frames;
  if (arguments.binning()) {
    Result<EventFrames> binned = binEvents(*recording, arguments.bins);
    if (!binned)
      return binned.error();
    frames = summarize(std::move(*binned));
  }
  const auto *const shown = frames ? &*frames : nullptr;
  const std::string title = fmt::format("{}, {}", *name, format.summary);
  std::cout << (arguments.format == OutputFormat::Text
                    ? textOf(arguments, title, *recording, summary, shown)
                    : jsonOf(arguments, *name, *recording, summary, shown));
  return writeFiles(arguments, std::move(*recording), shown);
}

} // namespace

int main(int argc, char **argv) {
  CLI::App app("Show what an event file holds; write it as CSV, as a picture, as frames",
               "nacre events");
  Arguments arguments;
  std::string known = "Format of the file (default: by its first bytes, else its ending):";
  for (const auto &[name, format] : formats())
    known += fmt::format("\n{}: {}", name, format.summary);
  app.add_option("FILE", arguments.path, "An event file, plain or .gz")->required();
  app.add_option("--input-format", arguments.inputFormat, known);
  app.add_option("--size", arguments.size,
                 "Pixels of the sensor, WIDTHxHEIGHT, where the file does "
                 "not say");
  app.add_option("--sensor", arguments.events.sensor,
                 "How addresses of aedat2 are read, where the file does not say: dvs128, "
                 "dvs128-tonic or davis346");
  auto whole = [&](const char *option, int64_t &value, int64_t low, const char *help) {
    return app.add_option(option, value, help)->check(wholeNumber(low, int64_t(1) << 53));
  };
  whole("--sample", arguments.events.sample, 0, "Which recording of a shd file, from 0");
  CLI::Option *binUs =
      whole("--bin-us", arguments.bins.binUs, 1, "Frames: length of a time step in us");
  CLI::Option *bins =
      whole("--bins", arguments.bins.steps, 1,
            "Frames: number of time steps; without --bin-us they share the recording");
  app.add_option_function<int64_t>(
         "--start-us", [&](int64_t start) { arguments.bins.startUs = start; },
         "Frames: where the first time step begins (default: at the first event)")
      ->check(wholeNumber(0, int64_t(1) << 53));
  app.add_flag("--merge-polarities", arguments.bins.mergePolarities,
               "Frames: one channel in place of two (off, on)");
  whole("--shrink", arguments.bins.shrink, 1, "Frames: squares of N x N pixels become one")
      ->capture_default_str();
  whole("--most-per-bin", arguments.bins.mostPerBin, 0,
        "Frames: larger counts are cut; 1: a spike or none; 0: no cut")
      ->capture_default_str();
  app.add_option("--frames", arguments.frames,
                 "Write the frames to this .npy file, uint16 of steps x channels x height x width");
  app.add_option("--csv", arguments.csv, "Write the events to this .csv file");
  app.add_option("--picture", arguments.picture, "Draw the events into this .png file");
  addFormatOption(app, arguments.format);
  if (auto exitCode = parseCommandLine(app, argc, argv))
    return *exitCode;
  for (const char *option : {"--start-us", "--merge-polarities", "--shrink", "--most-per-bin"})
    if (app.count(option) && !binUs->count() && !bins->count())
      return exitCodeOf(Error{fmt::format("{} needs time steps", option),
                              "--bin-us or --bins says how long or how many", ExitCode::Usage});
  return exitCodeOf(run(std::move(arguments)));
}
