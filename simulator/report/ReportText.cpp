// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "simulator/report/ReportText.h"
#include <fmt/format.h>

namespace nacre {

std::string energyText(double fj) {
  static constexpr const char *units[] = {"fJ", "pJ", "nJ", "uJ", "mJ", "J"};
  size_t unit = 0;
  for (; fj >= 999.95 && unit + 1 < std::size(units); ++unit)
    fj /= 1000;
  int decimals = fj >= 99.995 ? 1 : fj >= 9.9995 ? 2 : 3;
  return fmt::format("{:.{}f} {}", fj, decimals, units[unit]);
}

static std::string powerText(double nw) {
  static constexpr const char *units[] = {"nW", "uW", "mW", "W"};
  size_t unit = 0;
  for (; nw >= 999.95 && unit + 1 < std::size(units); ++unit)
    nw /= 1000;
  return fmt::format("{:.4g} {}", nw, units[unit]);
}

static std::string percent(double share) { return fmt::format("{:.2f} %", 100 * share); }

static std::string row(std::string_view name, std::string_view value, std::string_view more = "") {
  std::string line = fmt::format("  {:<22}{:>14}", name, value);
  return line + (more.empty() ? "" : fmt::format("  {}", more)) + "\n";
}

static std::string accuracyText(const Report &report) {
  const Reference *reference = report.reference ? &*report.reference : nullptr;
  bool hasQann = reference && reference->qann;
  auto line = [&](std::string_view t, std::string_view qann, std::string_view snn,
                  std::string_view chip) {
    std::string text = fmt::format("  {:>4}", t);
    text += hasQann ? fmt::format("{:>16}", qann) : "";
    text += reference ? fmt::format("{:>18}", snn) : "";
    return text + fmt::format("{:>12}\n", chip);
  };
  std::string text;
  if (!report.correctAfterStep.empty())
    text += "Accuracy after each step\n" + line("t", "quantized ANN", "snn interpreter", "chip");
  for (size_t t = 0; t < report.correctAfterStep.size(); ++t)
    text += line(std::to_string(t + 1),
                 hasQann ? percent(report.accuracy(reference->qann->correct)) : "",
                 reference && t < reference->snn.correctAfterStep.size()
                     ? percent(report.accuracy(reference->snn.correctAfterStep[t]))
                     : "",
                 percent(report.accuracy(report.correctAfterStep[t])));
  if (reference)
    text += *report.agreesWithSnn
                ? "  The chip agrees with the snn interpreter in accuracy and number of spikes.\n"
                : "  THE CHIP DIFFERS from the snn interpreter in accuracy or number of spikes.\n";
  return text;
}

static std::string activityText(const Report &report) {
  std::string text = "Mean of one sample\n";
  auto count = [&](const char *name, Event event) {
    return row(name, fmt::format("{:.1f}", report.perSample(event)));
  };
  text += count("spikes", Event::Spikes);
  text += count("synaptic operations", Event::SynapticOps);
  if (report.slices.counters[Event::HostMacs])
    text += row("MACs on the host", fmt::format("{:.1f}", report.perSample(Event::HostMacs)),
                "first layer, once a sample");
  text += count("packets", Event::PacketsSent);
  if (!report.latency)
    return text + row("cycles", "not known", "no sample was simulated cycle by cycle");
  const LatencyReport &latency = *report.latency;
  text += row("cycles", fmt::format("{:.1f}", latency.meanCycles),
              fmt::format("{} to {}, over {} samples", latency.minCycles, latency.maxCycles,
                          report.cycleSamples));
  text += row("latency", fmt::format("{:.3f} us", report.microseconds(latency.meanCycles)),
              fmt::format("{:.3f} to {:.3f} us", report.microseconds(double(latency.minCycles)),
                          report.microseconds(double(latency.maxCycles))));
  if (report.chipCounters.tickOverruns)
    text += row("tick overruns", fmt::format("{}", report.chipCounters.tickOverruns),
                "steps longer than the chip's tick, in the whole run");
  return text;
}

static std::string energyTableText(const Report &report) {
  std::string text = "Energy of one sample\n";
  double total = report.energyPerSampleFj();
  for (size_t i = 0; i < energyPartCount; ++i) {
    auto fj = report.energyPerSampleFj(EnergyPart(i));
    if (!fj)
      text += row(energyPartName(EnergyPart(i)), "not known", "needs cycle samples");
    else if (*fj > 0)
      text += row(energyPartName(EnergyPart(i)), energyText(*fj),
                  fmt::format("{:>7}", percent(*fj / total)));
  }
  text += row("total", energyText(total), report.latency ? "" : "without clock and static energy");
  double dynamic = report.dynamicEnergyPerSampleFj();
  text += row("dynamic", energyText(dynamic), "all but clock and static");
  if (auto power = report.meanPowerNw())
    text += row("mean power", powerText(*power), "total over latency");
  OperationsEstimate estimate = report.operationsEstimate();
  text += "For comparison, operations alone (45 nm: 0.9 pJ per accumulate, 4.6 pJ per MAC)\n";
  text += row("spiking network", energyText(estimate.snnFj + estimate.hostFj),
              estimate.hostFj > 0 ? fmt::format("{} of it on the host", energyText(estimate.hostFj))
                                  : "");
  if (estimate.qannFj)
    text += row("quantized ANN", energyText(*estimate.qannFj));
  return text;
}

/// Nothing where the chip file gives no area.
static std::string areaText(const Report &report) {
  const ChipModel::Area &area = report.chip.area;
  std::string text;
  auto entry = [&](const char *name, const std::optional<int64_t> &nm2, std::string_view more) {
    if (nm2)
      text += row(name,
                  *nm2 < 100'000'000'000 ? fmt::format("{:.6g} um2", double(*nm2) / 1e6)
                                         : fmt::format("{:.4g} mm2", double(*nm2) / 1e12),
                  more);
  };
  entry("chip", area.chipNm2, "");
  entry("core", area.coreNm2, fmt::format("each of the {} used", report.cores.size()));
  entry("synapse", area.synapseNm2, "each one that is stored");
  return text.empty() ? "" : "\nArea\n" + text;
}

static std::string intervalsText(const Report &report) {
  const int64_t timed = report.cycleSamples;
  const std::string of = timed < report.samples ? fmt::format(" of {}", report.samples) : "";
  const std::string student = fmt::format("Student t, {}{} samples", timed, of);
  auto line = [](std::string_view name, const std::string &low, const std::string &high,
                 const std::string &method) {
    return row(name, low, fmt::format("to {:>12}  {}", high, method));
  };
  std::string text =
      fmt::format("{:.0f} % intervals, with each sample as a draw\n", 100 * confidenceLevel);
  if (!report.correctAfterStep.empty()) {
    Interval accuracy = report.accuracyInterval(report.correctAfterStep.back());
    text += line("accuracy", percent(accuracy.low), percent(accuracy.high),
                 fmt::format("Wilson, {} samples", report.samples));
  }
  if (!report.latency || !report.latency->interval)
    return text + row("latency, energy", "not known", "needs two cycle samples");
  auto us = [&](double cycles) { return fmt::format("{:.3f} us", report.microseconds(cycles)); };
  const Interval &latency = *report.latency->interval, &energy = *report.energyInterval;
  text += line("latency", us(latency.low), us(latency.high), student);
  text += line("energy", energyText(energy.low), energyText(energy.high), student);
  return text;
}

std::string reportText(const Report &report) {
  std::string text = fmt::format("{} on {}: {} samples of {}, T = {}\n", report.network.name,
                                 report.chip.name, report.samples, report.dataset, report.steps);
  text += fmt::format("{} neurons and {} parameters on {} of {} cores\n\n", report.network.neurons,
                      report.network.parameters, report.cores.size(), report.chip.grid.cores());
  const std::string accuracy = accuracyText(report);
  return text + accuracy + (accuracy.empty() ? "" : "\n") + activityText(report) + "\n" +
         energyTableText(report) + "\n" + intervalsText(report) + areaText(report);
}

} // namespace nacre
