// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Layer by layer as netx.hdf5.Network._create goes through them.
#include "compiler/import/netx/Network.h"
#include "compiler/import/netx/Fields.h"
#include "compiler/import/netx/Neurons.h"
#include "hw_models/image/Bounds.h"
#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace nacre::netx {

namespace {

constexpr const char *exportAgain = "export the network again";
constexpr int64_t inputShift = 6; // of weights and biases; Lava calls it act_shift, and bias_exp 6
constexpr int64_t longestAxonDelay = 62;
constexpr int64_t mostOutputs = 4096; // the readout has as many weights squared

class Builder {
  const File &file;
  const std::vector<int64_t> &image; ///< --image, or empty
  Findings &findings;
  Network network;
  std::optional<Extent> arriving; ///< at the next layer, once it is known
  bool flattened = false;

public:
  Builder(const File &file, const std::vector<int64_t> &image, Findings &findings)
      : file(file), image(image), findings(findings) {}

  Network build() {
    for (size_t i = 0; i < file.layers.size(); ++i)
      addLayer(i);
    if (network.populations.empty()) {
      findings.add("NCR1404", "", "has no layer of neurons", exportAgain);
    } else if (const Extent &last = network.populations.back().extent;
               last.volume() < 2 || last.volume() > mostOutputs) {
      findings.add("NCR1408", network.populations.back().name,
                   fmt::format("is the last layer and has {} neurons", last.volume()),
                   fmt::format("two neurons, one a class, or more, up to {}", mostOutputs));
    }
    if (int64_t layers = int64_t(network.populations.size()); layers > 0)
      network.notes.push_back(fmt::format(
          "spikes take a time step from layer to layer, as in Lava: {} in all", layers));
    return std::move(network);
  }

private:
  void addLayer(size_t index) {
    auto type = file.layers[index].texts.find("type");
    const std::string kind = type == file.layers[index].texts.end() ? "" : type->second;
    const Fields fields(file.layers[index], fmt::format("{}{}", kind, index), findings);
    if (kind == "input")
      return addInput(fields, index);
    if (kind == "flatten") {
      fields.refuseOthers({"type", "shape"});
      flattened = true;
      return;
    }
    if (kind == "dense" || kind == "dense_rec" || kind == "conv")
      return addNeurons(fields, kind, index);
    fields.refuse("NCR1402",
                  kind.empty() ? "has no type"
                               : fmt::format("layers of the type '{}' have no form here", kind),
                  "input, flatten, dense, dense_rec and conv do");
  }

  void addInput(const Fields &fields, size_t index) {
    fields.refuseOthers({"type", "shape", "weight", "bias", "neuron/"});
    if (index != 0)
      return fields.refuse("NCR1402", "is an input behind other layers",
                           "one input, the first layer");
    auto extent = fields.extent();
    if (!extent)
      return;
    setInput(*extent, fields);
    if (!fields.hasGroup("neuron"))
      return;
    // Its neurons are driven by their bias, 2 w x - w + b (create_input). For x of 0 or 1 that is
    // a synapse.
    Population population{fmt::format("input{}", index), *extent};
    auto weight = fields.single("weight", 64), bias = fields.single("bias", 0);
    readNeurons(fields, /*charged=*/false, population);
    if (!weight || !bias)
      return;
    Synapses synapses;
    synapses.groups = extent->channels;
    // 2 w may need a bit more than w.
    const bool twice = std::abs(*weight) > 63;
    synapses.weights.assign(size_t(extent->channels), twice ? *weight : 2 * *weight);
    population.synapses.assign(twice ? 2 : 1, synapses);
    population.bias.assign(size_t(extent->channels), *bias - *weight);
    network.notes.push_back(fmt::format(
        "'{}': in each step, 0 or 1 is fed to its neurons; values between have no spikes",
        population.name));
    finish(fields, std::move(population));
  }

  void setInput(Extent extent, const Fields &fields) {
    if (!image.empty()) {
      const Extent given{image[0], image[1], image[2]};
      if (given.volume() != extent.volume() ||
          (extent.volume() != extent.channels && given != extent))
        fields.refuse("NCR1405",
                      fmt::format("its input is {}x{}x{}, --image {}", extent.channels, extent.rows,
                                  extent.columns, fmt::join(image, "x")),
                      "give the input's own extents, or no --image");
      else
        extent = given; // a vector, of which no file says what it was
    }
    network.input = extent;
    arriving = extent;
  }

  void addNeurons(const Fields &fields, const std::string &kind, size_t index) {
    const bool dense = kind != "conv";
    fields.refuseOthers({"type", "shape", "inFeatures", "outFeatures", "inChannels", "outChannels",
                         "kernelSize", "stride", "padding", "dilation", "groups", "weight",
                         "weight/", "weight_rec", "bias", "delay", "neuron/"});
    auto extent = fields.extent();
    if (!extent)
      return;
    if (dense)
      *extent = {extent->volume()};
    Population population{fmt::format("{}{}", kind, index), *extent};
    readNeurons(fields, /*charged=*/true, population);
    if (fields.has("weight/real") || fields.has("weight/imag"))
      fields.refuse("NCR1402", "its weights are complex", "real weights");
    else if (auto synapses = dense ? matrix(fields, *extent) : convolution(fields, *extent))
      connect(fields, std::move(*synapses), population);
    if (kind == "dense_rec")
      addLoop(fields, population);
    readBias(fields, population);
    readAxonDelays(fields, population);
    finish(fields, std::move(population));
  }

  std::optional<Synapses> matrix(const Fields &fields, const Extent &extent) {
    auto weights = fields.integers("weight");
    if (!weights)
      return std::nullopt;
    noteFractions(fields, "weight");
    const std::vector<int64_t> &shape = fields.shapeOf("weight");
    const int64_t count = int64_t(weights->size()), sources = count / extent.channels;
    if (sources < 1 || sources * extent.channels != count || shape.size() > 2 ||
        (shape.size() == 2 && shape[0] != extent.channels)) {
      fields.refuse("NCR1404",
                    fmt::format("its weight is {}, it has {} neurons", fmt::join(shape, " x "),
                                extent.channels),
                    "weights are neurons x inputs");
      return std::nullopt;
    }
    if (!arriving && network.populations.empty())
      setInput({sources}, fields);
    if (arriving && (arriving->volume() != sources ||
                     (arriving->volume() != arriving->channels && !flattened && !isInput())))
      fields.refuse("NCR1404",
                    fmt::format("has weights for {} inputs, and gets {} x {} x {}{}", sources,
                                arriving->channels, arriving->rows, arriving->columns,
                                flattened ? "" : " without a flatten before it"),
                    exportAgain);
    Synapses synapses;
    synapses.dense = true;
    synapses.weights = std::move(*weights);
    return synapses;
  }

  /// Does what arrives come from outside?
  bool isInput() const { return network.populations.empty(); }

  std::optional<Synapses> convolution(const Fields &fields, const Extent &extent) {
    auto weights = fields.integers("weight");
    auto stride = fields.pair("stride", 1), padding = fields.pair("padding", 0),
         dilation = fields.pair("dilation", 1);
    auto groups = fields.single("groups");
    if (!weights || !stride || !padding || !dilation || !groups)
      return std::nullopt;
    noteFractions(fields, "weight");
    if (!arriving) {
      if (image.empty()) {
        if (network.populations.empty())
          fields.refuse("NCR1405", "the file does not say how large its input is",
                        "--image CHANNELSxROWSxCOLUMNS, which whoever trained the network knows");
        return std::nullopt;
      }
      setInput({image[0], image[1], image[2]}, fields);
    }
    std::vector<int64_t> shape = fields.shapeOf("weight");
    if (shape.size() == 5 && shape[4] == 1) // time, in SLAYER
      shape.pop_back();
    const auto refuse = [&](const std::string &reason) {
      fields.refuse("NCR1404", reason, "weights are channels x sources / groups x rows x columns");
    };
    if (shape.size() != 4 || shape[2] < 1 || shape[3] < 1 || shape[2] > maxKernel ||
        shape[3] > maxKernel || *groups < 1 || shape[0] != extent.channels ||
        extent.channels % *groups || arriving->channels % *groups ||
        shape[1] != arriving->channels / *groups || flattened) {
      refuse(fmt::format("its weight is {} in {} groups, for {} channels from {}{}",
                         fmt::join(shape, " x "), *groups, extent.channels, arriving->channels,
                         flattened ? " that are flattened" : ""));
      return std::nullopt;
    }
    Synapses synapses;
    synapses.y = {shape[2], stride->first, dilation->first, padding->first, padding->first};
    synapses.x = {shape[3], stride->second, dilation->second, padding->second, padding->second};
    synapses.groups = *groups;
    synapses.weights = std::move(*weights);
    if (const Extent follows{extent.channels, synapses.y.outputs(arriving->rows),
                             synapses.x.outputs(arriving->columns)};
        follows != extent)
      refuse(fmt::format("its shape is {} x {} x {}, but {} x {} x {} follows from its input",
                         extent.channels, extent.rows, extent.columns, follows.channels,
                         follows.rows, follows.columns));
    return synapses;
  }

  /// From what arrives, a step later: Lava's synapses send what they summed in the step before
  /// (src/lava/proc/dense/models.py and conv/models.py, a_buff), and SLAYER trains with that
  /// (delay_shift). Axonal delays come on top, by channel: one copy of the synapses for each delay.
  void connect(const Fields &fields, Synapses synapses, Population &population) {
    synapses.delaySteps = 1;
    if (network.populations.empty()) {
      population.synapses.push_back(std::move(synapses));
      return;
    }
    const Population &source = network.populations.back();
    synapses.source = network.populations.size() - 1;
    const std::set<int64_t> delays(source.axonDelays.begin(), source.axonDelays.end());
    if (!isVolumeInBounds(std::vector<int64_t>{int64_t(synapses.weights.size()),
                                               int64_t(std::max<size_t>(1, delays.size()))}))
      return fields.refuse("NCR1407",
                           fmt::format("the layer before it has {} axonal delays", delays.size()),
                           "fewer of them");
    if (delays.size() < 2) {
      synapses.delaySteps += delays.empty() ? 0 : *delays.begin();
      population.synapses.push_back(std::move(synapses));
      return;
    }
    for (int64_t delay : delays) {
      Synapses late = synapses;
      late.delaySteps += delay;
      mask(late, source, population.extent, delay);
      population.synapses.push_back(std::move(late));
    }
  }

  /// Leaves weights from channels with that delay.
  static void mask(Synapses &synapses, const Population &source, const Extent &target,
                   int64_t delay) {
    const int64_t rows = target.channels, perRow = int64_t(synapses.weights.size()) / rows;
    const int64_t channels = source.extent.channels / (synapses.dense ? 1 : synapses.groups);
    const int64_t perChannel = std::max<int64_t>(1, perRow / channels);
    for (int64_t i = 0; i < int64_t(synapses.weights.size()); ++i) {
      const int64_t group = synapses.dense ? 0 : i / perRow / (rows / synapses.groups);
      const int64_t channel = group * channels + i % perRow / perChannel;
      if (source.axonDelays[size_t(std::min(channel, source.extent.channels - 1))] != delay)
        synapses.weights[size_t(i)] = 0;
    }
  }

  /// Its own spikes, a step later.
  void addLoop(const Fields &fields, Population &population) {
    auto weights = fields.integers("weight_rec");
    if (!weights)
      return;
    noteFractions(fields, "weight_rec");
    const int64_t neurons = population.extent.channels;
    if (int64_t(weights->size()) != neurons * neurons)
      return fields.refuse("NCR1404",
                           fmt::format("its weight_rec has {} elements, it has {} neurons",
                                       weights->size(), neurons),
                           "recurrent weights are neurons x neurons");
    Synapses loop;
    loop.source = network.populations.size();
    loop.delaySteps = 1;
    loop.dense = true;
    loop.weights = std::move(*weights);
    population.synapses.push_back(std::move(loop));
  }

  void readBias(const Fields &fields, Population &population) {
    const Extent &extent = population.extent;
    population.bias.assign(size_t(extent.channels), 0);
    if (!fields.has("bias"))
      return;
    auto bias = fields.integers("bias");
    if (!bias)
      return;
    noteFractions(fields, "bias");
    const int64_t count = int64_t(bias->size());
    if (count == 1 || count == extent.channels) {
      for (int64_t c = 0; c < extent.channels; ++c)
        population.bias[size_t(c)] = (*bias)[size_t(count == 1 ? 0 : c)];
      return;
    }
    // One a neuron is in Lava's order: columns, rows, channels.
    if (fields.shapeOf("bias") !=
        std::vector<int64_t>{extent.columns, extent.rows, extent.channels})
      return fields.refuse("NCR1404",
                           fmt::format("has {} biases for {} channels", count, extent.channels),
                           "one bias, or one a channel");
    for (int64_t i = 0; i < count; ++i)
      if ((*bias)[size_t(i)] != (*bias)[size_t(i % extent.channels)])
        return fields.refuse("NCR1406", "its biases differ between neurons of a channel",
                             "one bias a channel");
    std::copy_n(bias->begin(), extent.channels, population.bias.begin());
  }

  void readAxonDelays(const Fields &fields, Population &population) {
    if (!fields.has("delay"))
      return;
    auto delays = fields.integers("delay");
    if (!delays)
      return;
    const int64_t channels = population.extent.channels;
    if (delays->size() != 1 && int64_t(delays->size()) != channels)
      return fields.refuse("NCR1404",
                           fmt::format("has {} delays for {} channels", delays->size(), channels),
                           "one delay a channel");
    for (int64_t delay : *delays)
      if (delay < 0 || delay > longestAxonDelay)
        return fields.refuse(
            "NCR1407",
            fmt::format("has a delay of {} steps, must lie in 0..{}", delay, longestAxonDelay),
            exportAgain);
    if (delays->size() == 1)
      delays->resize(size_t(channels), delays->front());
    population.axonDelays = std::move(*delays);
  }

  /// Weights and biases without the powers of two that all of them have: SLAYER's are even.
  void finish(const Fields &fields, Population population) {
    uint64_t bits = 0;
    for (int64_t value : population.bias)
      bits |= uint64_t(value);
    for (const Synapses &synapses : population.synapses)
      for (int64_t weight : synapses.weights)
        bits |= uint64_t(weight);
    const int common = bits ? std::min(std::countr_zero(bits), 24) : 0;
    population.options.inputShift = int32_t(inputShift + common);
    int64_t low = 0, high = 0;
    for (Synapses &synapses : population.synapses)
      for (int64_t &weight : synapses.weights) {
        weight /= int64_t(1) << common;
        low = std::min(low, weight), high = std::max(high, weight);
      }
    for (int64_t &bias : population.bias)
      bias /= int64_t(1) << common;
    if (low < -128 || high > 127)
      fields.refuse("NCR1407",
                    fmt::format("its weights are {} to {}{}, more than 8 bits", low << common,
                                high << common,
                                common ? fmt::format(" in steps of {}", 1 << common) : ""),
                    "train with 8 bits a weight, SLAYER's quantize_8bit");
    arriving = population.extent;
    flattened = false;
    network.populations.push_back(std::move(population));
  }

  void noteFractions(const Fields &fields, const std::string &field) {
    if (fields.hasFractions(field))
      network.notes.push_back(
          fmt::format("'{}': fractions are cut off, as netx does", fields.describe(field)));
  }
};

} // namespace

Network networkOf(const File &file, const std::vector<int64_t> &image, Findings &findings) {
  return Builder(file, image, findings).build();
}

} // namespace nacre::netx
