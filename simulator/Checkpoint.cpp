// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/Checkpoint.h"
#include "hw_models/image/ChipImage.h"
#include "support/Files.h"
#include "support/Version.h"
#include <bit>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

namespace nacre {

using Json = nlohmann::json;

static_assert(std::endian::native == std::endian::little, "the checksum is stored in place");

static constexpr std::string_view magic = "NACRECKP";
static constexpr size_t headerBytes = magic.size() + sizeof(uint32_t);
static constexpr const char *remedy = "remove it to start again";

static uint32_t crcOf(std::string_view bytes, uint32_t crc = 0) {
  return uint32_t(crc32_z(crc, reinterpret_cast<const Bytef *>(bytes.data()), bytes.size()));
}

static std::string_view bytesOf(const std::vector<uint8_t> &values) {
  return {reinterpret_cast<const char *>(values.data()), values.size()};
}

/// Of pixels, or of the spikes of each step.
static uint32_t crcOfInputs(const Dataset &data) {
  uint32_t crc = crcOf(bytesOf(data.pixels));
  for (const SpikeTrain &train : data.recordings)
    for (const std::vector<uint32_t> &spikes : train.steps) {
      const uint32_t count = uint32_t(spikes.size());
      crc = crcOf({reinterpret_cast<const char *>(&count), sizeof count}, crc);
      crc = crcOf({reinterpret_cast<const char *>(spikes.data()), 4 * spikes.size()}, crc);
    }
  return crc;
}

RunIdentity identify(const ChipImage &image, const ChipModel &chip, const Dataset &data) {
  return {
      {"program", fmt::format("nacre {}", nacreVersion)},
      {"image's checksum", fmt::format("{:08x}", image.checksum())},
      {"chip's hash", fmt::format("{:016x}", chip.hash)},
      {"data's checksum", fmt::format("{:08x}", crcOf(bytesOf(data.labels), crcOfInputs(data)))}};
}

//===--- Numbers of a result: each struct as an array in its own order.
//---------------------------===//

static void to_json(Json &json, const Counters &counters) { json = counters.values; }
static void from_json(const Json &json, Counters &counters) { json.get_to(counters.values); }

static void to_json(Json &json, const ChipCounters &c) {
  json = {c.chipSteps, c.cycles, c.barrierCycles, c.hostCycles, c.tickOverruns, c.tickSlackCycles};
}
static void from_json(const Json &json, ChipCounters &c) {
  auto values = json.get<std::array<int64_t, 6>>();
  c = {values[0], values[1], values[2], values[3], values[4], values[5]};
}
static_assert(sizeof(ChipCounters) == 6 * sizeof(int64_t), "a counter that is not stored");

static void to_json(Json &json, const SampleTotals &totals) { json = {totals.events, totals.chip}; }
static void from_json(const Json &json, SampleTotals &totals) {
  json.at(0).get_to(totals.events);
  json.at(1).get_to(totals.chip);
}

static void to_json(Json &json, const RunResult &r) {
  json = {{"samples", r.samples},
          {"steps", r.steps},
          {"cycle_samples", r.cycleSamples},
          {"correct_after_step", r.correctAfterStep},
          {"predictions", r.predictions},
          {"slices", r.slices},
          {"chip", r.chip},
          {"link_flits", r.linkFlits},
          {"cycle_totals", r.cycleTotals}};
}
static void from_json(const Json &json, RunResult &r) {
  json.at("samples").get_to(r.samples);
  json.at("steps").get_to(r.steps);
  json.at("cycle_samples").get_to(r.cycleSamples);
  json.at("correct_after_step").get_to(r.correctAfterStep);
  json.at("predictions").get_to(r.predictions);
  json.at("slices").get_to(r.slices);
  json.at("chip").get_to(r.chip);
  json.at("link_flits").get_to(r.linkFlits);
  json.at("cycle_totals").get_to(r.cycleTotals);
}

//===--- The file.
//--------------------------------------------------------------------------------===//

Status writeCheckpoint(const std::string &path, const RunIdentity &run,
                       const Checkpoint &checkpoint) {
  Json spikes = nullptr;
  if (checkpoint.spikes)
    spikes = {{"bytes", checkpoint.spikes->bytes}, {"crc32", checkpoint.spikes->crc32}};
  std::string payload;
  Json::to_cbor({{"run", run}, {"result", checkpoint.result}, {"spikes", spikes}}, payload);
  const uint32_t crc = crcOf(payload);
  std::string bytes(magic);
  bytes.append(reinterpret_cast<const char *>(&crc), sizeof(crc));
  return writeFile(path, bytes + payload);
}

/// "cycle-samples is 100 there and 50 here", for each difference.
static std::string differences(const RunIdentity &there, const RunIdentity &here) {
  auto valueIn = [](const RunIdentity &run, const std::string &name) {
    auto found = run.find(name);
    return found == run.end() ? "absent" : fmt::format("'{}'", found->second);
  };
  RunIdentity names = there;
  names.insert(here.begin(), here.end());
  std::string text;
  for (const auto &[name, value] : names)
    if (valueIn(there, name) != valueIn(here, name))
      text += fmt::format("{}{} is {} there and {} here", text.empty() ? "" : ", ", name,
                          valueIn(there, name), valueIn(here, name));
  return text;
}

static Checkpoint checkpointOf(const Json &json) {
  Checkpoint checkpoint{json.at("result").get<RunResult>()};
  if (const Json &spikes = json.at("spikes"); !spikes.is_null())
    checkpoint.spikes = {spikes.at("bytes"), spikes.at("crc32")};
  return checkpoint;
}

Result<Checkpoint> readCheckpoint(const std::string &path, const RunIdentity &run) {
  Result<std::string> bytes = readFile(path);
  if (!bytes)
    return Error{bytes.error().message, "a run without --resume starts anew"};
  const std::string_view all = *bytes;
  if (all.substr(0, magic.size()) != magic)
    return Error{fmt::format("'{}' is no checkpoint of a simulation", path)};
  uint32_t crc = 0;
  const std::string_view payload = all.substr(std::min(all.size(), headerBytes));
  std::memcpy(&crc, all.data() + magic.size(), std::min(all.size() - magic.size(), sizeof(crc)));
  const Error damaged{fmt::format("checkpoint '{}' is damaged", path), remedy};
  if (payload.empty() || crc != crcOf(payload))
    return damaged;
  try {
    const Json json = Json::from_cbor(payload);
    if (auto there = json.at("run").get<RunIdentity>(); there != run)
      return Error{
          fmt::format("checkpoint '{}' is of another run: {}", path, differences(there, run)),
          std::string("give the options of that run, or ") + remedy};
    return checkpointOf(json);
  } catch (const Json::exception &) {
    return damaged;
  }
}

} // namespace nacre
