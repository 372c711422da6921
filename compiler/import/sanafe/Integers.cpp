// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "compiler/import/sanafe/Integers.h"
#include "hw_models/image/WeightSpan.h"
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace nacre::sanafe {

namespace {

/// SANA-FE cuts potentials to 64ths after each leak.
constexpr int32_t fractionBits = 6;
constexpr int64_t mostUnits = int64_t(1) << 30;

class GroupReader {
  const Group &group;
  Findings &findings;
  std::vector<std::string> &notes;
  IntegerGroup result;

public:
  GroupReader(const Group &group, Findings &findings, std::vector<std::string> &notes)
      : group(group), findings(findings), notes(notes) {}

  IntegerGroup read() {
    const Soma &first = group.neurons.front();
    for (const Soma &soma : group.neurons) {
      Soma other = soma;
      other.bias = first.bias;
      if (other != first) {
        refuse("NCR1503", "has neurons with thresholds, resets or leaks of their own",
               "put them into groups of their own");
        return result;
      }
    }
    readLeak(first.leakDecay);
    result.options.strict = true;
    readReset(first);
    result.threshold = integer(first.threshold, result.options.inputShift, "threshold");
    if (result.threshold < 1)
      refuse("NCR1504", fmt::format("has the threshold {:g}", first.threshold),
             "thresholds must be positive");
    for (const Soma &soma : group.neurons)
      result.biases.push_back(integer(soma.bias, 0, "bias"));
    if (std::ranges::all_of(result.biases, [&](int32_t b) { return b == result.biases.front(); }))
      result.biases.resize(1);
    return std::move(result);
  }

private:
  void refuse(std::string_view code, const std::string &reason, std::string_view remedy) {
    findings.add(code, group.name, fmt::format("{} {}", group.place, reason), remedy);
  }

  /// In units of 2^-shift.
  int32_t integer(double value, int32_t shift, std::string_view what) {
    const double units = std::ldexp(value, shift);
    if (units == std::floor(units) && std::abs(units) <= double(mostUnits))
      return int32_t(units);
    refuse("NCR1504", fmt::format("has the {} {:g}", what, value),
           shift ? "it must be a number of 64ths, at most 2^24" : "it must be an integer");
    return 0;
  }

  void readLeak(double decay) {
    result.model = "if";
    if (decay == 1)
      return;
    if (!(decay >= 0 && decay < 1)) {
      refuse("NCR1503", fmt::format("has the leak_decay {:g}", decay), "it must lie in 0..1");
      return;
    }
    constexpr int32_t mostBits = 16;
    constexpr double written = 1e-10; // files have about eleven digits
    result.model = "lif";
    result.options.inputShift = fractionBits;
    int32_t &bits = result.options.leakScaleBits;
    for (bits = 1; bits < mostBits; ++bits)
      if (std::abs(std::ldexp(std::round(std::ldexp(decay, bits)), -bits) - decay) < written)
        break;
    result.options.leakMultiplier = int32_t(std::round(std::ldexp(decay, bits)));
    const double read = std::ldexp(result.options.leakMultiplier, -bits);
    if (std::abs(read - decay) >= written)
      notes.push_back(fmt::format("group '{}': its leak_decay {:.11g} becomes {}/2^{}, {:.11g}",
                                  group.name, decay, result.options.leakMultiplier, bits, read));
  }

  void readReset(const Soma &soma) {
    if (soma.resetMode == "hard") {
      result.options.reset = Reset::ToValue;
      result.options.resetValue = integer(soma.reset, result.options.inputShift, "reset");
    } else if (soma.resetMode == "soft") {
      result.options.reset = Reset::Subtract;
    } else if (soma.resetMode == "none") {
      result.options.reset = Reset::None;
    } else {
      refuse("NCR1503", fmt::format("has the reset_mode '{}'", soma.resetMode),
             "hard, soft and none are understood");
    }
  }
};

} // namespace

IntegerGroup integersOf(const Group &group, Findings &findings, std::vector<std::string> &notes) {
  return GroupReader(group, findings, notes).read();
}

IntegerWeights integersOf(const Edge &edge, const std::string &name, Findings &findings) {
  IntegerWeights result;
  for (double weight : edge.weights) {
    if (weight != std::floor(weight) || std::abs(weight) > 32767) {
      findings.add("NCR1504", name, fmt::format("{} has the weight {:g}", edge.place, weight),
                   "weights must be integers of 16 bits; multiply them, biases and thresholds");
      return result;
    }
    result.values.push_back(int16_t(weight));
    while (!fitsBits(result.values.back(), result.bits))
      ++result.bits;
  }
  return result;
}

} // namespace nacre::sanafe
