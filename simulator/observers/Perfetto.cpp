// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Trace events as JSON, which ui.perfetto.dev and chrome://tracing open (Google, "Trace Event
// Format"): chip steps, and for each core what its two units do.
#include "simulator/observers/Observer.h"
#include "simulator/observers/TraceFile.h"
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace nacre {
namespace {

using Json = nlohmann::ordered_json;

class Perfetto final : public Observer {
  enum { Chip = 1, FirstCore = 2 };                ///< processes
  enum { Steps = 1, UpdateUnit = 1, SynapseUnit }; ///< threads of them

  TraceFile file;
  const int64_t cycleFs;
  std::vector<std::string> names;     ///< of populations
  std::vector<uint32_t> populationOf; ///< by slice
  bool any = false;                   ///< event written

  double microseconds(int64_t cycles) const { return double(cycles * cycleFs) / 1e9; }

  void write(const Json &event) {
    file.write(any ? ",\n" : "");
    file.write(event.dump(-1, ' ', false, Json::error_handler_t::replace));
    any = true;
  }

  void label(const char *what, size_t process, int thread, Json args) {
    write({{"ph", "M"}, {"name", what}, {"pid", process}, {"tid", thread}, {"args", args}});
  }

  void slice(const std::string &name, size_t process, int thread, int64_t begin, int64_t end,
             Json args) {
    args["cycle"] = begin;
    args["cycles"] = end - begin;
    write({{"ph", "X"},
           {"name", name},
           {"pid", process},
           {"tid", thread},
           {"ts", microseconds(begin)},
           {"dur", microseconds(end - begin)},
           {"args", args}});
  }

  /// From a packet's creation to the arrival of its last copy.
  void countPacketsInFlight(const StepRecord &step) {
    std::vector<int64_t> arrived(step.packets.size());
    for (const StepRecord::Delivery &delivery : step.deliveries)
      arrived[delivery.packet] = std::max(arrived[delivery.packet], delivery.arrived);
    std::vector<std::pair<int64_t, int>> changes;
    for (size_t i = 0; i < arrived.size(); ++i) {
      changes.push_back({step.packets[i].queued, 1});
      changes.push_back({arrived[i], -1});
    }
    std::sort(changes.begin(), changes.end());
    int64_t packets = 0;
    for (size_t i = 0; i < changes.size(); ++i) {
      packets += changes[i].second;
      if (i + 1 == changes.size() || changes[i + 1].first != changes[i].first)
        write({{"ph", "C"},
               {"name", "packets in flight"},
               {"pid", int(Chip)},
               {"ts", microseconds(step.start + changes[i].first)},
               {"args", {{"packets", packets}}}});
    }
  }

public:
  Perfetto(const ObserverSetting &setting, TraceFile target)
      : file(std::move(target)), cycleFs(setting.chip.timing.cycleFs) {
    const ChipImage &image = setting.image;
    for (const image::Population *population : *image->populations())
      names.push_back(population->name()->str());
    Json about = {{"network", image->network()->str()},
                  {"chip", setting.chip.name},
                  {"dataset", setting.dataset},
                  {"sample", setting.sample},
                  {"cycle_fs", cycleFs}};
    file.write(
        fmt::format("{{\"displayTimeUnit\": \"ns\",\n\"otherData\": {},\n\"traceEvents\": [\n",
                    about.dump(-1, ' ', false, Json::error_handler_t::replace)));
    label("process_name", Chip, 0, {{"name", "chip"}});
    label("process_sort_index", Chip, 0, {{"sort_index", 0}});
    label("thread_name", Chip, Steps, {{"name", "chip steps"}});
    for (unsigned i = 0; i < image->cores()->size(); ++i) {
      const image::Core *core = image->cores()->Get(i);
      std::string layers;
      for (unsigned s = 0; core->slices() && s < core->slices()->size(); ++s) {
        populationOf.push_back(core->slices()->Get(s)->population());
        const std::string &name = names[populationOf.back()];
        if (s == 0 || populationOf[populationOf.size() - 2] != populationOf.back())
          layers += (layers.empty() ? " " : ", ") + name;
      }
      label("process_name", FirstCore + i, 0,
            {{"name", fmt::format("core {}:{}", core->id(), layers)}});
      label("process_sort_index", FirstCore + i, 0, {{"sort_index", i + 1}});
      label("thread_name", FirstCore + i, UpdateUnit, {{"name", "neuron update"}});
      label("thread_name", FirstCore + i, SynapseUnit, {{"name", "synapses"}});
    }
  }

  void step(const StepRecord &step) override {
    const int64_t start = step.start;
    slice(fmt::format("chip step {}", step.chipStep), Chip, Steps, start, start + step.cycles, {});
    slice("work", Chip, Steps, start, start + step.work, {});
    for (const StepRecord::Span &span : step.updates)
      slice("update", FirstCore + span.core, UpdateUnit, start + span.begin, start + span.end, {});
    for (const StepRecord::Span &span : step.sendStalls)
      slice("axon-out full", FirstCore + span.core, UpdateUnit, start + span.begin,
            start + span.end, {});
    for (const StepRecord::Delivery &delivery : step.deliveries) {
      const StepRecord::Packet &packet = step.packets[delivery.packet];
      slice("from " + names[populationOf[packet.slice]], FirstCore + delivery.core, SynapseUnit,
            start + delivery.taken, start + delivery.done,
            {{"neuron", packet.neuron},
             {"created", start + packet.queued},
             {"sent", start + packet.sent},
             {"arrived", start + delivery.arrived}});
    }
    countPacketsInFlight(step);
  }

  Status finish() override {
    file.write("\n]}\n");
    return file.finish();
  }
};

} // namespace

void registerPerfetto(ObserverRegistry &registry) {
  registry.add("perfetto", {"timeline of one sample, for ui.perfetto.dev",
                            {".json"},
                            Watches::Steps,
                            makeTrace<Perfetto>});
}

} // namespace nacre
