// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportJson.h"
#include "support/Version.h"
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {
namespace {

using Json = nlohmann::json; // its objects are sorted maps

template <class T> Json orNull(const std::optional<T> &value) {
  return value ? Json(*value) : Json(nullptr);
}

Json countersJson(const Counters &counters, bool cycleEvents) {
  Json json = Json::object();
  for (size_t i = 0; i < eventCount; ++i)
    if (isCycleEvent(Event(i)) == cycleEvents)
      json[std::string(eventName(Event(i)))] = counters.values[i];
  return json;
}

Json partsJson(const PartsFj &parts, size_t first, size_t end) {
  Json json = Json::object();
  for (size_t part = first; part < end; ++part)
    json[std::string(energyPartName(EnergyPart(part)))] = parts.fj[part];
  return json;
}

Json activityJson(const Activity &activity) {
  return {{"counters", countersJson(activity.counters, false)},
          {"cycle_counters", countersJson(activity.counters, true)},
          {"energy_fj", partsJson(activity.energy, 0, sliceEnergyPartCount)}};
}

Json networkJson(const NetworkReport &n) {
  return {{"name", n.name},
          {"classes", n.classes},
          {"neurons", n.neurons},
          {"parameter_count", n.parameters},
          {"footprint", n.footprintBytes},
          {"connection_sparsity", n.weights ? double(n.zeroWeights) / double(n.weights) : 0.0}};
}

Json squareMicrometres(const std::optional<int64_t> &nm2) {
  return nm2 ? Json(double(*nm2) / 1e6) : Json(nullptr);
}

Json chipJson(const ChipModel &chip) {
  Json quantities = Json::array();
  for (const ChipQuantity &q : chip.quantities)
    quantities.push_back({{"key", q.key},
                          {"value", q.value},
                          {"text", q.text},
                          {"provenance", q.provenance},
                          {"source", q.source},
                          {"note", q.note}});
  return {{"name", chip.name},
          {"description", chip.description},
          {"hash", fmt::format("{:016x}", chip.hash)},
          {"chips", {{"columns", chip.grid.chipColumns}, {"rows", chip.grid.chipRows}}},
          {"columns", chip.grid.columns},
          {"rows", chip.grid.rows},
          {"cores_per_tile", chip.grid.coresPerTile},
          {"cycle_fs", chip.timing.cycleFs},
          {"area_um2",
           {{"chip", squareMicrometres(chip.area.chipNm2)},
            {"core", squareMicrometres(chip.area.coreNm2)},
            {"synapse", squareMicrometres(chip.area.synapseNm2)}}},
          {"quantities", quantities}};
}

Json accuracyJson(const Report &report) {
  Json chip = Json::array(), snn = nullptr, qann = nullptr;
  for (int64_t correct : report.correctAfterStep)
    chip.push_back(report.accuracy(correct));
  if (report.reference) {
    snn = Json::array();
    for (int64_t correct : report.reference->snn.correctAfterStep)
      snn.push_back(report.accuracy(correct));
    if (report.reference->qann)
      qann = report.accuracy(report.reference->qann->correct);
  }
  return {{"chip", chip}, {"snn", snn}, {"qann", qann}};
}

Json referenceJson(const Report &report) {
  if (!report.reference)
    return nullptr;
  const Reference &r = *report.reference;
  Json qann = nullptr;
  if (r.qann)
    qann = {{"correct", r.qann->correct},
            {"macs_per_sample", r.qann->macsPerSample},
            {"parameters", r.qann->parameters}};
  return {{"agrees", orNull(report.agreesWithSnn)},
          {"qann", qann},
          {"snn",
           {{"correct_after_step", r.snn.correctAfterStep},
            {"spikes", r.snn.spikes},
            {"synaptic_operations", r.snn.synapticOps},
            {"promise", r.snn.promise}}}};
}

Json layersJson(const Report &report) {
  Json layers = Json::array();
  for (const LayerReport &layer : report.layers) {
    Json &json = layers.emplace_back(activityJson(layer.activity));
    json["name"] = layer.name;
    json["neurons"] = layer.neurons;
    json["cores"] = layer.cores;
    json["depth"] = layer.depth;
    json["spiking"] = layer.spiking;
    json["relay"] = layer.relay;
    json["copy"] = layer.copy;
    json["activation_sparsity"] = orNull(layer.activationSparsity);
  }
  return layers;
}

Json coresJson(const Report &report) {
  Json cores = Json::array();
  for (const CoreReport &core : report.cores) {
    Json &json = cores.emplace_back(activityJson(core.activity));
    json["id"] = core.id;
    json["column"] = core.column;
    json["row"] = core.row;
    json["place"] = core.place;
    json["neurons"] = core.neurons;
    json["neuron_use"] = core.neuronUse;
    json["busy"] = orNull(core.busy);
    json["layers"] = Json::array();
    for (uint32_t layer : core.layers)
      json["layers"].push_back(report.layers[layer].name);
  }
  return cores;
}

Json perSampleJson(const Report &report) {
  return {{"spikes", report.perSample(Event::Spikes)},
          {"membrane_updates", report.perSample(Event::UpdatesActive)},
          {"synaptic_operations",
           {{"acs", report.perSample(Event::SynapticOps)},
            {"macs", report.perSample(Event::HostMacs)}}}};
}

Json timeJson(const Report &report) {
  const ChipCounters &c = report.chipCounters;
  Json latency = nullptr;
  if (report.latency) {
    const LatencyReport &l = *report.latency;
    latency = {{"mean_cycles", l.meanCycles},
               {"min_cycles", l.minCycles},
               {"max_cycles", l.maxCycles},
               {"mean_us", report.microseconds(l.meanCycles)},
               {"min_us", report.microseconds(double(l.minCycles))},
               {"max_us", report.microseconds(double(l.maxCycles))}};
  }
  return {{"chip_steps", c.chipSteps},
          {"cycles", c.cycles},
          {"barrier_cycles", c.barrierCycles},
          {"host_cycles", c.hostCycles},
          {"tick_overruns", c.tickOverruns},
          {"tick_slack_cycles", c.tickSlackCycles},
          {"latency", latency}};
}

Json energyJson(const Report &report) {
  Json perSample = Json::object();
  for (size_t i = 0; i < energyPartCount; ++i)
    perSample[std::string(energyPartName(EnergyPart(i)))] =
        orNull(report.energyPerSampleFj(EnergyPart(i)));
  perSample["total"] = report.energyPerSampleFj();
  perSample["dynamic"] = report.dynamicEnergyPerSampleFj();
  OperationsEstimate estimate = report.operationsEstimate();
  return {{"slices_fj", partsJson(report.slices.energy, 0, sliceEnergyPartCount)},
          {"whole_chip_fj", partsJson(report.wholeChip, sliceEnergyPartCount, energyPartCount)},
          {"per_sample_fj", perSample},
          {"mean_power_nw", orNull(report.meanPowerNw())},
          {"estimate_by_operations",
           {{"method", "32-bit floating point, 45 nm (Horowitz, ISSCC 2014), operations alone"},
            {"accumulate_fj", operations45nm::accumulateFj},
            {"multiply_accumulate_fj", operations45nm::multiplyAccumulateFj},
            {"snn_per_sample_fj", estimate.snnFj},
            {"host_per_sample_fj", estimate.hostFj},
            {"qann_per_sample_fj", orNull(estimate.qannFj)}}}};
}

Json intervalJson(const std::optional<Interval> &interval, double scale = 1) {
  if (!interval)
    return nullptr;
  return {{"low", interval->low * scale}, {"high", interval->high * scale}};
}

Json intervalsJson(const Report &report) {
  Json accuracy = Json::array();
  for (int64_t correct : report.correctAfterStep)
    accuracy.push_back(intervalJson(report.accuracyInterval(correct)));
  std::optional<Interval> latency = report.latency ? report.latency->interval : std::nullopt;
  return {{"level", confidenceLevel},
          {"accuracy_method", "Wilson's score interval, over the samples"},
          {"classification_accuracy", accuracy},
          {"mean_method", "Student's t, over the cycle samples"},
          {"latency_cycles", intervalJson(latency)},
          {"latency_us", intervalJson(latency, report.microseconds(1))},
          {"energy_per_sample_fj", intervalJson(report.energyInterval)}};
}

/// Where the first number stands that is not finite; empty if there is none.
std::string firstNotFinite(const Json &json, const std::string &path) {
  if (json.is_number_float() && !std::isfinite(json.get<double>()))
    return path;
  for (const auto &item : json.items())
    if (json.is_structured())
      if (std::string found = firstNotFinite(item.value(), path + "/" + item.key()); !found.empty())
        return found;
  return "";
}

} // namespace

Result<std::string> reportJson(const Report &report, int indent) {
  Json options = Json::object();
  for (const auto &[name, value] : report.options)
    options[name] = value;
  Json json = {{"schema", reportSchema},
               {"tool", {{"name", "nacre"}, {"version", nacreVersion}}},
               {"options", options},
               {"dataset", report.dataset},
               {"samples", report.samples},
               {"cycle_samples", report.cycleSamples},
               {"time_steps", report.steps},
               {"network", networkJson(report.network)},
               {"chip", chipJson(report.chip)},
               {"correct_after_step", report.correctAfterStep},
               {"classification_accuracy", accuracyJson(report)},
               {"reference", referenceJson(report)},
               {"counters", countersJson(report.slices.counters, false)},
               {"cycle_counters", countersJson(report.slices.counters, true)},
               {"per_sample", perSampleJson(report)},
               {"time", timeJson(report)},
               {"energy", energyJson(report)},
               {"confidence_intervals", intervalsJson(report)},
               {"layers", layersJson(report)},
               {"cores", coresJson(report)}};
  if (std::string where = firstNotFinite(json, ""); !where.empty())
    return Error{fmt::format("the report's number {} is not finite", where)};
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace nacre
