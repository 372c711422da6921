// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Value change dump (IEEE 1364-2005, 18.2), for waveform viewers: what each core does when.
#include "simulator/observers/Observer.h"
#include "simulator/observers/TraceFile.h"
#include "support/Version.h"
#include <algorithm>
#include <fmt/format.h>

namespace nacre {
namespace {

/// The greatest power of ten of femtoseconds that divides a cycle: one of those that a time scale
/// may be.
struct TimeScale {
  std::string text;
  int64_t ofCycle = 0;

  explicit TimeScale(int64_t cycleFs) : ofCycle(cycleFs) {
    constexpr std::string_view units[] = {"fs", "ps", "ns", "us", "ms", "s"};
    int power = 0;
    for (; power < 17 && ofCycle % 10 == 0; ++power)
      ofCycle /= 10;
    constexpr int number[] = {1, 10, 100};
    text = fmt::format("{} {}", number[power % 3], units[power / 3]);
  }
};

/// An identifier code: printable characters but the space.
std::string codeOf(uint32_t signal) {
  std::string code;
  do {
    code += char('!' + signal % 94);
    signal /= 94;
  } while (signal);
  return code;
}

class Vcd final : public Observer {
  /// Signals are counts that change; wires count to 1.
  struct Change {
    int64_t cycle = 0;
    uint32_t signal = 0;
    int64_t by = 0;
  };
  struct Signal {
    std::string code;
    bool wire = false;
    int64_t value = 0;
  };

  enum : uint32_t { ChipStep, Working, FirstOfCores };
  enum : uint32_t { BusyUpdate, StallSend, BusySynapse, AxonIn, OfCore };

  TraceFile file;
  TimeScale scale;
  std::vector<Signal> signals;
  std::vector<Change> changes; ///< not yet written
  int64_t now = 0;             ///< cycle last written
  int64_t end = 0;             ///< of the last step

  void declare(std::string_view name, bool wire) {
    signals.push_back({codeOf(uint32_t(signals.size())), wire});
    file.write(fmt::format("$var {} {} {} {} $end\n", wire ? "wire" : "integer", wire ? 1 : 32,
                           signals.back().code, name));
  }

  void writeValue(const Signal &signal) {
    file.write(signal.wire ? fmt::format("{}{}\n", signal.value, signal.code)
                           : fmt::format("b{:b} {}\n", signal.value, signal.code));
  }

  void advance(int64_t cycle) {
    if (cycle != now)
      file.write(fmt::format("#{}\n", cycle * scale.ofCycle));
    now = cycle;
  }

  /// All changes before a cycle. Those that undo each other are none.
  void writeBefore(int64_t cycle) {
    std::sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) {
      return std::pair(a.cycle, a.signal) < std::pair(b.cycle, b.signal);
    });
    auto next = changes.begin();
    while (next != changes.end() && next->cycle < cycle) {
      const auto [at, index, by] = *next;
      Signal &signal = signals[index];
      int64_t sum = 0;
      for (; next != changes.end() && next->cycle == at && next->signal == index; ++next)
        sum += next->by;
      if (sum == 0)
        continue;
      signal.value += sum;
      assert(signal.value >= 0 && (!signal.wire || signal.value <= 1));
      advance(at);
      writeValue(signal);
    }
    changes.erase(changes.begin(), next);
  }

  void hold(uint32_t signal, int64_t begin, int64_t end) {
    changes.push_back({begin, signal, 1});
    changes.push_back({end, signal, -1});
  }

public:
  Vcd(const ObserverSetting &setting, TraceFile target)
      : file(std::move(target)), scale(setting.chip.timing.cycleFs) {
    file.write(fmt::format("$version nacre {} $end\n"
                           "$comment network {}, chip {}, {}, sample {} $end\n"
                           "$timescale {} $end\n$scope module chip $end\n",
                           nacreVersion, setting.image->network()->string_view(), setting.chip.name,
                           setting.dataset, setting.sample, scale.text));
    declare("chip_step", false);
    declare("working", true);
    for (const image::Core *core : *setting.image->cores()) {
      file.write(fmt::format("$scope module core_{} $end\n", core->id()));
      declare("busy_update", true);
      declare("stall_send", true);
      declare("busy_synapse", true);
      declare("axon_in", false);
      file.write("$upscope $end\n");
    }
    file.write("$upscope $end\n$enddefinitions $end\n#0\n$dumpvars\n");
    for (const Signal &signal : signals)
      writeValue(signal);
    file.write("$end\n");
  }

  void step(const StepRecord &step) override {
    writeBefore(step.start);
    auto of = [&](uint32_t core, uint32_t signal) { return FirstOfCores + core * OfCore + signal; };
    changes.push_back({step.start, ChipStep, step.chipStep > 0}); // the first is 0
    hold(Working, step.start, step.start + step.work);
    for (const StepRecord::Span &span : step.updates)
      hold(of(span.core, BusyUpdate), step.start + span.begin, step.start + span.end);
    for (const StepRecord::Span &span : step.sendStalls)
      hold(of(span.core, StallSend), step.start + span.begin, step.start + span.end);
    for (const StepRecord::Delivery &packet : step.deliveries) {
      hold(of(packet.core, BusySynapse), step.start + packet.taken, step.start + packet.done);
      hold(of(packet.core, AxonIn), step.start + packet.arrived, step.start + packet.taken);
    }
    end = step.start + step.cycles;
  }

  Status finish() override {
    writeBefore(end + 1);
    advance(end);
    return file.finish();
  }
};

} // namespace

void registerVcd(ObserverRegistry &registry) {
  registry.add("vcd",
               {"waveforms of one sample's cores", {".vcd"}, Watches::Steps, makeTrace<Vcd>});
}

} // namespace nacre
